"""The things of the graph and the edges between them, for networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.ask.labels import kind_name
from kg.ask.tables import Tables
from kg.records.derivation import RELATION_OF
from kg.records.terms import RDF, compact, key_of

if TYPE_CHECKING:
    import networkx as nx

#: subject, property and object of a fact; a literal's object is ``None``
Fact = tuple[str, str, str | None]


def to_networkx(tables: Tables, *, inferred: bool = False) -> nx.MultiDiGraph[Any]:
    """Things as nodes (named by IRI), accepted facts between things as edges.

    An edge goes from subject to object (from child to parent) and its key is the property's IRI.
    Nodes carry ``label``, ``label_zh`` and ``kind`` (``Model``, ``Dataset`` …); edges ``relation``
    (the word of a derivation, else the property's short name), ``property`` and ``sources`` (ids of
    those who say so, joined by spaces; empty for what is inferred, which only ``inferred`` brings).
    Literals, classes, concepts and sources are no nodes.
    """
    facts = tables.rows(
        "SELECT subject, predicate, object FROM facts WHERE rule IS NULL OR ?", [inferred]
    )
    return network(tables, ((subject, prop, thing) for subject, prop, thing in facts))


def network(tables: Tables, facts: Iterable[Fact]) -> nx.MultiDiGraph[Any]:
    """The graph of such facts: the things that they speak of, and the edges between those."""
    import networkx as nx

    things = {
        iri: {"label": label or key_of(iri), "label_zh": zh or "", "kind": kind_name(iri, cls)}
        for iri, label, zh, cls in tables.rows("SELECT iri, label, label_zh, class FROM things")
    }
    says = {(s, p, o): sources for s, p, o, sources in tables.rows(_SOURCES)}
    nodes: set[str] = set()
    edges: set[tuple[str, str, str]] = set()
    for subject, prop, thing in facts:
        ends = [end for end in (subject, thing) if end is not None and end in things]
        nodes.update(ends)
        if len(ends) == 2 and prop != RDF.type:
            edges.add((ends[0], ends[1], prop))
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_nodes_from((iri, things[iri]) for iri in sorted(nodes))
    for subject, thing, prop in sorted(edges):
        graph.add_edge(
            subject,
            thing,
            key=prop,
            relation=RELATION_OF.get(prop) or compact(prop).rpartition(":")[2],
            property=prop,
            sources=says.get((subject, prop, thing), ""),
        )
    return graph


_SOURCES = """
SELECT subject, predicate, object, string_agg(DISTINCT source, ' ' ORDER BY source)
FROM claims WHERE polarity = 'asserted' AND object IS NOT NULL GROUP BY ALL
"""
