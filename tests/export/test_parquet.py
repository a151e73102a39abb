"""The claims table as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from kg.ask.tables import Tables
from kg.claims.table import SCHEMA
from kg.export import export
from kg.records.source import SOURCES_KEY
from kg.store.generation import Generation


def test_claims_with_the_keys_of_their_sources(
    bundled: Generation, tables: Tables, tmp_path: Path
) -> None:
    done = export(bundled, tmp_path / "g.parquet")
    table = pq.read_table(tmp_path / "g.parquet")
    assert table.schema.names == SCHEMA.names
    assert table.schema.types == SCHEMA.types
    assert table.num_rows == done.count == tables.rows("SELECT count(*) FROM claims")[0][0]
    stated = dict(
        tables.rows("SELECT claim, stated_subject FROM claims WHERE stated_subject IS NOT NULL")
    )
    subjects = dict(zip(table["claim"].to_pylist(), table["subject"].to_pylist(), strict=True))
    assert {claim: subjects[claim] for claim in stated} == stated
    keys = list(zip(table["source"].to_pylist(), table["claim"].to_pylist(), strict=True))
    assert keys == sorted(keys)


def test_sources_are_described_and_not_trusted(bundled: Generation, tmp_path: Path) -> None:
    export(bundled, tmp_path / "g.parquet")
    sources = json.loads(pq.read_schema(tmp_path / "g.parquet").metadata[SOURCES_KEY])
    ids = [source["id"] for source in sources]
    assert ids == sorted(ids)
    assert {"s001", "corrections"} <= set(ids)
    assert all(source["title"] and "trust" not in source for source in sources)


def test_scopes(bundled: Generation, tables: Tables, tmp_path: Path) -> None:
    one = export(bundled, tmp_path / "s.parquet", scope="source:s001")
    assert set(pq.read_table(tmp_path / "s.parquet")["source"].to_pylist()) == {"s001"}
    assert one.unit == "claims"
    export(bundled, tmp_path / "a.parquet", scope="accepted")
    accepted = set(pq.read_table(tmp_path / "a.parquet")["claim"].to_pylist())
    verdicts = dict(tables.rows("SELECT claim, verdict FROM verdicts"))
    assert accepted == {claim for claim, verdict in verdicts.items() if verdict == "accepted"}
