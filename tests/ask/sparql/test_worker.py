"""The worker under attack: nothing crashes, hangs, reaches the network or is left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ask.sparql import guard
from kg.ask.sparql.query import query
from kg.errors import DamagedStore, LimitReached, NoStore, QueryFault, UsageFault
from kg.store.generation import Generation

SMALL = 512 * 2**20
posix = pytest.mark.skipif(os.name == "nt", reason="limits and signals are those of POSIX")


def bomb(times: int) -> str:
    text = '"' + "a" * 32 + '"'
    for _ in range(times):
        text = f'REPLACE({text}, ".", "{"a" * 32}")'
    return f"SELECT ({text} AS ?x) {{}}"


HOSTILE = {
    "cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "counted cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "GROUP_CONCAT of a cross product": "SELECT (GROUP_CONCAT(?a) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "groups of a cross product": "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g",
    "order of a cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "constructed cross product": "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "stars of stars": "SELECT * { ?a (((!kg:x|^!kg:x)*)*)* ?b }",
    "path of 1,000 steps": "SELECT * { ?a " + "/".join(["kg:derivedFrom"] * 1000) + " ?b }",
    "1,000 patterns": "SELECT * {" + "?a ?b ?c ." * 1000 + "}",
    "sum of 20,000": "SELECT (" + "+".join(["1"] * 20_000) + " AS ?x) {}",
    "REPLACE bomb": bomb(8),
}


@posix
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_query_reaches_a_limit(bundled: Generation, text: str) -> None:
    started = time.monotonic()
    with pytest.raises(LimitReached) as caught:
        query(bundled, text, timeout=1, memory=SMALL)
    assert time.monotonic() - started < 3
    assert caught.value.exit_code == 5
    assert caught.value.hint


@posix
def test_the_replace_bomb_ends_by_memory_not_by_time(bundled: Generation) -> None:
    with pytest.raises(LimitReached, match=r"more than 0\.5 GiB"):
        query(bundled, bomb(8), timeout=30, memory=SMALL)


NESTED = {
    "5,000 (": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "5,000 {": "SELECT * " + "{" * 5000 + "}" * 5000,
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_deep_nesting_is_refused_by_the_guard(bundled: Generation, text: str) -> None:
    with pytest.raises(QueryFault, match="More than 100 brackets"):
        query(bundled, text)


@posix
@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_deep_nesting_behind_the_guard_ends_only_the_worker(
    bundled: Generation, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "check", lambda text: ())
    with pytest.raises(LimitReached, match="nests too deep"):
        query(bundled, text, timeout=20)


def test_an_answer_of_too_many_bytes_says_so(bundled: Generation) -> None:
    with pytest.raises(LimitReached, match="more than 10,000 bytes"):
        query(bundled, "SELECT * { ?s ?p ?o }", most=10_000)
    with pytest.raises(LimitReached, match="more than 10,000 bytes"):
        query(bundled, "CONSTRUCT WHERE { ?s ?p ?o }", most=10_000)


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/sparql"
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


NETWORK = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s kg:b true.SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "PREFIX : <{0}#> SELECT * {{ service:x {{ ?s ?p ?o }} }}",
    "PREFIX SERVICEa: <{0}#> PREFIX a: <{0}#> SELECT * {{ SERVICEa:x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?g {{ <{0}> }} SERVICE ?g {{ ?s ?p ?o }} }}",
    "LOAD <{0}>",
    "INSERT DATA {{ <{0}> <{0}> 1 }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("text", NETWORK)
def test_nothing_reaches_the_network(bundled: Generation, listener: Listener, text: str) -> None:
    with pytest.raises(QueryFault):
        query(bundled, text.format(listener.address))
    assert listener.calls == 0


@posix
@pytest.mark.parametrize("text", NETWORK)
def test_nothing_reaches_the_network_behind_the_guard_either(
    bundled: Generation, listener: Listener, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "check", lambda text: ())
    try:
        answer = query(bundled, text.format(listener.address))
    except QueryFault:
        pass
    else:  # SILENT gives one row without values, a graph that is not there none
        assert not any(any(row) for row in answer.rows)
    time.sleep(0.05)
    assert listener.calls == 0


RUNAWAY = """
import subprocess, sys
from pathlib import Path
from kg.ask.sparql.query import query
from kg.store.generation import Generation
start = subprocess.Popen
def announce(*args, **kwargs):
    worker = start(*args, **kwargs)
    print(worker.pid, flush=True)
    return worker
subprocess.Popen = announce
try:
    query(Generation(Path(sys.argv[1])), "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
          timeout=float(sys.argv[2]))
except KeyboardInterrupt:
    sys.exit(130)
"""


def runaway(generation: Generation, timeout: float) -> tuple[subprocess.Popen[str], int]:
    """A process that asks an endless query, and the pid of its worker."""
    asking = subprocess.Popen(
        [sys.executable, "-c", RUNAWAY, str(generation.folder), str(timeout)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert asking.stdout
    worker = int(asking.stdout.readline())
    time.sleep(0.6)
    assert alive(worker)
    return asking, worker


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@posix
def test_ctrl_c_stops_within_half_a_second_and_leaves_no_worker(bundled: Generation) -> None:
    waits = []
    for _ in range(3):  # the best of three, since a busy machine is late for other reasons
        asking, worker = runaway(bundled, 60)
        with asking:
            pressed = time.monotonic()
            asking.send_signal(signal.SIGINT)
            assert asking.wait(5) == 130
            waits.append(time.monotonic() - pressed)
        assert not alive(worker)
        if waits[-1] < 0.5:
            return
    pytest.fail(f"Ctrl-C took {waits}")


@posix
def test_a_killed_parent_leaves_no_worker_for_long(bundled: Generation) -> None:
    asking, worker = runaway(bundled, 0.9)  # the worker has two seconds of processor time
    with asking:
        asking.kill()
    until = time.monotonic() + 20
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(worker)


def test_a_time_out_leaves_no_worker(bundled: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    workers: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*args: object, **kwargs: object) -> subprocess.Popen[bytes]:
        workers.append(start(*args, **kwargs))  # type: ignore[call-overload]
        return workers[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    with pytest.raises(LimitReached, match=r"more than 0\.5 s"):
        query(bundled, HOSTILE["counted cross product"], timeout=0.5)
    assert [worker.returncode is None for worker in workers] == [False]


def test_no_store_and_damaged_stores_are_told_apart(bundled: Generation, tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="kg build"):
        query(Generation(tmp_path / "nowhere"), "ASK {}")
    broken = tmp_path / "broken"
    shutil.copytree(bundled.folder, broken)
    (broken / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(DamagedStore, match="cannot be read"):
        query(Generation(broken), "ASK { ?s ?p ?o }")
    empty = tmp_path / "empty"
    (empty / "store").mkdir(parents=True)
    with pytest.raises(DamagedStore, match="cannot be read"):
        query(Generation(empty), "ASK { ?s ?p ?o }")


def test_bytes_changed_in_the_store_are_noticed(bundled: Generation, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(bundled.folder, broken)
    for table in (broken / "store").glob("*.sst"):
        content = bytearray(table.read_bytes())
        content[: len(content) // 2] = bytes(len(content) // 2)
        table.write_bytes(content)
    with pytest.raises(DamagedStore, match="Build it again"):
        query(Generation(broken), "SELECT * { ?s ?p ?o }")


def test_a_truncated_table_of_the_store_is_a_damaged_store(
    bundled: Generation, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(bundled.folder, broken)
    for table in (broken / "store").glob("*.sst"):
        with table.open("r+b") as file:
            file.truncate(table.stat().st_size // 2)
    with pytest.raises(DamagedStore, match="Build it again"):
        query(Generation(broken), "SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    "limits", [{"timeout": 0}, {"timeout": float("inf")}, {"memory": 0}, {"most": -1}]
)
def test_a_limit_must_be_a_limit(bundled: Generation, limits: dict[str, float]) -> None:
    with pytest.raises(UsageFault):
        query(bundled, "ASK {}", **limits)  # type: ignore[arg-type]


def test_the_worker_imports_nothing_heavy() -> None:
    text = "import kg.ask.sparql.worker, json, sys; print(json.dumps(sorted(sys.modules)))"
    listed = subprocess.run([sys.executable, "-c", text], capture_output=True, check=True)
    modules = {name.partition(".")[0] for name in json.loads(listed.stdout)}
    heavy = {"pydantic", "duckdb", "pyarrow", "rdflib", "rapidfuzz", "opencc", "click", "yaml"}
    assert not modules & heavy
    assert "pyoxigraph" in modules


def test_the_folder_it_runs_in_lends_no_modules(
    bundled: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyoxigraph", "json", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken in')")
    monkeypatch.chdir(tmp_path)
    assert query(bundled, "ASK { ?s ?p ?o }").boolean


def test_the_query_is_in_no_argument_list(
    bundled: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    start = subprocess.Popen

    def noted(arguments: list[str], **kwargs: object) -> subprocess.Popen[bytes]:
        seen.append(arguments)
        return start(arguments, **kwargs)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", noted)
    query(bundled, 'ASK { ?s ?p "secret" }')
    assert len(seen) == 1
    assert "secret" not in " ".join(seen[0])
