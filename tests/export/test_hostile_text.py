"""Any text that RDF can hold leaves in every format and comes back through two parsers."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from types import ModuleType
from typing import Any, cast
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.export import export_to, jsonld, nquads, rdfxml, trig, turtle
from kg.export.selection import Row, Selection
from kg.records.terms import BASE, KG, RDF, RDFS, SKOS, XSD, mint
from kg.store.generation import Generation

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "\"'\\\n\r\t\x00\x1b\x7f\x85\u2028\u202e\ufffe\uffff<>&{}[]#%@^.;,=+-骆駝🦙"
        ),
    ),
    max_size=12,
)
KEYS = st.text(st.sampled_from("abz09._-%/ 骆:#é@"), min_size=1, max_size=6)
NODES = st.one_of(
    st.builds(mint, st.sampled_from(["model", "dataset", "claim"]), KEYS),
    st.sampled_from([
        "https://example.org/x", "https://example.org/", "urn:x:y", "http://a.b/c?d=e&f=g#h",
        f"{BASE}model/", f"{BASE}model/a.", f"{BASE}model/-a", f"{BASE}model/a/b", "kg://x",
        f"{BASE}model/骆驼", f"{BASE}ontology#", "mailto:a@b.c",
    ]),
)  # fmt: skip
PROPERTIES = st.sampled_from([
    RDF.type, RDFS.label, SKOS.altLabel, KG.note, KG.parameterCount, KG.fineTunedFrom,
    KG.trainedFromScratch, KG.releasedOn, KG.codeRepository, KG.unheardOf, KG.minValue, RDF.object,
    "https://example.org/p", "urn:p:q",
])  # fmt: skip
LITERALS = st.one_of(
    st.builds(lambda text: (None, text, None, None), TEXTS),
    st.builds(lambda text, tag: (None, text, None, tag), TEXTS, st.sampled_from(["en", "zh-hans"])),
    st.builds(
        lambda text, datatype: (None, text, datatype, None),
        st.one_of(
            TEXTS,
            st.sampled_from(
                ["7", "007", "-0", "+1", "1.50", "-0.0", ".5", "0.0000001", "true", "1", "2023-07"]
            ),
        ),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.gYearMonth, XSD.anyURI]),
    ),
    st.builds(lambda number: (None, str(number), XSD.integer, None), st.integers()),
)
VALUES = st.one_of(st.builds(lambda node: (node, None, None, None), NODES), LITERALS)
GRAPHS = st.sampled_from([None, f"{BASE}source/s001", f"{BASE}graph/inferred", "urn:g:1"])


def row(graph: str | None, subject: str, predicate: str, value: tuple[Any, ...]) -> Row:
    return Row(graph, subject, predicate, *value, False)


ROWS = st.lists(st.builds(row, GRAPHS, NODES, PROPERTIES, VALUES), max_size=12)


def key(one: Row) -> tuple[str, ...]:
    return tuple(part or "" for part in one[:-1])


@dataclass
class Given:
    """Rows in place of a scope of a build."""

    given: Iterable[Row]
    scope: str = "all"
    source: str | None = None
    inferred: bool = False
    graphs: bool = False

    def rows(self) -> Iterator[Row]:
        return iter(sorted(set(self.given), key=key))

    def query(self, _: str) -> Iterator[tuple[str]]:
        return iter([(predicate,) for predicate in sorted({one.predicate for one in self.given})])


def written(module: ModuleType, rows: Iterable[Row]) -> bytes:
    out = io.BytesIO()
    module.write(cast("Selection", Given(rows)), out)
    return out.getvalue()


def quad(one: Row) -> ox.Quad:
    thing: ox.NamedNode | ox.Literal
    if one.object is not None:
        thing = ox.NamedNode(one.object)
    elif one.language:
        thing = ox.Literal(one.value or "", language=one.language)
    else:
        thing = ox.Literal(one.value or "", datatype=ox.NamedNode(one.datatype or XSD.string))
    graph = ox.NamedNode(one.graph) if one.graph else ox.DefaultGraph()
    return ox.Quad(ox.NamedNode(one.subject), ox.NamedNode(one.predicate), thing, graph)


@pytest.fixture(autouse=True)
def lexical_forms_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


DEFAULT = rdflib.graph.DATASET_DEFAULT_GRAPH_ID


def through_rdflib(content: bytes, form: str) -> set[ox.Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(content), format=form)
    return {
        quad(Row(
            None if graph in (None, DEFAULT) else str(graph),
            str(s), str(p),
            str(o) if isinstance(o, rdflib.URIRef) else None,
            str(o) if isinstance(o, rdflib.Literal) else None,
            str(o.datatype) if isinstance(o, rdflib.Literal) and o.datatype else None,
            o.language if isinstance(o, rdflib.Literal) else None,
            False,
        ))
        for s, p, o, graph in dataset.quads()
    }  # fmt: skip


@given(ROWS)
def test_jsonld_comes_back(rows: list[Row]) -> None:
    content = written(jsonld, rows)
    expected = {quad(one) for one in rows}
    assert set(ox.parse(content, ox.RdfFormat.JSON_LD)) == expected
    assert through_rdflib(content, "json-ld") == expected


@given(ROWS)
def test_trig_comes_back(rows: list[Row]) -> None:
    content = written(trig, rows)
    expected = {quad(one) for one in rows}
    assert set(ox.parse(content, ox.RdfFormat.TRIG)) == expected
    assert through_rdflib(content, "trig") == expected


@given(ROWS)
def test_turtle_and_ntriples_come_back(rows: list[Row]) -> None:
    plain = [one._replace(graph=None) for one in rows]
    expected = {quad(one) for one in plain}
    content = written(turtle, plain)
    assert set(ox.parse(content, ox.RdfFormat.TURTLE)) == expected
    assert through_rdflib(content, "turtle") == expected
    assert set(ox.parse(written(nquads, plain), ox.RdfFormat.N_TRIPLES)) == expected


@given(ROWS)
def test_rdfxml_comes_back_but_for_what_xml_cannot_hold(rows: list[Row]) -> None:
    plain = [one._replace(graph=None) for one in rows]
    content = written(rdfxml, plain)
    ElementTree.fromstring(content)
    text = rdfxml.XmlText("\ufffd")
    held = [one._replace(value=None if one.value is None else text(one.value)) for one in plain]
    expected = {quad(one) for one in held}
    assert set(ox.parse(content, ox.RdfFormat.RDF_XML)) == expected
    assert through_rdflib(content, "xml") == expected


def test_what_xml_cannot_hold_is_counted(bundled: Generation) -> None:
    answer = f'<{BASE}model/a> <{KG.note}> "a\\u0000b\\uFFFEc\\rd" .\n'
    out = io.BytesIO()
    done = export_to(out, ".rdf", bundled, triples=answer)
    assert done.altered == 2
    note = next(iter(ElementTree.fromstring(out.getvalue())))[0]
    assert note.text == "a\ufffdb\ufffdc\rd"


@pytest.mark.parametrize("predicate", ["https://example.org/1", "https://example.org/", "urn:x:-"])
def test_rdfxml_refuses_properties_without_a_name(bundled: Generation, predicate: str) -> None:
    with pytest.raises(KgError, match="cannot hold the property"):
        export_to(io.BytesIO(), ".rdf", bundled, triples=f"<urn:a> <{predicate}> <urn:b> .")


def test_jsonld_refuses_addresses_that_a_prefix_would_change(bundled: Generation) -> None:
    with pytest.raises(KgError, match="JSON-LD cannot hold <kg:x>"):
        export_to(io.BytesIO(), ".jsonld", bundled, triples="<kg:x> <urn:p:q> <urn:b> .")


def test_graphs_do_not_run_into_each_other() -> None:
    rows = [
        row(graph, "urn:a:b", "urn:p:q", (None, "x", None, None)) for graph in ("urn:g:1", None)
    ]
    content = written(trig, rows)
    assert [graph for graph, _ in groupby(ox.parse(content, ox.RdfFormat.TRIG), lambda q: q.graph_name)] == [
        ox.DefaultGraph(), ox.NamedNode("urn:g:1"),
    ]  # fmt: skip
