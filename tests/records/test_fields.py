"""A record class whose annotation and marker disagree cannot be imported, and says why."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest
from pydantic import ValidationError

from kg.records import RECORDS
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.fields import Between, Count, Link, Record, Ref, Value, Words, properties
from kg.records.source import Source
from kg.records.terms import IRI, KG, XSD, Key
from kg.records.things import Thing

EVIDENCE = Evidence(source=Key("s"))


def number_as_link() -> type:
    class Wrong(Record):
        size: Annotated[int | None, Link(KG.size)] = None

    return Wrong


def text_as_integer() -> type:
    class Wrong(Record):
        size: Annotated[str | None, Value(KG.size, XSD.integer)] = None

    return Wrong


def integer_as_text() -> type:
    class Wrong(Record):
        size: Annotated[int | None, Value(KG.size)] = None

    return Wrong


def one_property_twice() -> type:
    class Wrong(Record):
        size: Annotated[str | None, Value(KG.size)] = None
        width: Annotated[tuple[str, ...], Value(KG.size)] = ()

    return Wrong


def required_many() -> type:
    class Wrong(Record):
        size: Annotated[tuple[str, ...], Value(KG.size)]

    return Wrong


def required_optional() -> type:
    class Wrong(Record):
        size: Annotated[str | None, Value(KG.size)]

    return Wrong


def default_of_a_required() -> type:
    class Wrong(Record):
        size: Annotated[str, Value(KG.size)] = "x"

    return Wrong


def only_words() -> type:
    class Wrong(Record):
        size: Annotated[Words | None, Value(KG.size)] = None

    return Wrong


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (number_as_link, "Wrong.size: a Link holds IRIs, not int"),
        (text_as_integer, f"Wrong.size: str does not fit {XSD.integer}"),
        (integer_as_text, f"Wrong.size: int does not fit {XSD.string}"),
        (one_property_twice, "Wrong.width and .size are one property"),
        (required_many, "Wrong.size: a field that may be missing has a default, and no other"),
        (required_optional, "Wrong.size: a field that may be missing has a default, and no other"),
        (default_of_a_required, "Wrong.size: a field that may be missing has a default, and no other"),
        (only_words, f"Wrong.size:  does not fit {XSD.string}"),
    ],
)  # fmt: skip
def test_a_wrong_class_cannot_be_declared(declare, message: str) -> None:
    with pytest.raises(TypeError) as raised:
        declare()
    assert str(raised.value) == message


def test_one_property_may_have_a_field_a_language() -> None:
    class Right(Record):
        kind: ClassVar[str] = "model"
        label: Annotated[str | None, Value(KG.size, language="en")] = None
        label_zh: Annotated[str | None, Value(KG.size, language="zh")] = None
        sizes: Annotated[tuple[Count, ...], Value(KG.sizes, XSD.integer)] = ()
        made_by: Annotated[IRI, Link(KG.madeBy)]
        plain: bool = False

    found = [(p.name, p.many, p.required, p.functional, p.language) for p in properties(Right)]
    assert found == [
        ("label", False, False, True, "en"), ("label_zh", False, False, True, "zh"),
        ("sizes", True, False, False, None), ("made_by", False, True, True, None),
    ]  # fmt: skip


def test_records_are_frozen_and_closed() -> None:
    thing = RECORDS["Model"](key=Key("a"), evidence=EVIDENCE, label="A")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        thing.label = "B"  # type: ignore[attr-defined]
    with pytest.raises(ValidationError):
        RECORDS["Model"](key=Key("a"), evidence=EVIDENCE, colour="red")  # type: ignore[call-arg]


def test_every_record_class_says_what_it_is() -> None:
    for name, cls in RECORDS.items():
        assert cls.kind and cls.rdf_class == KG[name] and properties(cls)
    kinds = {name: cls.kind for name, cls in RECORDS.items()}
    assert {name for name, kind in kinds.items() if kind == "model"} == {
        "Model", "ModelFamily", "Checkpoint"
    }  # fmt: skip


@pytest.mark.parametrize("group", [Place, Qualifiers])
def test_every_field_of_a_group_has_one_marker(group: type[Place] | type[Qualifiers]) -> None:
    for name, info in group.model_fields.items():
        assert len([m for m in info.metadata if isinstance(m, Value | Link)]) == 1, name


def test_what_describes_a_source_has_a_marker_but_its_key_and_trust() -> None:
    unmarked = [
        name for name, info in Source.model_fields.items()
        if not any(isinstance(m, Value) for m in info.metadata)
    ]  # fmt: skip
    assert unmarked == ["id", "trust"]


def test_words_and_ranges_stand_where_they_may() -> None:
    family = RECORDS["ModelFamily"]
    record = family(key=Key("a"), evidence=EVIDENCE, parameter_count=(7, Between(1, 2), Words("x")))  # type: ignore[call-arg]
    assert record.parameter_count == (7, Between(1, 2), Words("x"))  # type: ignore[attr-defined]
    with pytest.raises(ValidationError):
        family(key=Key("a"), evidence=EVIDENCE, described_as=(Words("x"),))  # type: ignore[call-arg]
    fields = {p.name: p for p in properties(Thing)}
    assert not fields["developed_by"].functional and fields["released_on"].functional
    assert Ref is not None


@pytest.mark.parametrize("start", [-1, 2**53 + 1, 2**64])
def test_positions_fit_every_table(start: int) -> None:
    with pytest.raises(ValidationError):
        Place(start=start)
    assert Place(start=2**53).start == 2**53
