"""Small graphs as text: stable Turtle, N-Triples and compact JSON-LD.

A small graph is a page of an answer, not a dump: everything is sorted in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph as ox

from kg.bundled import bundled
from kg.records.terms import PREFIXES


def in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples, each once, by subject, predicate and object."""
    return sorted(set(triples), key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """N-Triples, sorted."""
    return ox.serialize(in_order(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Turtle: one block a subject, sorted, with the prefixes that are used and no others."""
    ordered = in_order(triples)
    used = _prefixes(ordered)
    text = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    lines = text.decode("utf-8").splitlines()
    first = sum(line.startswith("@prefix ") for line in lines)
    blocks = [line if line.startswith("\t") else f"\n{line}" for line in lines[first:]]
    return ("\n".join([*sorted(lines[:first]), *blocks]).strip() + "\n").encode("utf-8")


def _prefixes(triples: Sequence[ox.Triple]) -> dict[str, str]:
    iris = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode):
                iris.add(term.value)
            elif isinstance(term, ox.Literal):
                iris.add(term.datatype.value)
    return {
        prefix: base
        for prefix, base in PREFIXES.items()
        if any(iri.startswith(base) for iri in iris)
    }


def jsonld(triples: Iterable[ox.Triple]) -> bytes:
    """JSON-LD, compact by our own context, which stands in it; sorted, one object a subject."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=ntriples(triples), format="nt")
    context = json.loads((bundled("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    compacted = json.loads(graph.serialize(format="json-ld", context=context, sort_keys=True))
    nodes = compacted.get("@graph")
    if nodes is None:
        nodes = [{key: value for key, value in compacted.items() if key != "@context"}]
    document = {"@context": context, "@graph": [_sorted(n) for n in sorted(nodes, key=_name) if n]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _name(node: dict[str, Any]) -> str:
    return str(node.get("id", ""))


def _sorted(value: Any) -> Any:
    """Keys and lists in order (the graph has no RDF lists in this form): same graph, same text."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
