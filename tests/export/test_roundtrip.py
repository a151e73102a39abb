"""What is exported without loss is built from again, and then exported as the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.export import export
from kg.store.generation import Generation


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".jsonld", ".parquet"])
def test_export_build_export_is_stable(bundled: Generation, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    export(bundled, first)
    again = build(tmp_path / "store", [first])
    assert list(again.report) == []
    assert again.generation.quads.read_bytes() == bundled.quads.read_bytes()
    export(again.generation, second)
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf"])
@pytest.mark.parametrize("inferred", [False, True])
def test_one_graph_is_read_back_as_one_source(
    bundled: Generation, tmp_path: Path, suffix: str, inferred: bool
) -> None:
    path = tmp_path / f"believed{suffix}"
    export(bundled, path, inferred=inferred)
    again = build(tmp_path / "store", [path])
    assert list(again.report) == []
    assert list(again.generation.manifest()["sources"]) == ["believed"]
    export(again.generation, tmp_path / "again.nt", inferred=inferred)
    export(bundled, tmp_path / "once.nt", inferred=inferred)
    lines = set((tmp_path / "again.nt").read_text("utf-8").splitlines())
    assert set((tmp_path / "once.nt").read_text("utf-8").splitlines()) <= lines


def test_claims_that_name_other_keys_are_exported_as_they_were_stated(tmp_path: Path) -> None:
    """A tie changes keys in the graph; the tables that leave hold what the source said."""
    said = tmp_path / "said.nt"
    base = "https://w3id.org/pedigree/"
    said.write_text(
        f"<{base}model/lama> <{base}ontology#resolvesTo> <{base}model/llama> .\n"
        f"<{base}model/lama> <{base}ontology#developedBy> <{base}institution/meta> .\n"
        f"<{base}model/alpaca> <{base}ontology#fineTunedFrom> <{base}model/lama> .\n",
        encoding="utf-8",
    )
    first = build(tmp_path / "one", [said]).generation
    for suffix in (".parquet", ".nq"):
        path, again = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
        export(first, path)
        second = build(tmp_path / f"two{suffix}", [path]).generation
        assert second.quads.read_bytes() == first.quads.read_bytes()
        export(second, again)
        assert again.read_bytes() == path.read_bytes()
