"""The claims behind an edge or a value, as a reader sees them: whose, where, with what reserve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from kg.ask.lineage.nodes import nodes_of
from kg.ask.subgraph import Citation
from kg.ask.tables import Tables
from kg.records.terms import IRI, KG, compact

#: (subject, predicate, object), all IRIs
Triple = tuple[str, str, str]

_PLAIN: Final = ("section", "start", "end", "modality", "polarity", "file", "row", "quote")
#: qualifier column -> property, in the order in which a note gives them
_QUALIFIERS: Final[Mapping[str, IRI]] = {
    "stated_subject": KG.statedSubject, "stated_object": KG.statedObject,
    "scope": KG.scope, "condition": KG.condition, "exception": KG.exception,
    "bound": KG.bound, "comparator": KG.comparator, "approx": KG.approx, "unit": KG.unit,
    "value_as_written": KG.valueAsWritten, "bits": KG.bits, "frozen": KG.frozen,
    "count": KG.count, "factor": KG.factor, "cost": KG.cost, "rank": KG.rank,
    "benchmark": KG.benchmark, "compared_to": KG.comparedTo, "role": KG.role,
    "relation": KG.relation, "aspect": KG.aspect, "modification": KG.modification,
    "basis": KG.basis, "detail": KG.detail, "relevance": KG.relevance, "since": KG.since,
    "reported_by": KG.reportedBy,
}  # fmt: skip
_TEXTS: Final = ("remark", "remark_zh", "citation")

_NAMES: Final = ("claim", "source", "title", "address", *_PLAIN, *_QUALIFIERS, *_TEXTS)
#: what a query over ``claims c JOIN sources s ON c.source = s.id`` selects for :func:`citation`
COLUMNS: Final = ", ".join(
    {"title": "s.title", "address": "s.url"}.get(name, f'c."{name}"') for name in _NAMES
)
WIDTH: Final = len(_NAMES)
#: asserting claims first, then those of the most trusted source
ORDER: Final = "c.polarity, s.trust DESC, c.source, c.start, c.claim"


def citation(tables: Tables, row: tuple[Any, ...]) -> Citation:
    """The citation of one row of :data:`COLUMNS`."""
    cell = dict(zip(_NAMES, row, strict=True))
    english, chinese = _note(tables, cell)
    return Citation(
        claim=cell["claim"],
        source=cell["source"],
        title=cell["title"],
        url=cell["address"] or cell["citation"],
        note=english,
        note_zh=chinese,
        **{name: cell[name] for name in _PLAIN},
    )


def _note(tables: Tables, cell: Mapping[str, Any]) -> tuple[str, str]:
    english, chinese = [], []
    for column, property_iri in _QUALIFIERS.items():
        value = cell[column]
        if value is None or value is False:
            continue
        label, label_zh = tables.term_label(property_iri)
        text = compact(value) if column.startswith("stated_") else str(value)
        english.append(label if value is True else f"{label}: {text}")
        chinese.append(label_zh if value is True else f"{label_zh}：{text}")
    english += [cell[name] for name in ("remark", "citation") if cell[name]]
    chinese += [t for t in (cell["remark_zh"] or cell["remark"], cell["citation"]) if t]
    return "; ".join(english), "；".join(chinese)


_CITED = f"""
WITH asked(subject, predicate, object) AS (SELECT unnest($s), unnest($p), unnest($o))
SELECT c.subject, c.predicate, c.object, {COLUMNS}
FROM claims c JOIN sources s ON c.source = s.id SEMI JOIN asked USING (subject, predicate, object)
WHERE c.subject IN (SELECT unnest($s)) AND c.predicate IN (SELECT unnest($p))
ORDER BY {ORDER}
"""

_INHERITED = f"""
WITH asked(subject, predicate, object) AS (SELECT unnest($s), unnest($p), unnest($o))
SELECT m.member, c.subject, c.predicate, c.object, {COLUMNS}
FROM claims c JOIN sources s ON c.source = s.id JOIN families m ON m.family = c.subject
JOIN asked a ON a.subject = m.member AND a.predicate = c.predicate AND a.object = c.object
ORDER BY {ORDER}
"""


def cite(tables: Tables, triples: Iterable[Triple]) -> dict[Triple, tuple[Citation, ...]]:
    """The claims that assert or deny each triple; a triple without any is left out."""
    asked = _columns(triples)
    found: dict[Triple, list[Citation]] = {}
    for subject, predicate, thing, *row in tables.rows(_CITED, asked) if asked["s"] else ():
        found.setdefault((subject, predicate, thing), []).append(citation(tables, tuple(row)))
    return {triple: tuple(claims) for triple, claims in found.items()}


def cite_family(
    tables: Tables, triples: Iterable[Triple]
) -> dict[Triple, tuple[str, tuple[Citation, ...]]]:
    """For triples that a member inherits: the family that has them, and the claims about it.

    Each citation's note names the family. Of several families the one that is cited first counts.
    """
    asked = _columns(triples)
    rows = tables.rows(_INHERITED, asked) if asked["s"] else []
    families = nodes_of(tables, {family: "family" for _, family, *_ in rows})
    found: dict[Triple, tuple[str, list[Citation]]] = {}
    for member, family, predicate, thing, *row in rows:
        _, claims = found.setdefault((member, predicate, thing), (family, []))
        name = families[family]
        said = citation(tables, tuple(row))
        claims.append(prefixed(said, f"said of {name.label}", f"所述为 {name.label_zh}"))
    return {triple: (family, tuple(claims)) for triple, (family, claims) in found.items()}


def prefixed(claim: Citation, english: str, chinese: str) -> Citation:
    """The citation with something said before its note."""
    return replace(
        claim,
        note="; ".join(filter(None, (english, claim.note))),
        note_zh="；".join(filter(None, (chinese, claim.note_zh))),
    )


def _columns(triples: Iterable[Triple]) -> dict[str, list[str]]:
    rows = sorted(set(triples))
    return {name: [row[n] for row in rows] for n, name in enumerate("spo")}
