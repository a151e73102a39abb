"""Where claims disagree: the queries run over everything, or around one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from kg.ask.evidence.disagreement_queries import QUERIES
from kg.ask.tables import Tables
from kg.claims.accept import SAID, functional_properties
from kg.records import RECORDS
from kg.records.derivation import DERIVATIONS, TRAINING
from kg.records.fields import Value, properties
from kg.records.terms import KG, RDFS, SKOS, XSD, mint

#: figures that grow by themselves: two dates, not two opinions
_CHANGING = (KG.githubStars,)
_NAMES = (RDFS.label, KG.implicit)
#: steps that take several parents by nature
_SEVERAL = (KG.mergedFrom, KG.composedFrom, KG.distilledFrom)
_COMPARISONS = (KG.outperforms, KG.underperforms, KG.comparableTo)
_FIRST = "(?i)^(#|no\\.? ?)?(1|1st|one|first|top|at the top|best)$"

_SAID = """
said AS {kept} (
    SELECT c.*{verdict},
           CASE WHEN c.predicate IN (SELECT unnest($steps)) THEN $derived
                ELSE c.predicate END AS topic,
           {said} AS said
    FROM claims c {near} {weighed}
)"""

#: whose claims matter for one thing: its family tree, what that comes from or is compared with
_NEAR = """
step AS (SELECT subject AS child, object AS base FROM facts
         WHERE predicate = $derived AND object IS NOT NULL),
kin AS (SELECT $iri AS iri UNION SELECT family FROM families WHERE member = $iri
        UNION SELECT member FROM families WHERE family = $iri),
linked AS (FROM kin UNION SELECT subject FROM facts SEMI JOIN kin ON object = kin.iri
           WHERE predicate IN ($better, $worse)
           UNION SELECT base FROM step SEMI JOIN kin ON child = iri),
near AS (FROM linked UNION SELECT family FROM families SEMI JOIN linked ON member = iri),
"""

#: kinds in order of weight
KINDS: Final = ("denied", "value", "range", "amount", "developer", "base", "commercial-use",
                "open-but-restricted", "openness", "family", "upstream", "comparison", "words",
                "name", "rank", "qualified")  # fmt: skip
#: these stand by themselves; of the others one property of one thing is one disagreement
ALONE: Final = ("open-but-restricted", "family", "upstream", "name", "qualified")


def _bound() -> dict[str, Any]:
    """What the queries name with ``$``."""
    once, _ = functional_properties()
    numbers = {
        field.predicate
        for cls in RECORDS.values()
        for field in properties(cls)
        if field.many
        and isinstance(field.marker, Value)
        and field.marker.datatype in (XSD.integer, XSD.decimal)
    }
    return {
        "steps": list(DERIVATIONS.values()), "derived": KG.derivedFrom, "several": list(_SEVERAL),
        "functional": sorted(set(once) - set(_NAMES)), "released": KG.releasedOn,
        "developed": KG.developedBy, "amounts": sorted(numbers - set(_CHANGING)),
        "worded": [KG.developedBy, KG.derivedFrom, KG.license, KG.generatedBy, *TRAINING],
        "better": KG.outperforms, "worse": KG.underperforms, "openness": KG.openness,
        "semi": mint("term", "semi-open"), "partly": mint("term", "not-fully-open"),
        "commercial": KG.commercialUse, "alias": SKOS.altLabel,
        "naming": [RDFS.label, SKOS.altLabel, KG.contextLabel], "ranked": KG.rankedOn,
        "first": _FIRST, "terms": [KG.commercialUse, KG.researchUse],
        "qualified": [KG.commercialUse, KG.researchUse, *_COMPARISONS],
    }  # fmt: skip


def _exempt() -> str:
    rows = ", ".join(f"('{predicate}', '{cls}')" for predicate, cls in functional_properties()[1])
    return f"exempt(predicate, class) AS (VALUES {rows})"


def _run(tables: Tables, query: str, iri: str | None, outer: str) -> list[tuple[Any, ...]]:
    """Rows of ``outer`` over ``found``.

    Over everything, ``said`` is read anew with what each query filters, and verdicts are joined
    only where asked for; around one thing it is small, and is made once.
    """
    verdict = "verdict" in query
    said = _SAID.format(
        said=SAID,
        kept="MATERIALIZED" if iri else "NOT MATERIALIZED",
        near="SEMI JOIN near ON c.subject = near.iri" if iri else "",
        verdict=", v.verdict" if verdict else "",
        weighed="JOIN verdicts v USING (claim)" if verdict else "",
    )
    mine = "AND folded IN (SELECT folded FROM names WHERE iri = $iri)" if iri else ""
    known = f"{_NEAR if iri else ''}{said}, {_exempt()}"
    found = query.replace("{mine}", mine)
    sql = f"WITH {known}, found(kind, subject, topic, remark, claim) AS ({found}) {outer}"
    names = set(re.findall(r"\$(\w+)", sql))
    bound = {name: value for name, value in (_bound() | {"iri": iri}).items() if name in names}
    return tables.rows(sql, bound)


Row = tuple[str, str, str, str, str]


def disagreements(tables: Tables, iri: str | None = None) -> list[Row]:
    """Rows ``(kind, subject, topic, remark, claim)``, sorted; of one thing and its kin, or of all.

    Those of kin that have nothing to do with the thing are among them: the caller chooses.
    """
    queries = [_every()] if iri else QUERIES.values()
    found: list[Row] = []
    for query in queries:
        found += _run(tables, query, iri, "SELECT DISTINCT * FROM found")
    return sorted(found)


def _every() -> str:
    return " UNION ALL ".join(f"(FROM ({query}))" for query in QUERIES.values())


def kind_of_each(rows: Iterable[tuple[str, ...]]) -> dict[tuple[str, str, str, str], str]:
    """From rows that begin like :data:`Row`: what tells disagreements apart -> its kind.

    One property of one thing is one disagreement, of its weightiest kind; those of :data:`ALONE`
    stand by themselves, and each shared name is one.
    """
    weight = {kind: place for place, kind in enumerate(KINDS)}
    kinds: dict[tuple[str, str, str, str], str] = {}
    for kind, subject, topic, remark, *_ in rows:
        key = apart(kind, subject, topic, remark)
        kinds[key] = min(kinds.get(key, kind), kind, key=weight.__getitem__)
    return kinds


def apart(kind: str, subject: str, topic: str, remark: str) -> tuple[str, str, str, str]:
    """What tells a disagreement from others."""
    return subject, topic, kind if kind in ALONE else "", remark if kind == "name" else ""


def count_disagreements(tables: Tables) -> dict[str, int]:
    """Kind -> how many disagreements, counted as ``conflicts`` shows them; no claim is read."""
    rows: list[tuple[str, ...]] = []
    for query in QUERIES.values():
        rows += _run(tables, query, None, "SELECT DISTINCT kind, subject, topic, remark FROM found")
    return dict(Counter(kind_of_each(rows).values()))
