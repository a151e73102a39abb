"""How two models hang together: all derivation paths between them, and shared ancestors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg.ask.lineage.edges import Link, edges_of
from kg.ask.lineage.nodes import node_of, nodes_of
from kg.ask.lineage.walk import ENDLESS, links_between, walk_up
from kg.ask.subgraph import Edge, Node
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.records.derivation import DERIVATIONS
from kg.records.terms import KG, kind_of

if TYPE_CHECKING:
    from networkx import DiGraph


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a model up to an ancestor, visiting nothing twice.

    ``hops[n]`` are the edges from ``nodes[n]`` to ``nodes[n + 1]``: several where one model comes
    from another in several ways. A last hop ``variantOf`` leads from a member to the family asked
    for.
    """

    nodes: tuple[Node, ...]
    hops: tuple[tuple[Edge, ...], ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths from ``child`` up to ``ancestor``, shortest first; none when neither descends.

    ``complete`` is false when the limit cut them short.
    """

    child: str
    ancestor: str
    paths: tuple[Path, ...]
    complete: bool = True

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class Shared:
    """An ancestor of two models and how many derivations each is away from it.

    ``first_through`` and ``second_through`` are the family member that the way leads to, where
    what is shared is a family and the way leads to one of its members only.
    """

    node: Node
    first: int
    second: int
    first_through: str | None = None
    second_through: str | None = None


def paths(tables: Tables, a: str, b: str, limit: int = 1000) -> Paths:
    """All derivation paths between two models, whichever of them descends from the other.

    A family is reached through its members too. Among paths of one length the order is that of
    their IRIs. Raises ``NotFound`` for what is not in the graph and ``UsageFault`` for what is no
    model.
    """
    for iri in (a, b):
        _check_model(tables, iri)
    for child, ancestor in ((a, b), (b, a)):
        links = _links_toward(tables, child, ancestor) if child != ancestor else []
        if links:
            ways = list(islice(_ways(links, child, ancestor), limit + 1))
            found = _paths(tables, links, sorted(ways[:limit], key=lambda way: (len(way), way)))
            return Paths(child, ancestor, found, complete=len(ways) <= limit)
    return Paths(a, b, ())


def _check_model(tables: Tables, iri: str) -> None:
    node = node_of(tables, iri, "ancestor")
    if kind_of(iri) != "model":
        raise UsageFault(f"{node.label} is no model ({node.kind}), and derives from nothing.")


_TOWARD = """
WITH goal AS (SELECT $ancestor AS iri UNION SELECT member FROM families WHERE family = $ancestor),
above AS (SELECT $child AS iri UNION SELECT ancestor FROM ancestry WHERE descendant = $child)
SELECT a.iri, a.iri IN (SELECT iri FROM goal) FROM above a
WHERE a.iri IN (SELECT iri FROM goal)
   OR EXISTS (SELECT 1 FROM ancestry y
              WHERE y.descendant = a.iri AND y.ancestor IN (SELECT iri FROM goal))
ORDER BY a.iri
"""


def _links_toward(tables: Tables, child: str, ancestor: str) -> list[Link]:
    """All links that can be part of a way from the child to the ancestor or to a member of it."""
    rows = tables.rows(_TOWARD, {"child": child, "ancestor": ancestor})
    members = {iri for iri, is_goal in rows if is_goal} - {ancestor, child}
    if not any(is_goal for iri, is_goal in rows if iri != child):
        return []
    between = links_between(tables, [iri for iri, _ in rows])
    return [*between, *_into_family(tables, sorted(members), ancestor)]


def _into_family(tables: Tables, members: list[str], family: str) -> list[Link]:
    """The last hop from each member; one that is a member of a member is inferred."""
    rows = tables.rows(
        "SELECT subject FROM facts WHERE object = $family AND predicate = $variant "
        "AND rule IS NULL AND subject IN (SELECT unnest($members))",
        {"family": family, "variant": KG.variantOf, "members": members},
    )
    direct = {iri for (iri,) in rows}
    return [Link(iri, family, KG.variantOf, inferred=iri not in direct) for iri in members]


def _ways(links: list[Link], child: str, ancestor: str) -> Iterator[list[str]]:
    import networkx as nx

    graph: DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(sorted({(link.child, link.parent) for link in links}))
    if child in graph and ancestor in graph and nx.has_path(graph, child, ancestor):
        yield from nx.shortest_simple_paths(graph, child, ancestor)


def _paths(tables: Tables, links: list[Link], ways: list[list[str]]) -> tuple[Path, ...]:
    used = {pair for way in ways for pair in pairwise(way)}
    hops: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges_of(tables, [link for link in links if (link.child, link.parent) in used]):
        hops.setdefault((edge.child, edge.parent), []).append(edge)
    nodes = nodes_of(tables, {iri: "ancestor" for way in ways for iri in way})
    return tuple(
        Path(tuple(nodes[iri] for iri in way), tuple(tuple(hops[pair]) for pair in pairwise(way)))
        for way in ways
    )


def common(tables: Tables, a: str, b: str) -> tuple[Shared, ...]:
    """The ancestors that two models share, nearest first by the two distances together.

    A model counts as its own ancestor at distance 0, so a model and its ancestor share the latter.
    A family of an ancestor is shared where no member of it is. Raises like :func:`paths`.
    """
    for iri in (a, b):
        _check_model(tables, iri)
    first, second = _distances(tables, a), _distances(tables, b)
    both = sorted(first.keys() & second.keys())
    nodes = nodes_of(tables, dict.fromkeys(both, "ancestor"))
    shared = [
        Shared(nodes[iri], first[iri][0], second[iri][0], first[iri][1], second[iri][1])
        for iri in both
    ]
    covered = {
        family
        for (family,) in tables.rows(
            "SELECT DISTINCT family FROM families WHERE family IN (SELECT unnest($both)) "
            "AND member IN (SELECT unnest($both))",
            {"both": both},
        )
    }
    direct = [
        s for s in shared
        if not (s.first_through or s.second_through) or s.node.iri not in covered
    ]  # fmt: skip
    return tuple(sorted(direct, key=lambda s: (s.first + s.second, s.node.iri)))


def _distances(tables: Tables, iri: str) -> dict[str, tuple[int, str | None]]:
    """Distance of the model itself, its ancestors, and their families with the nearest member."""
    above = walk_up(tables, iri, list(DERIVATIONS.values()), ENDLESS)
    found: dict[str, tuple[int, str | None]] = {iri: (0, None)}
    found |= {ancestor: (level, None) for ancestor, level in above}
    levels = dict(above)
    rows = tables.rows(
        "SELECT member, family FROM families WHERE member IN (SELECT unnest($above))",
        {"above": list(levels)},
    )
    for member, family in sorted(rows, key=lambda row: (levels[row[0]], row[0])):
        found.setdefault(family, (levels[member], member))
    return found
