"""What every graph store must do; one suite, run once a store, gaps declared with a sentence."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryFault
from kg.records.terms import BASE, KG, XSD, literal
from kg.store import GraphStore

HOSTILE = 'two\nlines, "quotes", \\ and \t tab, 骆驼 \u202e </script>'
A, B = f"<{BASE}model/a>", f"<{BASE}model/b>"
QUADS = f"""
{A} <{KG.fineTunedFrom}> {B} .
{A} <{KG.note}> {literal(HOSTILE)} .
{A} <{KG.parameterCount}> {literal("7000000000", XSD.integer)} .
{A} <{KG.trainingCost}> {literal("007.50", XSD.decimal)} .
{A} <http://www.w3.org/2000/01/rdf-schema#label> {literal("骆驼", language="zh")} .
{A} <{KG.fineTunedFrom}> {B} <{BASE}source/s1> .
{B} <{KG.note}> {literal("only in a source")} <{BASE}source/s1> .
""".lstrip()


class StoreContract:
    """Subclasses open the dataset above and declare their gaps."""

    #: why lexical forms do not come back as written, where they do not
    changes_numbers = ""
    #: why SERVICE is not refused, where it is not
    lets_service_through = ""
    #: why FROM is not refused, where it is not
    lets_from_through = ""

    def open(self, quads: Path) -> GraphStore:
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> GraphStore:
        path = tmp_path / "graph.nq"
        path.write_text(QUADS, encoding="utf-8", newline="\n")
        return self.open(path)

    def test_counts_all_graphs(self, store: GraphStore) -> None:
        assert store.count() == 7

    def test_terms_are_n_triples(self, store: GraphStore) -> None:
        rows = store.select(f"SELECT ?p ?o {{ {A} ?p ?o }}")
        found = {row["o"] for row in rows}
        assert {B, literal("骆驼", language="zh"), literal("7000000000", XSD.integer)} <= found
        for row in rows:
            line = f"{A} {row['p']} {row['o']} ."
            assert (
                "\n" not in line and len(list(ox.parse(line.encode(), ox.RdfFormat.N_TRIPLES))) == 1
            )
        notes = [row["o"] for row in rows if row["p"] == f"<{KG.note}>"]
        (triple,) = ox.parse(f"{A} <x:p> {notes[0]} .".encode(), ox.RdfFormat.N_TRIPLES)
        assert triple.object.value == HOSTILE

    def test_lexical_forms(self, store: GraphStore) -> None:
        (row,) = store.select(f"SELECT ?o {{ {A} kg:trainingCost ?o }}")
        changed = row["o"] != literal("007.50", XSD.decimal)
        assert changed == bool(self.changes_numbers)

    def test_the_default_graph_is_not_the_union(self, store: GraphStore) -> None:
        assert not store.ask(f"ASK {{ {B} kg:note ?note }}")
        assert store.ask(f"ASK {{ GRAPH source:s1 {{ {B} kg:note ?note }} }}")
        assert len(store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == 2

    def test_a_variable_without_value_is_absent(self, store: GraphStore) -> None:
        (row,) = store.select("SELECT ?s ?x { ?s kg:fineTunedFrom ?o OPTIONAL { ?o kg:demo ?x } }")
        assert row == {"s": A}

    def test_prefixes_are_known(self, store: GraphStore) -> None:
        assert store.ask("ASK { model:a kg:fineTunedFrom model:b ; rdfs:label ?label }")

    def test_construct(self, store: GraphStore) -> None:
        found = list(
            store.construct("CONSTRUCT { ?o kg:releases ?s } WHERE { ?s kg:fineTunedFrom ?o }")
        )
        assert found == [f"{B} <{KG.releases}> {A} ."]

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT",
            "SELECT * {",
            "hello",
            "",
            "INSERT DATA { <x:a> <x:b> 1 }",
            "ASK { ?s nope:x ?o }",
        ],
    )
    def test_what_is_no_query_is_a_fault(self, store: GraphStore, query: str) -> None:
        with pytest.raises(QueryFault):
            store.select(query)
        assert store.count() == 7

    def test_each_form_has_its_method(self, store: GraphStore) -> None:
        select, ask = "SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }"
        construct = "CONSTRUCT WHERE { ?s ?p ?o }"
        for call, query in (
            (store.select, ask), (store.select, construct), (store.ask, select), (store.ask, construct),
            (lambda q: list(store.construct(q)), select), (lambda q: list(store.construct(q)), ask),
        ):  # fmt: skip
            with pytest.raises(QueryFault):
                call(query)

    def test_nothing_is_fetched(self, store: GraphStore) -> None:
        if not self.lets_service_through:
            with pytest.raises(QueryFault):
                store.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        if not self.lets_from_through:
            with pytest.raises(QueryFault):
                store.select("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
        else:
            assert store.select("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }") == []

    def test_gaps_are_declared_in_sentences(self) -> None:
        for gap in (self.changes_numbers, self.lets_service_through, self.lets_from_through):
            assert not gap or gap.endswith(".")
