"""Which suffix gives what, which scopes fit which format, and files written whole or not at all."""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError, NotFound, UsageFault
from kg.export import EXPORTERS, export, export_to
from kg.records.terms import BASE, KG
from kg.store.generation import Generation

WHOLE = [suffix for suffix, form in EXPORTERS.items() if form.whole]
SINGLE = [suffix for suffix, form in EXPORTERS.items() if not form.whole]
RDF = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
S001 = ox.NamedNode(f"{BASE}source/s001")


def quads(path: Path) -> set[ox.Quad]:
    return set(ox.parse(path=str(path), format=RDF[path.suffix]))


def triples(found: set[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in found}


def test_the_ten_formats() -> None:
    assert WHOLE == [".nq", ".trig", ".jsonld", ".parquet"]
    assert SINGLE == [".ttl", ".nt", ".rdf", ".csv", ".graphml", ".gexf"]


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_the_same_bytes_twice_soon_and_of_nothing_but_the_content(
    bundled: Generation, tmp_path: Path, suffix: str
) -> None:
    started = time.monotonic()
    done = export(bundled, tmp_path / f"one{suffix}")
    assert time.monotonic() - started < 3
    export(bundled, tmp_path / f"two{suffix}")
    content = (tmp_path / f"one{suffix}").read_bytes()
    assert content == (tmp_path / f"two{suffix}").read_bytes()
    assert done.count > 500
    assert done.scope == ("all" if suffix in WHOLE else "accepted")
    for telling in (os.fspath(tmp_path), time.strftime("%Y-%m-%d")):
        assert telling.encode() not in content
    if suffix != ".parquet":
        assert b"\r" not in content
        content.decode("utf-8")


def test_formats_without_loss_hold_every_quad(bundled: Generation, tmp_path: Path) -> None:
    every = set(ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS))
    for suffix in (".nq", ".trig", ".jsonld"):
        done = export(bundled, tmp_path / f"g{suffix}")
        assert quads(tmp_path / f"g{suffix}") == every
        assert (done.count, done.unit) == (len(every), "quads")


def test_one_graph_formats_hold_what_is_believed(bundled: Generation, tmp_path: Path) -> None:
    for suffix in (".ttl", ".nt", ".rdf"):
        export(bundled, tmp_path / f"g{suffix}")
        export(bundled, tmp_path / f"more{suffix}", inferred=True)
    believed = quads(tmp_path / "g.ttl")
    assert believed == quads(tmp_path / "g.nt") == quads(tmp_path / "g.rdf")
    with_inferred = quads(tmp_path / "more.ttl")
    assert with_inferred == quads(tmp_path / "more.nt") == quads(tmp_path / "more.rdf")
    predicates = {quad.predicate.value for quad in believed}
    assert KG.fineTunedFrom in predicates
    assert KG.hasAncestor not in predicates
    assert KG.hasAncestor in {quad.predicate.value for quad in with_inferred - believed}
    default = {
        q
        for q in ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS)
        if q.graph_name == ox.DefaultGraph()
    }
    assert believed < with_inferred < default


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf"])
def test_a_source_as_one_graph(bundled: Generation, tmp_path: Path, suffix: str) -> None:
    said = {
        quad.triple
        for quad in ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS)
        if quad.graph_name == S001
    }
    done = export(bundled, tmp_path / f"s{suffix}", scope="source:s001")
    assert triples(quads(tmp_path / f"s{suffix}")) == said
    assert done.count == len(said)


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".jsonld"])
def test_a_source_as_a_graph_with_its_description(
    bundled: Generation, tmp_path: Path, suffix: str
) -> None:
    every = set(ox.parse(path=str(bundled.quads), format=ox.RdfFormat.N_QUADS))
    export(bundled, tmp_path / f"s{suffix}", scope="source:s001")
    found = quads(tmp_path / f"s{suffix}")
    assert {quad for quad in found if quad.graph_name == S001} == {
        quad for quad in every if quad.graph_name == S001
    }
    rest = {quad for quad in found if quad.graph_name != S001}
    assert rest == {
        quad for quad in every if quad.subject == S001 and quad.graph_name == ox.DefaultGraph()
    }
    assert rest


def test_a_source_in_tables_and_networks(bundled: Generation, tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet", ".graphml", ".gexf"):
        done = export(bundled, tmp_path / f"s{suffix}", scope="source:s001")
        assert 50 < done.count < 500


def test_the_answer_of_a_query(bundled: Generation, tmp_path: Path) -> None:
    answer = f'<{BASE}model/a> <{KG.label}> "骆驼"@zh .\n_:x <{KG.label}> "b" .\n'
    for suffix in RDF:
        done = export(bundled, tmp_path / f"q{suffix}", triples=answer)
        assert (done.count, done.scope) == (2, "query")
        assert {t.object.value for t in triples(quads(tmp_path / f"q{suffix}"))} == {"骆驼", "b"}
    assert export(bundled, tmp_path / "q.csv", triples=answer.encode()).count == 2


def test_damaged_and_nested_answers_are_refused(bundled: Generation, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="damaged"):
        export(bundled, tmp_path / "q.nt", triples="nonsense")
    nested = "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> ."
    with pytest.raises(UsageFault, match="about triples"):
        export(bundled, tmp_path / "q.ttl", triples=nested)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SINGLE)
def test_all_graphs_into_one_is_a_usage_fault(
    bundled: Generation, tmp_path: Path, suffix: str
) -> None:
    with pytest.raises(UsageFault, match=r"\.nq \.trig \.jsonld \.parquet"):
        export(bundled, tmp_path / f"g{suffix}", scope="all")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["graph", "graph.xyz", "graph.ttl.gz", ".ttl"])
def test_unknown_suffixes_list_the_known(bundled: Generation, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageFault, match=re.escape(" ".join(EXPORTERS))):
        export(bundled, tmp_path / name)


def test_suffixes_in_any_case(bundled: Generation, tmp_path: Path) -> None:
    export(bundled, tmp_path / "G.TTL")
    assert (tmp_path / "G.TTL").read_text("utf-8").startswith("# Pedigree")


def test_unknown_sources_and_scopes(bundled: Generation, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Did you mean 's001'") as raised:
        export(bundled, tmp_path / "g.ttl", scope="source:s01")
    assert "s001" in raised.value.candidates
    with pytest.raises(NotFound, match="No source is called ''"):
        export(bundled, tmp_path / "g.ttl", scope="source:")
    with pytest.raises(UsageFault, match="no scope"):
        export(bundled, tmp_path / "g.ttl", scope="everything")
    with pytest.raises(UsageFault, match="--inferred"):
        export(bundled, tmp_path / "g.ttl", scope="source:s001", inferred=True)
    with pytest.raises(UsageFault, match="claims"):
        export(bundled, tmp_path / "g.parquet", inferred=True)


@pytest.mark.parametrize("name", ["s001", "source:s001", f"{BASE}source/s001"])
def test_a_source_may_be_named_in_any_form(bundled: Generation, tmp_path: Path, name: str) -> None:
    assert export(bundled, tmp_path / "g.nt", scope=f"source:{name}").count > 1000


def test_streams_get_the_same_bytes(bundled: Generation, tmp_path: Path) -> None:
    for suffix in EXPORTERS:
        out = io.BytesIO()
        export_to(out, suffix, bundled)
        export(bundled, tmp_path / f"g{suffix}")
        assert out.getvalue() == (tmp_path / f"g{suffix}").read_bytes()
