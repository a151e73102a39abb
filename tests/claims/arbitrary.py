"""Arbitrary claims, and a database with the tables that the stages expect."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from kg.claims.table import Claim, to_table
from kg.records.evidence import Place, Qualifiers
from kg.records.terms import KG, RDF, XSD, digest, mint

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
SMALL = st.integers(0, 2**53)


def _field(annotation: object) -> st.SearchStrategy[object]:
    if "int" in str(annotation):
        return SMALL
    if "bool" in str(annotation):
        return st.booleans()
    if "Literal" in str(annotation):
        return st.sampled_from(["min", "max"])
    return TEXT


def _group(group: type[Place] | type[Qualifiers]) -> st.SearchStrategy[Place | Qualifiers]:
    fields = {
        name: st.none() | _field(info.annotation) for name, info in group.model_fields.items()
    }
    return st.fixed_dictionaries({}, optional=fields).map(lambda stated: group(**stated))


CLAIMS = st.builds(
    Claim, claim=st.uuids().map(str), source=TEXT, subject=TEXT, predicate=TEXT,
    **dict.fromkeys(
        ("object", "value", "datatype", "language", "low", "high", "as_note", "dated", "quote", "identifier"),
        st.none() | TEXT,
    ),
    place=_group(Place), modality=st.sampled_from(["stated", "reported", "hedged"]),
    polarity=st.sampled_from(["asserted", "denied"]), qualifiers=_group(Qualifiers),
)  # fmt: skip


def model(name: str) -> str:
    return mint("model", name)


def link(
    subject: str, predicate: str, thing: str, *, source: str = "s1", polarity: str = "asserted",
    modality: str = "stated", dated: str | None = None, role: str | None = None,
    scope: str | None = None, place: int = 0,
) -> Claim:  # fmt: skip
    """A claim of a link between two things, keyed as the compiler keys them."""
    key = digest(source, place, subject, predicate, thing, polarity)
    return Claim(
        key, source, subject, predicate, object=thing, polarity=polarity, modality=modality,
        dated=dated, place=Place(row=place), qualifiers=Qualifiers(role=role, scope=scope),
    )  # fmt: skip


def typed(subject: str, cls: str, source: str = "s1") -> Claim:
    return link(subject, RDF.type, KG[cls], source=source)


def value(
    subject: str, predicate: str, text: str, *, source: str = "s1", polarity: str = "asserted",
    modality: str = "stated", dated: str | None = None, scope: str | None = None, place: int = 0,
    note: bool = False, datatype: str = XSD.integer,
) -> Claim:  # fmt: skip
    key = digest(source, place, subject, predicate, text, polarity, note)
    return Claim(
        key, source, subject, predicate, value=text, datatype=XSD.string if note else datatype,
        as_note=text if note else None, polarity=polarity, modality=modality, dated=dated,
        place=Place(row=place), qualifiers=Qualifiers(scope=scope),
    )  # fmt: skip


def database(
    claims: Iterable[Claim], sources: dict[str, tuple[int, str | None]] | None = None
) -> duckdb.DuckDBPyConnection:
    """``claims`` and ``sources(id, trust, written)``; sources that are not given are articles."""
    table = to_table(claims)
    known = dict.fromkeys(table["source"].to_pylist(), (1, None)) | (sources or {})
    rows = [{"id": key, "trust": trust, "written": day} for key, (trust, day) in known.items()]
    schema = pa.schema([("id", pa.string()), ("trust", pa.int64()), ("written", pa.string())])
    con = duckdb.connect(config={"threads": 1})
    con.register("claims", table)
    con.register("sources", pa.Table.from_pylist(rows, schema=schema))
    return con
