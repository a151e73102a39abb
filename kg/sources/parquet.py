"""A claims table as Parquet: what ``kg export -o x.parquet`` writes and a build folder holds.

Source descriptions stand in the file's metadata under ``pedigree.sources`` as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kg.problems import Problem
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.source import SOURCES_KEY, Source
from kg.records.terms import Key, compact
from kg.sources.reading import Reading, Register
from kg.sources.statements import Refused, Stated, build
from kg.sources.texts import regular

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".parquet",)
_NEEDED = {"source", "subject", "predicate", "object", "value", "datatype", "polarity"}
_PARTS = ("object", "value", "datatype", "language", "low", "high")
_IN_EVERY_ROW = ("source", "subject", "predicate", "polarity")
_TEXTS = (*sorted(_NEEDED), "language", "low", "high", "modality", "quote", "dated", "identifier")
_COLUMNS = (*_TEXTS, *Place.model_fields, *Qualifiers.model_fields)
_MOST_ROWS = 5_000_000
_MOST_BYTES = 2**30
_HINTS = {"columns": "See `kg export -o claims.parquet` for the columns."}


class ClaimsTable:
    """One table; see :class:`kg.sources.reading.Document`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def define(self, register: Register) -> None:
        """A table brings keys, not ids to refer to."""

    def read(self, register: Register) -> Reading:
        opened = self._open()
        if isinstance(opened, Problem):
            return Reading(problems=[opened])
        rows, metadata = opened
        reading = Reading()
        whole = list(self._whole_rows(rows, reading))
        reading.sources = list(self._sources(metadata, whole, reading))
        self._records(whole, reading)
        return reading

    def _open(self) -> tuple[list[dict[str, Any]], bytes] | Problem:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if problem := regular(self._path, self._name, _MOST_BYTES):
            return problem
        try:
            with pq.ParquetFile(self._path) as file:
                schema = file.schema_arrow
                if problem := self._misfit(schema, file.metadata.num_rows):
                    return problem
                known = [name for name in _COLUMNS if name in schema.names]
                rows = file.read(columns=known).to_pylist()
                return rows, (schema.metadata or {}).get(SOURCES_KEY, b"[]")
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
            return self._problem("parquet", f"This is not readable Parquet: {reason}.")

    def _misfit(self, schema: pa.Schema, rows: int) -> Problem | None:
        missing = _NEEDED - set(schema.names)
        if missing:
            return self._problem(
                "columns", f"The table has no column {', '.join(sorted(missing))}."
            )
        for name in _COLUMNS:
            if schema.names.count(name) > 1:
                return self._problem("columns", f"The table has two columns {name}.")
            if name in _TEXTS and name in schema.names and not _is_text(schema.field(name).type):
                held = str(schema.field(name).type)
                return self._problem("columns", f"The column {name} holds {held}, not text.")
        if rows > _MOST_ROWS:
            most = f"{rows:,} rows; {_MOST_ROWS:,} is the most that is read."
            return self._problem("too-large", most)
        return None

    def _problem(self, code: str, text: str, line: int = 0, field: str = "") -> Problem:
        return Problem(self._name, line, 0, field, code, text, _HINTS.get(code, ""))

    def _whole_rows(
        self, rows: list[dict[str, Any]], reading: Reading
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, row in enumerate(rows, 1):
            absent = [name for name in _IN_EVERY_ROW if row[name] is None]
            if absent:
                text = f"The row has no {' and no '.join(absent)}."
                reading.problems.append(self._problem("row", text, number, absent[0]))
            else:
                yield number, row

    def _sources(
        self, metadata: bytes, rows: list[tuple[int, dict[str, Any]]], reading: Reading
    ) -> Iterator[Source]:
        described: dict[str, Source] = {}
        try:
            for entry in json.loads(metadata):
                source = Source(**{k: v for k, v in entry.items() if k != "trust"})
                described[source.id] = source
        except (ValueError, TypeError, AttributeError, RecursionError):
            text = "The descriptions of the sources are damaged."
            reading.problems.append(self._problem("sources", text))
        for key in sorted({row["source"] for _, row in rows}):
            yield described.get(key) or Source(id=Key(key), title=key)

    def _records(self, rows: list[tuple[int, dict[str, Any]]], reading: Reading) -> None:
        stated = []
        for number, row in rows:
            try:
                stated.append(_stated(row, self._name, number))
            except ValidationError as error:
                fault = error.errors()[0]
                field = str(fault["loc"][0])
                reading.problems.append(self._problem("row", f"{fault['msg']}.", number, field))
        for one in build(stated):
            if isinstance(one, Refused):
                line, field = one.stated.evidence.line, compact(one.stated.predicate)
                reading.problems.append(
                    Problem(self._name, line, 0, field, one.code, one.text, one.hint)
                )
            else:
                reading.records.append(one)


def _is_text(held: pa.DataType) -> bool:
    import pyarrow.types as kinds

    held = held.value_type if kinds.is_dictionary(held) else held
    return bool(kinds.is_string(held) or kinds.is_large_string(held) or kinds.is_null(held))


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
    return Stated(
        subject=row["subject"],
        predicate=row["predicate"],
        evidence=evidence,
        **{name: row.get(name) for name in _PARTS},
    )
