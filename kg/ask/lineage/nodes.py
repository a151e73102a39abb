"""Things as a reader sees them: their names, what they are, and whether anything describes them."""

from __future__ import annotations

from collections.abc import Mapping

from kg.ask.labels import kind_name
from kg.ask.subgraph import Node
from kg.ask.tables import Tables
from kg.errors import NotFound
from kg.records.terms import compact, key_of


def nodes_of(tables: Tables, roles: Mapping[str, str]) -> dict[str, Node]:
    """The nodes of some things, in the order of ``roles`` (IRI -> role).

    A stub is called by its key; a concept of the vocabularies by its label.
    """
    rows = tables.rows(
        "SELECT iri, label, label_zh, class, stub FROM things WHERE iri IN (SELECT unnest($iris))",
        {"iris": list(roles)},
    )
    known = {iri: (label, zh, cls, stub) for iri, label, zh, cls, stub in rows}
    found = {}
    for iri, role in roles.items():
        concept = (*tables.labels.get(iri, (None, None)), None, iri not in tables.labels)
        label, zh, cls, stub = known.get(iri, concept)
        label = label or key_of(iri)
        found[iri] = Node(iri, label, zh or label, kind_name(iri, cls), role, stub=stub)
    return found


def node_of(tables: Tables, iri: str, role: str) -> Node:
    """One thing; raises ``NotFound`` when nothing speaks of it."""
    if not tables.rows("SELECT 1 FROM things WHERE iri = $iri", {"iri": iri}):
        raise NotFound(f"Nothing is called {compact(iri)}.", hint="Try `kg find`.")
    return nodes_of(tables, {iri: role})[iri]
