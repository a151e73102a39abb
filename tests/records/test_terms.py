"""Identifiers and lexical forms: what is minted comes back, and nothing else looks like it."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records.terms import (
    BASE,
    KG,
    KINDS,
    PREFIXES,
    RDFS,
    XSD,
    compact,
    date_type,
    digest,
    expand,
    is_curated_key,
    key_of,
    kind_of,
    lexical,
    literal,
    mint,
)  # fmt: skip

KEYS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)
WORDS = st.from_regex(r"[a-z0-9]+([._-][a-z0-9]+)*", fullmatch=True)


@given(st.sampled_from(sorted(KINDS)), KEYS | WORDS)
def test_a_key_comes_back_from_its_iri(kind: str, key: str) -> None:
    iri = mint(kind, key)
    assert (kind_of(iri), key_of(iri)) == (kind, key)


@given(KEYS, KEYS)
def test_two_keys_never_share_an_iri(one: str, other: str) -> None:
    assert (mint("model", one) == mint("model", other)) == (one == other)


@given(KEYS)
def test_a_minted_iri_is_safe_everywhere(key: str) -> None:
    iri = mint("model", key)
    assert ox.NamedNode(iri).value == iri
    local = iri.removeprefix(BASE + "model/")
    assert re.fullmatch(r"(?![.-])(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+(?<![.-])", local)
    turtle = f"@prefix model: <{BASE}model/> . model:{local} <x:p> model:{local} ."
    (quad,) = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(iri)


@given(KEYS)
def test_what_is_compact_expands(key: str) -> None:
    for iri in (mint("institution", key), KG.developedBy, RDFS.label):
        assert expand(compact(iri)) == iri


@given(st.text())
def test_expand_gives_one_iri_or_nothing(text: str) -> None:
    for name in (text, f"model:{text}", f"<https://e.org/{text}>"):
        found = expand(name)
        assert found is None or not re.search(r'[\s<>"{}|^`\\]', found)


@pytest.mark.parametrize("name", ["model:a b", "model:a>b", "ftp://x", "vicuna", "", "<kg", "x:y"])
def test_no_iri(name: str) -> None:
    assert expand(name) is None


def test_compact_writes_no_name_that_turtle_cannot_read() -> None:
    for local in ("a.", "a%2", "a%", "", "a/b", "-a", ".a"):
        assert compact(KG[local]).startswith("<")
    assert compact(BASE + "model/a%2Fb") == "model:a%2Fb"


@pytest.mark.parametrize(("kind", "key"), [("model", ""), ("model", "\ud800")])
def test_keys_that_are_none(kind: str, key: str) -> None:
    with pytest.raises(ValueError):
        mint(kind, key)


def test_an_unknown_kind_is_no_kind() -> None:
    with pytest.raises(KeyError):
        mint("animal", "llama")
    assert kind_of(BASE + "animal/llama") is kind_of(BASE + "model/") is kind_of("model") is None


@given(WORDS)
def test_curated_keys_stay_as_they_are(key: str) -> None:
    assert is_curated_key(key) == (len(key) <= 120)
    assert mint("model", key) == f"{BASE}model/{key}"


@pytest.mark.parametrize("key", ["a--b", "-a", "a.", "A", "骆驼", "a b", "a/b", "a\n", ""])
def test_keys_that_people_may_not_give(key: str) -> None:
    assert not is_curated_key(key)


FIELDS = st.none() | st.text(st.characters(exclude_categories=("Cs",))) | st.integers()


@given(st.lists(FIELDS), st.lists(FIELDS))
def test_only_equal_fields_have_equal_digests(one: list[object], other: list[object]) -> None:
    plain = [[f if f is None else str(f) for f in fields] for fields in (one, other)]
    assert (digest(*one) == digest(*other)) == (plain[0] == plain[1])  # type: ignore[arg-type]


def test_a_digest_is_the_same_on_every_machine() -> None:
    assert digest("s000", None, 3, "é") == "624c6033a2cce81b8c48"
    assert digest("a", "b") != digest("ab") != digest("a,1:b") and digest(None) != digest("")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_exactly(number: float) -> None:
    text, datatype = lexical(number)
    assert datatype == XSD.decimal and re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert float(text) == number and Fraction(Decimal(text)) == Fraction(Decimal(repr(number)))


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_has_no_form(number: float) -> None:
    with pytest.raises(ValueError):
        lexical(number)


def test_whole_numbers_and_truth() -> None:
    assert lexical(10**30) == (str(10**30), XSD.integer)
    assert (lexical(True)[0], lexical(False)[0], lexical("x")) == (
        "true",
        "false",
        ("x", XSD.string),
    )


TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(
    TEXTS,
    st.sampled_from([None, XSD.string, XSD.integer, XSD.date]),
    st.sampled_from([None, "en", "zh"]),
)
def test_a_literal_is_read_back(text: str, datatype: str | None, language: str | None) -> None:
    line = f"<x:s> <x:p> {literal(text, datatype, language)} ."
    assert "\n" not in line and "\r" not in line
    (quad,) = ox.parse(line.encode(), ox.RdfFormat.N_QUADS)
    assert quad.object.value == text and quad.object.language == language
    if not language:
        assert quad.object.datatype.value == (datatype or XSD.string)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023", "gYear"), ("2023-07", "gYearMonth"), ("2024-02-29", "date"), ("2023-02-29", None),
        ("2023-13", None), ("2023-7", None), ("23", None), ("2023-07-01T00:00:00", None),
        ("２０２３", None), ("2023\n", None), ("", None), ("0000-01-01", None),
    ],
)  # fmt: skip
def test_dates(text: str, kind: str | None) -> None:
    assert date_type(text) == (XSD[kind] if kind else None)


def test_every_kind_has_a_prefix_of_its_own() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(PREFIXES[prefix] == f"{BASE}{kind}/" for kind, prefix in KINDS.items())
