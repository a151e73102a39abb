"""The row compiler: one record as claim rows, straight from the markers.

This is the readable definition of the mapping; nothing else knows which field is which property.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.table import Claim
from kg.records.evidence import Statement
from kg.records.fields import Between, Link, Property, Value, Words, properties
from kg.records.terms import RDF, XSD, date_type, digest, lexical, mint

_NUMBERS = (XSD.integer, XSD.decimal)


def compile_record(record: Statement) -> Iterator[Claim]:
    """The claims that a record makes, in order of its fields.

    A thing's class is claimed only by a record that declares it (``declared``); derivations and
    evaluations have no life outside their record and always say what they are.
    """
    cls = type(record)
    subject = mint(cls.kind, record.key)
    if getattr(record, "declared", True):
        yield _claim(record, subject, RDF.type, object=cls.rdf_class)
    for field in properties(cls):
        stated = getattr(record, field.name)
        for value in stated if field.many else (stated,):
            if value is not None:
                yield _claim(record, subject, field.predicate, **_object(record, field, value))


def _object(
    record: Statement, field: Property, value: str | float | bool | Words | Between
) -> dict[str, str | None]:
    if isinstance(value, Words):
        return {"value": value.text, "datatype": XSD.string, "as_note": value.text}
    if isinstance(field.marker, Link):
        return {"object": str(value)}
    if isinstance(value, Between):
        low, high = lexical(value.low)[0], lexical(value.high)[0]
        note = None if field.many else f"{low}–{high}"
        return {"low": low, "high": high, "datatype": field.marker.datatype, "as_note": note}
    return _literal(record, field.marker, value)


def _literal(record: Statement, marker: Value, value: str | float | bool) -> dict[str, str | None]:
    text, own = lexical(value)
    if marker.or_text and own == XSD.string:
        return {"value": text, "datatype": XSD.string}
    stated: dict[str, str | None] = {"value": text, "datatype": marker.datatype}
    if marker.language:
        return stated | {"language": marker.language, "datatype": None}
    if marker.datatype == XSD.date:
        datatype = date_type(text)
        return {
            "value": text,
            "datatype": datatype or XSD.string,
            "as_note": None if datatype else text,
        }
    if marker.datatype not in _NUMBERS:
        return stated
    qualifiers = record.evidence.qualifiers
    if qualifiers.bound:
        stated["low" if qualifiers.bound == "min" else "high"] = text
    if qualifiers.unit and qualifiers.unit not in marker.units:
        stated["as_note"] = f"{text} {qualifiers.unit}"
    return stated


def _claim(record: Statement, subject: str, predicate: str, **stated: str | None) -> Claim:
    evidence = record.evidence
    place = evidence.place
    key = digest(
        evidence.source,
        place.section, place.start, place.end, place.file, place.row,
        subject, predicate,
        *(stated.get(part) for part in ("object", "value", "datatype", "language", "low", "high")),
        evidence.polarity,
    )  # fmt: skip
    return Claim(
        claim=key,
        source=evidence.source,
        subject=subject,
        predicate=predicate,
        place=place,
        modality=evidence.modality,
        polarity=evidence.polarity,
        dated=evidence.dated,
        quote=evidence.quote,
        identifier=evidence.identifier,
        qualifiers=evidence.qualifiers,
        **stated,
    )
