"""Ties between keys: the same whatever their order, settled after one pass, chains and rings too."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims.resolve import resolve
from kg.claims.table import Claim
from kg.records.terms import KG

sys.path.insert(0, str(Path(__file__).parent))
from arbitrary import database, link, model

NAMES = st.sampled_from("abcdefg")
TIES = st.lists(st.tuples(NAMES, NAMES), max_size=9)


def keys(ties: list[tuple[str, str]], claims: list[Claim] | None = None) -> dict[str, str]:
    con = database([link(model(a), KG.resolvesTo, model(b)) for a, b in ties] + (claims or []))
    resolve(con)
    found = con.execute("SELECT raw, key FROM keys").fetchall()
    assert len(found) == len({raw for raw, _ in found})
    return {raw.rpartition("/")[2]: key.rpartition("/")[2] for raw, key in found}


def ends(ties: list[tuple[str, str]]) -> dict[str, str]:
    """The smallest key among those from which nothing leads further but back."""
    graph = nx.DiGraph(ties)
    last = {
        node
        for node in graph
        if all(node in nx.descendants(graph, far) for far in nx.descendants(graph, node))
    }
    return {raw: min((nx.descendants(graph, raw) | {raw}) & last) for raw, _ in ties}


@settings(max_examples=30)
@given(TIES)
def test_every_key_ends_where_ties_end(ties: list[tuple[str, str]]) -> None:
    assert keys(ties) == ends(ties)


@settings(max_examples=30)
@given(TIES, st.randoms())
def test_order_and_repetition_do_not_matter(
    ties: list[tuple[str, str]], chance: random.Random
) -> None:
    mixed = [*ties, *ties]
    chance.shuffle(mixed)
    assert keys(mixed) == keys(ties)


@settings(max_examples=30)
@given(TIES)
def test_what_is_resolved_stays(ties: list[tuple[str, str]]) -> None:
    found = keys(ties)
    assert all(found.get(key, key) == key for key in found.values())


def test_a_chain_a_ring_and_a_tail() -> None:
    assert keys([("c", "b"), ("b", "a")]) == {"c": "a", "b": "a"}
    assert keys([("a", "b"), ("b", "c"), ("c", "a")]) == dict.fromkeys("abc", "a")
    assert keys([("a", "c"), ("c", "d"), ("d", "c")]) == dict.fromkeys("acd", "c")
    assert keys([("a", "a")]) == {"a": "a"}


def test_claims_get_their_keys_and_keep_what_was_stated() -> None:
    con = database([
        link(model("a"), KG.resolvesTo, model("b")),
        link(model("c"), KG.resolvesTo, model("d"), polarity="denied"),
        link(model("a"), KG.mergedFrom, model("c")), link(model("c"), KG.mergedFrom, model("a")),
    ])  # fmt: skip
    resolve(con)
    rows = con.execute(
        "SELECT subject, object, stated_subject, stated_object FROM resolved WHERE predicate = ? ORDER BY subject",
        [KG.mergedFrom],
    ).fetchall()
    assert rows == [
        (model("b"), model("c"), model("a"), None),
        (model("c"), model("b"), None, model("a")),
    ]
    row = con.execute(
        "SELECT subject, object FROM resolved WHERE predicate = ? AND polarity = 'asserted'",
        [KG.resolvesTo],
    ).fetchall()
    assert row == [(model("a"), model("b"))]
