"""Generations: each build is a folder of its own, finished before it is seen, swapped in whole.

A store folder holds ``current`` (the name of the live generation), ``lock`` and ``generations/N``
with the tables, the RDF store, ``graph.nq``, ``manifest.json`` (the same bytes for the same input)
and ``built.json`` (when and where).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import BuildBusy, DamagedStore, NoStore

TABLES = (
    "sources", "claims", "verdicts", "facts", "ancestry", "families", "things", "names", "terms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished build."""

    folder: Path

    def table(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def quads(self) -> Path:
        return self.folder / "graph.nq"

    def manifest(self) -> dict[str, Any]:
        """What was built, from what; raises ``DamagedStore`` when it cannot be read."""
        try:
            manifest: dict[str, Any] = json.loads(
                (self.folder / "manifest.json").read_text("utf-8")
            )
        except (OSError, ValueError) as error:
            raise DamagedStore(f"The build in {self.folder} is damaged: {error}.") from None
        return manifest


def default_folder() -> Path:
    """Where the store rests when nobody says otherwise: the platform's user-data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("pedigree", appauthor=False)) / "store"


def current(folder: Path) -> Generation:
    """The live generation of a store folder; creates nothing.

    Raises ``NoStore`` when there is none and ``DamagedStore`` when its parts are missing.
    """
    try:
        name = (folder / "current").read_text("utf-8").strip()
    except (OSError, ValueError):
        raise NoStore(f"There is no store in {folder}.") from None
    if not re.fullmatch("[0-9]{1,12}", name):
        raise DamagedStore(f"The store in {folder} is damaged: no name of a build.")
    generation = Generation(folder / "generations" / name)
    needed = [generation.store, generation.quads, *map(generation.table, TABLES)]
    missing = [path.name for path in needed if not path.exists()]
    if missing:
        lost = ", ".join(missing)
        raise DamagedStore(f"The build in {generation.folder} is damaged: no {lost}.")
    return generation


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A new empty folder to build in, published when the block ends without an exception.

    Only one builder at a time: raises ``BuildBusy`` when another holds the lock. Whatever happens
    before the last rename leaves the live generation as it was; what an earlier kill left behind
    is cleared away.
    """
    from filelock import FileLock, Timeout

    generations = folder / "generations"
    generations.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "lock", timeout=0)
        with lock:
            for left in generations.glob(".new-*"):
                shutil.rmtree(left, ignore_errors=True)
            new = generations / f".new-{os.getpid()}"
            new.mkdir()
            try:
                yield new
                _publish(folder, new)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except Timeout:
        raise BuildBusy(
            f"Another build is running in {folder}.", "Try again when it is done."
        ) from None


def _publish(folder: Path, new: Path) -> None:
    generations = folder / "generations"
    numbers = [int(path.name) for path in generations.iterdir() if path.name.isdigit()]
    before = _name(folder)
    name = str(max(numbers, default=0) + 1)
    sync(new)
    new.rename(generations / name)
    _sync_folder(generations)
    pointer = folder / "current.new"
    pointer.write_text(name + "\n", "utf-8")
    _sync_file(pointer)
    pointer.replace(folder / "current")
    _sync_folder(folder)
    for number in numbers:
        if str(number) != before:
            shutil.rmtree(generations / str(number), ignore_errors=True)


def _name(folder: Path) -> str | None:
    try:
        return (folder / "current").read_text("utf-8").strip()
    except (OSError, ValueError):
        return None


def sync(folder: Path) -> None:
    """Put every file and folder below on the disk before anything points at them."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            _sync_folder(path)
        else:
            _sync_file(path)
    _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there, and renames are durable without
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
