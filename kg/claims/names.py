"""The name index: every name of every thing, as written and folded."""

from __future__ import annotations

import pyarrow as pa
from duckdb import DuckDBPyConnection

from kg.records.names import fold
from kg.records.terms import KG, RDF, RDFS, SKOS, key_of

#: kind of name -> its rung when a name is looked up (design, section 2)
RUNGS = {"key": 0, "label": 1, "alias": 2, "context": 3, "typo": 4}

_PREDICATES = {
    RDFS.label: "label",
    SKOS.altLabel: "alias",
    SKOS.hiddenLabel: "typo",
    KG.contextLabel: "context",
}


def index_names(con: DuckDBPyConnection) -> None:
    """From ``facts`` make ``names(iri, name, folded, role, language)`` and ``things``.

    ``role`` is one of :data:`RUNGS`. ``things(iri, class, label, label_zh, stub)`` has one row a
    thing that is spoken of: its most specific class (NULL when unknown) and its labels; a stub is
    a thing that no source describes, and is called by its key. A key tied to another is a name of
    that other, and no thing.
    """
    con.execute(_THINGS, {"type": RDF.type, "label": RDFS.label, "model": KG.Model})
    rows = con.execute(
        "SELECT DISTINCT subject, value, predicate, language FROM facts "
        "WHERE predicate IN (SELECT unnest($names)) AND value IS NOT NULL AND rule IS NULL "
        "ORDER BY ALL",
        {"names": list(_PREDICATES)},
    ).fetchall()
    found = [(iri, name, fold(name), _PREDICATES[p], tongue) for iri, name, p, tongue in rows]
    keys = con.execute(
        "SELECT iri, iri FROM things UNION ALL SELECT key, raw FROM keys ORDER BY ALL"
    ).fetchall()
    for iri, keyed in keys:
        key = key_of(keyed)
        found.append((iri, key, fold(key), "key", None))
    columns = ("iri", "name", "folded", "role", "language")
    schema = pa.schema([(column, pa.string()) for column in columns])
    arrays = [pa.array(column, pa.string()) for column in zip(*found, strict=True)] or [[]] * 5
    table = pa.Table.from_arrays(arrays, schema=schema)
    con.register("name_rows", table)
    con.execute("CREATE TABLE names AS SELECT * FROM name_rows ORDER BY folded, iri, role")


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
WHERE s.iri LIKE 'https://w3id.org/pedigree/%'
  AND NOT regexp_matches(s.iri, '^https://w3id.org/pedigree/(source|claim|term)/')
  AND s.iri NOT IN (SELECT raw FROM keys)
ORDER BY s.iri
"""
