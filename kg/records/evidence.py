"""Who says a thing, where, how firmly, and with which qualifications."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.records.fields import Link, Record, Value
from kg.records.terms import DCTERMS, IRI, KG, OA, SKOS, XSD, Key

#: a position or a number of things: fits every table's and every tool's integers
WHOLE = Field(ge=0, le=2**53)

Modality = Literal["stated", "reported", "hedged"]
Polarity = Literal["asserted", "denied"]


class Trust(IntEnum):
    """How far a source is trusted, in the order of adjudication.

    It is given by the command and by the package, never by a file.
    """

    ARTICLE = 1
    REGISTRY = 2
    CARD = 3
    ARTEFACT = 4
    CORRECTION = 5


class Place(BaseModel):
    """Where in the source: a section with code points (end exclusive), or a row of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: Annotated[str | None, Value(KG.section)] = None
    start: Annotated[int | None, Value(OA.start, XSD.integer), WHOLE] = None
    end: Annotated[int | None, Value(OA.end, XSD.integer), WHOLE] = None
    file: Annotated[str | None, Value(KG.file)] = None
    row: Annotated[int | None, Value(KG.row, XSD.integer), WHOLE] = None


class Qualifiers(BaseModel):
    """What narrows or describes a claim. ``scope`` and ``condition`` make it yield to a plain one.

    Texts are the curator's words in English; ``citation`` is a public address, ``remark`` a note.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Annotated[str | None, Value(KG.unit)] = None
    bound: Annotated[Literal["min", "max"] | None, Value(KG.bound)] = None
    comparator: Annotated[str | None, Value(KG.comparator)] = None
    scope: Annotated[str | None, Value(KG.scope)] = None
    condition: Annotated[str | None, Value(KG.condition)] = None
    exception: Annotated[str | None, Value(KG.exception)] = None
    role: Annotated[str | None, Value(KG.role)] = None
    relation: Annotated[str | None, Value(KG.relation)] = None
    basis: Annotated[str | None, Value(KG.basis)] = None
    benchmark: Annotated[IRI | None, Link(KG.benchmark, ("benchmark",))] = None
    rank: Annotated[str | None, Value(KG.rank)] = None
    approx: Annotated[bool | None, Value(KG.approx, XSD.boolean)] = None
    aspect: Annotated[str | None, Value(KG.aspect)] = None
    bits: Annotated[int | None, Value(KG.bits, XSD.integer), WHOLE] = None
    count: Annotated[int | None, Value(KG.count, XSD.integer), WHOLE] = None
    cost: Annotated[str | None, Value(KG.cost)] = None
    detail: Annotated[str | None, Value(KG.detail)] = None
    factor: Annotated[str | None, Value(KG.factor)] = None
    frozen: Annotated[bool | None, Value(KG.frozen, XSD.boolean)] = None
    modification: Annotated[str | None, Value(KG.modification)] = None
    relevance: Annotated[str | None, Value(KG.relevance)] = None
    since: Annotated[str | None, Value(KG.since)] = None
    compared_to: Annotated[str | None, Value(KG.comparedTo)] = None
    reported_by: Annotated[str | None, Value(KG.reportedBy)] = None
    value_as_written: Annotated[str | None, Value(KG.valueAsWritten)] = None
    tier: Annotated[str | None, Value(KG.tier)] = None
    citation: Annotated[str | None, Value(DCTERMS.references)] = None
    remark: Annotated[str | None, Value(SKOS.editorialNote, language="en")] = None
    remark_zh: Annotated[str | None, Value(SKOS.editorialNote, language="zh")] = None


class Evidence(BaseModel):
    """What a record's statements rest on: the same for all of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Key
    place: Place = Place()
    modality: Modality = "stated"
    polarity: Polarity = "asserted"
    quote: str | None = None
    dated: str | None = None
    identifier: str | None = None
    qualifiers: Qualifiers = Qualifiers()
    file: str = ""
    line: int = 0


class Statement(Record):
    """A record with its evidence: what every source yields."""

    evidence: Evidence
