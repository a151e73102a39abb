"""YAML with every value's place: scalars stay text, and traps are refused instead of guessed.

PyYAML parses; what it would make of ``NO``, ``1.10``, ``010`` or a date never happens, since
scalars are kept as the text written. Duplicate keys, aliases, anchors, tags and deep nesting are
faults with a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from kg.errors import KgError

_DEEPEST = 30


class MarkedFault(KgError):
    """A text that is not such YAML; ``line`` and ``column`` count from 1."""

    def __init__(self, code: str, sentence: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.code = code
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Marked:
    """One YAML value: text, list of values, or ordered pairs, with its place (from 1).

    ``value`` is ``None`` for an empty value, ``~`` and ``null`` written without quotes.
    """

    value: str | list[Marked] | dict[str, tuple[Marked, Marked]] | None
    line: int
    column: int

    def items(self) -> Iterator[tuple[Marked, Marked]]:
        """Keys and values of a mapping, in order; nothing for anything else."""
        if isinstance(self.value, dict):
            yield from self.value.values()

    def get(self, key: str) -> Marked | None:
        """The value under a key of a mapping, else ``None``."""
        pair = self.value.get(key) if isinstance(self.value, dict) else None
        return pair[1] if pair else None

    def entries(self) -> list[Marked]:
        """The values of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str | None:
        """The scalar, else ``None``."""
        return self.value if isinstance(self.value, str) else None


def parse(text: str) -> Marked | None:
    """The one document of a YAML text, or ``None`` for an empty one.

    Raises :class:`MarkedFault` at the first thing that is not plain YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(text, Loader=loader)
        documents = [_build(e, events, 0) for e in events if not isinstance(e, _FRAME)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise MarkedFault("yaml", f"This is not YAML: {error.problem}.", line, column) from None
    except (yaml.YAMLError, UnicodeEncodeError, ValueError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise MarkedFault("yaml", f"This is not YAML: {reason}.", 0, 0) from None
    if len(documents) > 1:
        raise MarkedFault(
            "documents", "A second document begins here.", documents[1].line, 1, "Keep one a file."
        )
    return documents[0] if documents else None


_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
)


def _build(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Marked:
    mark = event.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    if isinstance(event, yaml.AliasEvent):
        raise MarkedFault(
            "alias", f"An alias (*{event.anchor}) stands here.", line, column, "Write it out."
        )
    if getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!"):
        raise MarkedFault(
            "tag", "An anchor or a tag stands here.", line, column, "Write plain values."
        )
    if depth > _DEEPEST:
        raise MarkedFault("nesting", "This is nested too deeply.", line, column)
    if isinstance(event, yaml.SequenceStartEvent):
        members = iter(lambda: next(events), None)
        found: list[Marked] = []
        for member in members:
            if isinstance(member, yaml.SequenceEndEvent):
                break
            found.append(_build(member, events, depth + 1))
        return Marked(found, line, column)
    if isinstance(event, yaml.MappingStartEvent):
        return Marked(_pairs(events, depth), line, column)
    assert isinstance(event, yaml.ScalarEvent)
    plain = event.style is None or event.style == ""
    empty = plain and event.value in ("", "~", "null")
    return Marked(None if empty else event.value, line, column)


def _pairs(events: Iterator[yaml.Event], depth: int) -> dict[str, tuple[Marked, Marked]]:
    pairs: dict[str, tuple[Marked, Marked]] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _build(event, events, depth + 1)
        value = _build(next(events), events, depth + 1)
        name = key.text
        if name is None:
            raise MarkedFault("key", "A key must be a word.", key.line, key.column)
        if name in pairs:
            first = pairs[name][0]
            raise MarkedFault(
                "duplicate-key",
                f"The key {name!r} stands twice; the first is in line {first.line}.",
                key.line,
                key.column,
                "Keep one of them.",
            )
        pairs[name] = (key, value)
    return pairs
