"""The dataset through rdflib."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import DamagedStore
from kg.export.rdf_api import to_rdflib
from kg.records.terms import BASE, KG, PREFIXES, RDF
from kg.store.generation import Generation


def test_graphs_are_the_builds(bundled: Generation) -> None:
    dataset = to_rdflib(bundled)
    expected: dict[str, int] = {}
    for quad in ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        expected[name] = expected.get(name, 0) + 1
    assert len(dataset.default_graph) == expected.pop("")
    named = {str(graph.identifier): len(graph) for graph in dataset.graphs()}
    named.pop(str(dataset.default_graph.identifier))
    assert named == expected


def test_sparql_and_triples(bundled: Generation) -> None:
    dataset = to_rdflib(bundled)
    asked = "ASK { model:vicuna-13b kg:fineTunedFrom model:llama-13b }"
    assert dataset.query(asked).askAnswer
    who = "SELECT ?g { GRAPH ?g { model:vicuna-13b kg:fineTunedFrom model:llama-13b } }"
    assert {str(g) for (g,) in dataset.query(who)} >= {f"{BASE}source/s001"}
    claims = "SELECT ?c { ?c a kg:Claim }"
    assert list(dataset.query(claims)) == []
    model = rdflib.URIRef(f"{BASE}model/vicuna-13b")
    assert (model, rdflib.URIRef(RDF.type), rdflib.URIRef(KG.Model)) in dataset.default_graph


def test_prefixes_are_ours(bundled: Generation) -> None:
    bound = {prefix: str(base) for prefix, base in to_rdflib(bundled).namespaces()}
    assert PREFIXES.items() <= bound.items()


def test_nothing_can_be_changed(bundled: Generation) -> None:
    node = rdflib.URIRef("urn:a:b")
    with pytest.raises(RuntimeError):
        to_rdflib(bundled).add((node, node, node))


def test_a_missing_store_is_said(bundled: Generation) -> None:
    with pytest.raises(DamagedStore):
        to_rdflib(Generation(bundled.folder / "nowhere"))
