"""Why something is believed: each value, the claims for and against it, and what decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from kg.ask.evidence import verdict_words as words
from kg.ask.evidence.citations import COLUMNS, ORDER, WIDTH, citation
from kg.ask.evidence.inference import Inferred, inferred_values
from kg.ask.evidence.property_names import resolve_property
from kg.ask.labels import labels
from kg.ask.lineage.nodes import node_of
from kg.ask.subgraph import Citation
from kg.ask.tables import Tables
from kg.ask.values import VALUE_COLUMNS, Value, worded
from kg.claims.accept import SAID, functional_properties
from kg.records.derivation import BROADER
from kg.records.evidence import Qualifiers

__all__ = ["ClaimExplained", "Explanation", "PropertyExplained", "ValueExplained", "explain"]


@dataclass(frozen=True, slots=True)
class ClaimExplained:
    """One claim about a value. ``verdict`` is one of ``accepted outranked denied denial noted``.

    ``why`` says in a sentence what decided; ``qualifiers`` are the claim's own, by name, as texts;
    ``reference`` is the public page that a correction cites.
    """

    citation: Citation
    trust: str
    trust_zh: str
    verdict: str
    why: str
    why_zh: str
    qualifiers: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    remark_zh: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ValueExplained:
    """One value with its claims, asserting ones first; ``iri`` where it is a thing or concept."""

    value: str
    value_zh: str
    iri: str | None
    believed: bool
    claims: tuple[ClaimExplained, ...]


@dataclass(frozen=True, slots=True)
class PropertyExplained:
    """One property: values that claims give it, believed ones first, and what is inferred.

    ``functional`` says that at most one value can be true, so that values compete.
    """

    property: str
    label: str
    label_zh: str
    functional: bool
    values: tuple[ValueExplained, ...]
    inferred: tuple[Inferred, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is claimed and inferred of one thing, property by property in order of label."""

    iri: str
    label: str
    label_zh: str
    kind: str
    properties: tuple[PropertyExplained, ...]


_QUALIFIERS = [name for name in Qualifiers.model_fields if name not in
               ("tier", "citation", "remark", "remark_zh")]  # fmt: skip

_CLAIMS = f"""
WITH own AS (
    SELECT c.*, v.verdict, v.reason, v.winner,
           {SAID} AS said
    FROM claims c JOIN verdicts v USING (claim)
    WHERE c.subject = $iri AND ($every OR c.predicate IN (SELECT unnest($properties)))
)
SELECT c.predicate, {VALUE_COLUMNS}, c.said, c.verdict, c.reason, c.winner,
       s.trust_name, c.modality, coalesce(c.dated, s.written, ''), c.language,
       count(DISTINCT c.source) OVER (PARTITION BY c.predicate, c.said, c.polarity),
       c.remark, c.remark_zh, c.citation,
       {", ".join(f'c."{name}"::VARCHAR' for name in _QUALIFIERS)}, {COLUMNS}
FROM own c JOIN sources s ON c.source = s.id
ORDER BY {ORDER}
"""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One claim as the table gives it."""

    predicate: str
    value: Value
    said: str
    verdict: str
    reason: str | None
    winner: str | None
    weight: words.Weight
    language: str | None
    remark: str
    remark_zh: str
    reference: str
    qualifiers: dict[str, str]
    citation: Citation

    @property
    def key(self) -> tuple[str, str]:
        return self.predicate, self.said


def explain(tables: Tables, iri: str, property: str | None = None) -> Explanation:
    """Each value that claims give a thing, who says so, and why it is believed or not.

    ``property`` may be a short name, prefixed name, IRI, English or Chinese label, or a relation
    word; a broad one (``derivedFrom``) takes the narrower ones along. Raises ``NotFound`` for an
    unknown property (with the nearest ones) or an IRI that nothing speaks of.
    """
    node = node_of(tables, iri, "focus")
    wanted: list[str] | None = None
    if property is not None:
        broad = resolve_property(tables, property)
        wanted = [broad, *(narrow for narrow, wide in BROADER.items() if wide == broad)]
    claims = _claims(tables, iri, wanted)
    inferred = inferred_values(tables, iri, wanted)
    found = _properties(tables, node.kind, claims, inferred)
    return Explanation(iri, node.label, node.label_zh, node.kind, found)


def _claims(tables: Tables, iri: str, properties: Collection[str] | None) -> list[_Weighed]:
    bound = {"iri": iri, "every": properties is None, "properties": sorted(properties or ())}
    return [_weighed(tables, row) for row in tables.rows(_CLAIMS, bound)]


def _weighed(tables: Tables, row: tuple[Any, ...]) -> _Weighed:
    predicate, *columns = row[:8]
    said, verdict, reason, winner, *rest = row[8:-WIDTH]
    trust, modality, dated, language, support, remark, remark_zh, reference, *told = rest
    return _Weighed(
        predicate, Value(*columns), said, verdict, reason, winner,
        words.Weight(trust, modality, dated, support), language,
        remark or "", remark_zh or "", reference or "",
        {n: text for n, text in zip(_QUALIFIERS, told, strict=True) if text is not None},
        citation(tables, row[-WIDTH:]),
    )  # fmt: skip


def _properties(
    tables: Tables, kind: str, claims: list[_Weighed], inferred: tuple[Inferred, ...]
) -> tuple[PropertyExplained, ...]:
    once, exempt = functional_properties()
    many = {predicate for predicate, cls in exempt if cls.endswith(f"#{kind}")}
    names = labels(tables, {claim.value.thing for claim in claims if claim.value.thing})
    found = []
    for predicate in {claim.predicate for claim in claims} | {value.property for value in inferred}:
        own = [claim for claim in claims if claim.predicate == predicate]
        functional = predicate in once and predicate not in many
        found.append(
            PropertyExplained(
                predicate,
                *tables.term_label(predicate),
                functional,
                _values(names, own, functional),
                tuple(value for value in inferred if value.property == predicate),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.label, one.property)))


def _values(
    names: dict[str, tuple[str, str]], claims: list[_Weighed], functional: bool
) -> tuple[ValueExplained, ...]:
    by_key = {claim.citation.claim: claim for claim in claims}
    said: dict[str, list[_Weighed]] = {}
    for claim in claims:
        said.setdefault(claim.said, []).append(claim)
    values = []
    for group in said.values():
        one = group[0]
        english, chinese = worded(names, one.value)
        explained = tuple(_explained(claim, group, by_key, functional) for claim in group)
        believed = any(claim.verdict == "accepted" for claim in group)
        values.append(ValueExplained(english, chinese, one.value.thing, believed, explained))
    return tuple(sorted(values, key=lambda value: (not value.believed, value.value)))


def _explained(
    claim: _Weighed, group: list[_Weighed], by_key: dict[str, _Weighed], functional: bool
) -> ClaimExplained:
    why = _why(claim, group, by_key, functional)
    return ClaimExplained(
        claim.citation,
        *words.TRUST.get(claim.weight.trust, (claim.weight.trust,) * 2),
        claim.verdict,
        *why,
        claim.qualifiers,
        claim.remark,
        claim.remark_zh,
        claim.reference,
    )


def _why(
    claim: _Weighed, group: list[_Weighed], by_key: dict[str, _Weighed], functional: bool
) -> words.Words:
    winner = by_key.get(claim.winner or "")
    if claim.verdict == "noted":
        return words.noted()
    if claim.verdict == "denial":
        asserted = any(other.citation.polarity == "asserted" for other in group)
        return words.denial(asserted, any(other.verdict == "accepted" for other in group))
    if winner is None:
        return _accepted(claim, group, list(by_key.values()), functional)
    reason = words.because(claim.reason or "tie", winner.weight, claim.weight)
    if claim.verdict == "denied":
        return words.is_denied(winner.citation.title, reason)
    return words.loses(winner.citation.title, reason)


def _accepted(
    claim: _Weighed, group: list[_Weighed], claims: list[_Weighed], functional: bool
) -> words.Words:
    tongue = [other for other in claims if other.language == claim.language]
    beaten = [other for other in tongue if other.verdict == "outranked"]
    if functional and beaten:
        mine = [other for other in beaten if other.winner == claim.citation.claim]
        if not mine:
            return words.agrees()
        rival = mine[0]
        return words.wins(words.because(rival.reason or "tie", claim.weight, rival.weight))
    denied = any(other.verdict == "denial" for other in group)
    rivals = any(other.said != claim.said and other.verdict == "accepted" for other in tongue)
    return words.standing(
        rivals=rivals and not functional,
        denied=denied,
        rival_denied=any(other.verdict == "denied" for other in tongue),
    )
