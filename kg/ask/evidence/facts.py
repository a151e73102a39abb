"""What is believed of some things, value by value, each with the claims for and against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from kg.ask.evidence.citations import COLUMNS, ORDER, WIDTH, citation, cite_family
from kg.ask.labels import labels
from kg.ask.subgraph import Citation, Fact
from kg.ask.tables import Tables
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

#: what to call properties that are not of our ontology
_BORROWED: Final[Names] = {
    SKOS.altLabel: ("also called", "又名"),
    SKOS.broader: ("broader", "上位概念"),
}

#: inferred by a rule that says more than a name or a super-property does
_RULES: Final = (
    "inherited-developer", "learned-from-outputs", "family-derived-from", "family-license",
)  # fmt: skip

_STATED = f"""
SELECT c.subject, c.predicate, c.object, c.value, c.datatype, c.language, c.low, c.high,
       c.as_note, c.unit, c.bound, v.verdict, {COLUMNS}
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
    bound: str | None = None
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
    number = _whole(fact.lexical) if fact.datatype == XSD.integer else None
    return rank, fact.label, fact.property, fact.inferred, fact.noted, number or 0, fact.value


def _stated(tables: Tables, iris: Sequence[str], without: Collection[str]) -> list[_Said]:
    values: dict[tuple[str | None, ...], _Said] = {}
    asked = {"things": list(iris), "without": sorted(without)}
    for row in tables.rows(_STATED, asked):
        *stated, verdict = row[:-WIDTH]
        claimed = _Said(*stated)
        said = values.setdefault(claimed.key, claimed)
        said.believed |= verdict in ("accepted", "noted")
        if claimed.bound != said.bound:
            said.bound = None
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
    label, label_zh = _BORROWED.get(said.predicate) or tables.term_label(said.predicate)
    english, chinese = _shown(said, named)
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


def _shown(said: _Said, named: Names) -> tuple[str, str]:
    """A value as English and Chinese readers write it."""
    if said.thing:
        return named[said.thing]
    if said.note is not None:
        return said.note, said.note
    if said.value is None:
        ends = [number(end or "", said.datatype) for end in (said.low, said.high)]
        return tuple("–".join(dict.fromkeys(end)) for end in zip(*ends, strict=True))  # type: ignore[return-value]
    english, chinese = number(said.value, said.datatype)
    sign = {"min": "≥ ", "max": "≤ "}.get(said.bound or "", "")
    unit = f" {said.unit}" if said.unit and said.datatype == XSD.decimal else ""
    return f"{sign}{english}{unit}", f"{sign}{chinese}{unit}"


def number(text: str, datatype: str | None) -> tuple[str, str]:
    """A literal as English and Chinese readers write it; other than numbers and yes/no as it is.

    >>> number("1500000000000", XSD.integer), number("true", XSD.boolean)
    (('1,500,000,000,000', '1.5 万亿'), ('yes', '是'))
    """
    if datatype == XSD.boolean:
        return ("yes", "是") if text == "true" else ("no", "否")
    whole = _whole(text) if datatype == XSD.integer else None
    if whole is None:
        return text, text
    for size, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if abs(whole) >= size and whole % (size // 100) == 0:
            return f"{whole:,}", f"{(Decimal(whole) / size).normalize():f} {word}"
    return f"{whole:,}", f"{whole:,}"


def _whole(text: str | None) -> int | None:
    """The integer, or ``None`` for a text that is none or longer than any count."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isdecimal() and len(digits) < 40 else None
