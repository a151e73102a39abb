"""What every kind of thing may be said to be, and the kinds that need little more.

The curated files and the ontology use the properties' local names: ``developed_by`` here is
``developedBy`` there.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from kg.records.evidence import Statement
from kg.records.fields import Count, Day, Link, Ref, Value, Words
from kg.records.terms import IRI, KG, RDFS, SKOS, XSD

AGENTS = ("institution", "person", "account", "platform")
TERM = ("term",)


class Thing(Statement):
    """A statement group about anything at all: names, makers, terms of use, comparisons."""

    kind: ClassVar[str] = ""
    rdf_class: ClassVar[IRI] = KG.Thing

    #: whether this record says what the thing is, or only something about it
    declared: bool = False

    label: Annotated[str | None, Value(RDFS.label, language="en")] = None
    label_zh: Annotated[str | None, Value(RDFS.label, language="zh")] = None
    alt_labels: Annotated[tuple[str, ...], Value(SKOS.altLabel)] = ()
    hidden_labels: Annotated[tuple[str, ...], Value(SKOS.hiddenLabel)] = ()
    context_labels: Annotated[tuple[str, ...], Value(KG.contextLabel)] = ()
    resolves_to: Annotated[tuple[IRI, ...], Link(KG.resolvesTo)] = ()
    mentioned_in: Annotated[tuple[IRI, ...], Link(KG.mentionedIn, ("source",))] = ()
    implicit: Annotated[bool | None, Value(KG.implicit, XSD.boolean)] = None
    note: Annotated[tuple[str, ...], Value(KG.note)] = ()

    developed_by: Annotated[tuple[Ref, ...], Link(KG.developedBy, AGENTS)] = ()
    published_by: Annotated[
        tuple[Ref, ...], Link(KG.publishedBy, ("account", "institution", "person"))
    ] = ()
    released_on: Annotated[Day | None, Value(KG.releasedOn, XSD.date)] = None
    successor_of: Annotated[tuple[Ref, ...], Link(KG.successorOf)] = ()
    variant_of: Annotated[tuple[Ref, ...], Link(KG.variantOf)] = ()
    named_after: Annotated[tuple[Ref, ...], Link(KG.namedAfter)] = ()
    contributors: Annotated[tuple[str, ...], Value(KG.contributors)] = ()
    described_as: Annotated[tuple[str, ...], Value(KG.describedAs)] = ()
    paper_title: Annotated[tuple[Ref, ...], Link(KG.paperTitle, ("paper",))] = ()

    license: Annotated[tuple[Ref, ...], Link(KG.license, ("license",))] = ()
    code_license: Annotated[tuple[Ref, ...], Link(KG.codeLicense, ("license",))] = ()
    data_license: Annotated[tuple[Ref, ...], Link(KG.dataLicense, ("license",))] = ()
    may_violate: Annotated[tuple[Ref, ...], Link(KG.mayViolate, ("license",))] = ()
    openness: Annotated[tuple[Ref, ...], Link(KG.openness, TERM)] = ()
    commercial_use: Annotated[tuple[Ref, ...], Link(KG.commercialUse, TERM)] = ()
    research_use: Annotated[tuple[Ref, ...], Link(KG.researchUse, TERM)] = ()

    code_repository: Annotated[tuple[str | Words, ...], Value(KG.codeRepository, XSD.anyURI)] = ()
    homepage: Annotated[tuple[str | Words, ...], Value(KG.homepage, XSD.anyURI)] = ()
    model_page: Annotated[tuple[str | Words, ...], Value(KG.modelPage, XSD.anyURI)] = ()
    documentation: Annotated[tuple[str | Words, ...], Value(KG.documentation, XSD.anyURI)] = ()
    demo: Annotated[tuple[str | Words, ...], Value(KG.demo, XSD.anyURI)] = ()
    github_stars: Annotated[tuple[Count, ...], Value(KG.githubStars, XSD.integer, ("stars",))] = ()
    available_via: Annotated[tuple[Ref, ...], Link(KG.availableVia, ("platform",))] = ()
    available_as: Annotated[tuple[Ref, ...], Link(KG.availableAs, TERM)] = ()
    availability: Annotated[tuple[str, ...], Value(KG.availability)] = ()
    releases: Annotated[tuple[Ref, ...], Link(KG.releases)] = ()
    requires: Annotated[tuple[Ref, ...], Link(KG.requires)] = ()
    runs_on: Annotated[tuple[Ref, ...], Link(KG.runsOn)] = ()

    capability: Annotated[tuple[Ref, ...], Link(KG.capability)] = ()
    uses_method: Annotated[tuple[Ref, ...], Link(KG.usesMethod, ("method",))] = ()
    uses_software: Annotated[tuple[Ref, ...], Link(KG.usesSoftware)] = ()
    integrates_with: Annotated[tuple[Ref, ...], Link(KG.integratesWith)] = ()
    training_hardware: Annotated[tuple[Ref, ...], Link(KG.trainingHardware)] = ()
    powered_by: Annotated[tuple[Ref, ...], Link(KG.poweredBy)] = ()
    supports_language: Annotated[tuple[Ref, ...], Link(KG.supportsLanguage, ("language",))] = ()
    natural_language_count: Annotated[
        tuple[Count, ...], Value(KG.naturalLanguageCount, XSD.integer, ("languages",))
    ] = ()
    programming_language_count: Annotated[
        tuple[Count, ...], Value(KG.programmingLanguageCount, XSD.integer, ("languages",))
    ] = ()
    total_language_count: Annotated[
        tuple[Count, ...], Value(KG.totalLanguageCount, XSD.integer, ("languages",))
    ] = ()

    outperforms: Annotated[tuple[Ref, ...], Link(KG.outperforms)] = ()
    underperforms: Annotated[tuple[Ref, ...], Link(KG.underperforms)] = ()
    comparable_to: Annotated[tuple[Ref, ...], Link(KG.comparableTo)] = ()
    compared_with: Annotated[tuple[Ref, ...], Link(KG.comparedWith)] = ()
    ranked_on: Annotated[tuple[Ref, ...], Link(KG.rankedOn, ("benchmark",))] = ()
    evaluated_on: Annotated[tuple[Ref, ...], Link(KG.evaluatedOn, ("benchmark",))] = ()
    evaluated_by: Annotated[tuple[Ref, ...], Link(KG.evaluatedBy)] = ()
    has_evaluation: Annotated[tuple[IRI, ...], Link(KG.hasEvaluation, ("evaluation",))] = ()


class Agent(Thing):
    """Somebody or something that makes, publishes or hosts."""

    located_in: Annotated[tuple[Ref, ...], Link(KG.locatedIn, ("place",))] = ()
    affiliated_with: Annotated[
        tuple[Ref, ...], Link(KG.affiliatedWith, ("institution", "platform"))
    ] = ()
    part_of: Annotated[tuple[Ref, ...], Link(KG.partOf, ("institution",))] = ()
    author_of: Annotated[tuple[Ref, ...], Link(KG.authorOf)] = ()


class Institution(Agent):
    """A company, university, laboratory or community that makes models or data."""

    kind = "institution"
    rdf_class = KG.Institution


class Person(Agent):
    """A human being."""

    kind = "person"
    rdf_class = KG.Person


class Account(Agent):
    """A Hub or GitHub owner: what publishes, whoever stands behind it."""

    kind = "account"
    rdf_class = KG.Account

    account_of: Annotated[tuple[Ref, ...], Link(KG.accountOf, ("institution", "person"))] = ()


class Platform(Agent):
    """A service on which models are offered, run or found."""

    kind = "platform"
    rdf_class = KG.Platform


class Method(Thing):
    """A way of training, tuning, compressing or evaluating; also a SKOS concept."""

    kind = "method"
    rdf_class = KG.Method

    based_on_method: Annotated[tuple[Ref, ...], Link(KG.basedOnMethod, ("method",))] = ()
    broader: Annotated[tuple[IRI, ...], Link(SKOS.broader, ("method", "term"))] = ()
    applied_to: Annotated[tuple[Ref, ...], Link(KG.appliedTo)] = ()
    method_effect: Annotated[tuple[str, ...], Value(KG.methodEffect)] = ()
    method_mechanism: Annotated[tuple[str, ...], Value(KG.methodMechanism)] = ()


class Architecture(Thing):
    """The shape of a network or a part of it."""

    kind = "architecture"
    rdf_class = KG.Architecture

    replaces: Annotated[tuple[Ref, ...], Link(KG.replaces, ("architecture",))] = ()


class Software(Thing):
    """Code that trains, runs, serves or inspects models."""

    kind = "software"
    rdf_class = KG.Software

    implements: Annotated[tuple[Ref, ...], Link(KG.implements, ("method",))] = ()


class License(Thing):
    """Terms under which a thing may be used: an SPDX id, an own term, or an expression."""

    kind = "license"
    rdf_class = KG.License

    license_text: Annotated[tuple[str, ...], Value(KG.licenseText, XSD.anyURI)] = ()
    member: Annotated[tuple[IRI, ...], Link(KG.member, ("license",))] = ()


class Benchmark(Thing):
    """A test with which models are measured, or a board that ranks them."""

    kind = "benchmark"
    rdf_class = KG.Benchmark


class Paper(Thing):
    """A scholarly publication."""

    kind = "paper"
    rdf_class = KG.Paper


class Language(Thing):
    """A natural or programming language."""

    kind = "language"
    rdf_class = KG.Language


class Hardware(Thing):
    """A machine or chip."""

    kind = "hardware"
    rdf_class = KG.Hardware


class Geography(Thing):
    """A country, city or region."""

    kind = "place"
    rdf_class = KG.Place
