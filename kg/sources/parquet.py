"""A claims table as Parquet: what ``kg export -o x.parquet`` writes and a build folder holds.

Source descriptions stand in the file's metadata under ``pedigree.sources`` as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kg.problems import Problem
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.source import Source
from kg.records.terms import RDF, Key
from kg.sources.reading import Reading, Register
from kg.sources.statements import Refused, Stated, build

SUFFIXES = (".parquet",)
SOURCES_KEY = b"pedigree.sources"
_NEEDED = {"source", "subject", "predicate", "object", "value", "datatype", "polarity"}
_MOST_ROWS = 5_000_000


class ClaimsTable:
    """One table; see :class:`kg.sources.reading.Document`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def define(self, register: Register) -> None:
        """A table brings keys, not ids to refer to."""

    def read(self, register: Register) -> Reading:
        import pyarrow as pa
        import pyarrow.parquet as pq

        reading = Reading()
        try:
            file = pq.ParquetFile(self._path)
            missing = _NEEDED - set(file.schema_arrow.names)
            if missing:
                text = f"The table has no column {', '.join(sorted(missing))}."
                return self._refuse(reading, "columns", text)
            if file.metadata.num_rows > _MOST_ROWS:
                text = f"{file.metadata.num_rows:,} rows; {_MOST_ROWS:,} is the most that is read."
                return self._refuse(reading, "too-large", text)
            rows = file.read().to_pylist()
            metadata = (file.schema_arrow.metadata or {}).get(SOURCES_KEY, b"[]")
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:200]
            return self._refuse(reading, "parquet", f"This is not readable Parquet: {reason}.")
        reading.sources = list(self._sources(metadata, rows, reading))
        self._records(rows, reading)
        return reading

    def _refuse(self, reading: Reading, code: str, text: str) -> Reading:
        reading.problems.append(Problem(self._name, 0, 0, "", code, text))
        return reading

    def _sources(
        self, metadata: bytes, rows: list[dict[str, Any]], reading: Reading
    ) -> Iterator[Source]:
        described: dict[str, Source] = {}
        try:
            for entry in json.loads(metadata):
                source = Source(**{k: v for k, v in entry.items() if k != "trust"})
                described[source.id] = source
        except (ValueError, TypeError, ValidationError):
            self._refuse(reading, "sources", "The descriptions of the sources are damaged.")
        for key in sorted({str(row["source"]) for row in rows}):
            yield described.get(key) or Source(id=Key(key), title=key)

    def _records(self, rows: list[dict[str, Any]], reading: Reading) -> None:
        types: dict[str, list[str]] = {}
        stated = []
        for number, row in enumerate(rows, 1):
            try:
                stated.append(_stated(row, self._name, number))
            except (ValidationError, TypeError):
                text = "The row is not a claim."
                reading.problems.append(Problem(self._name, number, 0, "", "row", text))
                continue
            if row["predicate"] == RDF.type and row["object"]:
                types.setdefault(row["subject"], []).append(row["object"])
        for one in build(stated, types):
            if isinstance(one, Refused):
                line = one.stated.evidence.line
                reading.problems.append(
                    Problem(self._name, line, 0, one.stated.predicate, one.code, one.text, one.hint)
                )
            else:
                reading.records.append(one)


open_file = ClaimsTable


def _stated(row: dict[str, Any], file: str, number: int) -> Stated:
    evidence = Evidence(
        source=row["source"],
        place=Place(**{name: row.get(name) for name in Place.model_fields}),
        modality=row.get("modality") or "stated",
        polarity=row["polarity"],
        quote=row.get("quote"),
        dated=row.get("dated"),
        identifier=row.get("identifier"),
        qualifiers=Qualifiers(**{name: row.get(name) for name in Qualifiers.model_fields}),
        file=file,
        line=number,
    )
    parts = ("object", "value", "datatype", "language", "low", "high")
    return Stated(
        subject=row["subject"],
        predicate=row["predicate"],
        evidence=evidence,
        **{name: row.get(name) for name in parts},
    )
