"""Generations: finished before they are seen, swapped in whole, one builder at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BuildBusy, DamagedStore, NoStore
from kg.store.generation import TABLES, building, current, default_folder


def fill(new: Path, text: str = "x") -> None:
    (new / "store").mkdir()
    (new / "store" / "part").write_text(text)
    for name in (*(f"{table}.parquet" for table in TABLES), "graph.nq", "manifest.json"):
        (new / name).write_text(text)


def publish(folder: Path, text: str = "x") -> None:
    with building(folder) as new:
        fill(new, text)


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): p.read_text()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "lock"
    }


def test_a_generation_is_seen_when_it_is_finished(tmp_path: Path) -> None:
    with building(tmp_path) as new:
        fill(new)
        with pytest.raises(NoStore, match="kg build"):
            current(tmp_path)
    assert current(tmp_path).quads.read_text() == "x"


def test_the_one_before_stays_until_the_next(tmp_path: Path) -> None:
    for text in "abc":
        publish(tmp_path, text)
    found = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert found == ["2", "3"] and current(tmp_path).quads.read_text() == "c"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError, SystemExit])
def test_a_fault_leaves_all_as_it_was(tmp_path: Path, fault: type[BaseException]) -> None:
    publish(tmp_path, "a")
    before = tree(tmp_path)
    with pytest.raises(fault), building(tmp_path) as new:
        fill(new, "b")
        raise fault
    assert tree(tmp_path) == before


def test_what_a_kill_left_is_cleared_away(tmp_path: Path) -> None:
    publish(tmp_path, "a")
    (tmp_path / "generations" / ".new-1").mkdir()
    (tmp_path / "generations" / ".new-1" / "half").write_text("x")
    (tmp_path / "generations" / "2").mkdir()  # killed between the rename and the swap
    (tmp_path / "current.new").write_text("2")
    assert current(tmp_path).quads.read_text() == "a"
    publish(tmp_path, "b")
    assert current(tmp_path).quads.read_text() == "b"
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["1", "3"]


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    with building(tmp_path) as new:
        fill(new)
        with pytest.raises(BuildBusy, match="Another build"), building(tmp_path):
            pytest.fail("two builders at once")
    assert current(tmp_path).folder.name == "1"


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00", b"", b"9", b"../../etc", b"x" * 5000, b"1\x00"]
)
def test_garbage_for_a_pointer_is_a_fault_and_the_next_build_mends_it(
    tmp_path: Path, garbage: bytes
) -> None:
    publish(tmp_path, "a")
    (tmp_path / "current").write_bytes(garbage)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with pytest.raises((DamagedStore, NoStore), match="kg build"):
        current(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    publish(tmp_path, "b")
    assert current(tmp_path).quads.read_text() == "b"


@pytest.mark.parametrize("name", ["graph.nq", "store", "facts.parquet"])
def test_a_lost_part_is_named(tmp_path: Path, name: str) -> None:
    publish(tmp_path)
    part = current(tmp_path).folder / name
    part.rename(tmp_path / "elsewhere")
    with pytest.raises(DamagedStore, match=name):
        current(tmp_path)


@pytest.mark.parametrize("manifest", ["", "{", "[1", "\x00"])
def test_a_damaged_manifest(tmp_path: Path, manifest: str) -> None:
    publish(tmp_path)
    generation = current(tmp_path)
    (generation.folder / "manifest.json").write_text(manifest)
    with pytest.raises(DamagedStore, match="kg build"):
        generation.manifest()


def test_asking_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        current(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoStore):
        current(tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert default_folder().name == "store"


def test_every_file_is_on_the_disk_before_the_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and folders by inode; the pointer is swapped after all of them, and then its folder."""
    steps: list[tuple[str, Any]] = []
    fsync, replace, rename = os.fsync, Path.replace, Path.rename
    monkeypatch.setattr(
        os, "fsync", lambda fd: (steps.append(("sync", os.fstat(fd).st_ino)), fsync(fd))[1]
    )
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (steps.append(("swap", to)), replace(self, to))[1]
    )
    monkeypatch.setattr(
        Path, "rename", lambda self, to: (steps.append(("name", to)), rename(self, to))[1]
    )
    publish(tmp_path)
    monkeypatch.undo()
    folder = current(tmp_path).folder
    swap = steps.index(("swap", tmp_path / "current"))
    named = steps.index(("name", folder))
    synced = {what for step, what in steps[:named] if step == "sync"}
    assert {path.stat().st_ino for path in [folder, *folder.rglob("*")]} <= synced
    between = [what for step, what in steps[named:swap] if step == "sync"]
    assert between == [
        (tmp_path / "generations").stat().st_ino,
        (tmp_path / "current").stat().st_ino,
    ]
    assert steps[swap + 1] == ("sync", tmp_path.stat().st_ino)
