"""Impact: what depends on a thing, by the way it is reached."""

from __future__ import annotations

import tempfile
from pathlib import Path

import networkx as nx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.lineage.impact import FIRST, Group, Impact, impact
from kg.ask.tables import Tables
from kg.errors import NotFound, UsageFault
from kg.records.terms import KG, KINDS, RDF, key_of, kind_of, mint
from tests.ask.lineage.graphs import claim, dataset, described, institution, model, tables_of


def group(found: Impact, *steps: str) -> Group:
    (only,) = (g for g in found.groups if g.steps == tuple(KG[step] for step in steps))
    return only


def keys(rows: Group) -> set[str]:
    return {key_of(row.node.iri) for row in rows.rows}


def models(found: Impact) -> set[str]:
    return {
        key_of(row.node.iri)
        for each in found.groups
        for row in each.rows
        if kind_of(row.node.iri) == "model"
    }


def test_lineages_that_touch_sharegpt_are_those_of_the_gold_table(
    tables: Tables, shared: Path
) -> None:
    gold = yaml.safe_load((shared / "seed-facts.yaml").read_text("utf-8"))
    (question,) = (q for q in gold["questions"] if q["id"] == "q03")
    found = impact(tables, dataset("sharegpt"))
    assert models(found) == set(question["answer"])
    assert found.models == len(question["answer"])


def test_a_dataset_by_path(tables: Tables) -> None:
    found = impact(tables, dataset("sharegpt"))
    assert keys(group(found, "trainedOn")) == {"koala", "vicuna", "vicuna-13b"}
    assert keys(group(found, "datasetDerivedFrom")) == {"koala-distillation-data"}
    assert keys(group(found, "trainedOn", "datasetDerivedFrom")) == {"koala"}
    descends = group(found, "derivedFrom", "trainedOn")
    assert (descends.label, descends.label_zh) == ("derived from › trained on", "衍生自 › 训练数据")
    rows = {key_of(row.node.iri): row for row in descends.rows}
    assert rows["minigpt-4"].via == ("composed from", "trained on")
    assert rows["minigpt-4"].via_zh == ("组合自", "训练数据")
    assert rows["minigpt-4"].distance == 2
    first, second = rows["minigpt-4"].edges
    assert (key_of(first.child), key_of(first.parent)) == ("vicuna", "sharegpt")
    assert (key_of(second.child), key_of(second.parent)) == ("minigpt-4", "vicuna")
    assert all(edge.claims for row in descends.rows for edge in row.edges)
    through = rows["vicuna-13b-v1-1-ls291"].edges[-1]
    assert (through.parent, through.through) == (model("vicuna-delta-weights"),) * 2


def test_a_model_that_generated_data(tables: Tables) -> None:
    found = impact(tables, model("chatgpt"))
    assert keys(group(found, "generatedBy")) == {"sharegpt", "koala-distillation-data"}
    assert keys(group(found, "trainedOn", "generatedBy")) == {"koala", "vicuna", "vicuna-13b"}
    assert found.things == found.models + 2


def test_a_family_reaches_what_derives_from_its_members(tables: Tables) -> None:
    found = impact(tables, model("llama"))
    (only,) = found.groups
    assert (only.models, found.models) == (13, 13)
    (edge,) = next(r for r in only.rows if r.node.iri == model("guanaco-llama-7b")).edges
    assert (edge.parent, edge.through) == (model("llama-7b"), model("llama-7b"))


def test_an_institution_a_method_and_a_license(tables: Tables) -> None:
    meta = impact(tables, mint("institution", "meta"))
    assert {"llama", "llama-7b"} <= keys(group(meta, "developedBy"))
    assert {"alpaca", "koala"} <= keys(group(meta, "derivedFrom", "developedBy"))
    inherited = next(r for r in group(meta, "developedBy").rows if r.node.iri == model("llama-13b"))
    assert inherited.edges[0].inferred
    lora = impact(tables, mint("method", "lora"))
    assert keys(group(lora, "usesMethod")) == {"chinese-vicuna"}
    assert keys(group(lora, "basedOnMethod")) == {"qlora"}
    apache = impact(tables, mint("license", "Apache-2.0"))
    assert "mixtral-8x7b" in keys(group(apache, "license"))
    assert "mixtral-8x7b-instruct" in keys(group(apache, "derivedFrom", "license"))


def test_nothing_downstream_is_an_empty_answer(tables: Tables) -> None:
    found = impact(tables, model("koala"))
    assert (found.things, found.models, found.groups) == (0, 0, ())


def test_what_cannot_be_asked(tables: Tables) -> None:
    with pytest.raises(NotFound):
        impact(tables, mint("method", "no-such-method"))
    (result,) = tables.rows("SELECT min(iri) FROM things WHERE class = ?", [KG.Evaluation])
    with pytest.raises(UsageFault, match="Nothing is made"):
        impact(tables, result[0])


def test_every_kind_of_thing_that_people_name_can_be_asked() -> None:
    assert set(FIRST) == set(KINDS) - {"term", "source", "claim", "derivation", "evaluation"}


def test_a_limit_cuts_rows_and_not_counts(tables: Tables) -> None:
    found = impact(tables, model("llama"), limit=2)
    (only,) = found.groups
    assert (len(only.rows), only.things, found.models) == (2, 13, 13)


def test_a_model_trained_on_its_own_outputs_ends(tmp_path: Path) -> None:
    a, b, maker = model("a"), model("b"), institution("maker")
    first, second = dataset("first"), dataset("second")
    tables = tables_of(
        tmp_path,
        [
            *described([a, b, first, second, maker]),
            claim(a, KG.developedBy, maker),
            claim(first, KG.generatedBy, a),
            claim(a, KG.trainedOn, first),
            claim(second, KG.datasetDerivedFrom, first),
            claim(first, KG.datasetDerivedFrom, second),
            claim(b, KG.fineTunedOn, second),
            claim(a, KG.fineTunedFrom, b),
        ],
    )
    found = impact(tables, maker)
    assert (found.things, found.models) == (4, 2)
    assert keys(group(found, "developedBy")) == {"a"}
    assert "a" in keys(group(found, "trainedOn", "generatedBy", "developedBy"))
    assert impact(tables, a).models == 1


FLOWS = (KG.fineTunedFrom, KG.adapterOf, KG.trainedOn, KG.datasetDerivedFrom, KG.generatedBy)
ENDS = {
    KG.fineTunedFrom: (model, model),
    KG.adapterOf: (model, model),
    KG.trainedOn: (model, dataset),
    KG.datasetDerivedFrom: (dataset, dataset),
    KG.generatedBy: (dataset, model),
}


@given(
    pairs=st.sets(
        st.tuples(st.integers(0, 3), st.sampled_from(FLOWS), st.integers(0, 3)), max_size=14
    ),
    focus=st.sampled_from([model(0), dataset(0)]),
)
@settings(max_examples=25)
def test_impact_is_what_networkx_reaches(pairs: set[tuple[int, str, int]], focus: str) -> None:
    graph = nx.DiGraph()
    every = [make(n) for make in (model, dataset) for n in range(4)]
    graph.add_nodes_from(every)
    claims = [claim(iri, RDF.type, KG.Model if "/model/" in iri else KG.Dataset) for iri in every]
    for child, predicate, parent in pairs:
        below, above = ENDS[predicate]
        graph.add_edge(below(child), above(parent))
        claims.append(claim(below(child), predicate, above(parent)))
    with tempfile.TemporaryDirectory() as folder:
        found = impact(tables_of(Path(folder), claims), focus)
    distances = nx.single_source_shortest_path_length(graph.reverse(), focus)
    distances.pop(focus)
    nearest: dict[str, int] = {}
    for each in found.groups:
        assert each.things == len(each.rows) == len({row.node.iri for row in each.rows})
        for row in each.rows:
            nearest[row.node.iri] = min(row.distance, nearest.get(row.node.iri, 99))
            _check_way(row.edges, focus, row.node.iri, each.steps)
    assert nearest == distances
    assert found.things == len(distances)
    assert found.models == sum(kind_of(iri) == "model" for iri in distances)


def _check_way(edges: tuple[object, ...], focus: str, thing: str, steps: tuple[str, ...]) -> None:
    here = focus
    broad = {KG.fineTunedFrom: KG.derivedFrom, KG.adapterOf: KG.derivedFrom}
    taken: list[str] = []
    for edge in edges:
        assert edge.parent == here  # type: ignore[attr-defined]
        here = edge.child  # type: ignore[attr-defined]
        step = broad.get(edge.property, edge.property)  # type: ignore[attr-defined]
        taken += [step] if step not in taken else []
    assert here == thing
    assert tuple(reversed(taken)) == steps
