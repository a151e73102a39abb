"""What is believed of some things, value by value, each with the claims for and against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.ask.evidence.citations import COLUMNS, ORDER, WIDTH, citation, cite_family
from kg.ask.labels import labels
from kg.ask.subgraph import Citation, Fact
from kg.ask.tables import Tables
from kg.ask.values import Value, whole_number, worded
from kg.records.terms import KG, RDF, RDFS, SKOS, XSD

#: IRI -> what to call it in English and Chinese
Names = Mapping[str, tuple[str, str]]

#: what a reader of facts sees elsewhere (names, class) or has no use for
BOOKKEEPING: Final = frozenset(
    {
        RDF.type, RDFS.label, SKOS.hiddenLabel, KG.contextLabel, KG.implicit, KG.mentionedIn,
        KG.resolvesTo, KG.derivation,
    }
)  # fmt: skip

#: these come first, in this order; the others follow by their label
_FIRST: Final = (
    SKOS.altLabel, KG.developedBy, KG.publishedBy, KG.releasedOn, KG.variantOf, KG.parameterCount,
    KG.activeParameterCount, KG.trainedTokens, KG.contextLength, KG.architecture, KG.fineTunedFrom,
    KG.trainedOn, KG.usesMethod, KG.license, KG.openness, KG.commercialUse,
)  # fmt: skip

#: inferred by a rule that says more than a name or a super-property does
_RULES: Final = (
    "inherited-developer", "learned-from-outputs", "family-derived-from", "family-license",
)  # fmt: skip

_STATED = f"""
SELECT c.subject, c.predicate, c.object, c.value, c.datatype, c.language, c.low, c.high,
       c.as_note, c.unit, v.verdict, {COLUMNS}
FROM claims c JOIN verdicts v USING (claim) JOIN sources s ON c.source = s.id
WHERE c.subject IN (SELECT unnest($things))
  AND c.predicate NOT IN (SELECT unnest($without))
ORDER BY {ORDER}
"""

_INFERRED = """
SELECT DISTINCT subject, predicate, object FROM facts
WHERE subject IN (SELECT unnest($things)) AND rule IN (SELECT unnest($rules))
  AND predicate NOT IN (SELECT unnest($without)) AND object IS NOT NULL
ORDER BY ALL
"""


@dataclass(slots=True)
class _Said:
    """One value of one property of one thing, and all that is claimed of it."""

    subject: str
    predicate: str
    thing: str | None
    value: str | None = None
    datatype: str | None = None
    language: str | None = None
    low: str | None = None
    high: str | None = None
    note: str | None = None
    unit: str | None = None
    believed: bool = False
    inferred: bool = False
    claims: list[Citation] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, ...]:
        """What makes it one value; the ends of a range count only where there is no number."""
        ends = (self.low, self.high) if self.value is None else ()
        return self.subject, self.predicate, self.thing, self.value, self.language, self.note, *ends


def facts_of(
    tables: Tables, iris: Sequence[str], *, without: Collection[str] = BOOKKEEPING
) -> dict[str, tuple[Fact, ...]]:
    """The accepted values of some things, by IRI; every IRI asked for has an entry.

    The most telling properties come first, the others by label, values in a stable order. What was
    said in words where the property wants a thing or a number stands under that property and is
    ``noted``. ``without`` are properties to leave out. Values that lost are not here: see
    ``kg explain``.
    """
    said = [*_stated(tables, iris, without), *_inferred(tables, iris, without)]
    named = labels(tables, [value.thing for value in said if value.thing])
    found: dict[str, list[Fact]] = {iri: [] for iri in iris}
    for value in said:
        found[value.subject].append(_fact(tables, value, named))
    return {iri: tuple(sorted(facts, key=_place)) for iri, facts in found.items()}


def _place(fact: Fact) -> tuple[Any, ...]:
    rank = _FIRST.index(fact.property) if fact.property in _FIRST else len(_FIRST)
    number = whole_number(fact.lexical) if fact.datatype == XSD.integer else None
    return rank, fact.label, fact.property, fact.inferred, fact.noted, number or 0, fact.value


def _stated(tables: Tables, iris: Sequence[str], without: Collection[str]) -> list[_Said]:
    values: dict[tuple[str | None, ...], _Said] = {}
    asked = {"things": list(iris), "without": sorted(without)}
    for row in tables.rows(_STATED, asked):
        *stated, verdict = row[:-WIDTH]
        claimed = _Said(*stated)
        said = values.setdefault(claimed.key, claimed)
        said.believed |= verdict in ("accepted", "noted")
        if (claimed.low, claimed.high) != (said.low, said.high):
            said.low = said.high = None  # the least by one claim and not by another
        said.claims.append(citation(tables, row[-WIDTH:]))
    return [said for said in values.values() if said.believed]


def _inferred(tables: Tables, iris: Sequence[str], without: Collection[str]) -> list[_Said]:
    asked = {"things": list(iris), "rules": list(_RULES), "without": sorted(without)}
    rows = tables.rows(_INFERRED, asked)
    claims = cite_family(tables, [(s, p, o) for s, p, o in rows])
    found = []
    for subject, predicate, thing in rows:
        _, of_family = claims.get((subject, predicate, thing), ("", ()))
        found.append(_Said(subject, predicate, thing, inferred=True, claims=list(of_family)))
    return found


def _fact(tables: Tables, said: _Said, named: Names) -> Fact:
    label, label_zh = tables.term_label(said.predicate)
    english, chinese = worded(
        named,
        Value(said.thing, said.value, said.datatype, said.low, said.high, said.note, said.unit),
    )
    return Fact(
        property=said.predicate,
        label=label,
        label_zh=label_zh,
        value=english,
        value_zh=chinese,
        iri=said.thing,
        inferred=said.inferred,
        claims=tuple(said.claims),
        lexical=None if said.note else said.value,
        datatype=None if said.note else said.datatype,
        language=said.language,
        noted=said.note is not None,
    )
