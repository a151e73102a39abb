"""What follows from the accepted facts, each by a named rule and marked with it.

The rules are written down a second time, as SPARQL, in ``ontology/rules/*.rq``; a test holds the
two equal on the curated graph and on generated ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from kg.records.terms import BASE, KG, PROV, RDF, RDFS, SKOS

#: rules whose results could be mistaken for claims and are repeated in the inferred graph
MARKED = ("training-role", "inherited-developer", "learned-from-outputs")


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Pairs (narrower, broader) of the ontology's own classes and properties, transitive."""

    classes: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]


def infer(con: DuckDBPyConnection, hierarchy: Hierarchy) -> None:
    """From ``accepted``, and the roles in ``resolved`` and ``verdicts``, make ``facts``.

    ``facts`` has the columns of ``accepted`` and ``rule``, NULL for accepted facts.

    A fact that is accepted is not repeated as inferred; among rules the first that finds it is
    named. Also makes ``ancestry(descendant, ancestor)``, the closure of ``kg:derivedFrom`` between
    different things.
    """
    _pairs(con, "super_class", hierarchy.classes)
    _pairs(con, "super_property", hierarchy.properties)
    con.execute("CREATE TABLE facts AS SELECT *, NULL::VARCHAR AS rule FROM accepted")
    names = {
        "type": RDF.type, "label": RDFS.label, "pref": SKOS.prefLabel,
        "derived": KG.derivedFrom, "prov": PROV.wasDerivedFrom, "variant": KG.variantOf,
        "developed": KG.developedBy, "trained": KG.trainedOn, "license": KG.license,
        "from_data": KG.datasetDerivedFrom, "generated": KG.generatedBy,
    }  # fmt: skip
    for rule, query in _RULES:
        used = {name: iri for name, iri in names.items() if f"${name}" in query}
        con.execute(_ADD.format(rule=rule, query=query), used)
        if rule == "prov":
            con.execute(_ANCESTRY, {"derived": KG.derivedFrom})
            con.execute(_FAMILIES, {"variant": KG.variantOf})


def _pairs(con: DuckDBPyConnection, table: str, pairs: Iterable[tuple[str, str]]) -> None:
    con.execute(f"CREATE TABLE {table}(narrow VARCHAR, broad VARCHAR)")
    if rows := list(pairs):
        con.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)


_ADD = """
INSERT INTO facts
WITH found(subject, predicate, object, value, datatype, language) AS ({query})
SELECT DISTINCT f.*, '{rule}' FROM found f ANTI JOIN facts g
ON f.subject = g.subject AND f.predicate = g.predicate
AND f.object IS NOT DISTINCT FROM g.object AND f.value IS NOT DISTINCT FROM g.value
AND f.language IS NOT DISTINCT FROM g.language
"""

_ANCESTRY = """
CREATE TABLE ancestry AS
WITH RECURSIVE
edge AS (SELECT DISTINCT subject AS child, object AS parent FROM facts
         WHERE predicate = $derived AND object IS NOT NULL),
walk(descendant, ancestor) AS (
    SELECT child, parent FROM edge
    UNION SELECT walk.descendant, edge.parent FROM walk JOIN edge ON walk.ancestor = edge.child
)
SELECT descendant, ancestor FROM walk WHERE descendant <> ancestor
"""

_FAMILIES = """
CREATE TABLE families AS
WITH RECURSIVE
edge AS (SELECT DISTINCT subject AS member, object AS family FROM facts
         WHERE predicate = $variant AND object IS NOT NULL),
walk(member, family) AS (
    SELECT member, family FROM edge
    UNION SELECT walk.member, edge.family FROM walk JOIN edge ON walk.family = edge.member
)
SELECT member, family FROM walk WHERE member <> family
"""

_RULES: tuple[tuple[str, str], ...] = (
    ("training-role",
     "SELECT subject, CASE role WHEN 'pretraining' "
     f"THEN '{KG.pretrainedOn}' ELSE '{KG.fineTunedOn}' END, object, NULL, NULL, NULL "
     "FROM resolved JOIN verdicts USING (claim) WHERE verdict = 'accepted' "
     "AND predicate = $trained AND object IS NOT NULL AND role IN ('pretraining', 'finetuning')"),
    ("super-class",
     "SELECT subject, $type, broad, NULL, NULL, NULL FROM facts JOIN super_class "
     "ON object = narrow WHERE predicate = $type"),
    ("super-property",
     "SELECT subject, broad, object, value, datatype, language FROM facts JOIN super_property "
     "ON predicate = narrow"),
    ("preferred-label",
     "SELECT subject, $pref, object, value, datatype, language FROM facts "
     "WHERE predicate = $label"),
    ("prov",
     "SELECT subject, $prov, object, NULL, NULL, NULL FROM facts WHERE predicate = $derived"),
    ("ancestor",
     f"SELECT descendant, '{KG.hasAncestor}', ancestor, NULL, NULL, NULL FROM ancestry"),
    ("ancestor-family",
     f"SELECT descendant, '{KG.hasAncestorFamily}', family, NULL, NULL, NULL "
     "FROM ancestry JOIN families ON ancestor = member WHERE descendant <> family"),
    ("learned-from-outputs",
     "WITH RECURSIVE used(model, dataset) AS ("
     "SELECT subject, object FROM facts WHERE predicate = $trained AND object IS NOT NULL "
     f"AND starts_with(subject, '{BASE}model/') "
     "UNION SELECT model, object FROM used JOIN facts ON dataset = subject "
     "WHERE predicate = $from_data AND object IS NOT NULL) "
     f"SELECT model, '{KG.learnedFromOutputsOf}', object, NULL, NULL, NULL "
     "FROM used JOIN facts ON dataset = subject WHERE predicate = $generated"),
    ("inherited-developer",
     "SELECT member, $developed, object, NULL, NULL, NULL FROM families "
     "JOIN facts ON family = subject WHERE predicate = $developed AND object IS NOT NULL"),
    ("family-derived-from",
     f"SELECT member, '{KG.familyDerivedFrom}', object, NULL, NULL, NULL FROM families "
     "JOIN facts ON family = subject WHERE predicate = $derived"),
    ("family-license",
     f"SELECT member, '{KG.familyLicense}', object, NULL, NULL, NULL FROM families "
     "JOIN facts ON family = subject WHERE predicate = $license AND object IS NOT NULL"),
)  # fmt: skip
