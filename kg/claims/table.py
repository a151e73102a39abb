"""The claims table: one row a claim, the product of record.

Columns of :data:`SCHEMA`: ``claim`` (key), ``source`` (key), ``subject``, ``predicate`` (IRIs);
then either ``object`` (IRI), or ``value`` with ``datatype`` and ``language``, or ``low`` and
``high`` (lexical forms of a range); ``as_note`` holds the words that the graphs carry as
``kg:note`` where the claim's own property cannot hold what was said; then place, modality,
polarity, ``dated`` (the claim's own date) and one column a qualifier.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.records.evidence import Place, Qualifiers


@dataclass(frozen=True, slots=True)
class Claim:
    """One row; see the module's text for what the fields mean."""

    claim: str
    source: str
    subject: str
    predicate: str
    object: str | None = None
    value: str | None = None
    datatype: str | None = None
    language: str | None = None
    low: str | None = None
    high: str | None = None
    as_note: str | None = None
    place: Place = Place()
    modality: str = "stated"
    polarity: str = "asserted"
    dated: str | None = None
    quote: str | None = None
    identifier: str | None = None
    qualifiers: Qualifiers = Qualifiers()


_ARROW = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
_REQUIRED = {"claim", "source", "subject", "predicate", "modality", "polarity"}


def _arrow_type(annotation: Any) -> pa.DataType:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if isinstance(annotation, typing.NewType):
        annotation = annotation.__supertype__
    if typing.get_origin(annotation) is typing.Literal:
        annotation = str
    return _ARROW[annotation]


def _columns() -> list[pa.Field]:
    fields = []
    hints = typing.get_type_hints(Claim)
    for field in dataclasses.fields(Claim):
        if field.name in ("place", "qualifiers"):
            group = Place if field.name == "place" else Qualifiers
            fields += [
                pa.field(name, _arrow_type(info.annotation))
                for name, info in group.model_fields.items()
            ]
        else:
            required = field.name in _REQUIRED
            fields.append(pa.field(field.name, _arrow_type(hints[field.name]), not required))
    return fields


SCHEMA = pa.schema(_columns())


def _row(claim: Claim) -> dict[str, Any]:
    row: dict[str, Any] = {f.name: getattr(claim, f.name) for f in dataclasses.fields(Claim)}
    place, qualifiers = row.pop("place"), row.pop("qualifiers")
    row.update(place.__dict__, **qualifiers.__dict__)
    return row


def to_table(claims: Iterable[Claim]) -> pa.Table:
    """Claims as an Arrow table of :data:`SCHEMA`, sorted by source and key, each key once."""
    unique = {claim.claim: claim for claim in claims}
    rows = sorted(unique.values(), key=lambda claim: (claim.source, claim.claim))
    return pa.Table.from_pylist([_row(claim) for claim in rows], schema=SCHEMA)


def from_row(row: dict[str, Any]) -> Claim:
    """The claim of one row of such a table, as ``to_pylist()`` gives it.

    Columns that the schema does not know are ignored. Raises ``pydantic.ValidationError`` for a
    column of another type.
    """
    plain = {f.name for f in dataclasses.fields(Claim)} - {"place", "qualifiers"}
    return Claim(
        **{name: row.get(name) for name in plain},  # type: ignore[arg-type]
        place=Place(**{name: row.get(name) for name in Place.model_fields}),
        qualifiers=Qualifiers(**{name: row.get(name) for name in Qualifiers.model_fields}),
    )


def write(path: Path, table: pa.Table) -> None:
    """Write a table as Parquet, the same bytes for the same rows."""
    pq.write_table(table, path, compression="zstd", store_schema=False)
