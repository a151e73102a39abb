"""One thing at a glance: what it is, what is believed of it, its terms, who speaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.ask.evidence.facts import facts_of
from kg.ask.evidence.terms_of_use import CommercialUse, commercial_use
from kg.ask.lineage.nodes import node_of
from kg.ask.lineage.walk import counts_of
from kg.ask.subgraph import Fact
from kg.ask.tables import Tables
from kg.records.terms import BASE, KG, SKOS

__all__ = ["SourceMention", "Terms", "Thing", "show"]

#: answer -> Chinese
COMMERCIAL_USE: Final[Mapping[CommercialUse, str]] = {
    "allowed": "允许",
    "forbidden": "禁止",
    "discouraged": "不建议",
    "disputed": "有争议",
    "unknown": "未知",
}


@dataclass(frozen=True, slots=True)
class SourceMention:
    """A source that speaks of a thing; ``claims`` counts what it claims with it as the subject."""

    id: str
    title: str
    url: str | None
    trust: str
    claims: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of use as far as sources state them of the thing itself.

    ``family_licenses`` are what the family states: shown beside, never the thing's own.
    """

    licenses: tuple[Fact, ...]
    family_licenses: tuple[Fact, ...]
    openness: tuple[Fact, ...]
    commercial_use: CommercialUse
    commercial_use_zh: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing. ``facts`` are believed (``inferred`` marked), ``said`` is in words only.

    ``ancestors`` and ``descendants`` count distinct models of the whole ancestry.
    """

    iri: str
    label: str
    label_zh: str
    kind: str
    stub: bool
    other_names: tuple[str, ...]
    facts: tuple[Fact, ...]
    said: tuple[Fact, ...]
    terms: Terms
    sources: tuple[SourceMention, ...]
    ancestors: int
    descendants: int


_SOURCES = """
WITH speaking AS (
    SELECT source AS id, count(*) AS claims FROM claims
    WHERE subject = $iri AND predicate <> $mentioned GROUP BY source
),
mentioning AS (
    SELECT substr(object, len($prefix) + 1) AS id FROM claims
    WHERE subject = $iri AND predicate = $mentioned AND polarity = 'asserted' AND object IS NOT NULL
)
SELECT s.id, s.title, s.url, s.trust_name, coalesce(p.claims, 0) FROM sources s
LEFT JOIN speaking p USING (id)
WHERE p.id IS NOT NULL OR s.id IN (FROM mentioning)
ORDER BY s.trust, s.id
"""


def show(tables: Tables, iri: str) -> Thing:
    """What is known of a thing; raises ``NotFound`` when nothing speaks of it."""
    node = node_of(tables, iri, "focus")
    believed = facts_of(tables, [iri])[iri]
    names = [fact.value for fact in believed if fact.property == SKOS.altLabel]
    plain = [fact for fact in believed if fact.property not in (SKOS.altLabel, KG.familyLicense)]
    ancestors, descendants = counts_of(tables, iri)
    return Thing(
        iri=iri,
        label=node.label,
        label_zh=node.label_zh,
        kind=node.kind,
        stub=node.stub,
        other_names=tuple(dict.fromkeys(names)),
        facts=tuple(fact for fact in plain if not _in_words(fact)),
        said=tuple(fact for fact in plain if _in_words(fact)),
        terms=_terms(tables, iri, believed),
        sources=_sources(tables, iri),
        ancestors=ancestors,
        descendants=descendants,
    )


def _in_words(fact: Fact) -> bool:
    return fact.noted or fact.property == KG.note


def _terms(tables: Tables, iri: str, facts: tuple[Fact, ...]) -> Terms:
    of = {
        name: tuple(fact for fact in facts if fact.property == property and not fact.noted)
        for name, property in (
            ("licenses", KG.license),
            ("family_licenses", KG.familyLicense),
            ("openness", KG.openness),
        )
    }
    answer = commercial_use(tables, iri)
    return Terms(**of, commercial_use=answer, commercial_use_zh=COMMERCIAL_USE[answer])


def _sources(tables: Tables, iri: str) -> tuple[SourceMention, ...]:
    bound = {"iri": iri, "mentioned": KG.mentionedIn, "prefix": f"{BASE}source/"}
    return tuple(SourceMention(*row) for row in tables.rows(_SOURCES, bound))
