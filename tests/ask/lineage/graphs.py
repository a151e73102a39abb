"""Small graphs as the tables of a finished build, made by the build's own stages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb

from kg.ask.tables import Tables
from kg.build import _ORDER, _sources_table, _terms_table
from kg.bundled import bundled
from kg.claims.accept import accept
from kg.claims.infer import Hierarchy, infer
from kg.claims.names import index_names
from kg.claims.resolve import resolve
from kg.claims.table import Claim, to_table
from kg.records.evidence import Place, Qualifiers
from kg.records.ontology import Ontology, read_ontology
from kg.records.source import Source
from kg.records.terms import KG, RDF, RDFS, digest, kind_of, mint
from kg.store.generation import TABLES, Generation

CLASSES = {"model": KG.Model, "dataset": KG.Dataset, "institution": KG.Institution}


def model(key: object) -> str:
    return mint("model", str(key))


def dataset(key: object) -> str:
    return mint("dataset", str(key))


def institution(key: object) -> str:
    return mint("institution", str(key))


def claim(
    subject: str,
    predicate: str,
    thing: str | None = None,
    *,
    source: str = "s",
    start: int = 0,
    polarity: str = "asserted",
    modality: str = "stated",
    value: str | None = None,
    **qualifiers: object,
) -> Claim:
    """A claim of a test, at its place in its source."""
    return Claim(
        digest(source, start, subject, predicate, thing, value, polarity),
        source,
        subject,
        predicate,
        object=thing,
        value=value,
        datatype=None,
        language="en" if value else None,
        place=Place(section="A", start=start, end=start + 5),
        modality=modality,
        polarity=polarity,
        qualifiers=Qualifiers(**qualifiers),  # type: ignore[arg-type]
    )


def described(things: Iterable[str]) -> list[Claim]:
    """Claims that say what each thing is and what it is called."""
    found = []
    for iri in sorted(set(things)):
        found.append(claim(iri, RDF.type, CLASSES[kind_of(iri) or ""]))
        found.append(claim(iri, RDFS.label, value="The " + iri.rpartition("/")[2]))
    return found


@cache
def _ontology() -> Ontology:
    return read_ontology(bundled("ontology"))


def tables_of(folder: Path, claims: Iterable[Claim]) -> Tables:
    """The tables of a build from these claims, each source an article."""
    every = list(claims)
    sources = [Source(id=key, title=f"Source {key}") for key in {c.source for c in every}]  # type: ignore[arg-type]
    with duckdb.connect() as con:
        con.register("claims", to_table(every))
        con.register("sources", _sources_table(sources))
        con.register("terms", _terms_table(_ontology()))
        resolve(con)
        accept(con)
        infer(con, Hierarchy(_ontology().classes, _ontology().properties))
        index_names(con)
        for name in TABLES:
            con.execute(f"COPY ({_ORDER[name]}) TO '{folder}/{name}.parquet' (FORMAT parquet)")
    return Tables(Generation(folder))
