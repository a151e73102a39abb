"""Places: nothing overlaps, cycles end, the same graph always looks the same."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.subgraph import Node, Subgraph
from kg.view.layout import LANES_AT_MOST, Layout, arrange, box_size
from kg.view.network import tidy

from . import fixtures
from .generated import generated

NAMES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["羊驼" * 12, "LLaMA-13B", "W" * 60, "小羊驼 Vicuna-13B", ""]),
)
KINDS = ["Model", "ModelFamily", "Checkpoint", "Dataset", "Institution", "Method", "Odd"]


@st.composite
def graphs(draw: st.DrawFn, least: int = 0, most: int = LANES_AT_MOST) -> Subgraph:
    """Any graph: cycles, self-loops, double edges, nothing connected, with or without a focus."""
    count = draw(st.integers(least, most))
    names = draw(st.lists(NAMES, min_size=1, max_size=8))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    nodes = tuple(
        Node(fixtures.iri(str(n)), names[n % len(names)], names[-1], kinds[n % len(kinds)], "both")
        for n in range(count)
    )
    ends = st.integers(0, max(0, count - 1))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=2 * count)) if count else []
    edges = tuple(fixtures.edge(str(child), str(parent), "finetune") for parent, child in pairs)
    focus = fixtures.iri("0") if count and draw(st.booleans()) else None
    return tidy(Subgraph(focus, nodes, edges))


def links(graph: Subgraph) -> list[tuple[int, int]]:
    index = {node.iri: number for number, node in enumerate(graph.nodes)}
    return [(index[edge.parent], index[edge.child]) for edge in graph.edges]


def place(graph: Subgraph) -> Layout:
    return arrange(graph, links(graph))


def overlapping(layout: Layout) -> list[tuple[int, int]]:
    return [
        (i, j)
        for (i, a), (j, b) in itertools.combinations(enumerate(layout.places), 2)
        if abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2
    ]


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_boxes_never_overlap_whatever_the_graph(graph: Subgraph) -> None:
    layout = place(graph)
    assert layout.mode == "lanes"
    assert len(layout.places) == len(graph.nodes)
    assert not overlapping(layout)
    for box, node in zip(layout.places, graph.nodes, strict=True):
        width, height = box_size(node)
        assert box.width >= width and box.height == height


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_edge_between_two_things_has_a_finite_route(graph: Subgraph) -> None:
    layout = place(graph)
    for number, (parent, child) in enumerate(links(graph)):
        assert (number in layout.routes) == (parent != child)
    for route in layout.routes.values():
        assert len(route) >= 4 and all(math.isfinite(value) for value in route)


@settings(max_examples=25, deadline=None)
@given(graphs(LANES_AT_MOST + 1, 130))
def test_dots_of_the_overview_never_overlap(graph: Subgraph) -> None:
    layout = place(graph)
    assert layout.mode == "radial"
    for a, b in itertools.combinations(layout.places, 2):
        assert math.hypot(a.x - b.x, a.y - b.y) >= (a.width + b.width) / 2


def test_two_thousand_dots_do_not_overlap_either() -> None:
    places = place(generated(2000, 4500)).places
    for a, b in itertools.combinations(places, 2):
        assert abs(a.x - b.x) >= 60 or math.hypot(a.x - b.x, a.y - b.y) >= (a.width + b.width) / 2


@settings(max_examples=30, deadline=None)
@given(graphs(0, 100))
def test_the_same_graph_always_looks_the_same(graph: Subgraph) -> None:
    assert place(graph) == place(graph)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 60), st.randoms(use_true_random=False))
def test_without_cycles_parents_stand_left_of_children(count: int, rng: random.Random) -> None:
    nodes = tuple(Node(fixtures.iri(str(n)), f"m{n}", "", "Model", "both") for n in range(count))
    pairs = [(rng.randrange(n), n) for n in range(1, count)]
    edges = tuple(fixtures.edge(str(c), str(p), "finetune") for p, c in pairs)
    layout = place(tidy(Subgraph(None, nodes, edges)))
    for parent, child in pairs:
        assert layout.places[parent].x < layout.places[child].x


def test_the_focus_of_an_overview_has_its_parents_left_and_its_children_right() -> None:
    nodes = tuple(Node(fixtures.iri(str(n)), f"m{n}", "", "Model", "both") for n in range(121))
    ups = [fixtures.edge("0", str(n), "merge") for n in range(1, 41)]
    downs = [fixtures.edge(str(n), "0", "finetune") for n in range(41, 121)]
    places = place(Subgraph(fixtures.iri("0"), nodes, (*ups, *downs))).places
    assert all(places[n].x < places[0].x for n in range(1, 41))
    assert all(places[n].x > places[0].x for n in range(41, 121))


def test_chinese_counts_double_in_the_width_of_a_box() -> None:
    latin = Node("a", "abcdefghijkl", "abcdefghijkl", "Model", "focus")
    chinese = Node("a", "abcdefghijkl", "羊驼大语言模型中文版本十", "Model", "focus")
    assert box_size(chinese)[0] > box_size(latin)[0] + 30


def test_a_box_grows_by_a_line_for_a_long_name_and_is_low_beside_the_models() -> None:
    name = "King Abdullah University of Science and Technology"
    long, short = (Node("a", text, text, "Institution", "institution") for text in (name, "KAUST"))
    model = Node("a", "KAUST", "", "Model", "ancestor")
    assert box_size(short)[1] < box_size(long)[1]
    assert box_size(short)[1] < box_size(model)[1]


@pytest.mark.parametrize("count", [1, 2, 2000])
def test_a_chain_of_any_length_is_placed(count: int) -> None:
    nodes = tuple(Node(fixtures.iri(str(n)), f"m{n}", "", "Model", "both") for n in range(count))
    edges = tuple(fixtures.edge(str(n), str(n - 1), "finetune") for n in range(1, count))
    assert len(place(Subgraph(None, nodes, edges)).places) == count
