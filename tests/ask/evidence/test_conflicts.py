"""Conflicts: every contradiction of the gold table shows or is explained, and few false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.ask.evidence.conflicts import KINDS, Conflict, commercial_use, conflicts, notes
from kg.ask.evidence.disagreements import KINDS as ORDER
from kg.ask.evidence.disagreements import count_disagreements
from kg.ask.tables import Tables
from kg.build import build
from kg.records.terms import KG, mint
from kg.store.generation import Generation

EXAMPLE = """
source: {id: second, title: A second opinion, language: en}
entities:
- {id: alpha, class: Model, name: Alpha, other_names: [Twin]}
- {id: beta, class: Model, name: Beta, other_names: [twin]}
- {id: gamma, class: Model, name: Gamma}
- {id: delta, class: Model, name: Delta}
- {id: acme, class: Institution, name: Acme}
claims:
"""


@pytest.fixture(scope="module")
def everything(bundled: Generation) -> tuple[Conflict, ...]:
    return conflicts(Tables(bundled))


def claims_of(conflict: Conflict) -> set[str]:
    return {claim.claim for side in conflict.sides for claim in side.claims}


def of(found: Iterable[Conflict], subject: str, kind: str) -> Conflict:
    (one,) = (c for c in found if c.subject == subject and c.kind == kind)
    return one


def built(tmp_path: Path, *claims: str, second: str = "") -> Tables:
    first = tmp_path / "first.yaml"
    first.write_text(EXAMPLE + "\n".join(f"- {{{claim}}}" for claim in claims), "utf-8")
    paths = [first]
    if second:
        other = tmp_path / "other.yaml"
        head = "source: {id: third, title: A third opinion, language: en}\nclaims:\n"
        other.write_text(head + f"- {{{second}}}\n", "utf-8")
        paths.append(other)
    return Tables(build(tmp_path / "store", paths).generation)


def gold(shared: Path) -> list[dict[str, Any]]:
    table = yaml.safe_load((shared / "seed-facts.yaml").read_text("utf-8"))
    groups: list[dict[str, Any]] = table["contradictions"]
    return groups


def test_every_group_of_the_gold_table_shows_or_is_explained(
    shared: Path, tables: Tables, everything: tuple[Conflict, ...]
) -> None:
    keys = dict(tables.rows("SELECT identifier, claim FROM claims WHERE identifier IS NOT NULL"))
    in_conflict = set().union(*map(claims_of, everything))
    noted = {note.id for note in notes()}
    groups = gold(shared)
    assert len(groups) == 46
    shown = set()
    for group in groups:
        said = {keys[c] for position in group["positions"] for c in position["claims"]}
        if said & in_conflict:
            shown.add(group["id"])
    assert shown | noted == {group["id"] for group in groups}
    assert not shown & noted
    assert len(shown) >= 30


def test_notes_name_the_claims_of_their_group(shared: Path, tables: Tables) -> None:
    known = {row[0] for row in tables.rows("SELECT identifier FROM claims")}
    groups = {
        group["id"]: {c for position in group["positions"] for c in position["claims"]}
        for group in gold(shared)
    }
    for note in notes():
        assert set(note.claims) <= known
        assert set(note.claims) == groups[note.id]
        assert note.topic and note.reason.endswith(".")
        assert note.topic_zh and note.reason_zh.endswith("。")


def test_each_side_has_claims_and_what_is_believed_comes_first(
    everything: tuple[Conflict, ...],
) -> None:
    assert {conflict.kind for conflict in everything} <= set(KINDS)
    for conflict in everything:
        assert conflict.label and conflict.label_zh and conflict.meaning_zh
        assert len(claims_of(conflict)) >= 2
        believed = [side.believed for side in conflict.sides]
        assert believed == sorted(believed, reverse=True)
        assert all(side.claims for side in conflict.sides)


def test_a_correction_stands_beside_what_it_denies(everything: tuple[Conflict, ...]) -> None:
    conflict = of(everything, mint("model", "falcon"), "denied")
    assert conflict.property == KG.developedBy
    sides = {side.iri: side for side in conflict.sides}
    assert sides[mint("institution", "tii")].believed
    wrong = sides[mint("institution", "uae-university")]
    assert not wrong.believed
    assert [(c.source, c.polarity) for c in wrong.claims] == [
        ("s002", "asserted"),
        ("corrections", "denied"),
    ]


def test_levels_of_one_family_are_said_to_be_so(everything: tuple[Conflict, ...]) -> None:
    conflict = of(everything, mint("model", "vicuna"), "base")
    assert {side.value for side in conflict.sides} == {"LLaMA", "LLaMA 13B"}
    assert conflict.remark and conflict.remark_zh


def test_many_values_are_no_conflict(everything: tuple[Conflict, ...]) -> None:
    quiet = {KG.capability, KG.describedAs, KG.supportsLanguage, KG.usesSoftware}
    assert not [c for c in everything if c.property in quiet]
    merged = mint("model", "visualglm")
    assert not [c for c in everything if c.subject == merged and c.kind == "base"]


def test_of_one_thing_are_those_of_all_that_concern_it(
    tables: Tables, everything: tuple[Conflict, ...]
) -> None:
    for key in ("vicuna", "gpt4all-j", "llama", "openassistant", "mixtral-8x7b"):
        iri = mint("model", key)
        own = [c for c in everything if c.subject == iri]
        found = conflicts(tables, iri)
        assert set(own) <= set(found)
        assert set(found) <= set(everything)
        sides = {side.about for c in found for side in c.sides} | {c.subject for c in found}
        assert not found or iri in sides


def test_a_base_is_not_told_of_every_freer_child(tables: Tables) -> None:
    found = conflicts(tables, mint("model", "llama"))
    assert "upstream" not in {conflict.kind for conflict in found}
    child = conflicts(tables, mint("model", "oasst-sft-6-llama-30b"))
    assert [conflict.subject for conflict in child if conflict.kind == "upstream"] == [
        mint("model", "openassistant")
    ]


def test_counts_agree_with_the_list(tables: Tables, everything: tuple[Conflict, ...]) -> None:
    assert count_disagreements(tables) == Counter(conflict.kind for conflict in everything)
    assert set(ORDER) == set(KINDS)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("opt-175b", "forbidden"),
        ("llama-2", "allowed"),
        ("llama", "forbidden"),
        ("gpt4all", "disputed"),
        ("llama-series", "disputed"),
        ("dolly", "discouraged"),
        ("bloom", "unknown"),
    ],
)
def test_commercial_use(tables: Tables, key: str, answer: str) -> None:
    assert commercial_use(tables, mint("model", key)) == answer


def test_what_the_base_forbids_makes_allowed_disputed(tmp_path: Path) -> None:
    tables = built(
        tmp_path,
        "about: alpha, commercialUse: forbidden",
        "about: beta, baseModel: alpha, relation: finetune",
        "about: gamma, baseModel: beta, relation: finetune",
        "about: gamma, commercialUse: allowed",
        "about: delta, commercialUse: allowed",
    )
    assert commercial_use(tables, mint("model", "gamma")) == "disputed"
    assert commercial_use(tables, mint("model", "delta")) == "allowed"
    assert commercial_use(tables, mint("model", "beta")) == "unknown"


def test_a_shared_name_is_a_conflict_of_all_that_bear_it(tmp_path: Path) -> None:
    tables = built(tmp_path, "about: alpha, developedBy: acme")
    (conflict,) = conflicts(tables)
    assert conflict.kind == "name"
    assert {side.about_label for side in conflict.sides} == {"Alpha", "Beta"}
    assert conflicts(tables, mint("model", "beta")) == (conflict,)
    assert conflicts(tables, mint("model", "gamma")) == ()


def test_dates_of_different_precision_agree(tmp_path: Path) -> None:
    alike = built(
        tmp_path,
        "about: gamma, releasedOn: '2023-07'",
        second="about: gamma, releasedOn: '2023-07-18'",
    )
    assert not conflicts(alike, mint("model", "gamma"))


def test_different_dates_of_different_sources_differ(tmp_path: Path) -> None:
    tables = built(
        tmp_path,
        "about: gamma, releasedOn: '2023-07'",
        second="about: gamma, releasedOn: '2023-08-01'",
    )
    (conflict,) = conflicts(tables, mint("model", "gamma"))
    assert conflict.kind == "value"
    assert [side.believed for side in conflict.sides] == [True, False]


def test_a_cycle_ends(tmp_path: Path) -> None:
    tables = built(
        tmp_path,
        "about: alpha, baseModel: beta, relation: finetune",
        "about: beta, baseModel: alpha, relation: finetune",
        "about: alpha, commercialUse: allowed",
        "about: beta, commercialUse: forbidden",
    )
    assert commercial_use(tables, mint("model", "alpha")) == "disputed"
    assert "upstream" in {conflict.kind for conflict in conflicts(tables)}
