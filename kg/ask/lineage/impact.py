"""What depends on a thing: all that is downstream of it, grouped by the way it is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.ask.lineage.downstream import BACK, GROUPS, ROWS, WALK
from kg.ask.lineage.edges import Link, edges_of
from kg.ask.lineage.nodes import node_of, nodes_of
from kg.ask.subgraph import Edge, Node
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.records.derivation import DERIVATIONS, TRAINING
from kg.records.terms import BASE, IRI, KG, kind_of

_AGENT: Final = (KG.developedBy, KG.publishedBy)
#: what flows on from model to model and from data to model: property -> the step it counts as
FLOW: Final[Mapping[str, IRI]] = {
    **dict.fromkeys(DERIVATIONS.values(), KG.derivedFrom),
    **dict.fromkeys(TRAINING, KG.trainedOn),
    KG.datasetDerivedFrom: KG.datasetDerivedFrom,
    KG.generatedBy: KG.generatedBy,
}

#: kind of thing -> the properties by which others depend on it in the first place
FIRST: Final[Mapping[str, tuple[IRI, ...]]] = {
    "institution": (*_AGENT, KG.affiliatedWith, KG.partOf),
    "person": _AGENT,
    "account": _AGENT,
    "platform": (*_AGENT, KG.availableVia),
    "method": (KG.usesMethod, KG.basedOnMethod, KG.implements),
    "architecture": (KG.architecture, KG.usesComponent),
    "software": (KG.usesSoftware, KG.filteredWith, KG.integratesWith),
    "license": (KG.license, KG.codeLicense, KG.dataLicense),
    "benchmark": (KG.evaluatedOn, KG.rankedOn),
    "paper": (KG.paperTitle,),
    "language": (KG.supportsLanguage, KG.datasetLanguage),
    "hardware": (KG.trainingHardware, KG.runsOn),
    "place": (KG.locatedIn,),
    "model": (),
    "dataset": (),
}


@dataclass(frozen=True, slots=True)
class Affected:
    """A thing downstream; ``edges`` are a shortest way there, from the focus outward."""

    node: Node
    distance: int
    edges: tuple[Edge, ...]

    @property
    def via(self) -> tuple[str, ...]:
        """The edges in words, from the thing back to the focus."""
        return tuple(edge.label for edge in reversed(self.edges))

    @property
    def via_zh(self) -> tuple[str, ...]:
        """The same in Chinese."""
        return tuple(edge.label_zh for edge in reversed(self.edges))


@dataclass(frozen=True, slots=True)
class Group:
    """All that is reached by the same steps; a thing stands in every group that reaches it.

    ``steps`` are properties from the thing back to the focus, each named once however often it is
    taken (``kg:derivedFrom`` for every derivation, ``kg:trainedOn`` for every kind of training
    data). ``things`` and ``models`` count all of the group; ``rows`` are the first of them.
    """

    steps: tuple[str, ...]
    label: str
    label_zh: str
    things: int
    models: int
    rows: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What depends on the focus; ``things`` and ``models`` are distinct over all groups."""

    focus: Node
    things: int
    models: int
    groups: tuple[Group, ...]


#: a thing and the steps that lead to it
_State = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Hop:
    """How a state was first reached."""

    level: int
    before: _State
    property: str
    inferred: bool
    member: str | None


def impact(tables: Tables, iri: str, *, limit: int = 200) -> Impact:
    """Everything downstream of a thing: its descendants, what was trained on it, made by it …

    The first step depends on the kind of thing (:data:`FIRST`); from there on weights, training
    data and generated data flow (:data:`FLOW`). What holds of a family reaches what derives from
    its members, and not the members themselves. Groups come nearest first; each shows its ``limit``
    nearest things. Raises ``NotFound`` for what is not in the graph and ``UsageFault`` for a kind
    of thing on which nothing depends.
    """
    focus = node_of(tables, iri, "focus")
    kind = kind_of(iri) or ""
    if kind not in FIRST:
        raise UsageFault(f"Nothing is made with {focus.label} ({focus.kind}).")
    _walk(tables, iri, FIRST[kind])
    rows = tables.rows(ROWS, {"limit": limit})
    hops = _back(tables, rows)
    affected = _affected(tables, rows, hops, iri)
    groups: dict[str, list[Affected]] = {}
    for (_, steps), row in zip(rows, affected, strict=True):
        groups.setdefault(steps, []).append(row)
    (totals, *counted) = tables.rows(GROUPS, {"models": f"{BASE}model/"})
    return Impact(
        focus,
        totals[1],
        totals[2],
        tuple(
            _group(tables, path, things, models, groups[path]) for path, things, models in counted
        ),
    )


def _walk(tables: Tables, focus: str, first: Sequence[IRI]) -> None:
    steps: dict[str, str] = {**FLOW, **dict(zip(first, first, strict=True))}
    tables.rows(
        WALK,
        {
            "focus": focus,
            "properties": list(steps),
            "steps": list(steps.values()),
            "flow": list(FLOW),
            "broad": [KG.derivedFrom, KG.trainedOn],
        },
    )


def _back(tables: Tables, rows: Sequence[_State]) -> dict[_State, _Hop]:
    """How the states shown were reached, and all states on the way."""
    asked = {"things": [thing for thing, _ in rows], "paths": [steps for _, steps in rows]}
    return {
        (thing, steps): _Hop(level, (before, steps_before), *rest)
        for thing, steps, level, before, steps_before, *rest in tables.rows(BACK, asked)
    }


def _affected(
    tables: Tables, rows: Sequence[_State], hops: Mapping[_State, _Hop], focus: str
) -> list[Affected]:
    ways = []
    for row in rows:
        way: list[Link] = []
        state = row
        while state[0] != focus:
            hop = hops[state]
            parent = hop.member or hop.before[0]
            way.append(Link(state[0], parent, hop.property, hop.inferred, hop.member))
            state = hop.before
        ways.append(way[::-1])
    links = list(dict.fromkeys(link for way in ways for link in way))
    edges = dict(zip(links, edges_of(tables, links), strict=True))
    nodes = nodes_of(tables, {thing: kind_of(thing) or "" for thing, _ in rows})
    return [
        Affected(nodes[thing], len(way), tuple(edges[link] for link in way))
        for (thing, _), way in zip(rows, ways, strict=True)
    ]


def _group(tables: Tables, path: str, things: int, models: int, rows: Sequence[Affected]) -> Group:
    steps = tuple(reversed(path.split()))
    english, chinese = zip(*(tables.term_label(step) for step in steps), strict=True)
    return Group(steps, " › ".join(english), " › ".join(chinese), things, models, tuple(rows))
