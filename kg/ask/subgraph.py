"""The part of the graph that an answer shows: nodes, edges, and the claims behind each edge."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim as a reader sees it: whose, where, how firmly.

    ``start`` and ``end`` are code points in the source's file, end exclusive; ``url`` is the
    source's address, whatever its scheme; ``note`` holds qualifiers in words.
    """

    claim: str
    source: str
    title: str
    url: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    modality: str = "stated"
    polarity: str = "asserted"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One accepted value of a thing. ``iri`` is set where the value is a thing with a label."""

    property: str
    label: str
    label_zh: str
    value: str
    value_zh: str = ""
    iri: str | None = None
    inferred: bool = False
    claims: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A thing shown. ``role``: focus, ancestor, descendant, both, or the side kind in lower case.

    ``kind`` is the most specific class (``Model``, ``ModelFamily``, ``Dataset`` …). ``hidden`` is
    how many more children it has than are shown.
    """

    iri: str
    label: str
    label_zh: str
    kind: str
    role: str
    stub: bool = False
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """``child`` comes from, uses or was made by ``parent``.

    ``relation`` is the word of the design's table for derivations (``finetune``, ``quantized`` …)
    and the property's local name for others (``trainedOn``, ``developedBy``, ``generatedBy``).
    ``through`` is the IRI of the family member by which a family's edge holds.
    """

    child: str
    parent: str
    relation: str
    property: str
    label: str
    label_zh: str
    inferred: bool = False
    through: str | None = None
    claims: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and edges around a focus (or of the whole graph: ``focus`` is ``None``).

    ``ancestors`` and ``descendants`` count distinct models of the whole ancestry, whatever is
    shown. ``facts`` are the accepted values of each node shown, by IRI.
    """

    focus: str | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ancestors: int = 0
    descendants: int = 0
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
