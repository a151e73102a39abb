"""The examples of the ontology are true: what they say of the articles' things is in the graph."""

from __future__ import annotations

import re

from rdflib import SKOS, Graph, URIRef

from kg.records.terms import BASE
from kg.store.embedded import EmbeddedStore
from kg.store.generation import Generation
from tests.test_ontology import HEADER, local, ontology, terms

#: kinds whose keys are hashes: their examples show the form, with a key made up
HASHED = re.compile(f"{BASE}(claim|derivation|evaluation)/")
#: what no bundled source says, because the articles do not speak of it
BEYOND = {
    "accountOf", "alignedOn", "codeLicense", "convertedFrom", "dataLicense", "hubId",
    "licenseText", "member", "partOf", "prunedFrom", "recipeFrom", "resolvesTo", "upcycledFrom",
}  # fmt: skip


def untrue(graph: Graph, store: EmbeddedStore) -> set[str]:
    """The terms whose example says something that the store does not hold."""
    found = set()
    for term in terms(graph):
        for example in graph.objects(term, SKOS.example):
            for triple in Graph().parse(data=HEADER + str(example), format="turtle"):
                if any(isinstance(node, URIRef) and HASHED.match(node) for node in triple):
                    continue
                if not store.select(f"SELECT * WHERE {{ {' '.join(n.n3() for n in triple)} }}"):
                    found.add(local(term))
    return found


def test_examples_are_true(bundled: Generation) -> None:
    graph, store = ontology(), EmbeddedStore(bundled.store)
    assert untrue(graph, store) == BEYOND


def test_a_false_example_is_found(bundled: Generation) -> None:
    graph = Graph()
    for triple in ontology():
        graph.add(triple)
    term = next(t for t in terms(graph) if local(t) == "learnedFromOutputsOf")
    example = graph.value(term, SKOS.example)
    graph.set(
        (term, SKOS.example, type(example)("model:alpaca kg:learnedFromOutputsOf model:bert ."))
    )
    assert untrue(graph, EmbeddedStore(bundled.store)) - BEYOND == {"learnedFromOutputsOf"}
