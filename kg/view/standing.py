"""How firmly an edge stands, and by which member of a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.ask.subgraph import Citation, Edge, Subgraph
from kg.view.text import clean


def standing(edge: Edge) -> str:
    """How firmly an edge stands: ``inferred``, ``disputed``, ``stated``, ``reported``, ``hedged``.

    The firmest claim for it counts; a claim against it makes it disputed.
    """
    if edge.inferred:
        return "inferred"
    return firmness(edge.claims)


def firmness(claims: Sequence[Citation]) -> str:
    """``disputed`` if some claim denies, else the firmest modality; ``stated`` without claims."""
    if any(claim.polarity == "denied" for claim in claims):
        return "disputed"
    said = {claim.modality for claim in claims}
    if not said:
        return "stated"
    return next((word for word in ("stated", "reported", "hedged") if word in said), "hedged")


def names_of(graph: Subgraph) -> dict[str, tuple[str, str]]:
    """What the things of a graph, and those its facts name, are called in both languages."""
    facts = [fact for every in graph.facts.values() for fact in every if fact.iri]
    named = {f.iri or "": (clean(f.value), clean(f.value_zh) or clean(f.value)) for f in facts}
    return named | {node.iri: (node.label, node.label_zh) for node in graph.nodes}


def through_name(edge: Edge, names: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The names of the family member by which an edge holds, in both languages."""
    if edge.through is None:
        return None
    key = clean(edge.through.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1])
    return names.get(edge.through, (key, key))
