"""What follows: the SQL of each rule equals its SPARQL in ``ontology/rules``, cycles included."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import duckdb
import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.tables import Tables
from kg.bundled import bundled as bundled_folder
from kg.claims.accept import accept
from kg.claims.infer import _RULES, MARKED, Hierarchy, infer
from kg.claims.quads import quad_lines
from kg.claims.resolve import resolve
from kg.claims.table import Claim
from kg.records.ontology import Ontology, read_ontology
from kg.records.source import Source
from kg.records.terms import BASE, INFERRED_GRAPH, KG, ONTOLOGY, PROV, RDFS, mint
from kg.store.generation import Generation

sys.path.insert(0, str(Path(__file__).parent))
from arbitrary import database, link, model, typed

HOME = bundled_folder("ontology")
NAMES = tuple(name for name, _ in _RULES)
Triples = set[tuple[str, str, str]]


@cache
def ontology() -> Ontology:
    return read_ontology(HOME)


def by_sparql(quads: list[ox.Quad]) -> Triples:
    """What the written rules add to a dataset of accepted facts and sources' graphs, in order."""
    store = ox.Store()
    store.extend(quads)
    for narrow, broad in ontology().classes:
        store.add(ox.Quad(ox.NamedNode(narrow), ox.NamedNode(RDFS.subClassOf), ox.NamedNode(broad)))
    for narrow, broad in ontology().properties:
        store.add(
            ox.Quad(ox.NamedNode(narrow), ox.NamedNode(RDFS.subPropertyOf), ox.NamedNode(broad))
        )
    before = {str(quad.triple) for quad in store if quad.graph_name == ox.DefaultGraph()}
    found: Triples = set()
    for name in NAMES:
        rule = (HOME / "rules" / f"{name}.rq").read_text(encoding="utf-8")
        new = [triple for triple in store.query(rule) if str(triple) not in before]
        found |= {(str(t.subject), str(t.predicate), str(t.object)) for t in new}
        store.extend(ox.Quad(*triple) for triple in new)
    return found


def term(thing: str | None, text: str | None, datatype: str | None, language: str | None) -> str:
    if thing is not None:
        return str(ox.NamedNode(thing))
    kind = None if language else ox.NamedNode(str(datatype))
    return str(ox.Literal(str(text), datatype=kind, language=language))


def triples(rows: list[tuple[str, ...]]) -> Triples:
    return {(f"<{s}>", f"<{p}>", term(*rest)) for s, p, *rest in rows}  # type: ignore[arg-type]


FACTS = "SELECT subject, predicate, object, value, datatype, language FROM facts WHERE rule IS "


def test_both_readings_agree_on_the_bundled_data(tables: Tables, bundled: Generation) -> None:
    accepted = triples(tables.rows(FACTS + "NULL"))
    quads = [
        quad for quad in ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS)
        if quad.graph_name != ox.DefaultGraph() and str(quad.graph_name) != f"<{INFERRED_GRAPH}>"
    ]  # fmt: skip
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o in accepted)
    quads += list(ox.parse(lines.encode(), ox.RdfFormat.N_TRIPLES))
    assert by_sparql(quads) == triples(tables.rows(FACTS + "NOT NULL"))


# -- random small graphs, cycles included ------------------------------------------------------

MODELS = st.sampled_from([model(name) for name in "abcdef"])
DATA = st.sampled_from([mint("dataset", name) for name in "xyz"])
LAB = st.sampled_from([mint("institution", name) for name in "pq"])
MORE = {
    "source": st.sampled_from(["s1", "s2"]),
    "polarity": st.sampled_from(["asserted"] * 5 + ["denied"]),
}
EDGES = st.one_of(
    st.builds(link, MODELS, st.sampled_from([KG.fineTunedFrom, KG.mergedFrom, KG.derivedFrom]), MODELS, **MORE),
    st.builds(link, MODELS, st.just(KG.variantOf), MODELS, **MORE),
    st.builds(
        link, MODELS | st.just(mint("derivation", "d")), st.sampled_from([KG.trainedOn, KG.fineTunedOn]), DATA,
        role=st.sampled_from([None, "pretraining", "finetuning", "alignment"]), **MORE,
    ),
    st.builds(link, DATA, st.just(KG.datasetDerivedFrom), DATA, **MORE),
    st.builds(link, DATA, st.just(KG.generatedBy), MODELS, **MORE),
    st.builds(link, MODELS, st.just(KG.developedBy), LAB, **MORE),
    st.builds(link, MODELS, st.just(KG.license), st.just(mint("license", "MIT")), **MORE),
    st.builds(typed, MODELS, st.sampled_from(["Model", "ModelFamily"])),
)  # fmt: skip
GRAPHS = st.lists(EDGES, max_size=14, unique_by=lambda claim: claim.claim)


def inferred(claims: list[Claim]) -> duckdb.DuckDBPyConnection:
    con = database(claims)
    resolve(con)
    accept(con)
    infer(con, Hierarchy(ontology().classes, ontology().properties))
    return con


def said_in_graphs(claims: list[Claim]) -> list[ox.Quad]:
    """The sources' graphs of claims, by the code that writes them."""
    con = database(claims)
    resolve(con)
    con.execute(
        "CREATE TABLE facts AS SELECT subject, predicate, object, value, datatype, language, NULL::VARCHAR AS rule FROM resolved WHERE false"
    )
    columns = ", ".join(
        f"NULL::VARCHAR AS {name}" for name in Source.model_fields if name not in ("id", "trust")
    )
    con.execute(f"CREATE TABLE described AS SELECT id, '' AS trust_name, {columns} FROM sources")
    con.unregister("sources")
    con.execute("ALTER TABLE described RENAME TO sources")
    quads = ox.parse("\n".join(quad_lines(con)).encode(), ox.RdfFormat.N_QUADS)
    return [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]


@settings(max_examples=20)
@given(GRAPHS)
def test_both_readings_agree_on_any_graph(claims: list[Claim]) -> None:
    con = inferred(claims)
    lines = "\n".join(
        f"{s} {p} {o} ." for s, p, o in triples(con.execute(FACTS + "NULL").fetchall())
    )
    quads = [*said_in_graphs(claims), *ox.parse(lines.encode(), ox.RdfFormat.N_TRIPLES)]
    assert by_sparql(quads) == triples(con.execute(FACTS + "NOT NULL").fetchall())


@settings(max_examples=20)
@given(GRAPHS)
def test_ancestry_is_the_transitive_closure(claims: list[Claim]) -> None:
    con = inferred(claims)
    for table, predicate in (("ancestry", KG.derivedFrom), ("families", KG.variantOf)):
        graph = nx.DiGraph(
            con.execute(
                f"SELECT subject, object FROM facts WHERE predicate = '{predicate}'"
            ).fetchall()
        )
        pairs = con.execute(f"FROM {table}").fetchall()
        assert set(pairs) == {(one, far) for one in graph for far in nx.descendants(graph, one)}
        assert len(pairs) == len(set(pairs))


def test_a_long_ring_and_a_long_chain_end() -> None:
    ring = [link(model(f"r{i}"), KG.mergedFrom, model(f"r{(i + 1) % 60}")) for i in range(60)]
    chain = [link(model(f"c{i}"), KG.fineTunedFrom, model(f"c{i + 1}")) for i in range(200)]
    con = inferred([*ring, *chain])
    count = con.execute("SELECT count(*) FROM ancestry").fetchone()
    assert count == (60 * 59 + 200 * 201 // 2,)


def facts(claims: list[Claim]) -> dict[tuple[str, str, str], str | None]:
    rows = inferred(claims).execute("SELECT subject, predicate, object, rule FROM facts").fetchall()
    return {(s.removeprefix(BASE), p, str(o).removeprefix(BASE)): rule for s, p, o, rule in rows}


def test_an_accepted_fact_is_not_repeated_and_a_role_makes_it_narrow() -> None:
    data = mint("dataset", "x")
    found = facts([
        link(model("a"), KG.trainedOn, data, role="pretraining"), link(model("b"), KG.trainedOn, data, role="finetuning"),
        link(model("c"), KG.trainedOn, data), link(model("d"), KG.fineTunedOn, data),
        link(model("e"), KG.trainedOn, data, role="pretraining"),
        link(model("e"), KG.trainedOn, data, source="s2", polarity="denied"),
    ])  # fmt: skip
    narrow = {(s, p.removeprefix(ONTOLOGY)): rule for (s, p, _), rule in found.items()}
    assert narrow == {
        ("model/a", "trainedOn"): None, ("model/a", "pretrainedOn"): "training-role",
        ("model/b", "trainedOn"): None, ("model/b", "fineTunedOn"): "training-role",
        ("model/c", "trainedOn"): None,
        ("model/d", "fineTunedOn"): None, ("model/d", "trainedOn"): "super-property",
    }  # fmt: skip


def test_only_models_learn_from_outputs() -> None:
    data, behind = mint("dataset", "x"), mint("dataset", "y")
    found = facts([
        link(model("a"), KG.trainedOn, data), link(mint("derivation", "d"), KG.trainedOn, data),
        link(data, KG.datasetDerivedFrom, behind), link(behind, KG.generatedBy, model("teacher")),
    ])  # fmt: skip
    learned = {s for s, p, _ in found if p == KG.learnedFromOutputsOf}
    assert learned == {"model/a"}


def test_base_and_license_of_a_family_stay_apart() -> None:
    found = facts([
        link(model("member"), KG.variantOf, model("family")), link(model("family"), KG.fineTunedFrom, model("base")),
        link(model("family"), KG.license, mint("license", "MIT")), link(model("family"), KG.developedBy, mint("institution", "p")),
    ])  # fmt: skip
    of_member = {p for s, p, _ in found if s == "model/member"}
    assert of_member == {KG.variantOf, KG.familyDerivedFrom, KG.familyLicense, KG.developedBy}
    assert found["model/family", PROV.wasDerivedFrom, "model/base"] == "prov"


@pytest.mark.parametrize("rule", MARKED)
def test_what_could_be_taken_for_a_claim_is_marked(
    rule: str, tables: Tables, bundled: Generation
) -> None:
    expected = triples(tables.rows(FACTS + "NOT NULL AND rule = ?", [rule]))
    assert expected
    text = bundled.quads.read_text(encoding="utf-8")
    for s, p, o in expected:
        assert f"{s} {p} {o} <{INFERRED_GRAPH}> .\n" in text
