"""What the ontology, the rules and the generated files do on graphs.

``shape_faults`` and ``contradictions`` take any graph, so the accepted one can be given to them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import warnings
from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph
import pytest
import yaml
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.records.terms import BASE, KINDS, ONTOLOGY, PREFIXES

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "ontology"
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

EXAMPLE = """
model:llama a kg:ModelFamily, kg:Model ; rdfs:label "LLaMA"@en ; kg:developedBy inst:meta-ai ;
    kg:parameterCount 7000000000, 65000000000 ; kg:license license:LicenseRef-llama .
model:llama-13b a kg:Model ; kg:variantOf model:llama ; kg:parameterCount 13000000000 .
model:vicuna a kg:ModelFamily, kg:Model ; kg:fineTunedFrom model:llama .
model:vicuna-13b a kg:Model ; kg:variantOf model:vicuna ; kg:fineTunedFrom model:llama-13b ;
    kg:releasedOn "2023-03"^^xsd:gYearMonth ; kg:trainedOn dataset:sharegpt-cleaned ;
    kg:derivation derivation:1f .
derivation:1f a kg:Derivation ; prov:entity model:llama-13b ; kg:derivationKind term:finetune .
model:vicuna-13b-4bit a kg:Checkpoint, kg:Model ; kg:quantizedFrom model:vicuna-13b .
dataset:sharegpt-cleaned a kg:Dataset ; kg:datasetDerivedFrom dataset:sharegpt .
dataset:sharegpt a kg:Dataset ; kg:generatedBy model:chatgpt .
model:loop-a kg:mergedFrom model:loop-b . model:loop-b kg:mergedFrom model:loop-a .
"""


def example(more: str = "") -> Graph:
    return Graph().parse(data=HEADER + EXAMPLE + more, format="turtle")


@cache
def terms() -> Graph:
    """What reasoning needs of the ontology: everything but its prose."""
    graph = Graph()
    for path in sorted([*HOME.glob("kg*.ttl"), *HOME.glob("align/*.ttl")]):
        graph.parse(path, format="turtle")
    used = {RDF.type, RDF.first, RDF.rest, OWL.members, RDFS.subClassOf, RDFS.subPropertyOf}
    return _only(graph, used)


def _only(graph: Graph, predicates: set[URIRef]) -> Graph:
    kept = Graph()
    for triple in graph:
        if triple[1] in predicates:
            kept.add(triple)
    return kept


# -- OWL 2 RL ----------------------------------------------------------------------------------


def contradictions(data: Graph) -> list[str]:
    """What OWL 2 RL finds wrong in a graph together with the ontology and its alignments."""
    graph = data + terms()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return sorted(str(message) for message in graph.objects(None, error))


def test_owl_finds_a_thing_of_two_kinds_and_nothing_else() -> None:
    assert contradictions(example()) == []
    found = contradictions(example("model:llama-13b a kg:Dataset ."))
    assert found and all("llama-13b" in message for message in found)


def test_owl_finds_a_family_that_is_a_dataset_through_its_super_class() -> None:
    assert contradictions(
        Graph().parse(data=HEADER + "model:x a kg:Checkpoint, kg:Paper .", format="turtle")
    )


def test_owl_finds_a_model_derived_from_itself() -> None:
    found = contradictions(example("model:llama-13b kg:adapterOf model:llama-13b ."))
    assert found and all("llama-13b" in message for message in found)


# -- shapes ------------------------------------------------------------------------------------


@cache
def shapes() -> Graph:
    return Graph().parse(HOME / "shapes.ttl", format="turtle")


def shape_faults(data: Graph) -> list[str]:
    """What the shapes find wrong in a graph: focus, path and value of each result."""
    sh = "http://www.w3.org/ns/shacl#"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = validate(data, shacl_graph=shapes(), advanced=False, inference="none")
    assert isinstance(report, Graph)
    found = []
    for result in report.subjects(RDF.type, URIRef(sh + "ValidationResult")):
        parts = (
            report.value(result, URIRef(sh + name)) for name in ("focusNode", "resultPath", "value")
        )
        found.append(" ".join(str(part).removeprefix(BASE) for part in parts))
    return sorted(found)


def test_shapes_accept_the_example() -> None:
    assert shape_faults(example()) == []


@pytest.mark.parametrize(
    ("planted", "where"),
    [
        ("model:llama-13b kg:parameterCount 1 .", "model/llama-13b"),
        ("model:vicuna-13b-4bit kg:parameterCount 1, 2 .", "model/vicuna-13b-4bit"),
        ('model:llama kg:parameterCount "many" .', "model/llama ontology#parameterCount many"),
        (
            "model:llama kg:developedBy dataset:sharegpt .",
            "model/llama ontology#developedBy dataset/sharegpt",
        ),
        ('model:llama kg:developedBy "Meta" .', "model/llama ontology#developedBy Meta"),
        ('model:llama kg:releasedOn "soon" .', "model/llama ontology#releasedOn soon"),
        (
            'model:llama rdfs:label "LLaMA 1"@en .',
            "model/llama http://www.w3.org/2000/01/rdf-schema#label",
        ),
        ('model:llama kg:homepage "x" .', "model/llama ontology#homepage x"),
        ("derivation:2 a kg:Derivation .", "derivation/2 http://www.w3.org/ns/prov#entity"),
        ("person:x a kg:Institution .", "person/x"),
        ('claim:1 a kg:Claim ; kg:polarity "perhaps" .', "claim/1 ontology#polarity perhaps"),
    ],
)
def test_shapes_find_a_planted_fault(planted: str, where: str) -> None:
    assert any(fault.startswith(where) for fault in shape_faults(example(planted)))


# -- rules -------------------------------------------------------------------------------------

#: the order in which the rules build on each other
RULES = (
    "training-role", "super-class", "super-property", "preferred-label", "prov", "ancestor", "ancestor-family",
    "learned-from-outputs", "inherited-developer", "family-derived-from", "family-license",
)  # fmt: skip


def rule(name: str) -> str:
    return (HOME / "rules" / f"{name}.rq").read_text(encoding="utf-8")


def consequences(data: Graph) -> Graph:
    """The graph with all that follows from it by the rules, as the written definitions say it."""
    store = pyoxigraph.Store()
    ontology = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HOME.glob("kg*.ttl")))
    for text in (ontology, data.serialize(format="turtle")):
        store.load(text.encode(), pyoxigraph.RdfFormat.TURTLE)
    before = {quad.triple for quad in store}
    for name in RULES:
        store.extend(pyoxigraph.Quad(*triple) for triple in list(store.query(rule(name))))
    new = [q.triple for q in store if q.triple not in before]
    return (
        Graph().parse(data="\n".join(f"{triple} ." for triple in new), format="nt")
        if new
        else Graph()
    )


def test_every_rule_is_listed_and_says_itself_in_both_languages() -> None:
    assert {path.stem for path in (HOME / "rules").glob("*.rq")} == set(RULES)
    for name in RULES:
        comment = "".join(line for line in rule(name).splitlines() if line.startswith("# "))
        assert re.search(r"[a-z]{4,}.*\.", comment) and re.search("[一-鿿]{4,}.*。", comment), name


def found(predicate: str) -> set[tuple[str, str]]:
    pairs = consequences(example()).subject_objects(URIRef(ONTOLOGY + predicate))
    return {(s.removeprefix(BASE + "model/"), o.removeprefix(BASE + "model/")) for s, o in pairs}


def test_ancestry() -> None:
    up = {
        ("vicuna-13b-4bit", "vicuna-13b"),
        ("vicuna-13b-4bit", "llama-13b"),
        ("vicuna-13b", "llama-13b"),
    }
    assert found("hasAncestor") == up | {
        ("vicuna", "llama"),
        ("loop-a", "loop-b"),
        ("loop-b", "loop-a"),
    }
    assert found("hasAncestorFamily") == {
        ("vicuna-13b-4bit", "vicuna"), ("vicuna-13b-4bit", "llama"), ("vicuna-13b", "llama"),
    }  # fmt: skip


def test_families_pass_down_their_developer_and_keep_base_and_license_apart() -> None:
    assert found("developedBy") == {("llama-13b", BASE + "institution/meta-ai")}
    assert found("familyDerivedFrom") == {("vicuna-13b", "llama")}
    assert found("familyLicense") == {("llama-13b", BASE + "license/LicenseRef-llama")}
    assert found("license") == set()


def test_learning_from_outputs_goes_through_datasets() -> None:
    assert found("learnedFromOutputsOf") == {("vicuna-13b", "chatgpt")}


def test_both_engines_read_the_rules_alike() -> None:
    data = example() + _only(terms(), {RDFS.subClassOf, RDFS.subPropertyOf})
    store = pyoxigraph.Store()
    store.load(data.serialize(format="turtle").encode(), pyoxigraph.RdfFormat.TURTLE)
    dataset = Dataset()
    for triple in data:
        dataset.add(triple)
    for name in RULES:
        here = dataset.query(rule(name)).graph
        there = Graph().parse(
            data="\n".join(f"{t} ." for t in store.query(rule(name))), format="nt"
        )
        assert here is not None and isomorphic(here, there), name


# -- generated files and what they are for -----------------------------------------------------


def test_generated_files_are_current() -> None:
    command = [sys.executable, ROOT / "scripts/generate", "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_stale_file_is_named_with_the_command(tmp_path: Path) -> None:
    for part in ("kg", "scripts", "ontology"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "ontology/shapes.ttl").write_text("", encoding="utf-8")
    command = [sys.executable, tmp_path / "scripts/generate", "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == "ontology/shapes.ttl is stale: run scripts/generate\n"


def test_context_carries_a_graph_there_and_back() -> None:
    data = example(
        'model:llama kg:trainingCost 300.5 ; kg:homepage "https://x.example/"^^xsd:anyURI .'
    )
    context = json.loads((HOME / "context.jsonld").read_text(encoding="utf-8"))
    written = data.serialize(format="json-ld", context=context["@context"], auto_compact=True)
    assert isomorphic(Graph().parse(data=written, format="json-ld"), data)
    parsed = pyoxigraph.parse(written.encode(), pyoxigraph.RdfFormat.JSON_LD)
    assert isomorphic(
        Graph().parse(data="\n".join(f"{q.triple} ." for q in parsed), format="nt"), data
    )
    assert {"id", "type", "label", "parameterCount"} <= set(re.findall(r'"(\w+)":', written))


def test_context_is_enough_for_a_hand_written_document() -> None:
    context = json.loads((HOME / "context.jsonld").read_text(encoding="utf-8"))
    document = context | {
        "id": "model:glm-130b", "type": "Model", "label": {"en": "GLM-130B"}, "parameterCount": 130,
        "developedBy": ["inst:tsinghua"], "kg:license": ["license:Apache-2.0"],
    }  # fmt: skip
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    text = HEADER + (
        'model:glm-130b a kg:Model ; rdfs:label "GLM-130B"@en ; kg:parameterCount 130 ;'
        "kg:developedBy inst:tsinghua ; kg:license license:Apache-2.0 ."
    )
    assert isomorphic(graph, Graph().parse(data=text, format="turtle"))


def test_redirects_name_every_kind() -> None:
    text = (HOME / "w3id" / ".htaccess").read_text(encoding="utf-8")
    assert f"({'|'.join(KINDS)})" in text


def test_methods_are_named_as_the_curator_names_them() -> None:
    methods = Graph().parse(HOME / "vocab" / "methods.ttl", format="turtle")
    entities = yaml.safe_load((ROOT / "data/curated/curator.yaml").read_text(encoding="utf-8"))[
        "entities"
    ]
    for entity in (e for e in entities if e["class"] == "Method"):
        method = URIRef(f"{BASE}method/{entity['id']}")
        assert (method, SKOS.prefLabel, Literal(entity["name"], "en")) in methods
        assert (
            "zh" not in entity or (method, SKOS.prefLabel, Literal(entity["zh"], "zh")) in methods
        )
