"""What the bundled data makes us believe has the shapes, and OWL finds nothing wrong with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from kg.records.terms import BASE, KG, ONTOLOGY, mint
from kg.store.generation import Generation
from tests.test_ontology_reasoning import contradictions, shape_faults


@cache
def _accepted(folder: Path) -> str:
    """Accepted facts and what is inferred, as N-Triples."""
    import duckdb

    rows = duckdb.sql(
        f"SELECT subject, predicate, object, value, datatype, language FROM read_parquet('{folder}/facts.parquet')"
    ).fetchall()
    lines = []
    for subject, predicate_, thing, text, datatype, language in rows:
        value = (
            ox.NamedNode(thing)
            if thing
            else ox.Literal(
                text, datatype=None if language else ox.NamedNode(datatype), language=language
            )
        )
        lines.append(f"<{subject}> <{predicate_}> {value} .")
    return "\n".join(lines)


@pytest.fixture
def accepted(bundled: Generation) -> Graph:
    return Graph().parse(data=_accepted(bundled.folder), format="nt")


def test_the_accepted_graph_has_the_shapes(accepted: Graph) -> None:
    assert shape_faults(accepted) == []


VICUNA, MODEL = URIRef(mint("model", "vicuna-13b")), URIRef(KG.Model)
MUTILATIONS: dict[str, list[tuple[URIRef, URIRef, URIRef | Literal]]] = {
    "two counts": [(VICUNA, URIRef(KG.parameterCount), Literal(n)) for n in (1, 2)],
    "a count in words": [(VICUNA, URIRef(KG.parameterCount), Literal("many"))],
    "a maker that is data": [(VICUNA, URIRef(KG.developedBy), URIRef(mint("dataset", "sharegpt")))],
    "a maker in words": [(VICUNA, URIRef(KG.developedBy), Literal("LMSYS"))],
    "a date in words": [(VICUNA, URIRef(KG.releasedOn), Literal("soon"))],
    "two English labels": [(VICUNA, RDFS.label, Literal("Other", lang="en"))],
    "an address in words": [(VICUNA, URIRef(KG.homepage), Literal("ask"))],
    "a derivation of nothing": [(URIRef(mint("derivation", "0")), RDF.type, URIRef(KG.Derivation))],
    "an institution under a person's key": [
        (URIRef(mint("person", "x")), RDF.type, URIRef(KG.Institution))
    ],
}


def test_mutilated_copies_fail(accepted: Graph) -> None:
    """All mutilations are planted on things of their own, and each is found."""
    for number, planted in enumerate(MUTILATIONS.values()):
        for subject, predicate_, thing in planted:
            own = URIRef(mint("model", f"mutilated-{number}")) if subject == VICUNA else subject
            if own != subject:
                accepted.add((own, RDF.type, MODEL))
                accepted.add((own, RDFS.label, Literal("Mutilated", lang="en")))
            accepted.add((own, predicate_, thing))
    found = shape_faults(accepted)
    for number, (name, planted) in enumerate(MUTILATIONS.items()):
        own = (
            f"model/mutilated-{number}"
            if planted[0][0] == VICUNA
            else str(planted[0][0]).removeprefix(BASE)
        )
        assert any(fault.startswith(own) for fault in found), name
    spared = ("model/mutilated-", "derivation/0", "person/x")
    assert all(fault.startswith(spared) for fault in found)


def test_owl_finds_nothing_and_then_what_is_planted(accepted: Graph) -> None:
    used = {
        RDF.type,
        *map(
            URIRef, (KG.derivedFrom, KG.fineTunedFrom, KG.generatedBy, KG.trainedOn, KG.developedBy)
        ),
    }
    small = Graph()
    for triple in accepted:
        if triple[1] in used:
            small.add(triple)
    assert len(small) > 300 and contradictions(small) == []
    small.add((VICUNA, RDF.type, URIRef(ONTOLOGY + "Dataset")))
    found = contradictions(small)
    assert found and all("vicuna-13b" in message for message in found)
