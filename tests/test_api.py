"""Pedigree from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.store.generation import Generation


@pytest.fixture(scope="module")
def graph(bundled: Generation) -> kg.Graph:
    return kg.open(bundled.folder.parents[1])


def test_ten_public_names_all_importable() -> None:
    assert len(kg.__all__) == 10
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018


def test_importing_costs_nothing() -> None:
    code = "import sys, kg; print(sorted({'duckdb', 'pydantic', 'rdflib', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_open_finds_the_store_or_says_how_to_build(
    bundled: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(bundled.folder.parents[1]))
    assert kg.open().generation == bundled
    with pytest.raises(kg.NoStore, match="kg build"):
        kg.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_find_resolve_show_explain(graph: kg.Graph) -> None:
    assert graph.find("小羊驼")[0].label == "Vicuna"
    assert graph.resolve("LLaMA 2").endswith("/model/llama-2")
    assert graph.show("bloom").label == "BLOOM"
    explained = graph.explain("bloom", "developedBy")
    assert [value.value for value in explained.properties[0].values if value.believed] == [
        "BigScience"
    ]
    assert graph.conflicts("falcon")
    with pytest.raises(kg.NotFound) as caught:
        graph.show("vicunna-13")
    assert any("vicuna-13b" in candidate for candidate in caught.value.candidates)


def test_query_and_named_question(graph: kg.Graph) -> None:
    rows = graph.query("SELECT ?m { ?m kg:hasAncestor model:vicuna }").rows
    assert [row[0].value.rpartition("/")[2] for row in rows] == ["minigpt-4"]
    named = graph.query("descendants-of", {"base": "LLaMA"})
    assert "vicuna-13b" in named.serialize("csv").decode()
    with pytest.raises(kg.QueryFault):
        graph.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_lineage_counts_models(graph: kg.Graph) -> None:
    llama = graph.lineage("llama")
    assert (llama.ancestors, llama.descendants) == (0, 13)
    assert {node.role for node in graph.lineage("vicuna", down=False, side=()).nodes} >= {"focus"}


def test_other_libraries_see_the_same_graph(graph: kg.Graph) -> None:
    network = graph.to_networkx()
    dataset = graph.to_rdflib()
    model = "https://w3id.org/pedigree/model/"
    assert network.has_edge(f"{model}vicuna-13b", f"{model}llama-13b")
    answer = dataset.query(
        "ASK { <https://w3id.org/pedigree/model/vicuna-13b> "
        "<https://w3id.org/pedigree/ontology#hasAncestor> ?a }"
    )
    assert answer.askAnswer
