"""Things and edges for networkx, GraphML and GEXF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.tables import Tables
from kg.export import export, export_to
from kg.export.graphml import valid_for_xml
from kg.export.network import to_networkx
from kg.records.terms import BASE, KG, mint
from kg.store.generation import Generation

VICUNA, LLAMA = mint("model", "vicuna-13b"), mint("model", "llama-13b")


def test_accepted_edges_between_things(tables: Tables) -> None:
    graph = to_networkx(tables)
    assert graph.nodes[VICUNA] == {
        "label": "Vicuna-13B", "label_zh": graph.nodes[VICUNA]["label_zh"], "kind": "Model",
    }  # fmt: skip
    edge = graph.edges[VICUNA, LLAMA, KG.fineTunedFrom]
    assert edge["relation"] == "finetune"
    assert edge["property"] == KG.fineTunedFrom
    assert set(edge["sources"].split()) >= {"s001"}
    assert all(data["sources"] for _, _, data in graph.edges(data=True))
    things = {iri for (iri,) in tables.rows("SELECT iri FROM things")}
    assert set(graph) <= things
    expected = tables.rows(
        "SELECT count(*) FROM facts WHERE rule IS NULL AND subject IN (SELECT iri FROM things) "
        "AND object IN (SELECT iri FROM things)"
    )
    assert graph.number_of_edges() == expected[0][0]


def test_inferred_edges_only_when_asked(tables: Tables) -> None:
    graph = to_networkx(tables, inferred=True)
    assert graph.has_edge(VICUNA, LLAMA, KG.hasAncestor)
    assert graph.edges[VICUNA, LLAMA, KG.hasAncestor]["sources"] == ""
    assert not to_networkx(tables).has_edge(VICUNA, LLAMA, KG.hasAncestor)


def read(path: Path) -> nx.MultiDiGraph[Any]:
    if path.suffix == ".gexf":
        found: nx.MultiDiGraph[Any] = nx.read_gexf(path)
        return found
    return nx.read_graphml(path, force_multigraph=True)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_files_are_read_back(
    bundled: Generation, tables: Tables, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"g{suffix}"
    done = export(bundled, path)
    graph, again = to_networkx(tables), read(path)
    assert set(again) == set(graph)
    said = {
        (c, p, d["property"], d["relation"], d["sources"]) for c, p, d in again.edges(data=True)
    }
    assert said == {
        (c, p, d["property"], d["relation"], d["sources"]) for c, p, d in graph.edges(data=True)
    }
    assert again.number_of_edges() == graph.number_of_edges()
    assert done.count == len(graph) + graph.number_of_edges()
    for node, attributes in graph.nodes(data=True):
        assert {k: v for k, v in again.nodes[node].items() if k in attributes} == attributes
    ids = [edge.get("id") for edge in ElementTree.parse(path).iter() if edge.tag.endswith("}edge")]
    assert len(set(ids)) == len(ids) == graph.number_of_edges()


def test_a_query_gives_only_the_things_that_it_names(bundled: Generation) -> None:
    out = io.BytesIO()
    done = export_to(out, ".graphml", bundled, triples=f"<{VICUNA}> <{KG.derivedFrom}> <{LLAMA}> .")
    assert done.count == 3


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x1b\ufffe\ud800<>&\"'\r\n")))


@given(TEXTS, TEXTS)
def test_any_name_gives_xml(label: str, sources: str) -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_edge("a", "b", relation="r", property="p", sources=sources)
    graph.add_node("a", label=label, label_zh="", kind="Model")
    valid, altered = valid_for_xml(graph)
    out = io.BytesIO()
    nx.write_graphml_xml(valid, out)
    ElementTree.fromstring(out.getvalue())
    kept = valid.nodes["a"]["label"], valid.edges["a", "b", "e0"]["sources"]
    assert altered == len(label) + len(sources) - sum(map(len, kept))


def test_what_was_dropped_is_counted(bundled: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(_: Tables, facts: object) -> nx.MultiDiGraph[Any]:
        graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        graph.add_node(f"{BASE}model/a", label="a\x00b\x1b", label_zh="", kind="Model")
        return graph

    monkeypatch.setattr("kg.export.graphml.network", hostile)
    for suffix in (".graphml", ".gexf"):
        out = io.BytesIO()
        assert export_to(out, suffix, bundled).altered == 2
        ElementTree.fromstring(out.getvalue())
