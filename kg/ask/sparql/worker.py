"""One query in a process of its own that may be killed: ``python -P -m kg.ask.sparql.worker``.

The request comes as one JSON object on standard input: ``store`` (folder), ``query``, ``prefixes``,
``names`` (IRIs to look for), ``memory`` and ``most`` (bytes), ``seconds``. The answer goes to
standard output: a line of JSON (``form``, ``unknown``, ``terms``), then W3C results JSON or
N-Triples. A fault is a line of JSON on standard error (``fault``, ``text``) and exit code 3. Any
other end means that the query was too much for the process.

Start-up is part of every answer, so this imports pyoxigraph and the standard library and nothing
else; even the prefixes arrive with the request.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, Final

import pyoxigraph as ox

FAULT_CODE: Final = 3
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_OWL = "http://www.w3.org/2002/07/owl#"
_DEFINED = [ox.NamedNode(_OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty")]


class Refused(Exception):
    """What the parent turns into an error of :mod:`kg.errors`: a kind and a text."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


def main() -> int:
    """Answer the request on standard input; returns the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it even inside native code
    request = json.loads(sys.stdin.buffer.read())
    try:
        _answer(request, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Refused as refused:
        print(json.dumps({"fault": refused.kind, "text": refused.text}), file=sys.stderr)
        return FAULT_CODE
    except MemoryError:
        print(json.dumps({"fault": "memory", "text": ""}), file=sys.stderr)
        return FAULT_CODE
    return 0


def _answer(request: dict[str, Any], output: IO[bytes]) -> None:
    try:
        store = ox.Store.read_only(request["store"])
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused("store", str(error)) from None
    _limit(request["memory"], request["seconds"])
    try:
        unknown = _unknown(store, request["names"])
        results = store.query(request["query"], prefixes=request["prefixes"])
        header: dict[str, Any] = {"form": _form(results), "unknown": unknown}
        ontology = request["prefixes"]["kg"]
        header["terms"] = _terms(store) if any(i.startswith(ontology) for i in unknown) else []
        output.write(json.dumps(header).encode() + b"\n")
        _write(results, _Capped(output, request["most"]))
    except SyntaxError as error:
        raise Refused("syntax", str(error.msg)) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(_kind(error), str(error)) from None


def _kind(error: Exception) -> str:
    """Which fault an error of the store's is: of the query, of the network or of the store."""
    if "open files" in str(error):
        return "network"
    damaged = isinstance(error, OSError) or "orruption" in str(error)
    return "store" if damaged else "query"


def _form(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> str:
    if isinstance(results, ox.QueryBoolean):
        return "ask"
    return "select" if isinstance(results, ox.QuerySolutions) else "construct"


def _write(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, output: _Capped) -> None:
    if isinstance(results, ox.QueryTriples):
        results.serialize(output=output, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    else:
        results.serialize(output=output, format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]


class _Capped:
    """A stream that takes so many bytes and no more."""

    def __init__(self, output: IO[bytes], most: int) -> None:
        self._output = output
        self._left = most

    def write(self, piece: bytes) -> int:
        self._left -= len(piece)
        if self._left < 0:
            raise Refused("bytes", "")
        return self._output.write(piece)

    def flush(self) -> None:
        self._output.flush()


def _limit(memory: int, seconds: int) -> None:
    """Take away what a query has no need of; what is already open stays usable.

    With 0, 1 and 2 open, a limit of 3 files means that no socket can be opened. The processor time
    ends a worker whose parent was killed and can no longer end it.
    """
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out is what remains
        return
    most = {"AS": memory, "NOFILE": 3, "CORE": 0, "CPU": seconds}
    for name, value in most.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            with suppress(OSError, ValueError):  # macOS knows RLIMIT_AS and refuses to set it
                resource.setrlimit(kind, (value, value))


def _unknown(store: ox.Store, names: Sequence[str]) -> list[str]:
    """Those of the IRIs that stand nowhere in the store."""
    return [name for name in names if not _known(store, ox.NamedNode(name))]


def _known(store: ox.Store, node: ox.NamedNode) -> bool:
    patterns = ((node, None, None, None), (None, None, node, None), (None, node, None, None))
    found: Iterator[object] = (quad for p in patterns for quad in store.quads_for_pattern(*p))
    return next(found, None) is not None or store.contains_named_graph(node)


def _terms(store: ox.Store) -> list[str]:
    """The IRIs of the ontology's classes and properties."""
    quads = (quad for kind in _DEFINED for quad in store.quads_for_pattern(None, _TYPE, kind))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})


if __name__ == "__main__":
    sys.exit(main())
