"""The part of the graph that an answer shows: nodes, edges, and the claims behind each edge."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim as a reader sees it: whose, where, how firmly.

    ``start`` and ``end`` are code points in the source's file, end exclusive; ``file`` and ``row``
    are the place in a source of rows. ``url`` is the source's address or, where it has none, the
    page that the claim cites, whatever its scheme; ``note`` and ``note_zh`` hold qualifiers in
    words; ``quote`` is there only for sources that the user gave.
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
    note_zh: str = ""
    file: str | None = None
    row: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One accepted value of a thing, for reading: ``value`` in English, ``value_zh`` in Chinese.

    ``property`` is an IRI. ``iri`` is set where the value is a thing or a concept; ``lexical``,
    ``datatype`` and ``language`` are the literal as it stands in the graph (``None`` for a range).
    ``noted`` marks words where the property wants a thing or a number: the graph holds them as
    ``kg:note``.
    """

    property: str
    label: str
    label_zh: str
    value: str
    value_zh: str = ""
    iri: str | None = None
    inferred: bool = False
    claims: tuple[Citation, ...] = ()
    lexical: str | None = None
    datatype: str | None = None
    language: str | None = None
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A thing shown, called by its key where nothing names it.

    ``role``: focus, ancestor, descendant, both (on a cycle with the focus), member (of a family in
    focus, and neither), generator (a model that made training data: beside the ancestry), or the
    side kind in lower case. ``kind`` is the most specific class (``Model``, ``ModelFamily``,
    ``Dataset`` …). ``hidden`` is how many more children it has, by the relations asked for, than
    are shown; it is 0 for ancestors, whose other children are no part of the lineage. ``through``
    is the member by which it descends from the family in focus, where it does so by no other way.
    """

    iri: str
    label: str
    label_zh: str
    kind: str
    role: str
    stub: bool = False
    hidden: int = 0
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """``child`` comes from, uses or was made by ``parent``.

    ``relation`` is the word of the design's table for derivations (``finetune``, ``quantized`` …)
    and the property's local name for others (``trainedOn``, ``developedBy``, ``generatedBy``);
    ``property`` is its IRI. ``through`` is the IRI of the family member by which a family's edge
    holds (then ``parent`` is that member), or of the family from which a member inherits its
    developer (then ``inferred`` is set and the claims are those about the family).
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
    shown; those of a family's members count among its descendants. Of a dataset they count the
    models that generated it or data behind it, and those trained on it or on data derived from it.
    ``facts`` are the accepted values of each node shown, by IRI.
    """

    focus: str | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ancestors: int = 0
    descendants: int = 0
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
