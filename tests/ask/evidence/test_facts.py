"""Accepted values for reading, with the claims for and against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ask.evidence.citations import _PLAIN, _QUALIFIERS, _TEXTS
from kg.ask.evidence.facts import facts_of
from kg.ask.subgraph import Fact
from kg.ask.tables import Tables
from kg.ask.values import number
from kg.records.evidence import Place, Qualifiers
from kg.records.terms import KG, SKOS, XSD
from tests.ask.lineage.graphs import claim, described, institution, model, tables_of


def of(tables: Tables, key: str, predicate: str) -> list[Fact]:
    return [f for f in facts_of(tables, [model(key)])[model(key)] if f.property == predicate]


def test_a_number_in_both_languages(tables: Tables) -> None:
    (count,) = of(tables, "mixtral-8x7b", KG.parameterCount)
    assert (count.value, count.value_zh) == ("46,700,000,000", "467 亿")
    assert (count.lexical, count.datatype) == ("46700000000", XSD.integer)
    assert {c.source for c in count.claims} == {"s001"}
    assert (count.label, count.label_zh) == ("parameter count", "参数量")


def test_a_corrected_number_alone_stands(tables: Tables) -> None:
    (count,) = of(tables, "gemma-7b", KG.parameterCount)
    assert count.lexical == "8540000000"
    assert {c.source for c in count.claims} == {"corrections"}


def test_a_range_is_one_value(tables: Tables) -> None:
    (sizes,) = of(tables, "llama-2", KG.parameterCount)
    assert sizes.value == "7,000,000,000–70,000,000,000"
    assert sizes.value_zh == "70 亿–700 亿"
    assert sizes.lexical is None


def test_words_stand_under_the_property_that_they_are_about(tables: Tables) -> None:
    capabilities = of(tables, "llama-2", KG.capability)
    assert {f.value for f in capabilities} == {
        "natural language for chatbots",
        "text generation",
    }
    assert all(f.noted for f in capabilities)
    assert not of(tables, "llama-2", KG.note)


def test_things_concepts_and_evaluations_are_named(tables: Tables) -> None:
    (maker,) = of(tables, "llama", KG.developedBy)
    assert (maker.value, maker.value_zh, maker.iri) == ("Meta", "Meta 公司", institution("meta"))
    (use,) = of(tables, "mixtral-8x7b", KG.commercialUse)
    assert (use.value, use.value_zh) == ("allowed", "允许")
    results = {f.value for f in of(tables, "mixtral-8x7b", KG.hasEvaluation)}
    assert "MMLU: score 71.82" in results


def test_what_is_inferred_says_so_and_cites_the_family(tables: Tables) -> None:
    (maker,) = of(tables, "llama-13b", KG.developedBy)
    assert maker.inferred
    assert all("LLaMA" in c.note for c in maker.claims)
    (learned,) = of(tables, "alpaca", KG.learnedFromOutputsOf)
    assert learned.inferred
    assert not of(tables, "llama-13b", KG.hasAncestor)


def test_denied_values_are_not_here(tables: Tables) -> None:
    assert "open source" not in {f.value for f in of(tables, "llama", KG.openness)}


def test_every_thing_asked_for_has_an_entry_in_a_stable_order(tables: Tables) -> None:
    asked = [model("vicuna"), model("no-such-model"), model("llama")]
    found = facts_of(tables, asked)
    assert list(found) == asked
    assert found[model("no-such-model")] == ()
    assert found == facts_of(tables, asked)
    assert found[model("vicuna")][0].property == SKOS.altLabel
    assert KG.implicit not in {f.property for f in found[model("vicuna")]}


def test_a_denial_that_lost_is_cited_beside_the_value(tmp_path: Path) -> None:
    a, maker = model("a"), institution("maker")
    tables = tables_of(
        tmp_path,
        [
            *described([a, maker]),
            claim(a, KG.developedBy, maker, source="x"),
            claim(a, KG.developedBy, maker, source="y", polarity="denied", modality="hedged"),
        ],
    )
    (fact,) = of(tables, "a", KG.developedBy)
    assert [c.polarity for c in fact.claims] == ["asserted", "denied"]


@pytest.mark.parametrize(
    ("text", "datatype", "english", "chinese"),
    [
        ("176000000000", XSD.integer, "176,000,000,000", "1760 亿"),
        ("6738415616", XSD.integer, "6,738,415,616", "6,738,415,616"),
        ("52000", XSD.integer, "52,000", "5.2 万"),
        ("8", XSD.integer, "8", "8"),
        ("-40000", XSD.integer, "-40,000", "-4 万"),
        ("many", XSD.integer, "many", "many"),
        ("9" * 5000, XSD.integer, "9" * 5000, "9" * 5000),
        ("71.82", XSD.decimal, "71.82", "71.82"),
        ("2023", XSD.gYear, "2023", "2023"),
        ("false", XSD.boolean, "no", "否"),
    ],
)
def test_numbers_as_people_write_them(text: str, datatype: str, english: str, chinese: str) -> None:
    assert number(text, datatype) == (english, chinese)


def test_a_citation_leaves_out_no_part_of_place_or_qualifiers() -> None:
    told = {*_PLAIN, *_QUALIFIERS, *_TEXTS}
    assert {*Place.model_fields, *Qualifiers.model_fields} - told == {"tier"}
