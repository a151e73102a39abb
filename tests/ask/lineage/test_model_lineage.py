"""Lineage: against the gold table, against networkx on generated graphs, and at its edges."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.lineage.model_lineage import lineage
from kg.ask.lineage.walk import counts_of
from kg.ask.subgraph import Edge, Node, Subgraph
from kg.ask.tables import Tables
from kg.errors import NotFound, UsageFault
from kg.records.derivation import DERIVATIONS
from kg.records.terms import KG, RDF, key_of, mint
from kg.store import open_store
from tests.ask.lineage.graphs import claim, dataset, described, institution, model, tables_of


def keys(graph: Subgraph, *roles: str) -> set[str]:
    return {key_of(node.iri) for node in graph.nodes if node.role in roles}


def edge(graph: Subgraph, child: str, parent: str, relation: str | None = None) -> Edge:
    (found,) = (
        e
        for e in graph.edges
        if (key_of(e.child), key_of(e.parent)) == (child, parent) and relation in (None, e.relation)
    )
    return found


def node(graph: Subgraph, key: str) -> Node:
    (found,) = (n for n in graph.nodes if key_of(n.iri) == key)
    return found


# The bundled graph.


def test_descendants_of_llama_are_those_of_the_gold_table(tables: Tables, shared: Path) -> None:
    gold = yaml.safe_load((shared / "seed-facts.yaml").read_text("utf-8"))
    (question,) = (q for q in gold["questions"] if q["id"] == "q01")
    graph = lineage(tables, model("llama"))
    assert keys(graph, "descendant") == set(question["answer_corrected"])
    assert graph.descendants == len(question["answer_corrected"])
    assert graph.ancestors == 0


def test_a_family_shows_its_members_and_what_descends_through_them(tables: Tables) -> None:
    graph = lineage(tables, model("llama"), side=())
    assert keys(graph, "member") == {"llama-7b", "llama-13b", "llama-30b", "llama-65b"}
    for member in keys(graph, "member"):
        assert edge(graph, member, "llama").relation == "variantOf"
    through = {key_of(n.iri): key_of(n.through) for n in graph.nodes if n.through}
    assert through == {
        "guanaco-llama-7b": "llama-7b",
        "oasst-sft-6-llama-30b": "llama-30b",
        "vicuna-13b": "llama-13b",
    }
    assert edge(graph, "guanaco-llama-7b", "llama-7b").through == model("llama-7b")
    assert edge(graph, "alpaca", "llama").through is None


def test_vicuna_with_what_stands_beside_it(tables: Tables) -> None:
    graph = lineage(tables, model("vicuna-13b"))
    assert graph.nodes[0].iri == model("vicuna-13b")
    assert (graph.ancestors, graph.descendants) == (1, 0)
    assert keys(graph, "ancestor") == {"llama-13b"}
    assert keys(graph, "dataset") == {"sharegpt"}
    assert keys(graph, "generator") == {"chatgpt"}
    assert edge(graph, "sharegpt", "chatgpt").relation == "generatedBy"
    base = edge(graph, "vicuna-13b", "llama-13b")
    assert (base.relation, base.property, base.label_zh) == ("finetune", KG.fineTunedFrom, "微调自")
    (said,) = base.claims
    assert (said.source, said.section, said.polarity) == ("s001", "8. Vicuna 13-B", "asserted")
    assert said.title == "十大开源LLM大模型"
    assert said.start is not None
    assert said.end is not None
    assert said.start < said.end
    maker = edge(graph, "vicuna-13b", "uc-berkeley")
    assert maker.inferred
    assert maker.through == model("vicuna")
    assert "s002" in {said.source for said in maker.claims}
    assert all("Vicuna" in said.note and "Vicuna" in said.note_zh for said in maker.claims)


def test_a_denied_base_is_not_in_the_lineage(tables: Tables) -> None:
    graph = lineage(tables, model("dolly"))
    assert keys(graph, "ancestor") == {"gpt-j"}
    assert not any(key_of(e.parent) == "llama" for e in graph.edges)
    (said,) = edge(graph, "dolly", "gpt-j").claims
    assert said.source == "corrections"
    assert said.url is not None
    assert said.url.startswith("https://")
    assert "dolly" not in keys(lineage(tables, model("llama")), "descendant", "both")


@pytest.mark.parametrize(
    ("key", "ancestors", "descendants"),
    [
        ("bloom", set(), {"tigerbot"}),
        ("minigpt-4", {"vicuna", "llama", "llama-13b"}, set()),
        ("koala", {"llama"}, set()),
        ("vicuna", {"llama", "llama-13b"}, {"minigpt-4", "vicuna-13b-v1-1-ls291"}),
    ],
)
def test_ancestors_and_descendants(
    tables: Tables, key: str, ancestors: set[str], descendants: set[str]
) -> None:
    graph = lineage(tables, model(key))
    assert keys(graph, "ancestor") == ancestors
    assert keys(graph, "descendant") == descendants
    assert (graph.ancestors, graph.descendants) == (len(ancestors), len(descendants))


def test_koala_has_all_its_data_and_who_generated_it(tables: Tables) -> None:
    graph = lineage(tables, model("koala"))
    assert keys(graph, "generator") == {"chatgpt", "text-davinci-003"}
    assert {"sharegpt", "hc3", "alpaca-52k", "oig"} <= keys(graph, "dataset")
    assert edge(graph, "koala-distillation-data", "sharegpt").relation == "datasetDerivedFrom"


def test_every_shown_edge_has_claims_and_facts_are_by_node(tables: Tables) -> None:
    graph = lineage(tables, model("llama"), facts=True)
    assert all(e.claims for e in graph.edges)
    assert set(graph.facts) == {n.iri for n in graph.nodes}
    assert any(f.property == KG.license for f in graph.facts[model("llama")])


def test_two_kinds_of_one_edge_are_two_edges_and_the_broad_one_is_none(tables: Tables) -> None:
    graph = lineage(tables, model("chinese-vicuna"), side=())
    relations = [e.relation for e in graph.edges if e.child == model("chinese-vicuna")]
    assert sorted(relations) == ["adapter", "finetune"]


def test_kinds_and_depth_narrow_what_is_shown_and_not_the_counts(tables: Tables) -> None:
    graph = lineage(tables, model("llama"), kinds=["continued_pretraining"], side=())
    assert keys(graph, "descendant") == {"chinese-llama", "chinese-alpaca"}
    assert graph.descendants == 13
    near = lineage(tables, model("minigpt-4"), depth=1, side=())
    assert keys(near, "ancestor") == {"vicuna"}
    assert near.ancestors == 3
    assert len(lineage(tables, model("llama"), depth=0, side=()).nodes) == 1


def test_only_up_or_only_down(tables: Tables) -> None:
    up = lineage(tables, model("vicuna"), down=False, side=())
    assert {n.role for n in up.nodes} == {"focus", "ancestor"}
    assert all(n.hidden == 0 for n in up.nodes)
    down = lineage(tables, model("vicuna"), up=False, side=())
    assert not keys(down, "ancestor")
    assert "minigpt-4" in keys(down, "descendant")


def test_a_dataset_shows_its_sources_and_its_uses(tables: Tables) -> None:
    graph = lineage(tables, dataset("sharegpt"))
    assert keys(graph, "generator") == {"chatgpt"}
    assert keys(graph, "descendant") == {"koala-distillation-data", "koala", "vicuna", "vicuna-13b"}
    assert (graph.ancestors, graph.descendants) == (1, 3)
    up = lineage(tables, dataset("guanaco-dataset"), down=False)
    assert keys(up, "ancestor") == {"alpaca-52k"}
    assert keys(up, "generator") == {"text-davinci-003"}
    assert (
        keys(lineage(tables, dataset("guanaco-dataset"), down=False, depth=1), "generator") == set()
    )


def test_what_cannot_be_asked(tables: Tables) -> None:
    with pytest.raises(UsageFault, match="impact"):
        lineage(tables, mint("institution", "meta"))
    with pytest.raises(NotFound):
        lineage(tables, model("no-such-model"))
    with pytest.raises(UsageFault, match="no kind of derivation"):
        lineage(tables, model("llama"), kinds=["cousin"])
    with pytest.raises(UsageFault, match="no weights"):
        lineage(tables, model("llama"), kinds=["architecture-of"])
    with pytest.raises(UsageFault, match="beside"):
        lineage(tables, model("llama"), side=["weather"])
    with pytest.raises(UsageFault, match="depth"):
        lineage(tables, model("llama"), depth=-1)
    with pytest.raises(UsageFault, match="limit"):
        lineage(tables, model("llama"), limit=0)


def test_counts_are_those_of_the_default_graph(tables: Tables) -> None:
    rows = open_store(tables.generation.store).select(
        "SELECT ?m (COUNT(DISTINCT ?a) AS ?up) (COUNT(DISTINCT ?d) AS ?down) "
        "{ ?m a kg:Model OPTIONAL { ?m kg:hasAncestor ?a } "
        "OPTIONAL { ?d kg:hasAncestor|kg:hasAncestorFamily ?m } } GROUP BY ?m"
    )
    assert len(rows) > 100
    for row in rows:
        counted = tuple(int(row[name].split('"')[1]) for name in ("up", "down"))
        assert counts_of(tables, row["m"].strip("<>")) == counted


def test_the_same_question_has_the_same_answer(tables: Tables) -> None:
    assert lineage(tables, model("llama"), facts=True) == lineage(
        tables, model("llama"), facts=True
    )


# Small graphs made for the purpose.


def test_claims_for_and_against_an_edge_and_those_that_say_less(tmp_path: Path) -> None:
    a, b = model("a"), model("b")
    tables = tables_of(
        tmp_path,
        [
            *described([a, b]),
            claim(a, KG.fineTunedFrom, b, source="x", scope="the 7B only", remark="see there"),
            claim(a, KG.fineTunedFrom, b, source="y", polarity="denied", modality="hedged"),
            claim(a, KG.derivedFrom, b, source="z"),
        ],
    )
    graph = lineage(tables, a)
    (only,) = graph.edges
    assert only.relation == "finetune"
    assert [(c.source, c.polarity) for c in only.claims] == [
        ("x", "asserted"),
        ("y", "denied"),
        ("z", "asserted"),
    ]
    assert only.claims[0].note == "scope: the 7B only; see there"
    assert only.claims[0].note_zh == "适用范围：the 7B only；see there"
    assert only.claims[2].note == "says derived from"
    assert lineage(tables, a, kinds=["unspecified"], side=()).edges == ()


def test_a_stub_is_called_by_its_key(tmp_path: Path) -> None:
    a, b = model("a"), model("nobody-describes-me")
    tables = tables_of(tmp_path, [*described([a]), claim(a, KG.fineTunedFrom, b)])
    stub = node(lineage(tables, a), "nobody-describes-me")
    assert (stub.stub, stub.label, stub.label_zh, stub.kind) == (
        True,
        "nobody-describes-me",
        "nobody-describes-me",
        "Model",
    )
    assert not node(lineage(tables, a), "a").stub


def test_names_with_quotes_and_markup_pass_through(tmp_path: Path) -> None:
    wild = model("a'; DROP TABLE facts; --<script>\n\u202e$focus")
    tables = tables_of(
        tmp_path, [*described([wild, model("b")]), claim(model("b"), KG.adapterOf, wild)]
    )
    graph = lineage(tables, wild)
    assert keys(graph, "descendant") == {"b"}
    assert graph.descendants == 1


def test_a_limit_keeps_ancestors_and_the_children_with_most_descendants(tmp_path: Path) -> None:
    root, top = model("root"), model("top")
    claims = [claim(root, KG.fineTunedFrom, top)]
    for n in range(40):
        claims.append(claim(model(f"c{n:02}"), KG.fineTunedFrom, root, start=n))
    for n in range(3):
        claims.append(claim(model(f"g{n}"), KG.quantizedFrom, model("c30"), start=n))
    claims.append(claim(model("h"), KG.quantizedFrom, model("c20")))
    tables = tables_of(tmp_path, [*described({c.subject for c in claims} | {top}), *claims])
    graph = lineage(tables, root, limit=5)
    shown = [key_of(n.iri) for n in graph.nodes]
    assert shown == ["root", "top", "c30", "c20", "c00"]
    assert (graph.ancestors, graph.descendants) == (1, 44)
    assert {key: node(graph, key).hidden for key in shown} == {
        "root": 37, "top": 0, "c30": 3, "c20": 1, "c00": 0,
    }  # fmt: skip
    whole = lineage(tables, root)
    assert len(whole.nodes) == 46
    assert all(n.hidden == 0 for n in whole.nodes)
    near = lineage(tables, root, depth=1)
    assert node(near, "c30").hidden == 3
    assert len(lineage(tables, root, limit=1).nodes) == 2  # an ancestor is never left out


def test_a_family_with_many_members_still_shows_its_descendants(tmp_path: Path) -> None:
    family = model("family")
    claims = [claim(model(f"m{n:02}"), KG.variantOf, family, start=n) for n in range(30)]
    claims += [
        claim(model("x"), KG.fineTunedFrom, model("m25")),
        claim(model("y"), KG.adapterOf, model("x")),
    ]
    tables = tables_of(tmp_path, [*described({c.subject for c in claims} | {family}), *claims])
    graph = lineage(tables, family, limit=4)
    assert [key_of(n.iri) for n in graph.nodes] == ["family", "m25", "x", "m00"]
    assert node(graph, "x").through == model("m25")
    assert node(graph, "x").hidden == 1
    assert node(graph, "family").hidden == 28
    assert graph.descendants == 2


def test_training_data_of_the_narrowest_kind_and_data_in_a_ring(tmp_path: Path) -> None:
    a, maker = model("a"), institution("maker")
    one, two = dataset("one"), dataset("two")
    tables = tables_of(
        tmp_path,
        [
            *described([a, one, two, maker]),
            claim(a, KG.trainedOn, one),
            claim(a, KG.fineTunedOn, one, source="t"),
            claim(one, KG.datasetDerivedFrom, two),
            claim(two, KG.datasetDerivedFrom, one),
            claim(two, KG.generatedBy, a),
            claim(a, KG.developedBy, maker),
        ],
    )
    graph = lineage(tables, a)
    assert edge(graph, "a", "one").relation == "fineTunedOn"
    assert Counter(n.role for n in graph.nodes) == Counter(
        {"focus": 1, "dataset": 2, "institution": 1}
    )
    assert edge(graph, "two", "a").relation == "generatedBy"
    data = lineage(tables, one)
    assert node(data, "two").role == "both"
    assert data.descendants == 1


def test_a_long_chain_and_a_long_ring_end(tmp_path: Path) -> None:
    number = 400
    claims = [claim(model(n), KG.fineTunedFrom, model(n + 1)) for n in range(number)]
    claims.append(claim(model(number), KG.fineTunedFrom, model(0)))
    tables = tables_of(tmp_path, [claim(model(0), RDF.type, KG.Model), *claims])
    graph = lineage(tables, model(0), limit=2000)
    assert (graph.ancestors, graph.descendants) == (number, number)
    assert Counter(n.role for n in graph.nodes) == Counter({"focus": 1, "both": number})
    assert len(graph.edges) == number + 1


# Any graph: what networkx says is what we say.

RELATIONS = ("finetune", "adapter", "unspecified")
GRAPHS = st.tuples(
    st.sets(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(RELATIONS)), max_size=14
    ),
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=3),
)


@contextmanager
def small(derived: set[tuple[int, int, str]], variants: set[tuple[int, int]]) -> Iterator[Tables]:
    claims = [claim(model(c), DERIVATIONS[r], model(p)) for c, p, r in sorted(derived)]
    claims += [claim(model(c), KG.variantOf, model(p)) for c, p in sorted(variants)]
    claims += [claim(model(n), RDF.type, KG.Model) for n in range(7)]
    with tempfile.TemporaryDirectory() as folder:
        yield tables_of(Path(folder), claims)


@given(graph=GRAPHS, focus=st.integers(0, 6))
@settings(max_examples=25)
def test_lineage_is_what_networkx_finds(
    graph: tuple[set[tuple[int, int, str]], set[tuple[int, int]]], focus: int
) -> None:
    derived, variants = graph
    made, kin = nx.DiGraph(), nx.DiGraph()
    made.add_nodes_from(range(7))
    kin.add_nodes_from(range(7))
    made.add_edges_from((c, p) for c, p, _ in derived if c != p)
    kin.add_edges_from(variants)
    members = nx.ancestors(kin, focus)
    above = nx.descendants(made, focus)
    below = set().union(*(nx.ancestors(made, n) for n in {focus, *members})) - {focus}
    with small(derived, variants) as tables:
        found = lineage(tables, model(focus), side=())
    assert (found.ancestors, found.descendants) == (len(above), len(below))
    roles = {int(key_of(n.iri)): n.role for n in found.nodes}
    assert set(roles) == {focus} | above | below | members
    for number, role in roles.items():
        expected = {(True, True): "both", (True, False): "ancestor", (False, True): "descendant"}
        known = expected.get((number in above, number in below), "member")
        assert role == ("focus" if number == focus else known)
    assert all(n.hidden == 0 for n in found.nodes)
    for shown in found.nodes:
        own = int(key_of(shown.iri)) in nx.ancestors(made, focus)
        assert (shown.through is not None) == (int(key_of(shown.iri)) in below and not own)
    _check_edges(found, derived, variants, set(roles))


def _check_edges(
    found: Subgraph,
    derived: set[tuple[int, int, str]],
    variants: set[tuple[int, int]],
    shown: set[int],
) -> None:
    better = {(c, p) for c, p, r in derived if r != "unspecified"}
    expected = {
        (c, p, r)
        for c, p, r in derived
        if c != p and {c, p} <= shown and (r != "unspecified" or (c, p) not in better)
    }
    expected |= {(c, p, "variantOf") for c, p in variants if c != p and {c, p} <= shown}
    listed = [(int(key_of(e.child)), int(key_of(e.parent)), e.relation) for e in found.edges]
    assert sorted(listed) == sorted(expected)
    assert all(e.claims for e in found.edges)


@given(
    graph=GRAPHS,
    focus=st.integers(0, 6),
    kinds=st.sets(st.sampled_from(RELATIONS), min_size=1),
    depth=st.integers(0, 4),
    limit=st.integers(1, 8),
)
@settings(max_examples=25)
def test_kinds_depth_and_limit_are_what_networkx_finds(
    graph: tuple[set[tuple[int, int, str]], set[tuple[int, int]]],
    focus: int,
    kinds: set[str],
    depth: int,
    limit: int,
) -> None:
    derived = graph[0]
    better = {(c, p) for c, p, r in derived if r != "unspecified"}
    made = nx.DiGraph()
    made.add_nodes_from(range(7))
    made.add_edges_from(
        (c, p)
        for c, p, r in derived
        if c != p and r in kinds and (r != "unspecified" or (c, p) not in better)
    )
    above = set(nx.single_source_shortest_path_length(made, focus, depth))
    down = nx.single_source_shortest_path_length(made.reverse(), focus, depth)
    with small(derived, set()) as tables:
        every = lineage(tables, model(focus), kinds=kinds, depth=depth, side=())
        less = lineage(tables, model(focus), kinds=kinds, depth=depth, side=(), limit=limit)
    assert {int(key_of(n.iri)) for n in every.nodes} == above | set(down)
    assert {e.relation for e in every.edges} <= kinds
    kept = {int(key_of(n.iri)) for n in less.nodes}
    assert above <= kept
    assert len(kept) == max(len(above), min(limit, len(above | set(down))))
    for number in kept - above:
        assert all(n in kept for n in down if down[n] < down[number])
    for answer in (every, less):
        present = {int(key_of(n.iri)) for n in answer.nodes}
        for shown in answer.nodes:
            number = int(key_of(shown.iri))
            if number in down and (number == focus or number not in above):
                assert shown.hidden == len(set(made.predecessors(number)) - present)
    assert replace(less, nodes=(), edges=()) == replace(every, nodes=(), edges=())
