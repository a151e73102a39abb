"""Values of curated files: text with a place, made what the property's marker says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import ValidationError

from kg.problems import Problem
from kg.records import RECORDS
from kg.records.evidence import Qualifiers
from kg.records.fields import Between, Link, Property, Value, Words, properties
from kg.records.names import did_you_mean, number
from kg.records.terms import IRI, XSD, date_type, is_curated_key, mint
from kg.sources.marked import Marked
from kg.sources.reading import Register
from kg.sources.texts import fault_of, is_address


class Bad(Exception):
    """A value that its property cannot hold; caught where the claim is made a problem."""

    def __init__(self, at: Marked, code: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.at, self.code, self.text, self.hint = at, code, text, hint


@dataclass(slots=True)
class Faults:
    """Problems of one file, collected."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, at: Marked, name: str, code: str, text: str, hint: str = "") -> None:
        self.found.append(Problem(self.file, at.line, at.column, name, code, text, hint))

    def bad(self, name: str, bad: Bad) -> None:
        self.add(bad.at, name, bad.code, bad.text, bad.hint)


@cache
def fields_by_name(class_name: str) -> dict[str, Property]:
    """Property local name -> field of a record class, as curated files write it."""
    found = {}
    for prop in properties(RECORDS[class_name]):
        local = prop.predicate.rpartition("#")[2].rpartition("/")[2]
        if prop.language is None:
            found[local] = prop
    return found


def text(node: Marked) -> str:
    """A text of sane length without control characters; raises :class:`Bad`."""
    if node.text is None:
        raise Bad(node, "type", "A text is expected here.")
    if fault := fault_of(node.text):
        raise Bad(node, *fault)
    return node.text


def stated_text(node: Marked, name: str, faults: Faults) -> str | None:
    """The text of a frame's field; what is no such text becomes a problem and is left out."""
    try:
        return text(node)
    except Bad as bad:
        faults.bad(name, bad)
        return None


def value(prop: Property, node: Marked, register: Register) -> tuple[Any, str | None]:
    """The value for a field, and ``min`` or ``max`` when only that end is stated.

    Raises :class:`Bad` when the property cannot hold it.
    """
    if isinstance(node.value, dict):
        return _mapping(prop.marker, node)
    if isinstance(prop.marker, Link):
        return reference(node, prop.marker.kinds, register), None
    return _literal(prop.marker, node), None


def _mapping(marker: Value | Link, node: Marked) -> tuple[Any, str | None]:
    keys = {key.text for key, _ in node.items()}
    words = node.get("words")
    if keys == {"words"} and words is not None:
        return _words(marker, words), None
    if keys and keys <= {"min", "max"} and isinstance(marker, Value) and _numeric(marker):
        ends = {key.text: _number(marker, end, text(end)) for key, end in node.items()}
        if len(ends) == 1:
            return next(iter(ends.values())), str(next(iter(ends)))
        if ends["min"] > ends["max"]:
            raise Bad(node, "range", "The range ends before it begins.")
        return Between(ends["min"], ends["max"]), None
    hint = "Write {min: …, max: …}, or {words: …}." if isinstance(marker, Value) else ""
    raise Bad(node, "type", "This mapping is not a value.", hint or "Write an id or {words: …}.")


def _words(marker: Value | Link, node: Marked) -> Words | str:
    """Words, but where the property could hold the same text as its value, that value."""
    written = text(node)
    if not written.strip():
        raise Bad(node, "empty", "The text is empty.", "Leave the property out.")
    if isinstance(marker, Value) and (
        marker.datatype == XSD.string
        or (marker.datatype == XSD.anyURI and is_address(written))
        or (marker.datatype == XSD.date and date_type(written))
    ):
        return written
    return Words(written)


def _numeric(marker: Value) -> bool:
    return marker.datatype in (XSD.integer, XSD.decimal)


def _literal(marker: Value, node: Marked) -> str | float | bool:
    written = text(node)
    if _numeric(marker):
        return _number(marker, node, written)
    if marker.datatype == XSD.boolean:
        if written not in ("true", "false"):
            raise Bad(node, "type", f"{written!r} is not true or false.")
        return written == "true"
    if marker.datatype == XSD.anyURI and not is_address(written):
        hint = "Write it out, or as {words: …}."
        raise Bad(node, "address", f"{written!r} is not an http(s) address.", hint)
    if marker.datatype == XSD.date and date_type(written) is None:
        hint = "Write YYYY, YYYY-MM or YYYY-MM-DD, or {words: …}."
        raise Bad(node, "date", f"{written!r} is not a date.", hint)
    if not written.strip():
        raise Bad(node, "empty", "The text is empty.", "Leave the property out.")
    return written


def _number(marker: Value, node: Marked, written: str) -> float:
    try:
        found = number(written)
    except ValueError:
        hint = "Write digits or 7B, 1.5T, 70亿; or {words: …}."
        raise Bad(node, "number", f"{written!r} is not a number.", hint) from None
    if marker.datatype == XSD.integer and not (isinstance(found, int) and found >= 0):
        raise Bad(node, "number", f"{written!r} is not a whole number.")
    return found


def reference(node: Marked, kinds: tuple[str, ...], register: Register) -> IRI:
    """The IRI of the entity that an id names; raises :class:`Bad` with the nearest ids."""
    key = text(node)
    if kinds == ("term",):
        if not is_curated_key(key):
            hint = "Write its English word in small letters, such as open-source or allowed."
            raise Bad(node, "term", f"{key!r} is not a word of the vocabulary.", hint)
        return mint("term", key)
    if key not in register.classes:
        if "license" in kinds and _is_spdx(key):
            return mint("license", key)
        hint = (
            did_you_mean(key, register.classes)
            or "Define it under `entities:`; --with-bundled knows the bundled things."
        )
        raise Bad(node, "unknown-id", f"Nothing is called {key!r}.", hint)
    kind = RECORDS[register.classes[key]].kind
    if kinds and kind not in kinds:
        expected = " or ".join(kinds)
        raise Bad(node, "kind", f"{key!r} is of kind {kind}; {expected} is expected here.")
    return mint(kind, key)


@cache
def _spdx_ids() -> frozenset[str]:
    from license_expression import get_license_index

    return frozenset(
        entry["spdx_license_key"] for entry in get_license_index() if entry.get("spdx_license_key")
    )


def _is_spdx(key: str) -> bool:
    return key in _spdx_ids() and not key.startswith("LicenseRef-")


def qualifiers(node: Marked, register: Register, faults: Faults) -> dict[str, Any]:
    """The qualifiers that stand on a claim, typed; bad ones become problems and are left out."""
    found: dict[str, Any] = {}
    for key, stated in node.items():
        name = key.text or ""
        info = Qualifiers.model_fields.get(name)
        if info is None:
            continue
        marker = next(m for m in info.metadata if isinstance(m, Value | Link))
        try:
            if isinstance(marker, Link):
                found[name] = reference(stated, marker.kinds, register)
            else:
                found[name] = _literal(marker, stated)
            Qualifiers(**{name: found[name]})
        except Bad as bad:
            faults.bad(name, bad)
        except ValidationError as error:
            del found[name]
            faults.add(stated, name, "type", f"{error.errors()[0]['msg']}.")
    return found
