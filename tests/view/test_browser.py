"""The page in Chromium with the network refused: any request or console message is a failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.ask.subgraph import Fact
from kg.records.terms import SKOS
from kg.view import page
from kg.view.style import RELATIONS

from . import fixtures
from .conftest import on_screen
from .generated import generated

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def vicuna() -> str:
    return page(fixtures.vicuna(), "Lineage of Vicuna-13B", "Vicuna-13B 的谱系")


def number_of(tab: Any, label: str) -> int:
    found = tab.evaluate("label => pedigree.nodes.find(n => n.label === label).id", label)
    return int(found)


OVERLAPS = """() => {
  const boxes = pedigree.nodes.map(n => pedigree.network.getBoundingBox(n.id));
  const hits = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) hits.push([i, i + 1 + j]);
  }));
  return hits;
}"""


@pytest.mark.parametrize("seed", [0, 3, 4])
def test_no_box_overlaps_another_in_the_browser(opened: Open, seed: int) -> None:
    graph = generated(80, 120, seed) if seed else fixtures.vicuna()
    tab = opened(page(graph, "Boxes", "方框"))
    assert tab.evaluate(OVERLAPS) == []
    sizes = tab.evaluate(
        """() => pedigree.nodes.map(n => { const b = pedigree.network.getBoundingBox(n.id);
        return Math.abs(b.right - b.left - n.w) + Math.abs(b.bottom - b.top - n.h); })"""
    )
    assert max(sizes) < 1, "the page draws boxes of the size that the layout gave them"


def test_a_click_on_a_node_shows_its_facts_and_claims(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    tab.mouse.click(*on_screen(tab, number_of(tab, "Vicuna-13B")))
    panel = tab.locator("#panel")
    assert panel.locator("h2").inner_text() == "Vicuna-13B"
    text = panel.inner_text()
    for expected in (
        "13,000,000,000",
        "§ Vicuna",
        "characters 6906–6943",
        "hedged",
        "denied",
        "inferred",
        "12 more",
    ):
        assert expected in text, expected
    assert panel.locator("s").count() >= 1
    assert "file:///cards/vicuna.md" in text
    for link in panel.locator("a").all():
        assert link.get_attribute("rel") == "noreferrer noopener"
        assert re.match("https?://", link.get_attribute("href"))


def test_a_click_on_an_edge_shows_its_claims(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    spot = tab.evaluate(
        """() => { const e = pedigree.edges.find(e => e.through);
        const [x, y] = pedigree.pointAt(pedigree.curvesOf(e)[0], 0.85);
        const p = pedigree.network.canvasToDOM({x, y});
        const b = document.getElementById("stage").getBoundingClientRect();
        return [p.x + b.left, p.y + b.top]; }"""
    )
    tab.mouse.click(*spot)
    text = tab.locator("#panel").inner_text()
    assert "fine-tuned from" in text and "through Vicuna-13B" in text and "inferred" in text
    tab.locator("#panel .go").last.click()
    assert tab.locator("#panel h2").inner_text() == "LLaMA"


def test_the_facts_of_the_focus_stand_beside_a_small_picture(opened: Open) -> None:
    whole = fixtures.vicuna()
    edges = tuple(edge for edge in whole.edges if whole.focus in (edge.child, edge.parent))[:3]
    ends = {end for edge in edges for end in (edge.child, edge.parent)} | {whole.focus}
    nodes = tuple(node for node in whole.nodes if node.iri in ends)
    html = page(replace(whole, nodes=nodes, edges=edges), "Few", "少")
    tab = opened(html)
    assert tab.locator("#panel h2").inner_text() == "Vicuna-13B"
    assert tab.evaluate("() => pedigree.state.selected") is None, "nothing is dimmed"
    tab.click("#language")
    assert "事实" in tab.locator("#panel").inner_text()
    tab.keyboard.press("Escape")
    assert tab.locator("#panel").is_hidden()
    assert opened(html, viewport={"width": 900, "height": 700}).locator("#panel").is_hidden()


def test_relations_without_a_look_of_their_own_lie_in_a_drawer(opened: Open) -> None:
    graph = generated(90, 200)
    odd = [replace(edge, relation=f"odd{n % 5}") for n, edge in enumerate(graph.edges[:20])]
    tab = opened(page(replace(graph, edges=(*odd, *graph.edges[20:])), "Odd", "奇"))
    drawn = {edge.relation for edge in graph.edges[20:]} - set(RELATIONS)
    assert tab.locator("#legend-more-count").inner_text() == str(len(drawn) + 5)
    assert not tab.locator("[data-key=odd1]").is_visible()
    tab.click("#legend-more summary")
    tab.click("[data-key=odd1]")
    assert tab.evaluate("() => [...pedigree.state.hiddenRelations]") == ["odd1"]
    assert tab.locator("[data-key=odd1]").is_visible()


def test_search_by_either_name_and_by_keys(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    tab.fill("#search", "小羊驼")
    hits = tab.locator("#found [role=option]")
    assert hits.count() == 3
    tab.press("#search", "ArrowDown")
    assert tab.locator("#found [aria-selected=true]").count() == 1
    assert tab.get_attribute("#search", "aria-activedescendant") == "hit-1"
    wanted = hits.nth(1).locator("span").first.inner_text()
    tab.press("#search", "Enter")
    assert tab.locator("#panel h2").inner_text() == wanted
    assert tab.locator("#found").is_hidden()
    tab.fill("#search", "no such name")
    assert "Nothing has that name" in tab.locator("#found").inner_text()
    tab.press("#search", "Escape")
    assert tab.locator("#found").is_hidden()


def test_search_by_another_name(opened: Open) -> None:
    graph = fixtures.vicuna()
    names = (Fact(SKOS.altLabel, "also called", "又名", "羊駝十三"),)
    facts = {**graph.facts, graph.focus or "": names}
    tab = opened(page(replace(graph, facts=facts), "Names", "名称"))
    tab.fill("#search", "羊駝十三")
    tab.press("#search", "Enter")
    assert tab.locator("#panel h2").inner_text() == "Vicuna-13B"


def test_the_language_switch_changes_every_text(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    tab.mouse.click(*on_screen(tab, number_of(tab, "Vicuna-13B")))
    tab.click("#language")
    assert tab.title() == "Vicuna-13B 的谱系"
    assert tab.get_attribute("html", "lang") == "zh-Hans"
    assert tab.get_attribute("#search", "placeholder") == "搜索名称"
    assert "微调" in tab.locator("#legend").inner_text()
    assert tab.get_attribute("#legend [data-key=finetune]", "title") == "微调自"
    assert "参数量" in tab.locator("#panel").inner_text()
    assert "facts" not in tab.locator("body").inner_text().lower()
    tab.click("#show-list")
    assert "由其衍生" in tab.locator("#list").inner_text()
    tab.click("#language")
    assert tab.title() == "Lineage of Vicuna-13B"


def test_the_legend_hides_and_shows(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    picture = "() => document.querySelector('#stage canvas').toDataURL()"
    before = tab.evaluate(picture)
    tab.click("#legend [data-key=Institution]")
    assert tab.get_attribute("#legend [data-key=Institution]", "aria-pressed") == "false"
    assert tab.evaluate("() => pedigree.state.hiddenKinds.has('Institution')")
    tab.wait_for_timeout(60)
    assert tab.evaluate(picture) != before
    tab.click("#legend [data-key=finetune]")
    assert tab.evaluate("() => pedigree.state.hiddenRelations.has('finetune')")
    tab.click("#reset")
    assert (
        tab.evaluate("() => pedigree.state.hiddenRelations.size + pedigree.state.hiddenKinds.size")
        == 0
    )
    assert tab.locator("#reset").is_hidden()


def test_keys_alone_are_enough(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna)
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.activeElement.className") == "skip"
    order = []
    for _ in range(9):
        tab.keyboard.press("Tab")
        order.append(tab.evaluate("() => document.activeElement.id"))
    assert order[:7] == [
        "search",
        "show-picture",
        "show-list",
        "language",
        "theme",
        "save",
        "stage",
    ]
    tab.focus("#stage")
    tab.keyboard.press("ArrowRight")
    selected = "() => pedigree.nodes[pedigree.state.selected.node].label"
    assert tab.evaluate(selected) == "Vicuna-13B"
    tab.keyboard.press("ArrowLeft")
    left = tab.evaluate(selected)
    assert left != "Vicuna-13B"
    assert left in tab.locator("#say").inner_text()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate(selected) == "Vicuna-13B"
    tab.keyboard.press("Enter")
    assert tab.evaluate("() => document.activeElement.id") == "panel"
    tab.keyboard.press("Escape")
    assert tab.locator("#panel").is_hidden()
    assert tab.evaluate("() => document.activeElement.id") == "stage"


def test_the_picture_is_saved(opened: Open, vicuna: str, tmp_path: Path) -> None:
    tab = opened(vicuna)
    with tab.expect_download() as download:
        tab.click("#save")
    assert download.value.suggested_filename == "lineage-of-vicuna-13b.png"
    saved = tmp_path / "saved.png"
    download.value.save_as(saved)
    data = saved.read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) > 20_000


def test_themes_follow_the_system_and_the_switch(opened: Open, vicuna: str) -> None:
    colour = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = opened(vicuna), opened(vicuna, color_scheme="dark")
    assert light.evaluate(colour) != dark.evaluate(colour)
    day = light.evaluate(colour)
    dark.click("#theme")
    assert dark.evaluate(colour) == day


def test_without_scripts_the_list_is_there(opened: Open, vicuna: str) -> None:
    tab = opened(vicuna, java_script_enabled=False)
    text = tab.locator("body").inner_text()
    assert "needs JavaScript" in text and "MiniGPT-4" in text and "composed from" in text
    assert tab.locator("#picture").is_hidden() and tab.locator("#search").is_hidden()
    assert tab.locator(".outline li").count() >= 20


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_wider_than_the_window(opened: Open, vicuna: str, width: int) -> None:
    tab = opened(vicuna, viewport={"width": width, "height": 800})
    for view in ("#show-list", "#show-picture"):
        tab.click(view)
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
    tab.fill("#search", "MiniGPT")
    tab.press("#search", "Enter")
    box = tab.locator("#panel").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    x, y = on_screen(tab, number_of(tab, "MiniGPT-4"))
    assert 0 < x < width and (x < box["x"] or y < box["y"]), "what is chosen is not under the panel"


def test_the_whole_graph_is_drawn_within_a_second(opened: Open) -> None:
    html = page(generated(320, 700), "Whole graph", "全图")
    times = [int(opened(html).get_attribute("html", "data-ready")) for _ in range(3)]
    assert min(times) <= 1000, times
