"""The graph: every line is a quad, each source's graph holds what it says and nothing else."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.tables import Tables
from kg.build import build
from kg.records.evidence import Place, Qualifiers
from kg.records.names import printable
from kg.records.terms import BASE, INFERRED_GRAPH, KG, OA, RDF, kind_of, literal, mint
from kg.store.generation import Generation

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "sources"


@cache
def _quads(path: Path) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


@pytest.fixture
def quads(bundled: Generation) -> tuple[ox.Quad, ...]:
    return _quads(bundled.quads)


def test_lines_are_sorted_quads_each_once(bundled: Generation, quads: tuple[ox.Quad, ...]) -> None:
    lines = bundled.quads.read_text(encoding="utf-8").split("\n")
    assert (
        lines.pop() == ""
        and lines == sorted(set(lines))
        and all(line.endswith(" .") for line in lines)
    )
    assert len(lines) == len(set(quads)) == bundled.manifest()["counts"]["quads"]


def test_there_are_no_blank_nodes(quads: tuple[ox.Quad, ...]) -> None:
    assert not [
        q
        for q in quads
        if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)
    ]


def test_every_graph_is_a_sources_or_what_is_inferred(
    tables: Tables, quads: tuple[ox.Quad, ...]
) -> None:
    named = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    sources = {mint("source", key) for (key,) in tables.rows("SELECT id FROM sources")}
    assert named == sources | {INFERRED_GRAPH}


def term(thing: str | None, text: str, datatype: str | None, language: str | None) -> str:
    return f"<{thing}>" if thing else literal(text, datatype, language)


def expected_triples(tables: Tables) -> dict[str, set[str]]:
    """Source -> its plain triples: asserted values and ends of ranges, words as notes."""
    found = defaultdict(set)
    rows = tables.rows(
        "SELECT source, subject, predicate, object, value, datatype, language, low, high, as_note "
        "FROM claims WHERE polarity = 'asserted'"
    )
    for source, subject, predicate, thing, text, datatype, language, low, high, note in rows:
        if note is not None:
            said = [(KG.note, literal(note))]
        elif thing is not None or text is not None:
            said = [(predicate, term(thing, text, datatype, language))]
        else:
            said = [(predicate, literal(end, datatype)) for end in (low, high)]
        found[mint("source", source)] |= {f"<{subject}> <{p}> {o}" for p, o in said}
    return found


def test_a_sources_graph_holds_exactly_what_it_asserts(
    tables: Tables, quads: tuple[ox.Quad, ...]
) -> None:
    found = defaultdict(set)
    for quad in quads:
        graph = getattr(quad.graph_name, "value", "")
        if kind_of(graph) == "source" and kind_of(quad.subject.value) != "claim":
            found[graph].add(f"{quad.subject} {quad.predicate} {quad.object}")
    expected = expected_triples(tables)
    assert found == {graph: {str(line) for line in lines} for graph, lines in expected.items()}


def test_there_is_one_claim_resource_a_claim(tables: Tables, quads: tuple[ox.Quad, ...]) -> None:
    claims = [
        (q.subject.value, q.graph_name.value) for q in quads
        if q.predicate.value == RDF.type and str(q.object) == f"<{KG.Claim}>" and kind_of(q.subject.value) == "claim"
    ]  # fmt: skip
    rows = tables.rows("SELECT claim, source FROM claims")
    assert sorted(claims) == sorted(
        (mint("claim", claim), mint("source", source)) for claim, source in rows
    )


def test_a_claim_resource_says_all_that_the_table_says(
    tables: Tables, quads: tuple[ox.Quad, ...]
) -> None:
    said = defaultdict(set)
    for quad in quads:
        if kind_of(quad.subject.value) == "claim":
            said[quad.subject.value].add((quad.predicate.value, getattr(quad.object, "value", "")))
    markers = {
        name: next(m.predicate for m in info.metadata if hasattr(m, "predicate"))
        for name, info in {**Place.model_fields, **Qualifiers.model_fields}.items()
    }
    columns = ["claim", "subject", "predicate", "polarity", "modality", *markers]
    quoted = ", ".join(f'"{name}"' for name in columns)
    for row in tables.rows(f"SELECT {quoted} FROM claims"):
        stated = dict(zip(columns, row, strict=True))
        here = said[mint("claim", stated["claim"])]
        assert {(RDF.subject, stated["subject"]), (RDF.predicate, stated["predicate"])} <= here
        assert {(KG.polarity, stated["polarity"]), (KG.modality, stated["modality"])} <= here
        for name, predicate in markers.items():
            if stated[name] is not None:
                text = (
                    str(stated[name]).lower()
                    if isinstance(stated[name], bool)
                    else str(stated[name])
                )
                assert (predicate, text) in here, (stated["claim"], name)
    assert any(p == OA.start for claim in said.values() for p, _ in claim)


def test_what_is_denied_is_no_triple_of_its_source(tables: Tables, bundled: Generation) -> None:
    denied = tables.rows(
        "SELECT d.source, d.subject, d.predicate, d.object FROM claims d WHERE d.polarity = 'denied' "
        "AND d.object IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims a WHERE a.polarity = 'asserted' AND "
        "a.source = d.source AND a.subject = d.subject AND a.predicate = d.predicate AND a.object = d.object)"
    )
    text = bundled.quads.read_text(encoding="utf-8")
    assert len(denied) > 10
    for source, subject, predicate, thing in denied:
        assert f"<{subject}> <{predicate}> <{thing}> <{mint('source', source)}> ." not in text


def test_object_properties_hold_things_only(tables: Tables) -> None:
    words = tables.rows(
        "SELECT subject, predicate FROM facts WHERE value IS NOT NULL AND predicate IN "
        "(SELECT DISTINCT predicate FROM facts WHERE object IS NOT NULL)"
    )
    assert words == []


def test_hostile_names_are_stored_as_they_are_and_do_nothing(tmp_path: Path) -> None:
    folder = GOLDEN / "hostile-names"
    generation = build(tmp_path / "store", [folder / "input.yaml"]).generation
    store = ox.Store.read_only(str(generation.store))
    names = {
        row["name"].value for row in store.query(
            "SELECT ?name { GRAPH ?g { ?s ?p ?name FILTER(?p != <http://www.w3.org/1999/02/22-rdf-syntax-ns#object>) } FILTER(isLiteral(?name)) }"
        )
    }  # fmt: skip
    for name in (
        "<script>alert(1)</script>", "</script>", "=cmd()", "a\u202eb\u2066c", "two\nlines", "tab\there",
        '"@en . <x:s> <x:p> <x:o>', "\\u0022", 'say "hi" \\ and \'bye\'', "'; DROP TABLE claims; --",
    ):  # fmt: skip
        assert name in names
        printable(name)
    assert not store.query("ASK { { ?s <x:p> ?o } UNION { GRAPH ?g { ?s <x:p> ?o } } }")
    things = {row["s"].value for row in store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s a ?c } }")}
    assert all(iri.startswith(BASE) for iri in things)
