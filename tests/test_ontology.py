"""The ontology and the record classes say the same, and every term is written the same way."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD, Graph, Literal, URIRef

from kg.records import RECORDS
from kg.records.derivation import RELATIONS
from kg.records.evidence import Place, Qualifiers
from kg.records.fields import Link, Marker, Value, properties
from kg.records.source import Source
from kg.records.terms import BASE, ONTOLOGY, PREFIXES

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "ontology"
ABOUT = URIRef(BASE + "ontology")
TYPES = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

#: terms of our own that no record field holds, and why
UNMAPPED = {
    **dict.fromkeys(("hasAncestor", "hasAncestorFamily", "influencedBy"), "inferred from lineage"),
    **dict.fromkeys(("familyDerivedFrom", "familyLicense"), "inferred for members of a family"),
    "learnedFromOutputsOf": "inferred from training data",
    "hubId": "reserved for sources of the Hub",
    "trust": "given by the command, never by a record",
    **dict.fromkeys(("minValue", "maxValue", "modality", "polarity"), "column of the claims table"),
    **dict.fromkeys(
        ("quote", "datedOn", "statedSubject", "statedObject"), "column of the claims table"
    ),
    "Claim": "a row of the claims table",
    "Source": "described beside the records",
}
#: named in code, never written to a graph
ABSTRACT = {"Thing"}


@cache
def ontology() -> Graph:
    """Terms, concepts and alignments. Not to be changed: copy it first."""
    graph = Graph()
    for path in sorted(
        [*HOME.glob("kg*.ttl"), *HOME.glob("vocab/*.ttl"), *HOME.glob("align/*.ttl")]
    ):
        graph.parse(path, format="turtle")
    return graph


def copy(*graphs: Graph) -> Graph:
    return sum(graphs, Graph())


def terms(graph: Graph) -> set[URIRef]:
    return {s for t in TYPES for s in graph.subjects(RDF.type, t) if s.startswith(ONTOLOGY)}


def local(iri: str) -> str:
    return iri.removeprefix(ONTOLOGY)


# -- records and ontology agree ----------------------------------------------------------------


def marked() -> list[tuple[URIRef, Marker]]:
    """(class that a marked field belongs to, marker), for everything that has marked fields."""
    found = [(URIRef(c.rdf_class), p.marker) for c in RECORDS.values() for p in properties(c)]
    for name, cls in (("Claim", Place), ("Claim", Qualifiers), ("Source", Source)):
        for info in cls.model_fields.values():
            found += [
                (URIRef(ONTOLOGY + name), m) for m in info.metadata if isinstance(m, Value | Link)
            ]
    return found


def expected_range(marker: Marker) -> set[URIRef]:
    if isinstance(marker, Value):
        dates = {XSD.gYear, XSD.gYearMonth, XSD.date}
        own = dates if marker.datatype == str(XSD.date) else {URIRef(marker.datatype)}
        return own | ({XSD.string} if marker.or_text else set())
    # The first class of a kind is the widest: Model before ModelFamily and Checkpoint.
    wide = {c.kind: URIRef(c.rdf_class) for c in reversed(RECORDS.values())}
    wide |= {"term": SKOS.Concept, "source": URIRef(ONTOLOGY + "Source")}
    return {wide[kind] for kind in marker.kinds} or {OWL.Thing}


def agreement_faults(graph: Graph) -> list[str]:
    faults = []
    ranges: dict[URIRef, set[URIRef]] = {}
    for cls, marker in marked():
        term = URIRef(marker.predicate)
        if not term.startswith(ONTOLOGY):
            continue
        kind = OWL.ObjectProperty if isinstance(marker, Link) else OWL.DatatypeProperty
        if (term, RDF.type, kind) not in graph:
            faults.append(f"{local(term)}: not an {local(kind)}")
        domains = set(graph.objects(term, SDO.domainIncludes))
        if not domains & {OWL.Thing, *graph.transitive_objects(cls, RDFS.subClassOf)}:
            faults.append(f"{local(term)}: domain lacks {local(cls)}")
        ranges.setdefault(term, set()).update(expected_range(marker))
    for term, wanted in ranges.items():
        stated = set(graph.objects(term, SDO.rangeIncludes))
        if stated != wanted and not (OWL.Thing in wanted and stated == {OWL.Thing}):
            faults.append(f"{local(term)}: range {sorted(stated)}, records say {sorted(wanted)}")
    mapped = {m.predicate for _, m in marked()} | {c.rdf_class for c in RECORDS.values()}
    faults += [
        f"{local(t)}: no record holds it"
        for t in terms(graph)
        if str(t) not in mapped and local(t) not in UNMAPPED
    ]
    return faults


def test_records_and_ontology_agree() -> None:
    assert agreement_faults(ontology()) == []
    assert {local(t) for t in terms(ontology())} >= set(UNMAPPED), (
        "UNMAPPED lists a term that is gone"
    )
    assert not {local(m.predicate) for _, m in marked()} & set(UNMAPPED)


def test_code_names_only_terms_that_are_defined() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    named = set(re.findall(r"\bKG\.([A-Za-z]\w*)", text))
    assert named - {local(t) for t in terms(ontology())} == ABSTRACT


def test_a_planted_disagreement_is_found() -> None:
    graph = copy(ontology())
    graph.add((URIRef(ONTOLOGY + "finetunedWith"), RDF.type, OWL.ObjectProperty))
    graph.remove((URIRef(ONTOLOGY + "license"), RDF.type, None))
    graph.set((URIRef(ONTOLOGY + "expertCount"), SDO.rangeIncludes, XSD.string))
    graph.remove((URIRef(ONTOLOGY + "row"), SDO.domainIncludes, None))
    found = {fault.partition(":")[0] for fault in agreement_faults(graph)}
    assert found == {"finetunedWith", "license", "expertCount", "row"}


# -- form --------------------------------------------------------------------------------------


def form_faults(graph: Graph) -> list[str]:
    faults = []
    for term in sorted(terms(graph)):
        for predicate in (RDFS.label, SKOS.definition):
            tags = sorted(
                str(o.language) for o in graph.objects(term, predicate) if isinstance(o, Literal)
            )
            if tags != ["en", "zh"]:
                faults.append(f"{local(term)}: {local(predicate)} in {tags}")
        definitions = {str(o.language): str(o) for o in graph.objects(term, SKOS.definition)}
        if not (
            definitions.get("en", "").endswith(".") and definitions.get("zh", "").endswith("。")
        ):
            faults.append(f"{local(term)}: a definition is a sentence")
        if list(graph.objects(term, RDFS.isDefinedBy)) != [ABOUT]:
            faults.append(f"{local(term)}: isDefinedBy")
        examples = [str(o) for o in graph.objects(term, SKOS.example)]
        if not examples or not all(_uses(example, term) for example in examples):
            faults.append(f"{local(term)}: needs an example that is Turtle and uses it")
    return faults


def _uses(example: str, term: URIRef) -> bool:
    try:
        parsed = Graph().parse(data=HEADER + example, format="turtle")
    except Exception:
        return False
    return any(term in triple for triple in parsed)


def test_every_term_is_written_the_same_way() -> None:
    assert form_faults(ontology()) == []


def test_a_term_without_chinese_or_example_is_found() -> None:
    graph = copy(ontology())
    term = URIRef(ONTOLOGY + "adapterOf")
    graph.remove((term, SKOS.example, None))
    graph.remove((term, RDFS.label, Literal("适配对象", "zh")))
    assert len(form_faults(graph)) == 2


@pytest.mark.parametrize("folder", [".", "vocab", "align"])
def test_no_subject_has_two_blocks(folder: str) -> None:
    blocks: Counter[str] = Counter()
    for path in sorted((HOME / folder).glob("*.ttl")):
        found = re.findall(r"^(?![@#])(\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        # Every alignment has a block of its own for a term.
        blocks.update(f"{path.name} {s}" if folder == "align" else s for s in found if s != ".")
    assert [subject for subject, count in blocks.items() if count > 1] == []


def test_header() -> None:
    graph = ontology()
    assert {o.language for o in graph.objects(ABOUT, DCTERMS.description)} == {"en", "zh"}
    for predicate in (
        OWL.versionIRI,
        DCTERMS.license,
        DCTERMS.creator,
        VANN.preferredNamespacePrefix,
    ):
        assert (ABOUT, predicate, None) in graph


# -- concepts ----------------------------------------------------------------------------------


def concept_faults(graph: Graph) -> list[str]:
    faults = []
    for concept in sorted(set(graph.subjects(RDF.type, SKOS.Concept))):
        schemes = set(graph.objects(concept, SKOS.inScheme))
        if not schemes or any((s, RDF.type, SKOS.ConceptScheme) not in graph for s in schemes):
            faults.append(f"{concept}: in no scheme")
        broader = set(graph.objects(concept, SKOS.broader))
        if any(
            (b, RDF.type, SKOS.Concept) not in graph or (b, SKOS.narrower, concept) not in graph
            for b in broader
        ):
            faults.append(f"{concept}: broader and narrower do not meet")
        if any(concept in graph.transitive_objects(b, SKOS.broader) for b in broader):
            faults.append(f"{concept}: broader than itself")
        if not broader and set(graph.objects(concept, SKOS.topConceptOf)) != schemes:
            faults.append(f"{concept}: neither below another nor a top concept")
        for predicate in (SKOS.prefLabel, SKOS.definition, RDFS.label):
            if sorted(str(o.language) for o in graph.objects(concept, predicate)) != ["en", "zh"]:
                faults.append(f"{concept}: {predicate}")
        if set(graph.objects(concept, SKOS.prefLabel)) != set(graph.objects(concept, RDFS.label)):
            faults.append(f"{concept}: label and preferred label differ")
    return faults


def test_concepts_are_consistent() -> None:
    assert concept_faults(ontology()) == []
    graph = copy(ontology())
    graph.add((URIRef(BASE + "method/fine-tuning"), SKOS.broader, URIRef(BASE + "method/qlora")))
    assert any("broader than itself" in fault for fault in concept_faults(graph))


def test_each_relation_word_is_a_concept_that_names_its_property() -> None:
    for word, predicate in RELATIONS.items():
        concept = URIRef(f"{BASE}term/{word}")
        assert (concept, SKOS.inScheme, URIRef(BASE + "vocab/derivation-kinds")) in ontology()
        assert (concept, RDFS.seeAlso, URIRef(predicate)) in ontology()


# -- borrowed terms ----------------------------------------------------------------------------


@cache
def borrowed() -> dict[str, set[str]]:
    """namespace -> the terms of it that were looked up."""
    found: dict[str, set[str]] = {}
    for line in (HOME / "align" / "terms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[namespace].add(line.strip())  # noqa: F821
        elif line and not line.startswith("#"):
            namespace = line.partition(": ")[2]
            found[namespace] = set()
    return found


def unknown_terms(iris: set[str]) -> set[str]:
    known = {namespace + name for namespace, names in borrowed().items() for name in names}
    return {iri for iri in iris if not iri.startswith(BASE) and iri not in known}


def test_borrowed_terms_exist() -> None:
    used = {str(p) for p in ontology().predicates()} | {m.predicate for _, m in marked()}
    used |= {str(o) for o in ontology().objects() if isinstance(o, URIRef)}
    elsewhere = {str(o) for p in (DCTERMS.license,) for o in ontology().objects(ABOUT, p)}
    assert (
        unknown_terms(used - elsewhere - {str(RDF.nil)} - {str(RDF.first), str(RDF.rest)}) == set()
    )
    assert unknown_terms({str(PROV) + "wasDerivedForm"})


@pytest.mark.parametrize(
    "vocabulary", [RDF, RDFS, OWL, SKOS, XSD, DCTERMS, PROV, SDO, VANN], ids=str
)
def test_the_list_agrees_with_rdflib(vocabulary: type) -> None:
    assert [name for name in borrowed()[str(vocabulary)] if name not in vocabulary] == []


def test_alignments_hold_nothing_but_alignments() -> None:
    allowed = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch}
    for path in sorted((HOME / "align").glob("*.ttl")):
        for s, p, o in Graph().parse(path, format="turtle"):
            assert p in allowed and s in terms(ontology()) and not o.startswith(BASE), path.name
