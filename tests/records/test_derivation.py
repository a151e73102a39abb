"""The words for derivations: every spelling has one property, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records.derivation import DERIVATIONS, INFLUENCES, RELATION_OF, RELATIONS, relation
from kg.records.fields import properties
from kg.records.model import Weights
from kg.records.terms import KG


def test_words_and_properties_are_one_to_one() -> None:
    assert len(set(RELATIONS.values())) == len(RELATIONS)
    assert all(RELATION_OF[iri] == word == relation(word) for word, iri in RELATIONS.items())
    assert not set(DERIVATIONS) & set(INFLUENCES)


def test_every_relation_is_a_field_of_models() -> None:
    assert set(RELATIONS.values()) <= {field.predicate for field in properties(Weights)}


@pytest.mark.parametrize(
    ("spelling", "property_"),
    [
        ("quantisation", KG.quantizedFrom), ("Quantization", KG.quantizedFrom), ("quantised", KG.quantizedFrom),
        ("LoRA", KG.adapterOf), (" finetuned ", KG.fineTunedFrom), ("fine-tuning", KG.fineTunedFrom),
        ("continued_pretraining", KG.continuedPretrainingOf), ("multimodal-composition", KG.composedFrom),
        ("merged", KG.mergedFrom), ("distilled", KG.distilledFrom), ("converted", KG.convertedFrom),
        ("pruned", KG.prunedFrom), ("upcycling", KG.upcycledFrom), ("unspecified", KG.derivedFrom),
    ],
)  # fmt: skip
def test_spellings(spelling: str, property_: str) -> None:
    word = relation(spelling)
    assert word is not None and RELATIONS[word] == property_


@given(st.text())
def test_any_text_is_a_word_of_the_table_or_none(text: str) -> None:
    assert relation(text) in {None, *RELATIONS}
