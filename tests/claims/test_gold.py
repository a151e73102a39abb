"""The gold table of the five articles: each fact is a claim in its source's graph, as SPARQL sees it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from rdflib import RDF, RDFS, SKOS, Graph

from kg.ask.tables import Tables
from kg.bundled import bundled as bundled_folder
from kg.records.terms import BASE, KG, PREFIXES, mint
from kg.store import open_store
from kg.store.generation import Generation

KINDS = {
    "Model": "model", "ModelFamily": "model", "Checkpoint": "model", "Licence": "license", "Place": "place",
    **{name: name.lower() for name in ["Institution", "Person", "Dataset", "Method", "Architecture", "Software", "Benchmark", "Language", "Paper", "Platform", "Hardware"]},
}  # fmt: skip
RELATIONS = {
    "finetune": "fineTunedFrom", "adapter": "adapterOf", "continued-pretraining": "continuedPretrainingOf",
    "merge": "mergedFrom", "distillation": "distilledFrom", "quantisation": "quantizedFrom",
    "multimodal-composition": "composedFrom", "unspecified": "derivedFrom",
    "architecture-of": "architectureFrom", "trained-from-scratch": "recipeFrom",
}  # fmt: skip
RENAMED = {
    "modality": "handlesModality",
    "licence": "license",
    "derivedFrom": "datasetDerivedFrom",
    "benchmarkScore": "hasEvaluation",
}
TIED = {mint("license", "apache-2"): mint("license", "Apache-2.0")}
ACCOUNT = re.compile(r"\((GitHub|Hugging Face) (organisation|account)")


@cache
def _gold(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return found


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    return _gold(shared / "seed-facts.yaml")


@cache
def _said(folder: Path) -> dict[tuple[str, str], dict[str, list[str]]]:
    """(source graph, identifier) -> predicate -> values of the claim in that graph."""
    store = ox.Store.read_only(str(folder))
    rows = store.query(
        "SELECT ?g ?id ?p ?o { GRAPH ?g { ?c a kg:Claim ; dcterms:identifier ?id ; ?p ?o } }",
        prefixes=dict(PREFIXES),
    )
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["g"].value, row["id"].value][row["p"].value].append(row["o"].value)
    return found


@cache
def _described(folder: Path) -> dict[tuple[str, str], dict[str, list[str]]]:
    """(source graph, thing) -> predicate -> values: for scores and titles."""
    store = ox.Store.read_only(str(folder))
    rows = store.query(
        "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s a ?class ; ?p ?o } VALUES ?class { kg:Evaluation kg:Paper } }",
        prefixes=dict(PREFIXES),
    )
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["g"].value, row["s"].value][row["p"].value].append(row["o"].value)
    return found


def iris(gold: dict[str, Any]) -> dict[str, str]:
    kinds = {
        row["id"]: "account" if ACCOUNT.search(row["name"]) else KINDS[row["kind"]] for row in gold["entities"]
    }  # fmt: skip
    return {key: mint(kind, key) for key, kind in kinds.items()}


def predicate(row: dict[str, Any]) -> str:
    if row["predicate"] == "baseModel":
        return KG[RELATIONS[row["relation"]]] if "object" in row else KG.trainedFromScratch
    return KG[RENAMED.get(row["predicate"], row["predicate"])]


def same(said: str, expected: Any) -> bool:
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return float(said) == float(expected)
    return said == str(expected)


def object_faults(
    row: dict[str, Any], claim: dict[str, list[str]], things: dict[str, str], folder: Path
) -> list[str]:
    graph = mint("source", row["source"])
    said = claim.get(RDF.object.toPython(), [""])[0]
    if row["predicate"] == "benchmarkScore":
        score = _described(folder)[graph, said]
        number = len(score[KG.value]) == 1 and same(score[KG.value][0], row["value"])
        measure = "unit" not in row or [row["unit"]] in (score[KG.metric], claim[KG.unit])
        board = score[KG.benchmark] == [things[row["object"]]]
        return [] if number and measure and board else [f"score {dict(score)}"]
    ends = [row.get("value_min"), row.get("value_max")]
    if any(end is not None for end in ends):
        whole = None not in ends
        stated = [claim.get(KG.minValue, [None])[0], claim.get(KG.maxValue, [None])[0]]
        faults = [
            f"end {here} is not {there}" for here, there in zip(stated, ends, strict=True)
            if there is not None and not same(str(here), there)
        ]  # fmt: skip
        if not whole:
            bound = "min" if ends[1] is None else "max"
            faults += (
                []
                if claim[KG.bound] == [bound] and same(said, row[f"value_{bound}"])
                else ["bound"]
            )
        return faults
    if row["predicate"] == "baseModel" and "object" not in row:
        return [] if said == "true" else [f"object {said}"]
    if "object" in row:
        iri = things.get(row["object"]) or mint("term", row["object"])
        stated_object = claim.get(KG.statedObject, [said])[0]
        return (
            []
            if stated_object == iri and said == TIED.get(iri, iri)
            else [f"object {said} is not {iri}"]
        )
    if row["predicate"] == "paperTitle":
        titles = _described(folder)[graph, said][RDFS.label.toPython()]
        return [] if titles == [row["value"]] else [f"title {titles}"]
    value = row["value"]
    listed = value if isinstance(value, list) else [value]
    if said.startswith(BASE + "term/"):
        return [] if said.removeprefix(BASE + "term/") in map(str, listed) else [f"term {said}"]
    return (
        []
        if same(said, value) or said == ", ".join(map(str, listed))
        else [f"value {said!r} is not {value!r}"]
    )


def faults(row: dict[str, Any], things: dict[str, str], folder: Path) -> list[str]:
    claim = _said(folder).get((mint("source", row["source"]), row["id"]))
    if claim is None:
        return ["missing"]
    subject = things[row["subject"]]
    single = {
        str(RDF.subject): [TIED.get(subject, subject)], str(RDF.predicate): [predicate(row)],
        KG.section: [row["section"]], PREFIXES["oa"] + "start": [str(row["locator"]["start"])],
        PREFIXES["oa"] + "end": [str(row["locator"]["end"])], KG.modality: [row["modality"]],
        KG.polarity: ["denied" if row.get("polarity") == "negative" else "asserted"],
        PREFIXES["prov"] + "hadPrimarySource": [mint("source", row["source"])],
    }  # fmt: skip
    found = [
        f"{name}: {claim.get(name)} is not {value}"
        for name, value in single.items()
        if claim.get(name) != value
    ]
    return found + object_faults(row, claim, things, folder)


@pytest.mark.parametrize("tier", ["core", "detail"])
def test_every_claim_of_the_gold_table_is_found(
    gold: dict[str, Any], bundled: Generation, tier: str
) -> None:
    things = iris(gold)
    rows = [row for row in gold["claims"] if row["tier"] == tier]
    wrong = {row["id"]: found for row in rows if (found := faults(row, things, bundled.store))}
    assert wrong == {}
    assert len(rows) > 100 and len(gold["claims"]) == 938


def test_no_claim_of_an_article_is_beyond_the_gold_table(
    gold: dict[str, Any], bundled: Generation
) -> None:
    articles = {row["id"] for row in gold["sources"]}
    found = {key for graph, key in _said(bundled.store) if graph.rpartition("/")[2] in articles}
    assert found == {row["id"] for row in gold["claims"]}


def test_every_entity_has_its_class_and_names(gold: dict[str, Any], bundled: Generation) -> None:
    store = open_store(bundled.store)
    things = iris(gold)
    rows = store.select("SELECT ?s ?class ?name { ?s a ?class ; rdfs:label ?name }")
    found = defaultdict(set)
    for row in rows:
        found[row["s"][1:-1]] |= {row["class"], row["name"]}
    assert len(gold["entities"]) == 309
    for row in gold["entities"]:
        iri = things[row["id"]]
        iri = TIED.get(iri, iri)
        cls = {"Licence": "License"}.get(row["kind"], row["kind"])
        cls = "Account" if ACCOUNT.search(row["name"]) else cls
        name = str(ox.Literal(row["name"], language="en"))
        assert {f"<{KG[cls]}>", name} <= found[iri], (row["id"], found[iri])
        if "name_zh" in row or "zh" in row:
            text = row.get("name_zh", row.get("zh"))
            assert str(ox.Literal(text, language="zh")) in found[iri]


def test_a_preferred_name_a_language_and_the_vocabularies_agree(
    tables: Tables, bundled: Generation
) -> None:
    rows = open_store(bundled.store).select("SELECT ?s ?name { ?s skos:prefLabel ?name }")
    tongues = [(row["s"], row["name"].rpartition("@")[2]) for row in rows]
    assert len(tongues) > 400 and len(tongues) == len(set(tongues))
    label = {(row["s"], row["name"]) for row in rows}
    vocabulary = Graph()
    for path in sorted(bundled_folder("ontology").glob("vocab/*.ttl")):
        vocabulary.parse(path, format="turtle")
    spoken = {
        f"<{iri}>"
        for (iri,) in tables.rows(
            "SELECT subject FROM facts WHERE predicate = ?", [RDFS.label.toPython()]
        )
    }
    for thing, name in vocabulary.subject_objects(SKOS.prefLabel):
        if f"<{thing}>" in spoken:
            assert (f"<{thing}>", name.n3()) in label
