"""The build: same input, same bytes; whatever goes wrong, the earlier generation stands."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import pytest

import kg.build
from kg.ask.tables import Tables
from kg.build import build
from kg.bundled import bundled_inputs
from kg.errors import BuildBusy, BuildFault, DamagedStore, KgError
from kg.records.evidence import Trust
from kg.records.terms import KG, mint
from kg.store import open_store
from kg.store.generation import TABLES, Generation, building, current

HEAD = "source: {{id: {key}, title: T}}\nentities:\n"
CAMEL = HEAD.format(key="mine") + "- {id: camel, class: Model, name: Camel, parameterCount: 7B}\n"
PUBLISHED = ("manifest.json", "graph.nq", *(f"{table}.parquet" for table in TABLES))


def wrote(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def content(generation: Generation) -> dict[str, bytes]:
    return {name: (generation.folder / name).read_bytes() for name in PUBLISHED}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a store but the lock and oxigraph's own notes."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "lock"
    }  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store with a generation that must survive what follows."""
    folder = tmp_path / "store"
    build(folder, [wrote(tmp_path, "mine.yaml", CAMEL)])
    return folder


def stands(folder: Path) -> None:
    """The generation of ``old`` is whole and live, and nothing lies beside it."""
    assert current(folder).folder.name == "1"
    assert open_store(current(folder).store).ask("ASK { model:camel kg:parameterCount 7000000000 }")
    assert Tables(current(folder)).rows("SELECT count(*) FROM things") == [(1,)]
    assert [path.name for path in (folder / "generations").iterdir()] == ["1"]


# -- same input, same bytes --------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(bundled: Generation, tmp_path: Path) -> None:
    assert content(build(tmp_path / "store").generation) == content(bundled)


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    paths = [
        wrote(tmp_path, "b.yaml", HEAD.format(key="b") + "- {id: tent, class: Model, name: Tent}\n"),
        wrote(tmp_path, "a.yaml", HEAD.format(key="a") + "- {id: camel, class: Model, name: Camel, fineTunedFrom: tent}\n"),
        wrote(tmp_path, "c.ttl", f"<{mint('model', 'camel')}> <{KG.note}> 'x' ."),
    ]  # fmt: skip
    found = [
        content(build(tmp_path / f"s{n}", order).generation)
        for n, order in enumerate(permutations(paths))
    ]
    assert all(one == found[0] for one in found)


def test_the_order_of_files_on_disk_does_not_matter(bundled: Generation, tmp_path: Path) -> None:
    """A copy made in another order, in another place, is the same data."""
    inputs = bundled_inputs()
    random.Random(7).shuffle(inputs)
    for path, name in inputs:
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / "data" / name)
    assert content(build(tmp_path / "store", [tmp_path / "data"]).generation) == content(bundled)


def test_what_is_published_names_no_place_and_no_time(bundled: Generation) -> None:
    checkout = str(Path(__file__).resolve().parents[1])
    for name, data in content(bundled).items():
        for secret in (str(bundled.folder), checkout, time.strftime("%Y-%m-%dT")):
            assert secret.encode() not in data, name


def test_export_and_build_again_is_stable(bundled: Generation, tmp_path: Path) -> None:
    again = build(tmp_path / "again", [bundled.quads])
    assert not len(again.report)
    assert again.generation.quads.read_bytes() == bundled.quads.read_bytes()
    for table in TABLES:
        assert again.generation.table(table).read_bytes() == bundled.table(table).read_bytes(), (
            table
        )


def test_a_file_of_every_form_survives_export_and_build(tmp_path: Path) -> None:
    golden = Path(__file__).parent / "golden" / "sources"
    for case in (
        "every-form-of-value",
        "hostile-names",
        "chinese-and-full-width",
        "javascript-address",
    ):
        first = build(tmp_path / case, [golden / case / "input.yaml"], keep_going=True).generation
        second = build(tmp_path / f"{case}-2", [first.quads])
        assert not len(second.report), list(second.report)
        assert second.generation.quads.read_bytes() == first.quads.read_bytes(), case


# -- faults ------------------------------------------------------------------------------------

BAD = CAMEL + "- {id: bad, class: Model, name: Bad, parameterCount: many}\n"


def test_a_fault_stores_nothing_and_tells_all(old: Path, tmp_path: Path) -> None:
    before = tree(old)
    with pytest.raises(BuildFault, match="The input has one fault; nothing was stored") as raised:
        build(old, [wrote(tmp_path, "bad.yaml", BAD)])
    assert raised.value.report is not None and [p.code for p in raised.value.report] == ["number"]
    assert raised.value.exit_code == 1 and tree(old) == before


def test_a_fault_creates_no_store(tmp_path: Path) -> None:
    with pytest.raises(BuildFault):
        build(tmp_path / "store", [wrote(tmp_path, "bad.yaml", BAD)])
    assert not (tmp_path / "store").exists()


def test_keep_going_stores_the_rest(old: Path, tmp_path: Path) -> None:
    built = build(old, [wrote(tmp_path, "bad.yaml", BAD)], keep_going=True)
    assert [p.code for p in built.report] == ["number"]
    assert Tables(built.generation).rows("SELECT label FROM things ORDER BY 1") == [
        ("Bad",),
        ("Camel",),
    ]


@pytest.mark.parametrize("text", ["source: {id: mine, title: T}\nentities: []\n", ""])
def test_nothing_to_build_from(old: Path, tmp_path: Path, text: str) -> None:
    with pytest.raises(BuildFault):
        build(old, [wrote(tmp_path, "none.yaml", text)], keep_going=True)
    stands(old)


RING = HEAD.format(key="ring") + "".join(
    f"- {{id: m{n}, class: Model, name: M{n}, mergedFrom: m{(n + 1) % 7}}}\n" for n in range(7)
)


def test_rings_are_kept_and_told_once(old: Path, tmp_path: Path) -> None:
    built = build(old, [wrote(tmp_path, "ring.yaml", RING)])
    (remark,) = built.report
    assert (remark.code, remark.severity) == ("cycle", "remark")
    assert (
        remark.text
        == "These 7 derive from each other: model:m0, model:m1, model:m2, model:m3, model:m4, …."
    )
    assert Tables(built.generation).rows("SELECT count(*) FROM ancestry") == [(42,)]


def test_strict_wants_no_remark(old: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildFault, match="--strict") as raised:
        build(old, [wrote(tmp_path, "ring.yaml", RING)], strict=True)
    assert raised.value.report is not None and len(raised.value.report) == 1
    stands(old)


def test_trust_counts_only_as_far_as_the_command_gives_it(tmp_path: Path) -> None:
    """A file that calls itself a correction outranks the curator only when it is given that."""
    path = wrote(
        tmp_path, "mine.yaml",
        "source: {id: mine, title: T, kind: correction}\ncorrections:\n"
        "- deny: {about: llama-2, variantOf: llama-series}\n  assert: [{about: llama-2, describedAs: alone}]\n"
        "  citation: 'https://example.org/'\n",
    )  # fmt: skip
    sql = "SELECT count(*) FROM facts WHERE subject = ? AND predicate = ? AND object LIKE '%/llama-series' AND rule IS NULL"
    found = []
    for trust in (Trust.ARTICLE, Trust.CORRECTION):
        built = build(tmp_path / trust.name, [path], trust=trust, with_bundled=True)
        found += Tables(built.generation).rows(sql, [mint("model", "llama-2"), KG.variantOf])
    assert found == [(1,), (0,)]


def test_a_source_that_only_claims_to_be_ours_does_not_win(old: Path, tmp_path: Path) -> None:
    golden = Path(__file__).parent / "golden" / "sources"
    for case in ("rdf-claims-to-be-corrections", "rdf-claims-to-be-curator"):
        with pytest.raises(BuildFault):
            build(old, [golden / case / "input.trig"])
        with pytest.raises(BuildFault, match="nothing to build from"):
            build(old, [golden / case / "input.trig"], keep_going=True)
    stands(old)


# -- what the world does to a build ------------------------------------------------------------


@pytest.mark.parametrize(
    "stage", ["resolve", "infer", "quad_lines", "_write_manifest", "_write_built"]
)
@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_the_earlier_generation(
    old: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
    fault: type[BaseException],
) -> None:
    def interrupt(*_: object) -> None:
        raise fault

    monkeypatch.setattr(kg.build, stage, interrupt)
    before = tree(old)
    with pytest.raises(fault):
        build(old, [tmp_path / "mine.yaml"])
    assert tree(old) == before


def test_a_second_builder_is_told(old: Path, tmp_path: Path) -> None:
    with building(old) as new:
        with pytest.raises(BuildBusy, match="Another build is running"):
            build(old, [tmp_path / "mine.yaml"])
        assert new.is_dir()
        shutil.copytree(current(old).folder, new, dirs_exist_ok=True)
    assert current(old).folder.name == "2"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    path = wrote(tmp_path, "mine.yaml", CAMEL)
    with pytest.raises(BuildFault, match="could not be written"):
        build(wrote(tmp_path, "file", "x") / "store", [path])
    assert (tmp_path / "file").read_text() == "x"


def test_no_name_is_pasted_into_sql(tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s a "store"; -- 骆驼'
    built = build(folder, [wrote(tmp_path, "mine.yaml", CAMEL)])
    assert Tables(built.generation).rows("SELECT label FROM things") == [("Camel",)]


LIMITED = """
import resource, sys
from pathlib import Path
from kg.build import build
from kg.errors import BuildFault
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    build(Path(sys.argv[2]))
except BuildFault as fault:
    print(fault)
    sys.exit(fault.exit_code)
"""


@pytest.mark.parametrize("most", [500, 20_000, 200_000, 1_000_000])
def test_a_full_disk_leaves_the_earlier_generation(old: Path, most: int) -> None:
    """The limit strikes in a table, in the graph and in the store, by its size."""
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(most), str(old)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 1 and "Traceback" not in run.stderr, run.stderr[-500:]
    assert "The disk is full" in run.stdout and "Free some space" in run.stdout
    stands(old)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root"
)
def test_a_small_disk_is_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        build(disk / "store", [wrote(tmp_path, "mine.yaml", CAMEL)])
        with pytest.raises(BuildFault, match="The disk is full"):
            build(disk / "store")
        stands(disk / "store")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_killed_at_any_moment(old: Path) -> None:
    """Twelve builds of the bundled data, each killed a little later than the one before."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from kg.build import build; build(Path(sys.argv[1]))",
        str(old),
    ]
    chance = random.Random(2026)
    took = []
    for _ in range(2):  # a busy moment would make every kill too late
        began = time.monotonic()
        subprocess.run([*command[:-1], str(old.parent / "other")], check=True)
        took.append(time.monotonic() - began)
    whole = min(took)
    killed = 0
    for round_ in range(12):
        live = current(old).folder.name
        run = subprocess.Popen(command)
        try:
            run.wait(whole * (0.25 + 0.75 * (round_ + chance.random()) / 12))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            killed += 1
        now = current(old)
        assert run.returncode == 0 or now.folder.name in (live, str(int(live) + 1))
        assert Tables(now).rows("SELECT count(*) > 0 FROM facts") == [(True,)]
        assert open_store(now.store).ask("ASK { ?s a kg:Model }")
    assert killed >= 6
    build(old)
    assert not list((old / "generations").glob(".new-*"))
    assert len(list((old / "generations").iterdir())) <= 2


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_file_is_on_the_disk_before_it_is_seen(tmp_path: Path) -> None:
    log, store = tmp_path / "log", tmp_path / "store"
    path = wrote(tmp_path, "mine.yaml", CAMEL)
    code = "import sys; from pathlib import Path; from kg.build import build; build(Path(sys.argv[1]), [Path(sys.argv[2])])"
    command = [
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=fsync,fdatasync,rename,renameat,renameat2",
        "-o",
        str(log),
    ]
    run = subprocess.run(
        [*command, sys.executable, "-c", code, str(store), str(path)],
        check=False,
        capture_output=True,
    )
    if run.returncode:
        pytest.skip("strace may not trace here")
    synced: set[str] = set()
    lines = iter(log.read_text().splitlines())
    for line in lines:
        if "sync(" in line and "<" in line:
            synced.add(line.split("<", 1)[1].split(">", 1)[0])
        if "rename" in line and "/generations/1" in line:
            break
    new = next(Path(name) for name in synced if Path(name).name.startswith(".new-"))
    parts = {str(p.relative_to(current(store).folder)) for p in current(store).folder.rglob("*")}
    assert parts and {str(new / part) for part in parts} <= synced
    rest = list(lines)
    swap = next(n for n, line in enumerate(rest) if "current.new" in line and "rename" in line)
    assert any("current.new" in line and "sync(" in line for line in rest[:swap])
    assert any("sync(" in line and f"<{store}>" in line for line in rest[swap:])


# -- a damaged store ---------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["facts", "claims", "names", "sources"])
@pytest.mark.parametrize("keep", [0, 4, 0.5, -8])
def test_a_truncated_table_is_damage(old: Path, table: str, keep: float) -> None:
    path = current(old).table(table)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep) if isinstance(keep, float) else keep])
    before = tree(old)
    with pytest.raises(DamagedStore, match="kg build"):
        Tables(current(old)).rows(f"SELECT * FROM {table}")
    assert tree(old) == before


@pytest.mark.parametrize("name", [*PUBLISHED, "store"])
def test_a_lost_part_is_damage_and_a_build_mends_it(old: Path, tmp_path: Path, name: str) -> None:
    part = current(old).folder / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    with pytest.raises(DamagedStore, match="kg build"):
        current(old).manifest()
    build(old, [tmp_path / "mine.yaml"])
    assert current(old).manifest()["counts"]["things"] == 1


def test_every_error_is_one_of_ours() -> None:
    assert all(issubclass(error, KgError) for error in (BuildFault, BuildBusy, DamagedStore))
