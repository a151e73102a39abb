"""Explanations: every value with its claims, and the sentence that says what decided."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.evidence.explain import Explanation, ValueExplained, explain
from kg.ask.evidence.inference import RULES
from kg.ask.evidence.property_names import resolve_property
from kg.ask.evidence.verdict_words import MODALITY, TRUST, Weight, because
from kg.ask.tables import Tables
from kg.build import build
from kg.errors import NotFound
from kg.records.evidence import Trust
from kg.records.terms import KG, SKOS, mint
from kg.store.generation import Generation

SOURCE = "source: {{id: {id}, title: {title}, language: en{more}}}\n"
GAMMA = "entities:\n- {id: gamma, class: Model, name: Gamma}\n"


def only(explanation: Explanation) -> dict[str, ValueExplained]:
    (one,) = explanation.properties
    return {value.value: value for value in one.values}


def built(tmp_path: Path, *claims: tuple[str, str]) -> Tables:
    """One source a claim; a source's description may carry more fields than id and title."""
    paths = []
    for number, (more, claim) in enumerate(claims):
        path = tmp_path / f"said-{number}.yaml"
        head = SOURCE.format(id=f"said-{number}", title=f"Source {number}", more=more)
        entities = GAMMA if number == 0 else ""
        path.write_text(f"{head}{entities}claims:\n- {{about: gamma, {claim}}}\n", "utf-8")
        paths.append(path)
    return Tables(build(tmp_path / "store", paths).generation)


def test_a_correction_wins_and_says_why(tables: Tables) -> None:
    values = only(explain(tables, mint("model", "falcon"), "developedBy"))
    right, wrong = values["Technology Innovation Institute"], values["'UAE University'"]
    assert right.believed and not wrong.believed
    (claim,) = right.claims
    assert claim.trust == "correction" and claim.trust_zh == "更正"
    assert claim.reference.startswith("https://huggingface.co/")
    assert claim.why == "stands: another value is denied"
    asserted, denied = wrong.claims
    assert (asserted.citation.source, asserted.verdict) == ("s002", "denied")
    assert asserted.why.endswith("its source is trusted more (correction > article)")
    assert asserted.why_zh.endswith("其来源更受信任（更正 > 文章）")
    assert asserted.citation.section and asserted.citation.start is not None
    assert denied.verdict == "denial" and denied.citation.polarity == "denied"
    assert denied.remark and denied.remark_zh


def test_a_tie_is_called_a_tie(tables: Tables) -> None:
    values = only(explain(tables, mint("model", "yi-34b"), "contextLength"))
    claims = {name: value.claims[0] for name, value in values.items()}
    assert claims["32,768"].why == "wins: tie: smallest claim key"
    assert claims["4,096"].verdict == "outranked"
    assert "tie: smallest claim key" in claims["4,096"].why
    assert claims["4,096"].qualifiers["scope"] == "original"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("", "contextLength: 2048"), ("", "contextLength: 4096, modality: hedged"),
         "it is said more firmly (stated > hedged)"),
        (("", "contextLength: 2048"), ("", "contextLength: 4096, scope: in theory"),
         "it holds without scope or condition"),
        ((", written: '2024'", "contextLength: 2048"), (", written: '2023'", "contextLength: 4096"),
         "it is of a later date (2024 > 2023)"),
    ],
)  # fmt: skip
def test_the_part_of_the_rank_that_decided(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], said: str
) -> None:
    values = only(explain(built(tmp_path, first, second), mint("model", "gamma"), "contextLength"))
    assert values["2,048"].believed and not values["4,096"].believed
    assert values["2,048"].claims[0].why == f"wins: {said}"
    assert values["4,096"].claims[0].why == f"outranked by Source 0: {said}"


def test_more_sources_win(tmp_path: Path) -> None:
    most = ("", "contextLength: 2048")
    found = built(tmp_path, most, most, ("", "contextLength: 4096"))
    values = only(explain(found, mint("model", "gamma"), "contextLength"))
    reasons = sorted(claim.why for claim in values["2,048"].claims)
    assert reasons == [
        "says the same as the claim that wins",
        "wins: more sources say so (2 > 1)",
    ]


def test_what_nobody_asserts_can_still_be_denied(tables: Tables) -> None:
    values = only(explain(tables, mint("model", "gpt-neox"), "uses method"))
    (value,) = values.values()
    assert not value.believed
    assert value.claims[0].why == "says that it is not so; nothing asserts it"


def test_a_denial_that_weighs_less_leaves_the_value(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        ("", "openness: open-source"),
        ("", "openness: open-source, polarity: denied, modality: hedged"),
    )
    (value,) = only(explain(found, mint("model", "gamma"), "openness")).values()
    assert value.believed
    assert [claim.why for claim in value.claims] == [
        "stands: what denies it weighs less",
        "says that it is not so, but weighs less",
    ]


def test_words_are_notes(tables: Tables) -> None:
    values = only(explain(tables, mint("model", "vicuna"), "developedBy"))
    words = values["developers from several well-known US institutions"]
    assert words.claims[0].verdict == "noted"
    assert values["Carnegie Mellon University"].believed


@pytest.mark.parametrize(
    "name",
    ["developedBy", "kg:developedBy", KG.developedBy, f"<{KG.developedBy}>", "developed by",
     "Developed-By", "开发者"],
)  # fmt: skip
def test_a_property_has_many_names(tables: Tables, name: str) -> None:
    assert resolve_property(tables, name) == KG.developedBy


@pytest.mark.parametrize(
    ("word", "iri"),
    [
        ("finetune", KG.fineTunedFrom),
        ("quantisation", KG.quantizedFrom),
        ("architecture-of", KG.architectureFrom),
        ("微调自", KG.fineTunedFrom),
        ("altLabel", SKOS.altLabel),
        ("又名", SKOS.altLabel),
    ],
)
def test_relations_and_borrowed_properties(tables: Tables, word: str, iri: str) -> None:
    assert resolve_property(tables, word) == iri


def test_an_unknown_property_names_the_nearest(tables: Tables) -> None:
    with pytest.raises(NotFound) as caught:
        explain(tables, mint("model", "bloom"), "developdBy")
    assert "developedBy" in caught.value.candidates
    assert "Did you mean 'developedBy'" in str(caught.value)


@given(name=st.text(max_size=40))
def test_no_name_breaks_the_search(bundled: Generation, name: str) -> None:
    try:
        found = resolve_property(Tables(bundled), name)
    except NotFound as fault:
        assert repr(name) in fault.sentence
    else:
        assert found.startswith("http")


def test_a_broad_property_takes_the_narrower_along(tables: Tables) -> None:
    found = explain(tables, mint("model", "vicuna-13b"), "derivedFrom")
    by_property = {one.property: one for one in found.properties}
    assert by_property[KG.fineTunedFrom].values[0].iri == mint("model", "llama-13b")
    (broad,) = by_property[KG.derivedFrom].inferred
    assert broad.rule == "super-property"
    assert [(s.subject, s.property, s.object) for s in broad.follows_from] == [
        (mint("model", "vicuna-13b"), KG.fineTunedFrom, mint("model", "llama-13b"))
    ]


def test_an_inherited_developer_names_the_family(tables: Tables) -> None:
    found = explain(tables, mint("model", "gpt4all-j"), "developedBy")
    (value,) = found.properties[0].inferred
    assert (value.rule, value.iri) == ("inherited-developer", mint("institution", "nomic-ai"))
    assert {step.property for step in value.follows_from} == {KG.variantOf, KG.developedBy}
    assert value.meaning and value.meaning_zh
    assert all(step.text and step.text_zh for step in value.follows_from)


def test_learning_from_outputs_names_the_data(tables: Tables) -> None:
    found = explain(tables, mint("model", "alpaca"), "learnedFromOutputsOf")
    values = {value.iri: value for value in found.properties[0].inferred}
    steps = values[mint("model", "text-davinci-003")].follows_from
    assert (mint("dataset", "alpaca-52k"), KG.generatedBy, mint("model", "text-davinci-003")) in {
        (step.subject, step.property, step.object) for step in steps
    }


def test_every_inference_of_the_bundled_graph_rests_on_something(tables: Tables) -> None:
    rules = {rule for (rule,) in tables.rows("SELECT DISTINCT rule FROM facts WHERE rule NOTNULL")}
    assert rules <= set(RULES)
    for (iri,) in tables.rows("SELECT iri FROM things WHERE iri LIKE '%/model/%' ORDER BY iri"):
        for one in explain(tables, iri).properties:
            for value in one.inferred:
                assert value.follows_from, (iri, value)


def test_the_whole_thing_is_explained_with_a_reason_for_each_claim(tables: Tables) -> None:
    for key in ("falcon", "vicuna", "gpt4all", "llama-2", "mixtral-8x7b"):
        iri = mint("model", key)
        found = explain(tables, iri)
        told = [c for one in found.properties for value in one.values for c in value.claims]
        ((count,),) = tables.rows("SELECT count(*) FROM claims WHERE subject = ?", [iri])
        assert len(told) == count
        assert len({claim.citation.claim for claim in told}) == count
        assert all(c.why and c.why_zh and c.trust_zh for c in told)
        assert json.loads(json.dumps(asdict(found), ensure_ascii=False))["iri"] == iri


def test_nothing_speaks_of_an_unknown_thing(tables: Tables) -> None:
    with pytest.raises(NotFound):
        explain(tables, mint("model", "nobody-s"))


def test_words_for_every_level() -> None:
    assert set(TRUST) == {level.name.lower() for level in Trust}
    assert list(MODALITY) == ["stated", "reported", "hedged"]


WEIGHTS = st.builds(
    Weight,
    trust=st.sampled_from(list(TRUST)),
    modality=st.sampled_from(list(MODALITY)),
    dated=st.sampled_from(["", "2023", "2024-01"]),
    support=st.integers(1, 9),
)


@given(WEIGHTS, WEIGHTS, st.sampled_from(["trust", "modality", "date", "sources"]))
def test_a_reason_names_both_sides(one: Weight, other: Weight, reason: str) -> None:
    english, chinese = because(reason, one, other)
    assert " > " in english and " > " in chinese
