"""Turtle and TriG as people read them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.export import export, export_to
from kg.records.terms import BASE
from kg.store.generation import Generation

SMALL = f"""
<{BASE}institution/meta> <http://www.w3.org/2000/01/rdf-schema#label> "Meta" .
<{BASE}model/llama> <{BASE}ontology#developedBy> <{BASE}institution/meta> .
<{BASE}model/llama> <{BASE}ontology#parameterCount> "7000000000"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{BASE}model/llama> <{BASE}ontology#releasedOn> "2023-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<{BASE}model/llama> <{BASE}ontology#note> "two\\nlines" .
<{BASE}model/llama> <{BASE}ontology#note> "a note that is long enough to need a line of its own" .
<{BASE}model/llama> <{BASE}ontology#note> "another one, long enough to need a line of its own" .
<{BASE}model/llama> <http://www.w3.org/2000/01/rdf-schema#label> "羊驼"@zh .
<{BASE}model/llama> <http://www.w3.org/2000/01/rdf-schema#label> "LLaMA"@en .
<{BASE}model/llama> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}ontology#Model> .
"""

EXPECTED = """\
# Pedigree, a knowledge graph of open models: the answer of a query.
# 10 triples.

@prefix kg: <https://w3id.org/pedigree/ontology#> .
@prefix model: <https://w3id.org/pedigree/model/> .
@prefix inst: <https://w3id.org/pedigree/institution/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

model:llama
    a kg:Model ;
    rdfs:label "LLaMA"@en, "羊驼"@zh ;
    kg:developedBy inst:meta ;
    kg:note
        "a note that is long enough to need a line of its own",
        "another one, long enough to need a line of its own",
        "two\\nlines" ;
    kg:parameterCount 7000000000 ;
    kg:releasedOn "2023-02"^^xsd:gYearMonth .

inst:meta
    rdfs:label "Meta" .
"""


def written(generation: Generation, suffix: str, answer: str) -> str:
    out = io.BytesIO()
    export_to(out, suffix, generation, triples=answer)
    return out.getvalue().decode("utf-8")


def test_turtle_is_readable(bundled: Generation) -> None:
    assert written(bundled, ".ttl", SMALL) == EXPECTED


def test_order_of_the_lines_does_not_matter(bundled: Generation) -> None:
    turned = "\n".join(reversed(SMALL.splitlines()))
    assert written(bundled, ".ttl", turned + SMALL) == EXPECTED


def test_trig_of_a_source(bundled: Generation, tmp_path: Path) -> None:
    export(bundled, tmp_path / "s.trig", scope="source:s001")
    text = (tmp_path / "s.trig").read_text("utf-8")
    assert text.startswith("# Pedigree, a knowledge graph of open models: what s001 says.\n")
    assert "\nsource:s001\n    a kg:Source ;\n" in text
    assert "\nsource:s001 {\n    model:" in text
    assert text.endswith(" .\n}\n")


def test_bundled_turtle_reads_the_same_in_rdflib(bundled: Generation, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    done = export(bundled, path, inferred=True)
    graph = rdflib.Graph().parse(path, format="turtle")
    assert (
        len(graph) == done.count == len(list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)))
    )
    text = path.read_text("utf-8")
    declared = set(re.findall(r"^@prefix (\w+):", text, re.M))
    used = set(
        re.findall(r"(?:^|[\s^])(\w+):[A-Za-z0-9_]", re.sub(r'"(?:[^"\\]|\\.)*"', '""', text))
    )
    assert declared == used - {"models"}
    subjects = re.findall(r"^(\w+):\S+$", text, re.M)
    assert subjects[0] == "model"
    assert [s for n, s in enumerate(subjects) if n == 0 or subjects[n - 1] != s] == list(
        dict.fromkeys(subjects)
    )
