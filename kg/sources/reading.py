"""What a reader gives: sources, records and problems; and the registry of readers.

A new format is one file with a :class:`Document` and one entry in :data:`READERS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from kg.problems import Problem
from kg.records import Statement
from kg.records.source import Source
from kg.records.terms import is_curated_key
from kg.sources.texts import fault_of, is_address


@dataclass(slots=True)
class Register:
    """The entities that the files of one build define: id -> class name, and where."""

    classes: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def define(self, key: str, class_name: str, file: str, line: int) -> tuple[str, int] | None:
        """Note an entity; the earlier place when the id is already defined, and nothing changes."""
        if key in self.classes:
            return self.places[key]
        self.classes[key] = class_name
        self.places[key] = (file, line)
        return None


@dataclass(slots=True)
class Reading:
    """What one file gave."""

    sources: list[Source] = field(default_factory=list)
    records: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


ID_HINT = "Use lower-case letters, digits and single -, . or _ between them."


def unfit(source: Source) -> Iterator[tuple[str, str, str, str]]:
    """Why a source cannot be stored as it describes itself: field, code, sentence, hint."""
    if not is_curated_key(source.id):
        yield "source.id", "bad-id", f"{source.id!r} cannot be an id.", ID_HINT
    for name in Source.model_fields:
        stated = getattr(source, name)
        if isinstance(stated, str) and (fault := fault_of(stated)):
            yield f"source.{name}", *fault
        elif name in ("url", "repost_of") and stated and not is_address(stated):
            text = f"{stated!r} is not an http(s) address."
            yield f"source.{name}", "address", text, "Write it out, or leave it out."


class Document(Protocol):
    """One file of a format, opened.

    Every file of a build is asked to ``define`` its entities first, so that files may refer to
    each other's; then each is ``read``. Neither raises for bad data.
    """

    def define(self, register: Register) -> None: ...

    def read(self, register: Register) -> Reading: ...


#: the formats in order: a module of each has ``SUFFIXES`` and ``open_file(path, name)``
READERS: Final = ("kg.sources.curated", "kg.sources.rdf", "kg.sources.parquet")


def suffixes() -> list[str]:
    """Every file suffix that some reader opens."""
    return [suffix for name in READERS for suffix in importlib.import_module(name).SUFFIXES]


def open_document(path: Path, name: str) -> Document | Problem:
    """The file, opened by the reader of its suffix; a problem when no reader knows it."""
    for module in map(importlib.import_module, READERS):
        if path.name.lower().endswith(module.SUFFIXES):
            document: Document = module.open_file(path, name)
            return document
    hint = f"Known: {' '.join(suffixes())}."
    return Problem(name, 0, 0, "", "unknown-format", "No reader knows this kind of file.", hint)
