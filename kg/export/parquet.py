"""Parquet: the claims table, as each source made its claims, to be built from again.

Columns are those of :data:`kg.claims.table.SCHEMA`, subjects and objects with the keys that the
source gave. The file's metadata describes the sources as JSON under ``pedigree.sources``; how far
each is trusted is left out, since no file can say that.
"""

from __future__ import annotations

import json
from typing import IO

from kg.claims.table import SCHEMA
from kg.errors import UsageFault
from kg.export.selection import Selection, Written
from kg.records.source import SOURCES_KEY, Source

_ROWS = 200_000


def write(selection: Selection, out: IO[bytes]) -> Written:
    """Claims of ``all``, of ``source:ID``, or those that are ``accepted``, sorted by source.

    Raises ``UsageFault`` for triples and for what is inferred: those are no claims.
    """
    import pyarrow.parquet as pq

    if selection.scope == "query" or selection.inferred:
        raise UsageFault(
            "A Parquet file holds claims, and these triples are none.",
            "Export another format, such as .nq.",
        )
    condition, values = _condition(selection)
    query = f"SELECT {_columns()} FROM claims {condition} ORDER BY source, claim"
    batches = selection.con.sql(query, params=values).to_arrow_reader(_ROWS)
    count = 0
    with pq.ParquetWriter(out, SCHEMA, compression="zstd", store_schema=False) as writer:
        for batch in batches:
            writer.write_batch(batch.cast(SCHEMA), row_group_size=_ROWS)
            count += batch.num_rows
        writer.add_key_value_metadata({SOURCES_KEY: _described(selection)})
    return Written(count, "claims")


def _condition(selection: Selection) -> tuple[str, list[str]]:
    if selection.source:
        return "WHERE source = ?", [selection.source]
    if selection.scope == "accepted":
        accepted = "SELECT claim FROM verdicts WHERE verdict = 'accepted'"
        return f"WHERE claim IN ({accepted})", []
    return "", []


def _columns() -> str:
    stated = {
        "subject": "coalesce(stated_subject, subject) AS subject",
        "object": "coalesce(stated_object, object) AS object",
    }
    return ", ".join(stated.get(name, f'"{name}"') for name in SCHEMA.names)


def _described(selection: Selection) -> bytes:
    """The sources whose claims are written, as JSON; what is not known is left out."""
    names = [name for name in Source.model_fields if name != "trust"]
    condition, values = ("WHERE id = ?", [selection.source]) if selection.source else ("", [])
    rows = selection.con.execute(
        f"SELECT {', '.join(names)} FROM sources {condition} ORDER BY id", values
    ).fetchall()
    described = [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in rows
    ]
    return json.dumps(described, ensure_ascii=False, sort_keys=True).encode()
