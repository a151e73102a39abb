"""The subgraph for programs: JSON, Mermaid, DOT, GraphML, CSV; names cannot break out of any."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.find import resolve_name
from kg.ask.lineage.model_lineage import lineage
from kg.ask.subgraph import Citation, Edge, Node, Subgraph
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.export.subgraph import SUBGRAPH_FORMATS, write

BASE = "https://w3id.org/pedigree/"
CLAIM = Citation("c1", "s001", "Ten models", section="§ 8", start=10, end=20, modality="hedged")


def graph_of(child: str, parent: str = "Data", section: str = "§ 8") -> Subgraph:
    nodes = (
        Node(f"{BASE}model/a", child, child, "Model", "focus"),
        Node(f"{BASE}dataset/b", parent, parent, "Dataset", "dataset"),
        Node(f"{BASE}model/c", "C", "丙", "Model", "ancestor"),
    )
    said = (replace(CLAIM, section=section),)
    edges = (
        Edge(nodes[0].iri, nodes[1].iri, "trainedOn", f"{BASE}ontology#trainedOn",
             "trained on", "训练数据", claims=said),
        Edge(nodes[0].iri, nodes[2].iri, "finetune", f"{BASE}ontology#fineTunedFrom",
             "fine-tuned from", "微调自", inferred=True),
    )  # fmt: skip
    return Subgraph(nodes[0].iri, nodes, edges, 1, 0)


def test_unknown_formats_list_the_known() -> None:
    with pytest.raises(UsageFault, match="tree, json, mermaid, dot, graphml, csv"):
        write(graph_of("A"), "png")


@pytest.mark.parametrize("form", SUBGRAPH_FORMATS)
def test_bundled_lineages_in_every_format(tables: Tables, form: str) -> None:
    graph = lineage(tables, resolve_name(tables, "vicuna-13b"))
    text = write(graph, form)
    assert text == write(lineage(tables, resolve_name(tables, "vicuna-13b")), form)
    assert text.endswith("\n")
    assert "\r" not in text
    assert "Vicuna-13B" in text


def test_json_has_the_promised_form(tables: Tables) -> None:
    graph = lineage(tables, resolve_name(tables, "vicuna-13b"))
    document = json.loads(write(graph, "json"))
    assert list(document) == ["focus", "nodes", "edges", "ancestors", "descendants"]
    assert document["focus"] == f"{BASE}model/vicuna-13b"
    assert (document["ancestors"], document["descendants"]) == (graph.ancestors, graph.descendants)
    focus = next(node for node in document["nodes"] if node["iri"] == document["focus"])
    assert (focus["label"], focus["kind"]) == ("Vicuna-13B", "Model")
    assert list(focus)[:4] == ["iri", "label", "label_zh", "kind"]
    edge = next(e for e in document["edges"] if e["relation"] == "finetune")
    assert list(edge)[:3] == ["child", "parent", "relation"]
    assert edge["parent"] == f"{BASE}model/llama-13b"
    claim = next(claim for claim in edge["claims"] if claim["source"] == "s001")
    assert claim["section"] == "8. Vicuna 13-B"
    assert claim["end"] > claim["start"] > 0
    assert claim["modality"] in ("stated", "reported", "hedged")


def test_mermaid() -> None:
    assert write(graph_of("A"), "mermaid") == (
        "flowchart LR\n"
        '    n0["A"]\n'
        '    n1[("Data")]\n'
        '    n2["C"]\n'
        '    n1 ---|"trained on"| n0\n'
        '    n2 -.->|"finetune"| n0\n'
        "    style n0 stroke-width:3px\n"
    )
    assert '|"训练数据"|' in write(graph_of("A"), "mermaid", language="zh")


def test_dot() -> None:
    text = write(graph_of('say "A" \\N'), "dot", language="zh")
    assert (
        '  n0 [label="say \\"A\\" \\\\N", tooltip="https://w3id.org/pedigree/model/a", penwidth="3"];'
        in text
    )
    assert '  n1 -> n0 [label="训练数据", tooltip="s001 §§ 8 10-20; 推测", dir="none"];' in text
    assert '  n2 -> n0 [label="微调自", style="dashed"];' in text


def test_csv_has_a_row_an_edge() -> None:
    rows = list(csv.DictReader(io.StringIO(write(graph_of("=A"), "csv"))))
    assert rows[0] == {
        "child": "model:a", "child_label": "'=A", "relation": "trainedOn", "parent": "dataset:b",
        "parent_label": "Data", "property": "kg:trainedOn", "inferred": "false", "through": "",
        "sources": "s001 §§ 8 10-20; hedged",
    }  # fmt: skip
    assert (rows[1]["relation"], rows[1]["inferred"]) == ("finetune", "true")


def test_graphml_is_read_back() -> None:
    found: nx.MultiDiGraph[Any] = nx.parse_graphml(
        write(graph_of("A"), "graphml"), force_multigraph=True
    )
    assert found.nodes[f"{BASE}model/c"]["label_zh"] == "丙"
    [data] = found.get_edge_data(f"{BASE}model/a", f"{BASE}dataset/b").values()
    assert (data["relation"], data["sources"]) == ("trainedOn", "s001 §§ 8 10-20")


HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"'`\\[](){}<>|;:#&%=@-.\n\r\t\x00\x1b\u202e\u2028\ud800\ufffe,"),
    )
)
FORMULA = re.compile(r"[=+\-@\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\Z", re.ASCII)
DOT_STRING = r'"(?:[^"\\\n]|\\.)*"'
DOT_LINE = re.compile(
    rf"(?:digraph lineage \{{|\}}|  charset=\"UTF-8\";|  rankdir=LR;|  node \[shape=box\];"
    rf"|  n\d+(?: -> n\d+)? \[\w+={DOT_STRING}(?:, \w+={DOT_STRING})*\];|)\Z"
)
MERMAID_TEXT = r"(?:[\w ,./-]|#\d+;)*"
MERMAID_LINE = re.compile(
    rf"(?:flowchart LR|    style n\d+ stroke-width:3px|    n\d+(?:\[|\[\()\"{MERMAID_TEXT}\"(?:\]|\)\])"
    rf"|    n\d+ (?:-->|---|-\.->|-\.-)\|\"{MERMAID_TEXT}\"\| n\d+|)\Z"
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_names_cannot_break_out(child: str, parent: str, section: str) -> None:
    graph = graph_of(child, parent, section)
    assert all(DOT_LINE.match(line) for line in write(graph, "dot").split("\n"))
    assert all(MERMAID_LINE.match(line) for line in write(graph, "mermaid").split("\n"))
    document = json.loads(write(graph, "json"))
    assert document["nodes"][0]["label"] == child.encode("utf-8", "replace").decode("utf-8")
    assert len(ElementTree.fromstring(write(graph, "graphml")).findall(".//{*}node")) == 3
    rows = list(csv.reader(io.StringIO(write(graph, "csv"), newline="")))
    assert [len(row) for row in rows] == [9, 9, 9]
    for cell in (cell for row in rows for cell in row):
        assert not FORMULA.match(cell) or NUMBER.match(cell)


@pytest.mark.parametrize("name", ["1. first", "- item", "_x_", "`code`", "%%{init}%%", "end"])
def test_mermaid_sees_no_markup_in_names(name: str) -> None:
    label = write(graph_of(name), "mermaid").split("\n")[1].strip()[4:-2]
    assert not re.search(r"[.\-](?= )|[_`%{}*]", label)
