"""N-Quads lines of everything that the tables hold: facts, what each source says, and sources.

The default graph is what we believe; each source has a named graph with its asserted claims as
plain triples and one ``kg:Claim`` a claim. Lines are made in DuckDB, so a bulk source passes
through at the speed of a scan; they come sorted and each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from duckdb import DuckDBPyConnection
from pydantic.fields import FieldInfo

from kg.claims.infer import MARKED
from kg.records.evidence import Place, Qualifiers
from kg.records.fields import Link, Value
from kg.records.source import Source
from kg.records.terms import BASE, DCTERMS, INFERRED_GRAPH, KG, PROV, RDF, XSD


def quad_lines(con: DuckDBPyConnection, ontology: Iterable[str] = ()) -> Iterator[str]:
    """Sorted N-Quads lines without line ends, from ``facts``, ``resolved`` and ``sources``.

    ``ontology`` are lines to sort in among them. DuckDB sorts, so a graph larger than memory can
    be written too.
    """
    con.execute(_MACROS)
    con.register("ontology_lines", pa.table({"line": pa.array(ontology, pa.string())}))
    parts = [_FACTS, _INFERRED, _SAID, *_claim_columns(), *_source_columns(), "FROM ontology_lines"]
    result = con.execute(f"SELECT DISTINCT line FROM ({' UNION ALL '.join(parts)}) ORDER BY line")
    while rows := result.fetchmany(50_000):
        for (line,) in rows:
            yield line


#: ``quoted`` is :func:`kg.records.terms.literal` in SQL; no other control character gets this far
_MACROS = f"""
CREATE OR REPLACE MACRO iri(x) AS '<' || x || '>';
CREATE OR REPLACE MACRO quoted(x) AS '"' || replace(replace(replace(replace(replace(
    x, '\\', '\\\\'), '"', '\\"'), chr(10), '\\n'), chr(13), '\\r'), chr(9), '\\t') || '"';
CREATE OR REPLACE MACRO typed(x, t) AS quoted(x) ||
    CASE WHEN t IS NULL OR t = '{XSD.string}' THEN '' ELSE '^^<' || t || '>' END;
CREATE OR REPLACE MACRO term(o, v, t, l) AS CASE
    WHEN o IS NOT NULL THEN iri(o) WHEN l IS NOT NULL THEN quoted(v) || '@' || l
    ELSE typed(v, t) END;
CREATE OR REPLACE MACRO of_source(s) AS iri('{BASE}source/' || s);
"""

_FACTS = (
    "SELECT iri(subject) || ' ' || iri(predicate) || ' ' "
    "|| term(object, value, datatype, language) || ' .' AS line FROM facts"
)

_INFERRED = (
    "SELECT iri(subject) || ' ' || iri(predicate) || ' ' "
    f"|| term(object, value, datatype, language) || ' <{INFERRED_GRAPH}> .' FROM facts "
    f"WHERE rule IN {MARKED}"
)

_SAID = f"""
SELECT iri(subject) || ' ' || iri(p) || ' ' || o || ' ' || of_source(source) || ' .' FROM (
    SELECT subject, source, predicate AS p, term(object, value, datatype, language) AS o
    FROM resolved WHERE polarity = 'asserted' AND as_note IS NULL
        AND (object IS NOT NULL OR value IS NOT NULL)
    UNION ALL SELECT subject, source, predicate, typed(unnest([low, high]), datatype)
    FROM resolved WHERE polarity = 'asserted' AND as_note IS NULL
        AND value IS NULL AND object IS NULL AND low IS NOT NULL
    UNION ALL SELECT subject, source, '{KG.note}', quoted(as_note)
    FROM resolved WHERE polarity = 'asserted' AND as_note IS NOT NULL
)"""


def _claim_columns() -> Iterator[str]:
    """One SELECT a part of ``kg:Claim``: what was said, where, how, with which qualifiers."""
    fixed = {
        RDF.type: f"'<{KG.Claim}>'",
        RDF.subject: "iri(subject)",
        RDF.predicate: "iri(predicate)",
        RDF.object: "term(object, value, datatype, language)",
        KG.statedSubject: "iri(stated_subject)",
        KG.statedObject: "iri(stated_object)",
        KG.minValue: "typed(low, datatype)",
        KG.maxValue: "typed(high, datatype)",
        PROV.hadPrimarySource: "of_source(source)",
        KG.modality: "quoted(modality)",
        KG.polarity: "quoted(polarity)",
        KG.datedOn: "quoted(dated)",
        KG.quote: "quoted(quote)",
        DCTERMS.identifier: "quoted(identifier)",
    }
    marked = {**Place.model_fields, **Qualifiers.model_fields}
    columns = [*fixed.items(), *(_marked(name, info) for name, info in marked.items())]
    for predicate, sql in columns:
        yield (
            f"SELECT iri('{BASE}claim/' || claim) || ' <{predicate}> ' || {sql} || ' ' "
            f"|| of_source(source) || ' .' FROM resolved WHERE {sql} IS NOT NULL"
        )


def _marked(name: str, info: FieldInfo) -> tuple[str, str]:
    marker = next(m for m in info.metadata if isinstance(m, Value | Link))
    if isinstance(marker, Link):
        return marker.predicate, f'iri("{name}")'
    if marker.language:
        return marker.predicate, f"quoted(\"{name}\") || '@{marker.language}'"
    return marker.predicate, f"typed(\"{name}\"::VARCHAR, '{marker.datatype}')"


def _source_columns() -> Iterator[str]:
    yield f"SELECT of_source(id) || ' <{RDF.type}> <{KG.Source}> .' FROM sources"
    yield f"SELECT of_source(id) || ' <{KG.trust}> ' || quoted(trust_name) || ' .' FROM sources"
    for name, info in Source.model_fields.items():
        if any(isinstance(m, Value) for m in info.metadata):
            predicate, sql = _marked(name, info)
            yield (
                f"SELECT of_source(id) || ' <{predicate}> ' || {sql} || ' .' "
                f"FROM sources WHERE {name} IS NOT NULL"
            )
