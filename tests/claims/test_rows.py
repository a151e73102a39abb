"""The row compiler: each field gives its predicate, and each kind of value its columns."""

from __future__ import annotations

import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.rows import compile_record
from kg.claims.table import Claim
from kg.records import RECORDS, Statement
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.fields import Between, Link, Property, Words, properties
from kg.records.terms import KG, RDF, RDFS, XSD, Key, mint

EVIDENCE = Evidence(
    source=Key("mine"), place=Place(section="One", start=1, end=2), modality="hedged",
    polarity="denied", quote="q", dated="2023", identifier="c1", qualifiers=Qualifiers(scope="x"),
)  # fmt: skip
FIELDS = [
    pytest.param(name, field, id=f"{name}.{field.name}")
    for name, cls in RECORDS.items()
    for field in properties(cls)
]


def example(cls: type[Statement], field: Property) -> Any:
    if isinstance(field.marker, Link):
        return mint((field.marker.kinds or ("model",))[0], "thing")
    if field.marker.datatype == XSD.boolean:
        return True
    if field.marker.datatype in (XSD.integer, XSD.decimal):
        return 7
    return {XSD.date: "2023-07", XSD.anyURI: "https://example.org/"}.get(
        field.marker.datatype, "text"
    )


def record(name: str, evidence: Evidence = EVIDENCE, **stated: Any) -> Statement:
    cls: Any = RECORDS[name]
    required = {f.name: example(cls, f) for f in properties(cls) if f.required}
    made: Statement = cls(key=Key("a"), evidence=evidence, **{**required, **stated})
    return made


def claims(name: str, evidence: Evidence = EVIDENCE, **stated: Any) -> list[Claim]:
    return list(compile_record(record(name, evidence, **stated)))


def one(name: str, evidence: Evidence = EVIDENCE, **stated: Any) -> Claim:
    (claim,) = claims(name, evidence, **stated)
    return claim


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_each_field_gives_its_predicate(name: str, field: Property) -> None:
    value = example(RECORDS[name], field)
    found = [
        claim
        for claim in claims(name, **{field.name: (value,) if field.many else value})
        if claim.predicate == field.predicate and claim.language == field.language
    ]
    (claim,) = found
    assert claim.subject == mint(RECORDS[name].kind, "a")
    assert (claim.object is None) == (not isinstance(field.marker, Link))
    if isinstance(field.marker, Link):
        assert claim.object == value and claim.value is claim.datatype is None
    elif field.language:
        assert (claim.value, claim.datatype) == ("text", None)
    elif field.marker.datatype == XSD.date:
        assert (claim.value, claim.datatype) == ("2023-07", XSD.gYearMonth)
    else:
        assert claim.datatype == field.marker.datatype
    assert claim.as_note is None


@pytest.mark.parametrize("name", RECORDS)
def test_evidence_stands_on_every_claim(name: str) -> None:
    label = {} if name in ("Derivation", "Evaluation") else {"label": "A", "declared": True}
    found = claims(name, **label)
    assert len(found) >= 2 and len({claim.claim for claim in found}) == len(found)
    for claim in found:
        stated = (
            claim.source,
            claim.place,
            claim.modality,
            claim.polarity,
            claim.dated,
            claim.quote,
        )
        assert stated == ("mine", EVIDENCE.place, "hedged", "denied", "2023", "q")
        assert (claim.identifier, claim.qualifiers) == ("c1", EVIDENCE.qualifiers)


def test_a_class_is_claimed_by_those_who_declare_it() -> None:
    assert [c.object for c in claims("Model", declared=True)] == [KG.Model]
    assert claims("Model") == []
    assert {c.predicate for c in claims("Derivation")} >= {RDF.type}


def test_words_stand_where_a_thing_a_number_or_a_date_is_expected() -> None:
    for name, field in (("Model", "developed_by"), ("ModelFamily", "parameter_count")):
        claim = one(name, **{field: (Words("some"),)})
        assert (claim.value, claim.datatype, claim.as_note) == ("some", XSD.string, "some")
    claim = one("Model", released_on=Words("last summer"))
    assert (claim.value, claim.datatype, claim.as_note) == (
        "last summer",
        XSD.string,
        "last summer",
    )


def test_a_range_is_two_values_of_a_family_and_words_of_a_model() -> None:
    claim = one("ModelFamily", parameter_count=(Between(7, 70),))
    assert (claim.low, claim.high, claim.value, claim.as_note) == ("7", "70", None, None)
    claim = one("Model", parameter_count=Between(7, 70))
    assert (claim.low, claim.high, claim.value, claim.as_note) == ("7", "70", None, "7–70")


@pytest.mark.parametrize(
    ("bound", "low", "high"), [("min", "7", None), ("max", None, "7"), (None, None, None)]
)
def test_a_single_end_is_the_value(bound: Any, low: str | None, high: str | None) -> None:
    evidence = EVIDENCE.model_copy(update={"qualifiers": Qualifiers(bound=bound)})
    claim = one("Model", evidence, parameter_count=7)
    assert (claim.value, claim.low, claim.high, claim.as_note) == ("7", low, high, None)


@pytest.mark.parametrize(
    ("name", "field", "value", "unit", "note"),
    [
        ("Model", "parameter_count", 7, "parameters", None),
        ("Model", "parameter_count", 7, None, None),
        ("Model", "parameter_count", 7, "layers", "7 layers"),
        ("Model", "training_cost", (300.5,), "USD", None),
        ("Model", "training_cost", (300.5,), "EUR", "300.5 EUR"),
        ("Dataset", "dataset_size", (52,), "GB", "52 GB"),
    ],
)  # fmt: skip
def test_an_amount_in_another_unit_is_words(
    name: str, field: str, value: Any, unit: str | None, note: str | None
) -> None:
    evidence = EVIDENCE.model_copy(update={"qualifiers": Qualifiers(unit=unit)})
    assert one(name, evidence, **{field: value}).as_note == note


@pytest.mark.parametrize(
    ("day", "datatype"),
    [("2023", XSD.gYear), ("2023-07", XSD.gYearMonth), ("2023-07-18", XSD.date), ("soon", XSD.string)],
)  # fmt: skip
def test_dates(day: str, datatype: str) -> None:
    claim = one("Model", released_on=day)
    assert (claim.datatype, claim.as_note) == (datatype, day if datatype == XSD.string else None)


def test_a_score_is_a_number_or_a_text() -> None:
    values = {
        c.value: c.datatype
        for v in (66.04, "lowest")
        for c in claims("Evaluation", value=v)
        if c.predicate == KG.value
    }
    assert values == {"66.04": XSD.decimal, "lowest": XSD.string}


def test_labels_have_their_language() -> None:
    found = [(c.predicate, c.value, c.language) for c in claims("Model", label="A", label_zh="甲")]
    assert found == [(RDFS.label, "A", "en"), (RDFS.label, "甲", "zh")]


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["a", "b"]), "start": st.sampled_from([1, 2]), "section": st.sampled_from(["x", "y"]),
        "polarity": st.sampled_from(["asserted", "denied"]), "value": st.sampled_from(["v", "w"]),
    },
)  # fmt: skip


def keyed(changes: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    full = {
        "source": "a",
        "start": 1,
        "section": "x",
        "polarity": "asserted",
        "value": "v",
        **changes,
    }
    evidence = Evidence(
        source=Key(full["source"]), place=Place(section=full["section"], start=full["start"], end=9),
        polarity=full["polarity"],
    )  # fmt: skip
    return one("Model", evidence, described_as=(full["value"],)).claim, tuple(full.values())


@given(CHANGES, CHANGES)
def test_the_key_is_made_of_source_place_statement_and_polarity(one_: Any, other: Any) -> None:
    (key, defined), (key2, defined2) = keyed(one_), keyed(other)
    assert (key == key2) == (defined == defined2)


def test_every_marker_of_a_count_admits_words() -> None:
    hints = typing.get_type_hints(RECORDS["Model"], include_extras=False)
    assert Words in typing.get_args(hints["parameter_count"])
