"""Where a model comes from and what was made from it, with the data, methods and makers beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.ask.evidence.facts import facts_of
from kg.ask.lineage.beside import SIDES, links_behind, properties_of
from kg.ask.lineage.dataset_lineage import dataset_lineage
from kg.ask.lineage.edges import Link, edges_of, links_from
from kg.ask.lineage.nodes import node_of, nodes_of
from kg.ask.lineage.walk import (
    ENDLESS,
    Reached,
    counts_of,
    standing_of,
    walk_down,
    walk_up,
)
from kg.ask.subgraph import Edge, Node, Subgraph
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.records.derivation import DERIVATIONS, relation
from kg.records.terms import KG, kind_of


def lineage(
    tables: Tables,
    iri: str,
    *,
    up: bool = True,
    down: bool = True,
    depth: int | None = None,
    kinds: Iterable[str] = (),
    side: Iterable[str] = ("dataset", "method", "institution"),
    limit: int = 300,
    facts: bool = False,
) -> Subgraph:
    """A model with its ancestors and descendants, at most ``depth`` derivations away.

    ``kinds`` are the relation words to follow (all when empty), in any spelling of the design's
    table. ``side`` says what to show beside each model. When there are more than ``limit`` models,
    the focus, all ancestors and the children with most descendants are kept, level by level; what
    stands beside them comes on top. A family shows its members and what descends through them.

    A dataset shows what it is drawn from and the models trained on it. Raises ``NotFound`` for a
    thing that is not in the graph, ``UsageFault`` for one that is neither model nor dataset, for an
    unknown kind or side, and for a negative depth or a limit under 1.
    """
    properties, sides = _properties(kinds), _sides(side)
    if limit < 1 or (depth is not None and depth < 0):
        raise UsageFault("A limit is at least 1 and a depth at least 0.")
    focus = node_of(tables, iri, "focus")
    reach = ENDLESS if depth is None else depth
    if kind_of(iri) == "dataset":
        graph = dataset_lineage(tables, focus, up=up, down=down, depth=reach, limit=limit)
    elif kind_of(iri) == "model":
        picture = _Picture(tables, focus)
        picture.walk(properties, reach, limit, up=up, down=down)
        picture.link(properties, sides)
        graph = picture.subgraph()
    else:
        sentence = f"{focus.label} is no model or dataset ({focus.kind}), and has no lineage."
        raise UsageFault(sentence, f"Ask `kg impact {focus.label!r}` for what depends on it.")
    shown = facts_of(tables, [node.iri for node in graph.nodes]) if facts else {}
    return replace(graph, facts=shown)


def _properties(kinds: Iterable[str]) -> list[str]:
    found: list[str] = []
    for word in kinds:
        name = relation(word) or ""
        if name not in DERIVATIONS:
            why = "carries no weights" if name else "is no kind of derivation"
            raise UsageFault(f"{word!r} {why}.", f"Kinds: {', '.join(DERIVATIONS)}.")
        found.append(DERIVATIONS[name])
    return found or [*DERIVATIONS.values()]


def _sides(side: Iterable[str]) -> list[str]:
    sides = [word for word in side if word != "model"]  # models are always shown
    if unknown := [word for word in sides if word not in SIDES]:
        hint = f"Choose from model, {', '.join(SIDES)}."
        raise UsageFault(f"{unknown[0]!r} cannot be shown beside a lineage.", hint)
    return sides


@dataclass(slots=True)
class _Picture:
    """A lineage in the making: models in order, then links, then what stands beside."""

    tables: Tables
    focus: Node
    roles: dict[str, str] = field(default_factory=dict)
    reached: dict[str, Reached] = field(default_factory=dict)
    through: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    ancestors: int = 0
    descendants: int = 0

    def walk(
        self, properties: Sequence[str], depth: int, limit: int, *, up: bool, down: bool
    ) -> None:
        """Find the models to show and what each is to the focus."""
        iri = self.focus.iri
        self.ancestors, self.descendants = counts_of(self.tables, iri)
        climb = up and self.ancestors > 0  # a root needs no search for what is above it
        above = [a for a, _ in walk_up(self.tables, iri, properties, depth)] if climb else []
        if down:
            # cycle members stand in both walks, so the room may be a little larger than needed
            below = walk_down(self.tables, iri, properties, depth, limit + len(above))
            room = max(1, limit - len(above))
            kept = [r for r in below if r.iri not in set(above)][:room]
            self.reached = {r.iri: r for r in (*kept, *(r for r in below if r.iri in set(above)))}
        shown = list(dict.fromkeys([iri, *above, *self.reached]))
        standing = standing_of(self.tables, iri, shown)
        for found in shown:
            stands = standing[found]
            self.roles[found] = (
                "focus" if found == iri
                else "both" if stands.ancestor and stands.descendant
                else "ancestor" if stands.ancestor
                else "descendant" if stands.descendant
                else "member"
            )  # fmt: skip
            if stands.through and found in self.reached and found != iri:
                self.through[found] = stands.through

    def link(self, properties: Sequence[str], sides: Sequence[str]) -> None:
        """Find the edges among the models, and what stands beside them."""
        models = list(self.roles)
        members = self._members(models)
        focus = self.focus.iri
        made, asked = set(DERIVATIONS.values()), {*properties, KG.variantOf}
        among, beside = [], []
        for link in links_from(self.tables, models, [*made, KG.variantOf, *properties_of(sides)]):
            if link.property not in made and link.property != KG.variantOf:
                beside.append(link)
            elif link.parent in self.roles and link.property in asked:
                through = link.property in made and link.parent in members and link.child != focus
                among.append(replace(link, through=link.parent if through else None))
        datasets = sorted({b.parent for b in beside if kind_of(b.parent) == "dataset"})
        behind = links_behind(self.tables, datasets) if datasets else []
        for link in (*beside, *behind):
            role = "generator" if link.property == KG.generatedBy else kind_of(link.parent)
            self.roles.setdefault(link.parent, role or "")
        self.links = [*among, *beside, *behind]

    def _members(self, models: Sequence[str]) -> set[str]:
        """Members of the focus among the models, when the way down was walked."""
        query = "SELECT member FROM families WHERE family = $focus"
        rows = self.tables.rows(query, {"focus": self.focus.iri}) if self.reached else []
        return {member for (member,) in rows} & set(models)

    def subgraph(self) -> Subgraph:
        """The finished answer, with the counts of the whole ancestry."""
        nodes = nodes_of(self.tables, self.roles)
        children = self._children()
        shown = [
            replace(
                node,
                hidden=self._hidden(node, children.get(node.iri, set())),
                through=self.through.get(node.iri),
            )
            for node in nodes.values()
        ]
        edges = _without_repeats(edges_of(self.tables, self.links))
        return Subgraph(self.focus.iri, tuple(shown), edges, self.ancestors, self.descendants)

    def _children(self) -> dict[str, set[str]]:
        """What is shown of the children of each model; members are children of their family."""
        found: dict[str, set[str]] = {}
        made = set(DERIVATIONS.values())
        members = self._members(list(self.reached))
        for link in self.links:
            if link.property in made:
                found.setdefault(link.parent, set()).add(link.child)
        found.setdefault(self.focus.iri, set()).update(members)
        return found

    def _hidden(self, node: Node, children: set[str]) -> int:
        way = self.reached.get(node.iri)
        return max(0, way.children - len(children)) if way else 0


def _without_repeats(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The edges without what a thing inherits from a family whose own edge is shown."""
    stated = {(edge.child, edge.property, edge.parent) for edge in edges if not edge.inferred}
    return tuple(
        edge
        for edge in edges
        if not (edge.inferred and (edge.through, edge.property, edge.parent) in stated)
    )
