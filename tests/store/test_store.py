"""The two stores under one contract, and what only the embedded one has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.errors import DamagedStore
from kg.store import GraphStore, embedded, open_store
from kg.store.memory import MemoryStore

sys.path.insert(0, str(Path(__file__).parent))
from contract_store import QUADS, StoreContract


class TestEmbedded(StoreContract):
    changes_numbers = "Oxigraph stores numbers by value, so what must stay as written is a string."
    lets_service_through = (
        "Free queries pass kg.ask.sparql.guard and run in a worker without a network."
    )
    lets_from_through = "FROM names graphs of the dataset and never fetches."

    def open(self, quads: Path) -> GraphStore:
        embedded.write(quads.parent / "store", quads)
        return open_store(quads.parent / "store")


class TestMemory(StoreContract):
    changes_numbers = "rdflib writes numbers in their canonical form."

    def open(self, quads: Path) -> GraphStore:
        return MemoryStore(quads)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    quads = tmp_path / "graph.nq"
    quads.write_text(QUADS, encoding="utf-8", newline="\n")
    assert embedded.write(tmp_path / "store", quads) == 7
    return tmp_path / "store"


def test_reading_writes_nothing(written: Path) -> None:
    before = files(written)
    store = open_store(written)
    assert store.count() == 7 and open_store(written).count() == 7
    assert files(written) == before


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST*", "*.sst"])
def test_a_lost_file_is_damage_and_nothing_is_made(written: Path, name: str) -> None:
    for path in written.glob(name):
        path.unlink()
    before = files(written)
    with pytest.raises(DamagedStore, match="kg build"):
        open_store(written).select("SELECT * { ?s ?p ?o }")
    assert files(written) == before


def test_no_store_is_damage_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedStore):
        open_store(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_lines_that_are_no_quads_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("hello\n")
    with pytest.raises(SyntaxError):
        embedded.write(tmp_path / "store", tmp_path / "graph.nq")
