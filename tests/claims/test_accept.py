"""What wins: the rule of the design as a plain Python reading of it, against the SQL."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims.accept import accept, functional_properties
from kg.claims.resolve import resolve
from kg.claims.table import Claim
from kg.records.evidence import Place
from kg.records.terms import KG, RDF, RDFS, XSD, Key, digest

sys.path.insert(0, str(Path(__file__).parent))
from arbitrary import database, link, model, typed, value

Verdicts = dict[str, tuple[str, str | None, str | None]]
Sources = dict[str, tuple[int, str | None]]
FIRMNESS = {"stated": 3, "reported": 2, "hedged": 1}
PARTS = ("trust", "modality", "scope", "date", "sources")
#: those of the design, and what a record says at most once of anything
FUNCTIONAL = {
    KG[name] for name in ["parameterCount", "activeParameterCount", "trainedTokens", "releasedOn", "expertCount", "contextLength"]
}  # fmt: skip


# -- the rule, read aloud ----------------------------------------------------------------------


def said(claim: Claim) -> tuple[Any, ...]:
    return (claim.object, claim.value, claim.language, claim.low, claim.high, claim.as_note)


def verdicts_by_the_rule(claims: list[Claim], sources: Sources) -> Verdicts:
    """Claim -> verdict, reason, winner, computed as the module's text states it."""
    by_key = {claim.claim: claim for claim in claims}
    families = {
        c.subject for c in claims if c.object == KG.ModelFamily and c.polarity == "asserted"
    }

    def rank(claim: Claim) -> tuple[Any, ...]:
        trust, written = sources.get(claim.source, (1, None))
        plain = claim.qualifiers.scope is None and claim.qualifiers.condition is None
        speakers = {
            c.source for c in claims
            if (c.subject, c.predicate, said(c), c.polarity) == (claim.subject, claim.predicate, said(claim), claim.polarity)
        }  # fmt: skip
        return trust, FIRMNESS[claim.modality], plain, claim.dated or written or "", len(speakers)

    def best(some: Iterable[Claim]) -> Claim:
        return min(
            some,
            key=lambda c: (
                tuple(-x if not isinstance(x, str) else Later(x) for x in rank(c)),
                c.claim,
            ),
        )

    def why(above: Claim, below: Claim, equal: str) -> str:
        pairs = zip(PARTS, rank(above), rank(below), strict=True)
        return next((part for part, high, low in pairs if high != low), equal)

    found: Verdicts = {}
    for claim in claims:
        same = [c for c in claims if (c.subject, c.predicate) == (claim.subject, claim.predicate)]
        values: dict[Any, Claim] = {}
        denials: dict[Any, Claim] = {}
        for what in {said(c) for c in same}:
            asserted = [c for c in same if said(c) == what and c.polarity == "asserted"]
            denied = [c for c in same if said(c) == what and c.polarity == "denied"]
            if asserted:
                values[what] = best(asserted)
                if denied and rank(best(denied)) >= rank(values[what]):
                    denials[what] = best(denied)
        rivals = [
            c for what, c in values.items()
            if what not in denials and c.as_note is None and c.language == claim.language
        ]  # fmt: skip
        once = claim.predicate in FUNCTIONAL and not (
            claim.predicate == KG.parameterCount and claim.subject in families
        )
        if claim.polarity == "denied":
            verdict: tuple[str, str | None, str | None] = ("denial", None, None)
        elif said(claim) in denials:
            denial = denials[said(claim)]
            verdict = ("denied", why(denial, claim, "denial"), denial.claim)
        elif claim.as_note is not None:
            verdict = ("noted", None, None)
        elif once and said(best(rivals)) != said(claim):
            verdict = (
                "outranked",
                why(best(rivals), claim, "tie"),
                best(rivals).claim,
            )
        else:
            verdict = ("accepted", None, None)
        found[claim.claim] = verdict
    assert set(found) == set(by_key)
    return found


class Later:
    """A date, so that the later one sorts first."""

    def __init__(self, date: str) -> None:
        self.date = date

    def __lt__(self, other: Later) -> bool:
        return self.date > other.date

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and self.date == other.date

    __hash__ = None  # type: ignore[assignment]


# -- the SQL -----------------------------------------------------------------------------------


def verdicts(claims: list[Claim], sources: Sources) -> tuple[Verdicts, set[tuple[Any, ...]]]:
    con = database(claims, sources)
    resolve(con)
    accept(con)
    rows = con.execute("SELECT claim, verdict, reason, winner FROM verdicts").fetchall()
    assert len(rows) == len({c.claim for c in claims})
    facts = con.execute("SELECT * FROM accepted").fetchall()
    assert len(facts) == len(set(facts))
    return {row[0]: row[1:] for row in rows}, set(facts)


ORIGIN = st.sampled_from(["s1", "s2", "s3"])
MODALITY = st.sampled_from(["stated", "reported", "hedged"])
POLARITY = st.sampled_from(["asserted", "asserted", "asserted", "denied"])
DATED = st.sampled_from([None, None, "2023", "2023-07", "2024"])
SCOPE = st.sampled_from([None, None, "English"])
SUBJECT = st.sampled_from([model("x"), model("family"), model("untyped")])
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "source": ORIGIN, "modality": MODALITY, "polarity": POLARITY, "dated": DATED, "scope": SCOPE, "place": st.integers(0, 1),
}  # fmt: skip
NUMBERS = st.builds(
    value, SUBJECT, st.sampled_from([KG.parameterCount, KG.contextLength]), st.sampled_from("12"),
    note=st.sampled_from([False, False, True]), **COMMON,
)  # fmt: skip
LINKS = st.builds(
    link, SUBJECT, st.just(KG.developedBy), st.sampled_from([model("a"), model("b")]), **COMMON
)
SETS = st.lists(NUMBERS | LINKS, max_size=9, unique_by=lambda claim: claim.claim)
TRUSTS = st.dictionaries(ORIGIN, st.tuples(st.integers(1, 3), st.sampled_from([None, "2023-03"])))
KINDS = [typed(model("x"), "Model"), typed(model("family"), "ModelFamily")]


@settings(max_examples=80)
@given(SETS, TRUSTS)
def test_the_sql_is_the_rule(claims: list[Claim], sources: Sources) -> None:
    claims = [*claims, *KINDS]
    found, _ = verdicts(claims, sources)
    assert found == verdicts_by_the_rule(claims, sources)


@settings(max_examples=25)
@given(SETS, TRUSTS)
def test_accepted_facts_are_those_of_the_accepted_claims(
    claims: list[Claim], sources: Sources
) -> None:
    found, facts = verdicts(claims, sources)
    won = [c for c in claims if found[c.claim][0] == "accepted"]
    expected = {(c.subject, c.predicate, c.object, c.value, c.datatype, c.language) for c in won}
    notes = [c for c in claims if found[c.claim][0] == "noted"]
    assert facts == expected | {
        (c.subject, KG.note, None, c.as_note, XSD.string, None) for c in notes
    }


@settings(max_examples=25)
@given(SETS, TRUSTS, st.randoms())
def test_the_order_of_sources_does_not_matter(
    claims: list[Claim], sources: Sources, chance: random.Random
) -> None:
    mixed = list(claims)
    chance.shuffle(mixed)
    assert verdicts(mixed, dict(reversed(sources.items()))) == verdicts(claims, sources)


@settings(max_examples=25)
@given(SETS, TRUSTS)
def test_a_functional_property_has_at_most_one_value(claims: list[Claim], sources: Sources) -> None:
    _, facts = verdicts([*claims, *KINDS], sources)
    held = [
        (s, p)
        for s, p, *_ in facts
        if p in FUNCTIONAL and (s, p) != (model("family"), KG.parameterCount)
    ]
    assert len(held) == len(set(held))


# -- the parts of the rank, one by one ---------------------------------------------------------

LENGTH = KG.contextLength


def winner(*claims: Claim, sources: Sources | None = None) -> tuple[str | None, str | None]:
    """The value that is believed, and why another is not."""
    found, facts = verdicts(list(claims), sources or {})
    reasons = {reason for _, reason, _ in found.values()} - {None}
    values = [row[3] for row in facts if row[1] == LENGTH]
    return (values[0] if values else None), (reasons.pop() if reasons else None)


def length(text: str, **frame: Any) -> Claim:
    return value(model("x"), LENGTH, text, **frame)


def test_trust_comes_first() -> None:
    claims = (length("1", modality="hedged", dated="2020"), length("2", source="s2", dated="2024"))
    assert winner(*claims, sources={"s1": (2, None)}) == ("1", "trust")


def test_then_how_firmly_it_is_said() -> None:
    assert winner(
        length("1", modality="reported"), length("2", modality="hedged", dated="2024")
    ) == ("1", "modality")


def test_then_whether_it_stands_without_scope() -> None:
    assert winner(length("1"), length("2", scope="English", dated="2024")) == ("1", "scope")


def test_then_the_claims_own_date_before_that_of_its_source() -> None:
    assert winner(length("1", dated="2024"), length("2", dated="2023-12")) == ("1", "date")
    mixed = (length("1", dated="2022"), length("2", source="s2"))
    assert winner(*mixed, sources={"s1": (1, "2024"), "s2": (1, "2023")}) == ("2", "date")


def test_then_how_many_sources_say_so() -> None:
    assert winner(length("1"), length("1", source="s2"), length("2", source="s3")) == (
        "1",
        "sources",
    )
    assert winner(length("1"), length("1", place=1), length("2", source="s3"))[1] == "tie"


def test_a_tie_goes_to_the_smallest_key() -> None:
    claims = (length("1"), length("2"))
    expected = min(claims, key=lambda claim: claim.claim).value
    assert winner(*claims) == (expected, "tie")


def test_a_denial_of_lower_rank_changes_nothing_and_an_equal_one_wins() -> None:
    for trust, believed in ((1, "1"), (2, None), (3, None)):
        denial = length("1", source="s2", polarity="denied")
        assert (
            winner(length("1"), denial, sources={"s1": (2, None), "s2": (trust, None)})[0]
            == believed
        )
    assert winner(length("1"), length("1", source="s2", polarity="denied")) == (None, "denial")


def test_when_the_best_is_denied_the_next_wins() -> None:
    claims = (
        length("1"),
        length("2", modality="hedged"),
        length("1", source="s2", polarity="denied"),
    )
    found, _ = verdicts(list(claims), {"s2": (5, None)})
    assert [found[c.claim][0] for c in claims] == ["denied", "accepted", "denial"]
    assert found[claims[0].claim][1:] == ("trust", claims[2].claim)


def test_words_never_win_over_a_number_nor_lose_to_it() -> None:
    claims = (length("1"), length("a lot", note=True, source="s2"))
    found, facts = verdicts(list(claims), {"s2": (5, None)})
    assert [found[c.claim][0] for c in claims] == ["accepted", "noted"]
    assert (model("x"), KG.note, None, "a lot", XSD.string, None) in facts


def test_denied_words_are_no_note() -> None:
    claims = (
        length("a lot", note=True),
        length("a lot", note=True, polarity="denied", source="s2"),
    )
    found, facts = verdicts(list(claims), {})
    assert found[claims[0].claim][0] == "denied" and not facts


def test_a_family_keeps_a_count_for_each_size_and_both_ends_of_a_range() -> None:
    one, other = (value(model("family"), KG.parameterCount, text) for text in "12")
    ends = replace(one, claim="range", value=None, low="7", high="70", place=Place(row=9))
    found, facts = verdicts([one, other, ends, *KINDS], {})
    assert {verdict for verdict, _, _ in found.values()} == {"accepted"}
    assert {row[3] for row in facts if row[1] == KG.parameterCount} == {"1", "2", "7", "70"}


def test_one_label_a_language() -> None:
    def label(text: str, language: str, source: str) -> Claim:
        key = Key(digest(text, language, source))
        return Claim(key, source, model("x"), RDFS.label, value=text, language=language)

    _, facts = verdicts(
        [label("A", "en", "s1"), label("B", "en", "s2"), label("甲", "zh", "s1")], {"s2": (2, None)}
    )
    assert {(row[3], row[5]) for row in facts} == {("B", "en"), ("甲", "zh")}


def test_the_functional_properties_are_those_of_the_design() -> None:
    once, exempt = functional_properties()
    assert (
        set(once) >= FUNCTIONAL | {RDFS.label}
        and KG.developedBy not in once
        and RDF.type not in once
    )
    assert (KG.parameterCount, KG.ModelFamily) in exempt
    assert not {p for p, _ in exempt} & (FUNCTIONAL - {KG.parameterCount})
