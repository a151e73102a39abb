"""Markers that tie a record's field to its RDF property: the mapping, declared once.

``T`` means exactly one, ``T | None`` at most one, ``tuple[T, ...]`` any number; cardinality is
written nowhere else. A class whose annotation and marker disagree cannot be imported.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from kg.records.terms import IRI, XSD, Key


@dataclass(frozen=True, slots=True)
class Words:
    """What a source says in words where a thing or a number is expected."""

    text: str


@dataclass(frozen=True, slots=True)
class Between:
    """A stated range, both ends included."""

    low: int | float
    high: int | float


@dataclass(frozen=True, slots=True)
class Value:
    """A field that holds a literal.

    ``units`` are the property's own units: an amount stated in another unit is kept as words.
    ``language`` is the tag of the literals, so a property may have one field a language.
    ``or_text``: the property holds a plain text just as well (a score may be "lowest").
    """

    predicate: IRI
    datatype: IRI = XSD.string
    units: tuple[str, ...] = ()
    language: str | None = None
    or_text: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A field that holds IRIs of things of these kinds; no kinds means any."""

    predicate: IRI
    kinds: tuple[str, ...] = ()


Marker = Value | Link

#: One named thing, or words where the source names none.
Ref = IRI | Words
#: A whole number, a stated range, or words.
Count = int | Between | Words
#: A number, a stated range, or words.
Amount = float | Between | Words
#: A date as XSD gYear, gYearMonth or date, or words.
Day = str | Words

_DATATYPE_OF = {
    int: (XSD.integer,),
    float: (XSD.decimal,),
    bool: (XSD.boolean,),
    str: (XSD.string, XSD.anyURI, XSD.date, XSD.gYear),
}


@dataclass(frozen=True, slots=True)
class Property:
    """One marked field of a record class."""

    name: str
    marker: Marker
    many: bool
    required: bool

    @property
    def predicate(self) -> IRI:
        return self.marker.predicate

    @property
    def language(self) -> str | None:
        return self.marker.language if isinstance(self.marker, Value) else None

    @property
    def functional(self) -> bool:
        """At most one value is true of a thing, so sources that differ disagree."""
        return not self.many


class Record(BaseModel):
    """One validated statement group; frozen, and closed to fields it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    #: path segment of the IRIs of such things
    kind: ClassVar[str] = ""
    rdf_class: ClassVar[IRI] = IRI("")

    key: Key

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        seen: dict[tuple[IRI, str | None], str] = {}
        for field in properties(cls):
            other = seen.setdefault((field.predicate, field.language), field.name)
            if other != field.name:
                raise TypeError(f"{cls.__name__}.{field.name} and .{other} are one property")


@cache
def properties(cls: type[Record]) -> tuple[Property, ...]:
    """The marked fields of a record class, in order of declaration.

    Raises ``TypeError`` for a field whose annotation and marker disagree.
    """
    hints = typing.get_type_hints(cls, include_extras=True)
    found = []
    for name, field in cls.model_fields.items():
        if typing.get_origin(hints[name]) is not Annotated:
            continue
        annotation, *metadata = typing.get_args(hints[name])
        markers = [item for item in metadata if isinstance(item, Marker)]
        if markers:
            found.append(_property(cls, name, annotation, markers[0], field.is_required()))
    return tuple(found)


def _property(
    cls: type[Record], name: str, annotation: Any, marker: Marker, required: bool
) -> Property:
    many = typing.get_origin(annotation) is tuple
    members = set(_members(typing.get_args(annotation)[0] if many else annotation))
    optional = type(None) in members
    members -= {type(None), Between, Words}
    place = f"{cls.__name__}.{name}"
    if required == (many or optional):
        raise TypeError(f"{place}: a field that may be missing has a default, and no other")
    if isinstance(marker, Link):
        if members != {str}:
            raise TypeError(f"{place}: a Link holds IRIs, not {_names(members)}")
    elif not members or any(
        marker.datatype not in _DATATYPE_OF.get(m, ()) for m in members - _text(marker)
    ):
        raise TypeError(f"{place}: {_names(members)} does not fit {marker.datatype}")
    return Property(name, marker, many, required)


def _text(marker: Value) -> set[type]:
    return {str} if marker.or_text else set()


def _members(annotation: Any) -> tuple[Any, ...]:
    if isinstance(annotation, typing.NewType):
        return (annotation.__supertype__,)
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return tuple(m for part in typing.get_args(annotation) for m in _members(part))
    return (annotation,)


def _names(members: set[Any]) -> str:
    return " | ".join(sorted(getattr(member, "__name__", str(member)) for member in members))
