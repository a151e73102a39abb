"""Who says so, as tables: each source once, each claim once, and what points to them by number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.ask.subgraph import Citation, Fact, Subgraph
from kg.records.terms import SKOS
from kg.view.text import clean, web_address

Row = dict[str, Any]


@dataclass(slots=True)
class Evidence:
    """The sources and claims that a page cites, in the order in which they are first cited."""

    sources: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    _source_numbers: dict[str, int] = field(default_factory=dict)
    _claim_numbers: dict[tuple[object, ...], int] = field(default_factory=dict)

    def cite(self, claims: Iterable[Citation]) -> list[int]:
        """The numbers of these claims."""
        return [self._claim(claim) for claim in claims]

    def sources_of(self, claims: Iterable[Citation]) -> list[int]:
        """The numbers of the sources of these claims, each once, in order."""
        return list(dict.fromkeys(self._source(claim) for claim in claims))

    def _source(self, claim: Citation) -> int:
        number = self._source_numbers.get(claim.source)
        if number is None:
            number = self._source_numbers[claim.source] = len(self.sources)
            row: Row = {"title": clean(claim.title) or clean(claim.source)}
            link = web_address(claim.url)
            if link:
                row["link"] = link
            elif claim.url:
                row["address"] = clean(claim.url)
            self.sources.append(row)
        return number

    def _claim(self, claim: Citation) -> int:
        key = (
            claim.source,
            claim.section,
            claim.start,
            claim.end,
            claim.modality,
            claim.polarity,
            claim.note,
            claim.note_zh,
        )
        number = self._claim_numbers.get(key)
        if number is None:
            number = self._claim_numbers[key] = len(self.claims)
            self.claims.append(self._claim_row(claim))
        return number

    def _claim_row(self, claim: Citation) -> Row:
        row: Row = {"source": self._source(claim)}
        if claim.section:
            row["section"] = clean(claim.section)
        if claim.start is not None and claim.end is not None:
            row["at"] = [claim.start, claim.end]
        if claim.modality != "stated":
            row["modality"] = clean(claim.modality)
        if claim.polarity != "asserted":
            row["denied"] = True
        if claim.note:
            row["note"] = clean(claim.note)
            if claim.note_zh and claim.note_zh != claim.note:
                row["noteZh"] = clean(claim.note_zh)
        return row


def fact_rows(graph: Subgraph, evidence: Evidence) -> tuple[list[list[Row]], list[Row]]:
    """Facts of each node in the order of the nodes, and the properties they name by number."""
    numbers = {node.iri: number for number, node in enumerate(graph.nodes)}
    properties: dict[tuple[str, str, bool], int] = {}
    rows = []
    for node in graph.nodes:
        facts = []
        for fact in sorted(graph.facts.get(node.iri, ()), key=_is_name):
            label = clean(fact.label) or clean(fact.property)
            key = (label, clean(fact.label_zh) or label, _is_name(fact))
            row = _fact_row(fact, properties.setdefault(key, len(properties)))
            if fact.iri in numbers:
                row["node"] = numbers[fact.iri]
            if fact.claims:
                row["claims"] = evidence.cite(fact.claims)
            facts.append(row)
        rows.append(facts)
    return rows, [
        {"en": en, "zh": zh} | ({"names": True} if names else {}) for en, zh, names in properties
    ]


def _is_name(fact: Fact) -> bool:
    """Other names come last: a reader has the first one and asks what the thing is."""
    return fact.property == SKOS.altLabel


def _fact_row(fact: Fact, property_number: int) -> Row:
    row: Row = {"property": property_number, "value": clean(fact.value)}
    value_zh = clean(fact.value_zh)
    if value_zh and value_zh != row["value"]:
        row["zh"] = value_zh
    if fact.inferred:
        row["inferred"] = True
    link = web_address(fact.value)
    if link:
        row["link"] = link
    return row
