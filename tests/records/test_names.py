"""Names and numbers as people write them, in English and Chinese."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records.names import (
    did_you_mean,
    fold,
    nearest,
    number,
    printable,
    simplified,
    slug,
)  # fmt: skip
from kg.records.source import id_of_file
from kg.records.terms import is_curated_key

SCALES = {
    "": 1, "K": 10**3, "k": 10**3, "M": 10**6, "B": 10**9, "b": 10**9, "T": 10**12, "千": 10**3,
    "万": 10**4, "百万": 10**6, "亿": 10**8, "億": 10**8, "萬": 10**4, "十亿": 10**9, "百亿": 10**10,
    "千亿": 10**11, "万亿": 10**12, "萬億": 10**12,
}  # fmt: skip


@given(st.integers(0, 10**12), st.integers(0, 999), st.sampled_from(sorted(SCALES)), st.booleans())
def test_a_number_is_exactly_what_is_written(whole: int, part: int, unit: str, wide: bool) -> None:
    written = f"{whole}.{part:03}{unit}"
    if wide:
        written = written.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    expected = Fraction(f"{whole}.{part:03}") * SCALES[unit]
    found = number(written)
    assert found == (int(expected) if expected.denominator == 1 else float(expected))
    assert isinstance(found, int) == (expected.denominator == 1)


@given(st.integers(-(10**29), 10**29))
def test_commas_change_nothing(whole: int) -> None:
    assert number(f"{whole:,}") == number(str(whole)) == whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70亿", 7 * 10**9), ("1.5T", 15 * 10**11), ("128k", 128_000), ("１７６B", 176 * 10**9),
        ("1.6万亿", 16 * 10**11), ("1,000", 1000), ("1，000", 1000), ("6.2 B", 62 * 10**8),
        (" 7B ", 7 * 10**9), ("-0.5", -0.5), ("+3", 3), ("0", 0), ("68.42", 68.42), ("3千", 3000),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)  # fmt: skip
def test_forms(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["010", "1e3", "1.2.3", "", " ", "7.", ".5", "0x10", "1_000", "NO", "inf", "nan", "７,0", "1,0000",
     "1,00", "7X", "7 B 8", "--7", "70亿亿", "1" * 31, "9" * 30 + "T", "1" * 10_000, "2023-07-18", "½x"],
)  # fmt: skip
def test_traps(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


@given(st.text())
def test_any_text_is_a_number_or_a_clear_fault(text: str) -> None:
    try:
        found = number(text)
    except ValueError as error:
        assert "is not a number" in str(error)
    else:
        assert abs(found) < 10**30


@given(st.text())
def test_folding_is_settled_after_once(name: str) -> None:
    assert fold(fold(name)) == fold(name) or not fold(name).isascii()


@given(st.from_regex(r"[A-Za-z0-9 _\-\u4e00-\u4eff]{1,20}", fullmatch=True))
def test_width_case_and_separators_do_not_count(name: str) -> None:
    wide = name.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert (
        fold(name)
        == fold(wide)
        == fold(name.upper())
        == fold(name.replace(" ", "-"))
        == fold(f" {name}")
    )


def test_versions_stay_apart() -> None:
    assert fold("Llama 3.1") != fold("Llama 31") and fold("駱駝") == fold("骆驼")
    assert fold("LLaMA–2") == fold("llama · 2") == "llama2"


def test_traditional_becomes_simplified() -> None:
    assert simplified("駱駝") == "骆驼" and simplified("Vicuña") == "Vicuña"


@given(st.text(st.characters()))
def test_printable_hides_what_acts_on_a_terminal(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    hidden = {
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        "\x1b",
        "\x00",
        "\x9b",
    }
    assert not hidden & set(shown)
    assert all(ch in "\t\n\r" or ord(ch) >= 32 for ch in shown)


@given(st.text())
def test_a_slug_is_a_key(name: str) -> None:
    assert is_curated_key(slug(name)) and len(slug(name)) <= 60


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_file_gives_its_source_a_key(stem: str) -> None:
    assert is_curated_key(id_of_file(stem))


def test_chinese_file_names_do_not_collide() -> None:
    stems = ["骆驼", "羊驼", "小羊驼", "x", "骆驼-2", "my notes", "notes"]
    assert len({id_of_file(stem) for stem in stems}) == len(stems)
    assert id_of_file("my-notes.2") == "my-notes.2"


def test_slips_are_recognised() -> None:
    words = ["developedBy", "derivedFrom", "demo", "骆驼"]
    assert nearest("developdBy", words)[0] == "developedBy" and nearest("qqqq", words) == []
    assert did_you_mean("developdBy", words).startswith("Did you mean 'developedBy'")
    assert did_you_mean("qqqq", words) == "" and nearest("", words) == []
