"""Derivation paths and shared ancestors: on the bundled graph, and against networkx."""

from __future__ import annotations

import tempfile
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.lineage.paths import Path as Way
from kg.ask.lineage.paths import common, paths
from kg.ask.tables import Tables
from kg.errors import NotFound, UsageFault
from kg.records.derivation import DERIVATIONS
from kg.records.terms import KG, RDF, key_of, mint
from tests.ask.lineage.graphs import claim, model, tables_of


def keys(way: Way) -> list[str]:
    return [key_of(node.iri) for node in way.nodes]


def test_every_path_shortest_first_with_claims(tables: Tables) -> None:
    found = paths(tables, model("chinese-alpaca"), model("llama"))
    assert [keys(way) for way in found] == [
        ["chinese-alpaca", "llama"],
        ["chinese-alpaca", "chinese-llama", "llama"],
    ]
    assert found.complete
    direct, longer = found
    assert [edge.relation for hop in longer.hops for edge in hop] == [
        "finetune",
        "continued-pretraining",
    ]
    assert {c.source for c in direct.hops[0][0].claims} == {"s002"}


def test_the_order_of_the_two_names_does_not_matter(tables: Tables) -> None:
    up = paths(tables, model("minigpt-4"), model("llama"))
    assert up == paths(tables, model("llama"), model("minigpt-4"))
    assert (up.child, up.ancestor) == (model("minigpt-4"), model("llama"))


def test_a_family_is_reached_through_its_members(tables: Tables) -> None:
    (way,) = paths(tables, model("guanaco-llama-7b"), model("llama"))
    assert keys(way) == ["guanaco-llama-7b", "llama-7b", "llama"]
    assert [hop[0].relation for hop in way.hops] == ["finetune", "variantOf"]
    (series,) = paths(tables, model("guanaco-llama-7b"), model("llama-series"))
    assert keys(series) == ["guanaco-llama-7b", "llama-7b", "llama-series"]
    assert series.hops[-1][0].inferred


def test_membership_alone_is_no_path(tables: Tables) -> None:
    assert len(paths(tables, model("llama-7b"), model("llama"))) == 0


def test_two_kinds_of_derivation_are_one_hop(tables: Tables) -> None:
    (way,) = paths(tables, model("chinese-vicuna"), model("llama"))
    assert sorted(edge.relation for edge in way.hops[0]) == ["adapter", "finetune"]


def test_a_denied_edge_makes_no_path(tables: Tables) -> None:
    assert len(paths(tables, model("dolly"), model("llama"))) == 0


def test_what_cannot_be_asked(tables: Tables) -> None:
    with pytest.raises(NotFound):
        paths(tables, model("vicuna"), model("no-such-model"))
    with pytest.raises(UsageFault, match="no model"):
        paths(tables, model("vicuna"), mint("institution", "meta"))
    with pytest.raises(UsageFault, match="no model"):
        common(tables, mint("dataset", "sharegpt"), model("vicuna"))


def test_a_limit_is_said(tmp_path: Path) -> None:
    claims = []
    for level in range(8):
        for side in "ab":
            middle = f"{level}{side}"
            claims.append(claim(model(level), KG.mergedFrom, model(middle)))
            claims.append(claim(model(middle), KG.fineTunedFrom, model(level + 1)))
    tables = tables_of(tmp_path, claims)
    few = paths(tables, model(0), model(8), limit=10)
    assert (len(few), few.complete) == (10, False)
    assert len(set(map(str, map(keys, few)))) == 10
    every = paths(tables, model(0), model(8))
    assert (len(every), every.complete) == (256, True)
    assert paths(tables, model(0), model(8), limit=256).complete


PAIRS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=16)


@given(pairs=PAIRS, a=st.integers(0, 6), b=st.integers(0, 6))
@settings(max_examples=30)
def test_paths_and_shared_ancestors_are_what_networkx_finds(
    pairs: set[tuple[int, int]], a: int, b: int
) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(7))
    graph.add_edges_from((c, p) for c, p in pairs if c != p)
    claims = [claim(model(c), DERIVATIONS["finetune"], model(p)) for c, p in pairs]
    claims += [claim(model(n), RDF.type, KG.Model) for n in range(7)]
    with tempfile.TemporaryDirectory() as folder:
        tables = tables_of(Path(folder), claims)
        found = paths(tables, model(a), model(b))
        shared = common(tables, model(a), model(b))
    child, ancestor = (
        (b, a) if b in nx.ancestors(graph, a) and a not in nx.ancestors(graph, b) else (a, b)
    )
    expected = list(nx.all_simple_paths(graph, child, ancestor)) if a != b else []
    listed = [[int(key) for key in keys(way)] for way in found]
    assert sorted(listed) == sorted(expected)
    assert listed == sorted(listed, key=lambda way: (len(way), way))
    for way in found:
        for (first, second), hop in zip(
            zip(way.nodes, way.nodes[1:], strict=False), way.hops, strict=True
        ):
            assert [(e.child, e.parent) for e in hop] == [(first.iri, second.iri)]
            assert hop[0].claims
    near, far = (nx.single_source_shortest_path_length(graph, n) for n in (a, b))
    distances = {n: (near[n], far[n]) for n in near.keys() & far.keys()}
    assert {int(key_of(s.node.iri)): (s.first, s.second) for s in shared} == distances
    assert [s.first + s.second for s in shared] == sorted(s.first + s.second for s in shared)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("minigpt-4", "koala", [("llama", 2, 1, None, None)]),
        ("vicuna-13b", "alpaca", [("llama", 1, 1, "llama-13b", None)]),
        ("vicuna", "minigpt-4", [("vicuna", 0, 1, None, None), ("llama", 1, 2, None, None), ("llama-13b", 1, 2, None, None)]),
        ("oasst-sft-6-llama-30b", "guanaco-llama-7b", [("llama", 1, 1, "llama-30b", "llama-7b")]),
        ("koala", "bloom", []),
    ],
)  # fmt: skip
def test_shared_ancestors(
    tables: Tables, a: str, b: str, expected: list[tuple[str, int, int, str | None, str | None]]
) -> None:
    found = [
        (
            key_of(s.node.iri),
            s.first,
            s.second,
            s.first_through and key_of(s.first_through),
            s.second_through and key_of(s.second_through),
        )
        for s in common(tables, model(a), model(b))
    ]
    assert found == expected
