"""The claims table: what goes in comes out, in one order, each claim once."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.table import SCHEMA, Claim, from_row, to_table, write
from kg.records.evidence import Place, Qualifiers

sys.path.insert(0, str(Path(__file__).parent))
from arbitrary import CLAIMS


@given(st.lists(CLAIMS, max_size=8))
def test_there_and_back(claims: list[Claim]) -> None:
    found = [from_row(row) for row in to_table(claims).to_pylist()]
    assert sorted(found, key=lambda c: c.claim) == sorted(claims, key=lambda c: c.claim)


@given(st.lists(CLAIMS, max_size=8), st.randoms())
def test_neither_order_nor_repetition_matters(claims: list[Claim], chance: random.Random) -> None:
    mixed = [*claims, *claims]
    chance.shuffle(mixed)
    assert to_table(mixed).equals(to_table(claims))


@given(CLAIMS)
def test_parquet_keeps_every_column(claim: Claim) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(to_table([claim]), sink)
    (row,) = pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist()
    assert from_row({**row, "a column of later": 1}) == claim


def test_an_empty_table_has_all_columns() -> None:
    table = to_table([])
    assert table.schema == SCHEMA and table.num_rows == 0
    groups = {*Place.model_fields, *Qualifiers.model_fields}
    assert groups <= set(SCHEMA.names) and len(set(SCHEMA.names)) == len(SCHEMA.names)


@given(st.lists(CLAIMS, max_size=4))
def test_same_rows_same_bytes(claims: list[Claim]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one.parquet"), Path(folder, "other.parquet")
        write(one, to_table(claims))
        write(other, to_table(reversed(claims)))
        assert one.read_bytes() == other.read_bytes()
