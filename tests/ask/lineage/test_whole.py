"""The whole graph as one picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ask.lineage.whole import whole
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.records.terms import KG, key_of, kind_of
from tests.ask.lineage.graphs import claim, described, model, tables_of


def test_every_thing_and_every_accepted_edge(tables: Tables) -> None:
    graph = whole(tables)
    assert graph.focus is None
    shown = {node.iri for node in graph.nodes}
    (stated,) = tables.rows(
        "SELECT list(DISTINCT subject) FROM claims WHERE predicate LIKE '%#type' "
        "AND NOT regexp_matches(subject, '/(derivation|evaluation|term)/')"
    )
    assert shown == set(stated[0])
    assert all({edge.child, edge.parent} <= shown for edge in graph.edges)
    assert all(edge.claims and not edge.inferred for edge in graph.edges)
    assert all(node.role == kind_of(node.iri) for node in graph.nodes)
    properties = {edge.property for edge in graph.edges}
    assert not properties & {KG.hasAncestor, KG.hasAncestorFamily, KG.mentionedIn, KG.derivation}
    derived = [e for e in graph.edges if e.property == KG.derivedFrom]
    assert [(key_of(e.child), key_of(e.parent)) for e in derived] == [("tigerbot", "bloom")]


def test_an_evaluation_is_an_edge_to_its_benchmark(tables: Tables) -> None:
    edges = [e for e in whole(tables).edges if e.property == KG.hasEvaluation]
    assert ("mixtral-8x7b", "mmlu") in {(key_of(e.child), key_of(e.parent)) for e in edges}
    assert all(e.claims for e in edges)


def test_some_kinds_only(tables: Tables) -> None:
    graph = whole(tables, ["Model", "dataset"])
    assert {kind_of(node.iri) for node in graph.nodes} == {"model", "dataset"}
    assert {"finetune", "trainedOn", "generatedBy"} <= {edge.relation for edge in graph.edges}
    with pytest.raises(UsageFault, match="model"):
        whole(tables, ["modle"])


def test_too_many_things_for_a_picture(tables: Tables) -> None:
    with pytest.raises(UsageFault, match="more than 10 things"):
        whole(tables, limit=10)


def test_facts_and_influences_and_the_narrower_edge(tmp_path: Path) -> None:
    a, b = model("a"), model("b")
    tables = tables_of(
        tmp_path,
        [
            *described([a, b]),
            claim(a, KG.derivedFrom, b),
            claim(a, KG.fineTunedFrom, b),
            claim(a, KG.architectureFrom, b),
        ],
    )
    graph = whole(tables, facts=True)
    assert sorted(edge.relation for edge in graph.edges) == ["architecture-of", "finetune"]
    assert {fact.property for fact in graph.facts[a]} == {
        KG.derivedFrom, KG.fineTunedFrom, KG.architectureFrom,
    }  # fmt: skip
