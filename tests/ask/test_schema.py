"""The ontology for reading: complete, in both languages, and the same as what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.schema import Schema, as_json, as_markdown, as_turtle, schema
from kg.bundled import bundled
from kg.records import RECORDS
from kg.records.derivation import RELATIONS
from kg.records.fields import properties
from kg.records.ontology import Ontology, Term
from kg.records.terms import KG, ONTOLOGY, PREFIXES


@pytest.fixture(scope="module")
def shown() -> Schema:
    return schema()


def test_every_term_is_told_in_both_languages(shown: Schema) -> None:
    for term in (*shown.classes, *shown.properties):
        assert term.label and term.label_zh, term.name
        assert term.definition and term.definition_zh, term.name
        assert term.example, term.name


def test_every_mapped_property_and_class_is_there(shown: Schema) -> None:
    known = {term.iri for term in shown.properties}
    mapped = {f.predicate for cls in RECORDS.values() for f in properties(cls)}
    assert {iri for iri in mapped if iri.startswith(ONTOLOGY)} <= known
    assert {cls.rdf_class for cls in RECORDS.values()} <= {term.iri for term in shown.classes}


def test_hints_are_prefixed_names(shown: Schema) -> None:
    terms = {term.iri: term for term in shown.properties}
    tuned = terms[KG.fineTunedFrom]
    assert tuned.broader[0] == "kg:derivedFrom"
    assert (tuned.domain, tuned.range) == (("kg:Model",), ("kg:Model",))
    assert tuned.relation == "finetune"
    assert terms[KG.parameterCount].range == ("xsd:integer",)
    assert {term.relation for term in shown.properties} - {""} == set(RELATIONS)


def test_json_reads_back(shown: Schema) -> None:
    text = as_json(shown)
    data = json.loads(text)
    assert data["prefixes"] == dict(PREFIXES)
    assert len(data["properties"]) == len(shown.properties)
    assert "开发者" in text


@pytest.mark.parametrize(("lang", "heading"), [("en", "## Properties"), ("zh", "## 属性")])
def test_markdown_has_a_row_for_each_term(shown: Schema, lang: str, heading: str) -> None:
    page = as_markdown(shown, lang=lang)
    assert heading in page
    for term in (*shown.classes, *shown.properties):
        assert page.count(f"| `{term.name}` |") == 1
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(shown.classes) + len(shown.properties)


def test_a_pipe_or_line_break_does_not_break_the_table() -> None:
    odd = Term(f"{ONTOLOGY}odd", "class", "a|b", "甲", "two\nlines", "两行")
    page = as_markdown(schema(Ontology((odd,), (), (), ())))
    assert "| `kg:odd` | a\\|b | two lines |" in page


def test_turtle_is_what_is_written(shown: Schema) -> None:
    text = as_turtle()
    for path in bundled("ontology").glob("kg*.ttl"):
        assert path.read_text("utf-8") in text
    subjects = {quad.subject.value for quad in ox.parse(text, ox.RdfFormat.TURTLE)
                if isinstance(quad.subject, ox.NamedNode)}  # fmt: skip
    assert {term.iri for term in (*shown.classes, *shown.properties)} <= subjects


def test_turtle_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "kg-a.ttl").write_text("# a\n", "utf-8")
    (tmp_path / "shapes.ttl").write_text("# not this\n", "utf-8")
    assert as_turtle(tmp_path) == "# kg-a.ttl\n\n# a\n"
