"""Statements that come as subject, predicate and object (RDF, tables), made validated records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from kg.records import RECORDS, Statement
from kg.records.derivation import DERIVATIONS
from kg.records.evidence import Evidence
from kg.records.fields import Between, Link, Property, Value, Words, properties
from kg.records.names import LARGEST, nearest
from kg.records.terms import BASE, KG, RDF, XSD, compact, date_type, key_of, kind_of, mint
from kg.sources.texts import fault_of, is_address

_WHOLE = "integer int long short byte nonNegativeInteger positiveInteger unsignedInt"
_INTEGERS = {XSD[name] for name in _WHOLE.split()}
_DECIMALS = _INTEGERS | {XSD.decimal, XSD.double, XSD.float}
_WHOLE_NUMBER = re.compile(r"\+?\d+\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_DAYS = {XSD.date, XSD.gYear, XSD.gYearMonth}


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement as read: ``object`` is an IRI, ``value`` a lexical form."""

    subject: str
    predicate: str
    evidence: Evidence
    object: str | None = None
    value: str | None = None
    datatype: str | None = None
    language: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A statement that cannot be a record, and why."""

    stated: Stated
    code: str
    text: str
    hint: str = ""


class _No(Exception):
    def __init__(self, code: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.why = (code, text, hint)


@cache
def _fields(cls: type[Statement]) -> dict[tuple[str, str | None], Property]:
    return {(field.predicate, field.language): field for field in properties(cls)}


@cache
def _classes() -> tuple[dict[str, type[Statement]], dict[str, type[Statement]]]:
    by_iri = {str(cls.rdf_class): cls for cls in RECORDS.values()}
    by_kind: dict[str, type[Statement]] = {}
    for cls in RECORDS.values():
        by_kind.setdefault(cls.kind, cls)
    return by_iri, by_kind


def class_of(subject: str, types: Iterable[str]) -> type[Statement] | None:
    """The record class for a thing of ours: the most specific that its types name, else its kind's.

    ``None`` for an IRI outside our namespace, and where its types and its kind disagree.
    """
    by_iri, by_kind = _classes()
    kind = kind_of(subject)
    named = [by_iri[t] for t in types if t in by_iri and by_iri[t].kind == kind]
    specific = [cls for cls in named if not any(o is not cls and issubclass(o, cls) for o in named)]
    families = [cls for cls in specific if cls.rdf_class == KG.ModelFamily]
    chosen = families or sorted(specific, key=lambda cls: cls.__name__)
    return chosen[0] if chosen else by_kind.get(kind or "")


def types_of(stated: Iterable[Stated]) -> dict[str, list[str]]:
    """Subject -> the classes (IRIs) that statements give it."""
    types: dict[str, list[str]] = {}
    for one in stated:
        if one.predicate == RDF.type and one.object:
            types.setdefault(one.subject, []).append(one.object)
    return types


def build(stated: Collection[Stated]) -> Iterator[Statement | Refused]:
    """Records of statements; each statement ends in exactly one record or refusal.

    Statements about one derivation or evaluation
    that share source and place are one record, since their records need several fields at once.
    """
    grouped: dict[tuple[str, str, str, str], list[Stated]] = {}
    types = types_of(stated)
    for one in stated:
        cls = class_of(one.subject, types.get(one.subject, ()))
        if cls is not None and mint(cls.kind, key_of(one.subject)) != one.subject:
            yield Refused(one, *_misspelt(one.subject))
        elif cls is None:
            text = f"{one.subject} is not a thing of ours."
            yield Refused(one, "foreign-subject", text, f"Mint it under {BASE}.")
        elif cls.kind in ("derivation", "evaluation"):
            evidence = one.evidence
            key = (one.subject, evidence.source, str(evidence.place), evidence.polarity)
            grouped.setdefault(key, []).append(one)
        else:
            yield _record(cls, [one])
    for members in grouped.values():
        whole = class_of(members[0].subject, ())
        if whole is not None:
            yield _record(whole, members)


def _record(cls: type[Statement], stated: list[Stated]) -> Statement | Refused:
    first = stated[0]
    found: dict[str, Any] = {}
    one = first
    try:
        _check_evidence(first.evidence)
        for one in stated:
            if one.predicate == RDF.type:
                found |= _declared(cls, one)
                continue
            field = _fields(cls).get((one.predicate, one.language))
            field = field or _fields(cls).get((one.predicate, None))
            if field is None:
                raise _No(*_unfit(cls, one))
            value = _held(field, one)
            found[field.name] = (*found.get(field.name, ()), value) if field.many else value
        return cls(key=key_of(first.subject), evidence=first.evidence, **found)
    except _No as no:
        return Refused(one, *no.why)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        return Refused(one, "type", f"{place}: {fault['msg']}.")


def _check_evidence(evidence: Evidence) -> None:
    """Texts that can be stored, and a benchmark that is one: RDF and tables promise neither."""
    notes = evidence.qualifiers
    plain = (evidence.quote, evidence.dated, evidence.identifier)
    for text in (*plain, *evidence.place.__dict__.values(), *notes.__dict__.values()):
        if isinstance(text, str) and (fault := fault_of(text)):
            raise _No(*fault)
    if notes.benchmark is not None:
        _check_key(notes.benchmark, ("benchmark",))


def _check_key(iri: str, kinds: tuple[str, ...]) -> None:
    kind = kind_of(iri)
    if kind is None or (kinds and kind not in kinds):
        expected = " or ".join(kinds) or "thing of ours"
        shown = compact(iri) if ":" in iri else iri
        raise _No("kind", f"{shown} is no {expected}.")
    if mint(kind, key_of(iri)) != iri:
        raise _No(*_misspelt(iri))


def _misspelt(iri: str) -> tuple[str, str, str]:
    spelt = mint(kind_of(iri) or "", key_of(iri))
    return "key", f"<{iri}> is not spelled as keys are.", f"Write <{spelt}>."


def _declared(cls: type[Statement], one: Stated) -> dict[str, Any]:
    if one.object != cls.rdf_class:
        raise _No("type", f"{compact(one.subject)} cannot be a {compact(one.object or '')}.")
    return {} if cls.kind in ("derivation", "evaluation") else {"declared": True}


def _unfit(cls: type[Statement], one: Stated) -> tuple[str, str, str]:
    """Why no field takes it: the class has no such property, or not in this language."""
    taken = [tag for predicate, tag in _fields(cls) if predicate == one.predicate and tag]
    if not taken:
        return ("unknown-property", *_unknown(cls, one.predicate))
    said = f"is in the language {one.language!r}" if one.language else "has no language"
    wanted = " or ".join(f'"…"@{tag}' for tag in taken)
    return "language", f"This {compact(one.predicate)} {said}.", f"Write {wanted}."


def _unknown(cls: type[Statement], predicate: str) -> tuple[str, str]:
    names = {_local(field.predicate): compact(field.predicate) for field in properties(cls)}
    near = [names[word] for word in nearest(_local(predicate), names)]
    hint = f"Did you mean {' or '.join(near)}?" if near else ""
    return f"A {cls.__name__} has no property {compact(predicate)}.", hint


def _local(predicate: str) -> str:
    return predicate.rpartition("#")[2].rpartition("/")[2]


def _held(field: Property, one: Stated) -> Any:
    for text in (one.value, one.low, one.high):
        if text is not None and (fault := fault_of(text)):
            raise _No(*fault)
    if isinstance(field.marker, Link):
        return _linked(field.marker, one)
    if one.object is not None:
        raise _No("type", f"{compact(one.predicate)} holds a literal, not a thing.")
    return _literal(field.marker, one)


def _linked(marker: Link, one: Stated) -> Any:
    if one.object is None:
        return Words(one.value or "")
    _check_key(one.object, marker.kinds)
    if one.object == one.subject and one.predicate in DERIVATIONS.values():
        raise _No("self", f"{compact(one.subject)} cannot derive from itself.")
    return one.object


def _literal(marker: Value, one: Stated) -> Any:
    if one.low is not None and one.high is not None and one.value is None:
        return Between(_number(marker, one, one.low), _number(marker, one, one.high))
    text, datatype = one.value or "", one.datatype or XSD.string
    if marker.datatype in (XSD.integer, XSD.decimal):
        if datatype == XSD.string:
            return text if marker.or_text else Words(text)
        return _number(marker, one, text)
    if marker.datatype == XSD.boolean:
        if text not in ("true", "false", "1", "0"):
            raise _No("type", f"{text!r} is not true or false.")
        return text in ("true", "1")
    if marker.datatype == XSD.date:
        if datatype == XSD.string and date_type(text) is None:
            return Words(text)
        if datatype not in _DAYS | {XSD.string} or date_type(text) is None:
            raise _No("date", f"{text!r} is not a date.")
        return text
    if marker.datatype == XSD.anyURI and not is_address(text):
        return Words(text)
    return text


def _number(marker: Value, one: Stated, text: str) -> float:
    whole = marker.datatype == XSD.integer
    fits = one.datatype in (_INTEGERS if whole else _DECIMALS) and len(text) <= 400
    if fits and (_WHOLE_NUMBER if whole else _NUMBER).match(text):
        found = float(text)
        if abs(found) < LARGEST:
            return int(text) if whole else found
    raise _No("number", f"{text!r} is not {'a whole number' if whole else 'a number'}.")
