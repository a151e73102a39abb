"""One thing at a glance: facts, words, terms of use, sources and counts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.ask.evidence.show import show
from kg.ask.tables import Tables
from kg.build import build
from kg.errors import NotFound
from kg.records.terms import KG, mint


def test_facts_say_who_says_so(tables: Tables) -> None:
    thing = show(tables, mint("model", "falcon-180b"))
    assert (thing.label, thing.kind, thing.stub) == ("Falcon 180B", "Model", False)
    facts = {fact.property: fact for fact in thing.facts}
    assert facts[KG.releasedOn].value == "2023-09-06"
    assert [claim.source for claim in facts[KG.releasedOn].claims] == ["corrections"]
    assert facts[KG.developedBy].iri == mint("institution", "tii")
    assert not facts[KG.developedBy].inferred


def test_words_stand_apart_from_facts(tables: Tables) -> None:
    thing = show(tables, mint("model", "falcon-180b"))
    assert [(fact.property, fact.value) for fact in thing.said] == [
        (KG.requires, "strong computing power")
    ]
    assert not any(fact.noted for fact in thing.facts)


def test_what_is_inferred_is_marked(tables: Tables) -> None:
    thing = show(tables, mint("model", "vicuna-13b"))
    developers = [fact for fact in thing.facts if fact.property == KG.developedBy]
    assert developers and all(fact.inferred for fact in developers)
    assert thing.ancestors == 1


def test_a_disputed_answer_is_never_allowed(tables: Tables) -> None:
    terms = show(tables, mint("model", "gpt4all")).terms
    assert (terms.commercial_use, terms.commercial_use_zh) == ("disputed", "有争议")


def test_the_licence_of_the_family_is_not_the_thing_s_own(tables: Tables) -> None:
    thing = show(tables, mint("model", "llama-13b"))
    assert thing.terms.licenses == ()
    (stated,) = thing.terms.family_licenses
    assert stated.iri == mint("license", "meta-llama-licence") and stated.inferred
    assert stated not in thing.facts
    own = show(tables, mint("model", "koala")).terms
    assert [fact.iri for fact in own.licenses] == [mint("license", "meta-llama-licence")]
    assert own.family_licenses == ()


def test_other_names_and_sources(tables: Tables) -> None:
    thing = show(tables, mint("model", "llama"))
    assert "驼马" in thing.other_names
    sources = {source.id: source for source in thing.sources}
    assert {"s001", "s002", "s003", "corrections"} <= set(sources)
    assert sources["s001"].claims == 0 and sources["s002"].claims > 0
    assert sources["corrections"].trust == "correction"
    assert thing.descendants > thing.ancestors == 0


def test_every_thing_can_be_shown_and_written_as_json(tables: Tables) -> None:
    kinds = set()
    for (iri,) in tables.rows("SELECT min(iri) FROM things GROUP BY class ORDER BY 1"):
        thing = show(tables, iri)
        kinds.add(thing.kind)
        assert json.loads(json.dumps(asdict(thing), ensure_ascii=False))["label"]
    assert {"Model", "Dataset", "Institution", "License", "Evaluation"} <= kinds


def test_hostile_names_pass_through_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "source: {id: mine, title: \"<script>alert('1')</script>\", language: en}\n"
        'entities:\n- {id: odd, class: Model, name: "=cmd()\'\\"; DROP TABLE facts"}\n'
        'claims:\n- {about: odd, describedAs: "</script>"}\n',
        "utf-8",
    )
    tables = Tables(build(tmp_path / "store", [path]).generation)
    thing = show(tables, mint("model", "odd"))
    assert thing.label == "=cmd()'\"; DROP TABLE facts"
    assert [fact.value for fact in thing.facts] == ["</script>"]
    assert thing.sources[0].title == "<script>alert('1')</script>"


def test_a_thing_that_nobody_speaks_of(tables: Tables) -> None:
    with pytest.raises(NotFound):
        show(tables, mint("model", "nobody-s"))
