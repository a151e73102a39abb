"""The page as text: its policy, its escaping, its list, its size."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.subgraph import Edge, Node, Subgraph
from kg.errors import KgError, UsageFault
from kg.view import page, vis
from kg.view.outline import DEEPEST, outline
from kg.view.page import SCRIPTS, to_json
from kg.view.style import BACKGROUNDS, NODES, RELATIONS
from kg.view.text import clean, web_address
from kg.view.words import KINDS, LINES, WORDS

from . import fixtures
from .generated import generated
from .hostile import PAYLOADS
from .hostile import hostile as hostile_graph

TEMPLATES = Path(vis.__file__).parent / "templates"


class Reader(HTMLParser):
    """Tags with their attributes, the text of each script, and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open = tag
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)

    def data(self) -> dict[str, Any]:
        return json.loads(next(t for a, t in self.scripts if a.get("id") == "graph"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def vicuna() -> str:
    return page(fixtures.vicuna(), "Lineage of Vicuna-13B", "Vicuna-13B 的谱系")


@pytest.fixture(scope="module")
def hostile() -> str:
    return page(hostile_graph(), *PAYLOADS[:2])


def test_the_policy_admits_exactly_the_scripts_of_the_page(vicuna: str) -> None:
    reader = Reader(vicuna)
    policy = next(
        a["content"] for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    run = [text for attributes, text in reader.scripts if "type" not in attributes]
    hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in run]
    listed = " ".join(f"'sha256-{value}'" for value in hashes)
    assert policy == (
        f"default-src 'none'; script-src {listed}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert len(run) == 2


@pytest.mark.parametrize("which", ["vicuna", "hostile"])
def test_the_page_loads_nothing_and_has_no_handlers(
    which: str, request: pytest.FixtureRequest
) -> None:
    for tag, attributes in Reader(request.getfixturevalue(which)).tags:
        assert not [
            name
            for name in attributes
            if name.startswith("on") or name in ("src", "srcdoc", "style")
        ]
        assert tag not in ("img", "iframe", "object", "embed", "base", "form")
        if tag == "link":
            assert attributes["href"] == "data:,"
        elif "href" in attributes:
            assert re.match(r"(#|https?://)", attributes["href"] or ""), attributes
            if (attributes["href"] or "").startswith("http"):
                assert attributes["rel"] == "noreferrer noopener"


def test_structure(vicuna: str) -> None:
    reader = Reader(vicuna)
    assert vicuna.startswith("<!doctype html>")
    assert ("html", {"lang": "en"}) in reader.tags
    assert "<title>Lineage of Vicuna-13B</title>" in vicuna
    names = [tag for tag, _ in reader.tags]
    assert names.count("h1") == 1 and names.count("main") == 1 and "noscript" in names
    ids = [attributes["id"] for _, attributes in reader.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {
        a["href"] for t, a in reader.tags if t == "a" and (a.get("href") or "").startswith("#")
    }
    assert {target[1:] for target in targets if target} <= set(ids)


def test_every_node_stands_once_in_the_list(vicuna: str) -> None:
    ids = [a.get("id") or "" for t, a in Reader(vicuna).tags if t == "a"]
    entries = sorted(int(value[1:]) for value in ids if re.match(r"t\d+\Z", value))
    assert entries == list(range(len(fixtures.vicuna().nodes)))
    shown = vicuna[: vicuna.index('<script type="application/json"')]
    for text in ("(see above)", "through Vicuna-13B", "disputed", "hedged", "inferred", "stub"):
        assert f"{text}</span>" in shown, text


def test_every_edge_stands_in_the_list() -> None:
    for graph in (
        fixtures.vicuna(),
        generated(150, 400),
        generated(90, 200, focus=True),
    ):
        edges = tuple(replace(edge, label=f"relation{n}x") for n, edge in enumerate(graph.edges))
        html = page(replace(graph, edges=edges), "t", "t")
        for number in range(len(edges)):
            assert f"relation{number}x" in html[: html.index('<script type="application/json"')]


def test_the_data_is_the_graph(vicuna: str) -> None:
    data = Reader(vicuna).data()
    graph = fixtures.vicuna()
    assert [row["label"] for row in data["nodes"]] == [node.label for node in graph.nodes]
    assert [row["id"] for row in data["nodes"]] == list(range(len(graph.nodes)))
    assert len(data["edges"]) == len(graph.edges)
    denied = [claim for claim in data["claims"] if claim.get("denied")]
    assert len(denied) == 1
    assert {"title": "Model card of Vicuna", "address": "file:///cards/vicuna.md"} in data[
        "sources"
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_opens_in_the_language_asked_for(language: str) -> None:
    html = page(fixtures.vicuna(), "Lineage", "谱系", language=language)
    assert f"<title>{'Lineage' if language == 'en' else '谱系'}</title>" in html
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in html


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageFault):
        page(fixtures.vicuna(), "Lineage", "谱系", language="fr")


def test_a_missing_vis_network_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vis.vis_script.cache_clear()
    monkeypatch.setattr(vis.resources, "files", lambda name: tmp_path)
    with pytest.raises(KgError, match="pip install"):
        vis.vis_script()
    monkeypatch.undo()
    assert vis.vis_script().startswith("/**")


def test_hostile_text_is_utf8_and_leaves_no_raw_markup(hostile: str) -> None:
    hostile.encode("utf-8")
    for reader_tag, _ in Reader(hostile).tags:
        assert reader_tag not in ("img", "iframe", "base", "form", "textarea")
    assert len(Reader(hostile).scripts) == 3
    assert "\u202e" not in hostile and "\x00" not in hostile


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["Cs"])), lambda x: st.lists(x, max_size=3)
    )
)
def test_json_never_ends_its_script_and_reads_back(value: object) -> None:
    text = to_json(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


@given(st.text(st.characters()))
def test_clean_text_can_be_encoded_and_holds_no_controls(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "url",
    [*PAYLOADS, "//evil.example", "ftp://a", "http://", "http://[", " https://a", None],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 25), st.data())
def test_the_list_holds_every_node_once_whatever_the_graph(count: int, data: st.DataObject) -> None:
    kinds = st.sampled_from(["Model", "ModelFamily", "Dataset"])
    nodes = tuple(Node(str(n), f"n{n}", "", data.draw(kinds), "both") for n in range(count))
    ends = st.integers(0, count - 1)
    links = data.draw(st.lists(st.tuples(ends, ends), max_size=60))
    edges = tuple(Edge(str(c), str(p), "finetune", "p", "l", "l") for p, c in links)
    graph = Subgraph(data.draw(st.sampled_from([None, "0"])), nodes, edges)
    steps = [step for section in outline(graph, links) for step in section.steps]
    items = [step.node for step in steps if step.action == "item" and not step.again]
    assert sorted(items) == list(range(count))
    depth = 0
    for step in steps:
        depth += {"open": 1, "shut": -1, "item": 0}[step.action]
        assert 0 <= depth <= DEEPEST + 1
    assert depth == 0


def test_a_chain_of_two_thousand_is_listed() -> None:
    nodes = tuple(Node(str(n), f"n{n}", f"n{n}", "Model", "both") for n in range(2000))
    edges = tuple(Edge(str(n), str(n - 1), "finetune", "p", "l", "l") for n in range(1, 2000))
    html = page(Subgraph(None, nodes, edges), "Chain", "链")
    assert html.count('class="thing"') == 2000


def test_an_empty_graph_and_unknown_ends_are_pages_too() -> None:
    assert "nothing to show" in page(Subgraph(None, (), ()), "", "")
    lonely = Node("a", "", "", "Model", "focus")
    assert "No source here says" in page(Subgraph("a", (lonely,), ()), "t", "t").split("<script")[0]
    stray = Edge("a", "elsewhere", "finetune", "p", "l", "l")
    assert (
        len(Reader(page(Subgraph("a", (lonely, lonely), (stray,)), "t", "t")).data()["nodes"]) == 1
    )


def test_the_whole_graph_stays_small() -> None:
    html = page(generated(320, 700), "Whole graph", "全图")
    assert len(html.encode("utf-8")) <= 1_600_000


def test_pyvis_is_not_imported_before_a_page_is_made() -> None:
    asked = "import sys, kg.view; sys.exit('pyvis' in sys.modules or 'networkx' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], check=True, cwd=Path(__file__).parents[2])


def test_words_are_complete_and_every_word_asked_for_exists() -> None:
    assert all(en and zh for en, zh in [*WORDS.values(), *KINDS.values(), *LINES.values()])
    assert set(LINES) == set(RELATIONS), "what has a look has a name for its line"
    scripts = "".join((TEMPLATES / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    asked = set(re.findall(r'\bword\("(\w+)"', scripts))
    asked |= set(
        re.findall(r"(?:word|hint)\('(\w+)'\)", (TEMPLATES / "page.html.j2").read_text("utf-8"))
    )
    assert asked <= set(WORDS)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_stands_out_and_no_two_relations_look_the_same() -> None:
    for look in [*NODES.values(), *RELATIONS.values()]:
        for colour, ground in zip((look.light, look.dark), BACKGROUNDS, strict=True):
            bright, dim = sorted([_luminance(colour), _luminance(ground)], reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5
    assert len({(look.shape, look.dash, look.light) for look in RELATIONS.values()}) == len(
        RELATIONS
    )
    assert len({(look.shape, look.light) for look in NODES.values()}) == len(NODES)


def test_scripts_stay_readable() -> None:
    for file in TEMPLATES.iterdir():
        text = file.read_text("utf-8")
        assert text.count("\n") < 300, file.name
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|https://",
            text,
        ), file.name
