"""The tree for terminals: its look, every edge in it, an end to every walk."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.find import resolve_name
from kg.ask.lineage.model_lineage import lineage
from kg.ask.subgraph import Citation, Edge, Node, Subgraph
from kg.ask.tables import Tables
from kg.export.subgraph import write

BASE = "https://w3id.org/pedigree/"
S1 = Citation("c1", "s001", "Ten models", section="9.Vicuna 13-B", start=6260, end=6290)
HEDGED = replace(S1, source="s002", section=None, start=1, end=9, modality="hedged")
DENIED = replace(S1, source="corrections", section=None, start=None, end=None, polarity="denied")
ROW = replace(DENIED, source="hub", polarity="asserted", file="models.parquet", row=7)


def node(key: str, role: str, kind: str = "Model", zh: str = "", **more: object) -> Node:
    return Node(f"{BASE}model/{key}", key.title(), zh, kind, role, **more)  # type: ignore[arg-type]


def edge(child: str, parent: str, relation: str, *claims: Citation, **more: object) -> Edge:
    label, zh = {"trainedOn": ("trained on", "训练数据")}.get(
        relation, (f"{relation} of", "派生自")
    )
    ends = (f"{BASE}model/{child}", f"{BASE}model/{parent}")
    return Edge(*ends, relation, relation, label, zh, claims=claims, **more)  # type: ignore[arg-type]


NODES = (
    node("llama", "ancestor", "ModelFamily", zh="羊驼"),
    node("vicuna", "focus", zh="小羊驼", hidden=2),
    node("sharegpt", "dataset", "Dataset"),
    node("chatgpt", "generator", stub=True),
    node("minigpt", "descendant"),
    node("blip", "ancestor"),
    node("merged", "descendant"),
)
EDGES = (
    edge("vicuna", "llama", "finetune", S1, HEDGED, through=f"{BASE}model/llama"),
    edge("vicuna", "sharegpt", "trainedOn", DENIED),
    edge("sharegpt", "chatgpt", "generatedBy", ROW),
    edge("minigpt", "vicuna", "multimodal", S1, S1, S1, S1, S1, S1),
    edge("minigpt", "blip", "multimodal", inferred=True),
    edge("merged", "vicuna", "merge", S1),
    edge("merged", "minigpt", "merge", S1, through=f"{BASE}model/blip"),
)
VICUNA = Subgraph(f"{BASE}model/vicuna", NODES, EDGES, ancestors=2, descendants=4)

EXPECTED = """\
● Vicuna  model:vicuna
  · trained on: Sharegpt  [corrections; denied]
    · generatedBy of: Chatgpt (stub)  [hub models.parquet#7]

Built on (2 ancestors)
└─ finetune: Llama  [s001 §9.Vicuna 13-B 6260-6290] [s002 1-9; hedged]

Built from it (4 descendants)
├─ multimodal: Minigpt  [s001 §9.Vicuna 13-B 6260-6290] [s001 §9.Vicuna 13-B 6260-6290] \
[s001 §9.Vicuna 13-B 6260-6290] [s001 §9.Vicuna 13-B 6260-6290] [+2]
│  │  · multimodal: Blip  [inferred]
│  └─ merge: Merged (via Blip)  [s001 §9.Vicuna 13-B 6260-6290]
└─ merge: Merged  [s001 §9.Vicuna 13-B 6260-6290]
… 2 more
"""


def test_the_focus_stands_first() -> None:
    assert write(VICUNA, "tree") == EXPECTED


def test_chinese() -> None:
    text = write(VICUNA, "tree", language="zh")
    assert text.startswith("● 小羊驼  model:vicuna\n  · 训练数据：Sharegpt  [corrections; 否认]\n")
    assert "派生自：Chatgpt（仅有名称）  [hub" in text
    assert (
        "\n基于（2 个祖先）\n└─ 派生自：羊驼  [s001 §9.Vicuna 13-B 6260-6290] [s002 1-9; 推测]\n"
        in text
    )
    assert "\n由其衍生（4 个后代）\n" in text
    assert text.endswith("… 另有 2 个\n")


def test_ascii() -> None:
    text = write(VICUNA, "tree", language="zh", ascii_only=True)
    assert text.isascii()
    assert (
        "`- \\u6d3e\\u751f\\u81ea\\uff1a\\u7f8a\\u9a7c  [s001 sec. 9.Vicuna 13-B 6260-6290]" in text
    )
    assert "|-" in text
    assert len(text.splitlines()) == len(EXPECTED.splitlines())


def test_what_is_counted_and_not_shown_says_so() -> None:
    alone = Subgraph(VICUNA.focus, NODES[1:2], (), ancestors=3)
    text = write(alone, "tree")
    assert "\nBuilt on (3 ancestors, not shown)\n" in text
    assert "\nBuilt from it: nothing recorded\n" in text
    assert "\n基于（3 个祖先，未显示）\n" in write(alone, "tree", language="zh")
    one = write(replace(alone, ancestors=1), "tree")
    assert "\nBuilt on (1 ancestor, not shown)\n" in one


def test_repeated_things_are_named_and_not_drawn_twice() -> None:
    nodes = [node(key, "descendant") for key in "bcd"]
    edges = [edge(*pair, "finetune") for pair in ("ba", "ca", "db", "dc")]
    more = [node("e", "descendant")], [edge("e", "d", "finetune")]
    graph = Subgraph(f"{BASE}model/a", (node("a", "focus"), *nodes, *more[0]), (*edges, *more[1]))
    text = write(graph, "tree")
    assert text.count("finetune: E") == 1
    assert text.count("finetune: D (see above)") == 1


def test_a_cycle_ends() -> None:
    nodes = (node("a", "focus"), node("b", "both"))
    graph = Subgraph(nodes[0].iri, nodes, (edge("a", "b", "finetune"), edge("b", "a", "finetune")))
    text = write(graph, "tree")
    assert text.count("finetune: A (the focus)") == 2
    assert text.count("finetune: B") == 2


def test_a_chain_of_thousands_stays_narrow() -> None:
    nodes = [node("n0", "focus"), *(node(f"n{n}", "descendant") for n in range(1, 3000))]
    edges = [edge(f"n{n}", f"n{n - 1}", "finetune") for n in range(1, 3000)]
    text = write(Subgraph(nodes[0].iri, tuple(nodes), tuple(edges)), "tree")
    assert max(map(len, text.splitlines())) < 140
    assert all(f"finetune: N{n}\n" in text or f"finetune: N{n} (" in text for n in range(1, 3000))


def test_the_whole_graph_has_no_focus() -> None:
    graph = replace(VICUNA, focus=None, ancestors=0, descendants=0)
    text = write(graph, "tree")
    assert text.startswith("Lineages\n\nLlama\n└─ finetune: Vicuna  [s001")
    for one in NODES:
        assert one.label in text


def test_every_node_and_edge_of_the_bundled_lineages_is_drawn(tables: Tables) -> None:
    for name in ("vicuna-13b", "llama", "bloom", "chatglm-6b", "sharegpt"):
        graph = lineage(tables, resolve_name(tables, name))
        text = write(graph, "tree")
        for one in graph.nodes:
            assert re.sub(r"\s+", " ", one.label) in text
        assert len(re.findall(r"^.*(?:·|─) .+: ", text, re.M)) >= len(graph.edges)
        assert write(graph, "tree") == text
        zh = write(graph, "tree", language="zh")
        assert len(zh.splitlines()) == len(text.splitlines())


ROLES = st.sampled_from(["ancestor", "descendant", "both", "member", "dataset", "method"])
RELATIONS = st.sampled_from(["finetune", "merge", "variantOf", "trainedOn", "architecture-of"])


@st.composite
def graphs(draw: st.DrawFn) -> Subgraph:
    size = draw(st.integers(1, 7))
    nodes = [node("n0", "focus"), *(node(f"n{n}", draw(ROLES)) for n in range(1, size))]
    ends = st.integers(0, size - 1)
    wanted = draw(st.lists(st.tuples(ends, ends, RELATIONS), max_size=14))
    edges = [
        edge(f"n{child}", f"n{parent}", relation, replace(S1, source=f"q{number}"))
        for number, (child, parent, relation) in enumerate(wanted)
    ]
    focus = draw(st.sampled_from([nodes[0].iri, None]))
    return Subgraph(focus, tuple(nodes), tuple(edges))


@given(graphs())
def test_every_edge_and_every_node_is_drawn(graph: Subgraph) -> None:
    text = write(graph, "tree")
    for number in range(len(graph.edges)):
        assert 1 <= text.count(f"[q{number} ") <= (2 if graph.focus else 1)
    for one in graph.nodes:
        assert re.search(rf"\b{one.label}\b", text)


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\n\r\t\x1b\u202e\u2028\ud800\x85\x9b"))
)


@given(HOSTILE, HOSTILE)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_names_cannot_steer_the_terminal(ascii_only: bool, label: str, section: str) -> None:
    nodes = (replace(NODES[0], label=label, label_zh=label), *NODES[1:])
    edges = (edge("vicuna", "llama", "finetune", replace(S1, section=section)), *EDGES[1:])
    graph = replace(VICUNA, nodes=nodes, edges=edges)
    text = write(graph, "tree", ascii_only=ascii_only)
    text.encode("utf-8")
    assert len(text.split("\n")) == len(EXPECTED.split("\n"))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text
    )
