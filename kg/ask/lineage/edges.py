"""Edges between things, each with the claims for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.ask.evidence.citations import Triple, cite, cite_family, prefixed
from kg.ask.subgraph import Citation, Edge
from kg.ask.tables import Tables
from kg.records.derivation import BROADER, RELATION_OF


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An edge before its claims are fetched; the fields are those of :class:`Edge`.

    ``stated`` is the object of the claims where they name another thing than ``parent``.
    """

    child: str
    parent: str
    property: str
    inferred: bool = False
    through: str | None = None
    stated: str | None = None


_FROM = """
SELECT subject, object, predicate, rule IS NOT NULL FROM facts
WHERE subject IN (SELECT unnest($things)) AND predicate IN (SELECT unnest($properties))
  AND object IS NOT NULL AND subject <> object
  AND (rule IS NULL OR rule = 'inherited-developer')
"""


def links_from(tables: Tables, things: Sequence[str], properties: Sequence[str]) -> list[Link]:
    """What leads from these things by these properties, accepted or inherited from a family.

    Only the narrowest property of each pair is kept, among those asked for; sorted.
    """
    rows = tables.rows(_FROM, {"things": list(things), "properties": list(properties)})
    return sorted(most_specific(Link(*row) for row in rows))


def most_specific(links: Iterable[Link]) -> list[Link]:
    """The links without those whose two things are joined by a narrower property as well."""
    every = list(links)
    said_better = {
        (link.child, link.parent, BROADER[link.property])
        for link in every
        if link.property in BROADER
    }
    return [link for link in every if (link.child, link.parent, link.property) not in said_better]


def edges_of(tables: Tables, links: Iterable[Link]) -> list[Edge]:
    """The edges of some links, in their order, each with its claims.

    An edge of a narrow property also has the claims of the broader one, whose notes say so.
    """
    every = list(links)
    claims = cite(tables, (triple for link in every for triple in _triples(link)))
    inherited = cite_family(tables, (_triples(link)[0] for link in every if link.inferred))
    return [_edge(tables, link, claims, inherited) for link in every]


def _triples(link: Link) -> list[Triple]:
    thing = link.stated or link.parent
    triples = [(link.child, link.property, thing)]
    if link.property in BROADER:
        triples.append((link.child, BROADER[link.property], thing))
    return triples


def _edge(
    tables: Tables,
    link: Link,
    claims: Mapping[Triple, tuple[Citation, ...]],
    inherited: Mapping[Triple, tuple[str, tuple[Citation, ...]]],
) -> Edge:
    own, *broader = _triples(link)
    through, of_family = inherited.get(own, (link.through, ()))
    said = [*claims.get(own, ()), *of_family]
    for triple in broader:
        english, chinese = tables.term_label(triple[1])
        said += [prefixed(c, f"says {english}", f"称：{chinese}") for c in claims.get(triple, ())]
    english, chinese = tables.term_label(link.property)
    return Edge(
        child=link.child,
        parent=link.parent,
        relation=RELATION_OF.get(link.property) or link.property.rpartition("#")[2],
        property=link.property,
        label=english,
        label_zh=chinese,
        inferred=link.inferred,
        through=through,
        claims=tuple(said),
    )
