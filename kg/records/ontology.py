"""The ontology as the code needs it: labels of its terms, and what is narrower than what.

Meaning is written by hand in ``ontology/*.ttl``; this only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.records.terms import BASE, ONTOLOGY, OWL, RDF, RDFS, SKOS, literal

_KINDS = {OWL.Class: "class", OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property"}


@dataclass(frozen=True, slots=True)
class Term:
    """One class, property or concept: ``kind`` is ``class``, ``property`` or ``concept``."""

    iri: str
    kind: str
    label: str
    label_zh: str
    definition: str
    definition_zh: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Terms by IRI, transitive pairs (narrower, broader) of our own terms, and N-Quads lines."""

    terms: tuple[Term, ...]
    classes: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


def read_ontology(folder: Path) -> Ontology:
    """Read ``*.ttl``, ``vocab/*.ttl`` and ``align/*.ttl`` of a folder; shapes are left out.

    Blank nodes (the list of disjoint classes) get IRIs by file and order, since the graph has none.
    """
    triples: list[ox.Triple] = []
    for path in sorted(
        [*folder.glob("*.ttl"), *folder.glob("vocab/*.ttl"), *folder.glob("align/*.ttl")]
    ):
        if path.name != "shapes.ttl":
            triples += _named(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE), path.stem)
    narrower = {RDFS.subClassOf: set[tuple[str, str]](), RDFS.subPropertyOf: set[tuple[str, str]]()}
    for triple in triples:
        pairs = narrower.get(triple.predicate.value)  # type: ignore[call-overload]
        ends = (_value(triple.subject), _value(triple.object))
        if pairs is not None and all(end.startswith(ONTOLOGY) for end in ends):
            pairs.add(ends)
    return Ontology(
        terms=tuple(_terms(triples)),
        classes=_closure(narrower[RDFS.subClassOf]),
        properties=_closure(narrower[RDFS.subPropertyOf]),
        lines=tuple(sorted({_line(triple) for triple in triples})),
    )


def _named(triples: ox.QuadParser, stem: str) -> list[ox.Triple]:
    names: dict[str, ox.NamedNode] = {}

    def named(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.NamedNode | ox.Literal:
        if isinstance(node, ox.BlankNode):
            iri = f"{BASE}ontology/{stem}/node-{len(names) + 1}"
            return names.setdefault(node.value, ox.NamedNode(iri))
        return node

    return [ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in triples]  # type: ignore[arg-type]


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _line(triple: ox.Triple) -> str:
    thing = triple.object
    if isinstance(thing, ox.Literal):
        text = literal(
            thing.value, None if thing.language else thing.datatype.value, thing.language
        )
    else:
        text = str(thing)
    return f"{triple.subject} {triple.predicate} {text} ."


def _closure(pairs: set[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found = set(pairs)
    while more := {(a, d) for a, b in found for c, d in pairs if b == c} - found:
        found |= more
    return tuple(sorted(found))


def _terms(triples: list[ox.Triple]) -> list[Term]:
    kinds: dict[str, str] = {}
    texts: dict[tuple[str, str, str], str] = {}
    for triple in triples:
        subject, predicate, thing = _value(triple.subject), triple.predicate.value, triple.object
        if predicate == RDF.type and isinstance(thing, ox.NamedNode):
            kind = _KINDS.get(thing.value, "concept" if thing.value == SKOS.Concept else "")  # type: ignore[call-overload]
            if kind and subject.startswith(BASE):
                kinds.setdefault(subject, kind)
        elif isinstance(thing, ox.Literal) and thing.language:
            texts.setdefault((subject, predicate, thing.language), thing.value)

    def text(iri: str, language: str, *predicates: str) -> str:
        return next(
            (texts[iri, p, language] for p in predicates if (iri, p, language) in texts), ""
        )

    return [
        Term(
            iri,
            kind,
            text(iri, "en", RDFS.label, SKOS.prefLabel),
            text(iri, "zh", RDFS.label, SKOS.prefLabel),
            text(iri, "en", SKOS.definition),
            text(iri, "zh", SKOS.definition),
        )
        for iri, kind in sorted(kinds.items())
    ]
