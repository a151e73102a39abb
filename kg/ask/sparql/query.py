"""Free SPARQL over a finished build, each query in a worker that can be stopped at any moment."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
from typing import Any, Final

from kg.ask.sparql import guard
from kg.ask.sparql.answer import Answer
from kg.ask.sparql.syntax import PADDING, syntax_fault
from kg.ask.sparql.worker import FAULT_CODE
from kg.errors import DamagedStore, KgError, LimitReached, NoStore, QueryFault, UsageFault
from kg.records.names import printable
from kg.records.terms import PREFIXES
from kg.store.generation import Generation

TIMEOUT: Final = 60.0
MEMORY: Final = 2 * 2**30
MOST_BYTES: Final = 256 * 2**20

_SMALLER = "Ask for less: name a thing, add a LIMIT or leave out a join."


def query(
    generation: Generation,
    text: str,
    *,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    most: int = MOST_BYTES,
) -> Answer:
    """Answer a SPARQL 1.1 query; all prefixes of ours are declared already.

    ``timeout`` is in seconds, ``memory`` in bytes of address space (where the system can limit
    it), ``most`` in bytes of the answer. Raises ``QueryFault`` for a text that is refused or does
    not parse, ``LimitReached`` when the query takes more than it is given, ``NoStore`` or
    ``DamagedStore`` when the store is not there or cannot be read, ``UsageFault`` for limits that
    are none. On ``KeyboardInterrupt`` the worker is gone before it is passed on.
    """
    if not (0 < timeout < math.inf and memory > 0 and most > 0):
        raise UsageFault("A limit of a query must be more than nothing.", "Try --timeout 60.")
    used = guard.check(text)
    if not generation.store.is_dir():
        raise NoStore(f"There is no store in {generation.folder}.")
    request = {
        "store": str(generation.store),
        "query": text + PADDING,
        "prefixes": dict(PREFIXES),
        "names": [name.iri for name in used],
        "memory": memory,
        "most": most,
        "seconds": math.ceil(timeout) + 1,
    }
    code, output, errors = _run(json.dumps(request).encode(), timeout)
    if code != 0:
        raise _fault_of(code, errors, request)
    head, _, payload = output.partition(b"\n")
    header = json.loads(head)
    missing = set(header["unknown"])
    unknown = [name for name in used if name.iri in missing]
    return Answer(header["form"], payload, guard.remarks(text, unknown, header["terms"]))


def _run(request: bytes, timeout: float) -> tuple[int, bytes, bytes]:
    """Exit code, output and errors of a worker; it is dead when this returns or raises.

    The pipes are served by a thread, because ``communicate`` in the main one makes Ctrl-C wait a
    quarter of a second.
    """
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # arenas of threads count as memory
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "kg.ask.sparql.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    answer: list[tuple[bytes, bytes]] = []
    pipes = threading.Thread(target=lambda: answer.append(worker.communicate(request)), daemon=True)
    try:
        pipes.start()
        pipes.join(timeout)
        late = pipes.is_alive()
    finally:
        worker.kill()  # nothing when it has ended
        worker.wait()
    pipes.join()
    if late or worker.returncode == -getattr(signal, "SIGXCPU", signal.SIGTERM):
        raise LimitReached(f"The query took more than {timeout:g} s and was stopped.", _SMALLER)
    return worker.returncode, *answer[0]


def _fault_of(code: int, errors: bytes, request: dict[str, Any]) -> KgError:
    """What a worker that did not answer means."""
    said = errors.decode("utf-8", "replace").strip().splitlines()
    if code != FAULT_CODE or not said:
        size = f"{request['memory'] / 2**30:.3g} GiB"
        sentence = f"The query ended its worker: it takes more than {size}, or nests too deep."
        return LimitReached(sentence, _SMALLER)
    try:
        verdict = json.loads(said[-1])
    except ValueError:
        return KgError(f"The worker failed: {printable(said[-1])}.")
    kind, text = verdict["fault"], printable(verdict["text"])
    if kind == "syntax":
        return syntax_fault(request["query"].removesuffix(PADDING), verdict["text"])
    if kind == "store":
        return DamagedStore(f"The store in {request['store']} cannot be read: {text}.")
    if kind == "network":
        return QueryFault("The query reaches for files or the network, which it cannot have.")
    if kind == "bytes":
        sentence = f"The answer has more than {request['most']:,} bytes."
        return LimitReached(sentence, "Add a LIMIT, or export the graph with `kg export`.")
    if kind == "memory":
        return LimitReached("The query takes more memory than it is given.", _SMALLER)
    return QueryFault(f"The query cannot be answered: {text}.")
