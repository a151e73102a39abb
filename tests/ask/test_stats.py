"""Counts agree with the tables and with the answers that they count."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.ask.evidence.conflicts import conflicts
from kg.ask.stats import Stats, stats
from kg.ask.tables import Tables
from kg.build import build
from kg.records.terms import KG


@pytest.fixture
def counted(tables: Tables) -> Stats:
    return stats(tables)


def test_parts_add_up(tables: Tables, counted: Stats) -> None:
    assert sum(source.claims for source in counted.sources) == counted.claims
    assert sum(count.count for count in counted.predicates) == counted.claims
    assert sum(count.count for count in counted.inferred) == counted.inferred_facts
    assert sum(count.count for count in counted.classes) + counted.stubs == counted.things
    assert sum(count.count for count in counted.conflicts) == len(conflicts(tables))
    for source in counted.sources:
        assert source.asserted + source.denied == source.claims


def test_known_counts_of_the_bundled_data(counted: Stats) -> None:
    classes = {count.name: count.count for count in counted.classes}
    assert classes[KG.ModelFamily] == 30
    articles = [s for s in counted.sources if s.trust == "article" and s.id.startswith("s00")]
    assert [source.id for source in articles] == ["s000", "s001", "s002", "s003", "s004"]
    assert sum(source.denied for source in articles) == 5
    assert counted.models == classes[KG.Model] + classes[KG.ModelFamily] + classes[KG.Checkpoint]


def test_relations_go_by_their_word(tables: Tables, counted: Stats) -> None:
    relations = {count.name: count.count for count in counted.relations}
    ((tunes,),) = tables.rows(
        "SELECT count(*) FROM facts WHERE predicate = ? AND rule IS NULL", [KG.fineTunedFrom]
    )
    assert relations["finetune"] == tunes
    assert all(count.label and count.label_zh for count in counted.relations)


def test_the_largest_come_first(counted: Stats) -> None:
    for counts in (counted.classes, counted.predicates, counted.inferred, counted.conflicts):
        numbers = [count.count for count in counts]
        assert numbers == sorted(numbers, reverse=True)


def test_coverage_is_a_share_of_models(counted: Stats) -> None:
    assert [one.name for one in counted.coverage] == ["developer", "base", "license", "data"]
    for one in counted.coverage:
        assert 0 < one.models < counted.models
        assert one.share == pytest.approx(one.models / counted.models, abs=1e-4)


def test_a_graph_without_models(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "source: {id: mine, title: Mine, language: en}\n"
        "entities:\n- {id: acme, class: Institution, name: Acme}\n",
        "utf-8",
    )
    counted = stats(Tables(build(tmp_path / "store", [path]).generation))
    assert counted.models == 0 and counted.conflicts == ()
    assert [one.share for one in counted.coverage] == [0.0] * 4
    assert json.loads(json.dumps(asdict(counted)))["things"] == 1
