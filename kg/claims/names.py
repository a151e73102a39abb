"""The name index: every name of every thing, as written and folded."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
from duckdb import DuckDBPyConnection

from kg.records.names import fold
from kg.records.terms import BASE, KG, RDF, RDFS, SKOS, key_of

#: property -> the role of such a name; a key is a name too
_PREDICATES: Mapping[str, str] = {
    RDFS.label: "label",
    SKOS.altLabel: "alias",
    SKOS.hiddenLabel: "typo",
    KG.contextLabel: "context",
}


def index_names(con: DuckDBPyConnection) -> None:
    """From ``facts`` make ``names(iri, name, folded, role, language)`` and ``things``.

    ``role`` is ``key label alias context typo``. ``things(iri, class, label, label_zh, stub)`` has
    one row a thing that is spoken of: its most specific class (NULL when unknown) and its labels; a
    stub is a thing that no source describes, and is called by its key. A key tied to another is a
    name of that other, and no thing.
    """
    terms = {"type": RDF.type, "label": RDFS.label, "model": KG.Model}
    con.execute(_THINGS, {**terms, "base": BASE, "kinds": _NO_THINGS})
    con.execute("CREATE TABLE names(iri TEXT, name TEXT, folded TEXT, role TEXT, language TEXT)")
    with con.cursor() as reading:  # in batches: there are more names than things
        found = reading.execute(_NAMES, {"predicates": list(_PREDICATES)})
        while rows := found.fetchmany(100_000):
            con.register("batch", pa.Table.from_pylist([_name(*row) for row in rows], _SCHEMA))
            con.execute("INSERT INTO names FROM batch")
            con.unregister("batch")


def _name(
    iri: str, predicate: str | None, text: str, language: str | None
) -> dict[str, str | None]:
    """One row; without a predicate the text is an IRI, whose key is the name."""
    name = text if predicate else key_of(text)
    role = _PREDICATES[predicate] if predicate else "key"
    return {"iri": iri, "name": name, "folded": fold(name), "role": role, "language": language}


_SCHEMA = pa.schema(
    [(column, pa.string()) for column in ("iri", "name", "folded", "role", "language")]
)

_NAMES = """
SELECT DISTINCT subject, predicate, value, language FROM facts
WHERE predicate IN (SELECT unnest($predicates)) AND value IS NOT NULL AND rule IS NULL
UNION ALL SELECT iri, NULL, iri, NULL FROM things
UNION ALL SELECT key, NULL, raw, NULL FROM keys
"""

#: kinds that people do not look up by name
_NO_THINGS = ["source", "claim", "term"]

_THINGS = """
CREATE TABLE things AS
WITH
typed AS (
    SELECT subject AS iri, arg_min(object, {'broad': object = $model, 'iri': object}) AS class
    FROM facts WHERE predicate = $type AND rule IS NULL GROUP BY subject
),
label AS (
    SELECT subject AS iri,
           min(value) FILTER (language IS DISTINCT FROM 'zh') AS label,
           min(value) FILTER (language = 'zh') AS label_zh
    FROM facts WHERE predicate = $label GROUP BY subject
),
spoken AS (
    SELECT subject AS iri FROM facts
    UNION SELECT object FROM facts WHERE object IS NOT NULL AND predicate <> $type
)
SELECT s.iri, t.class, coalesce(l.label, l.label_zh) AS label, l.label_zh, t.class IS NULL AS stub
FROM spoken s LEFT JOIN typed t USING (iri) LEFT JOIN label l USING (iri)
WHERE starts_with(s.iri, $base)
  AND NOT list_contains($kinds, split_part(substr(s.iri, len($base) + 1), '/', 1))
  AND s.iri NOT IN (SELECT raw FROM keys)
"""
