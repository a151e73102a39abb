"""A claim's value, column by column, and how readers of English and Chinese see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.ask.evidence.facts import number
from kg.records.terms import XSD, compact


@dataclass(frozen=True, slots=True)
class Value:
    """A claim's value as the claims table has it, column by column."""

    thing: str | None
    value: str | None
    datatype: str | None = None
    low: str | None = None
    high: str | None = None
    note: str | None = None
    unit: str | None = None


#: columns of a :class:`Value` in a query over ``claims c``
VALUE_COLUMNS: Final = "c.object, c.value, c.datatype, c.low, c.high, c.as_note, c.unit"


def worded(names: Mapping[str, tuple[str, str]], said: Value) -> tuple[str, str]:
    """A value in English and Chinese; ``names`` as :func:`kg.ask.labels.labels` gives them."""
    if said.thing is not None:
        return names.get(said.thing, (compact(said.thing),) * 2)
    if said.note is not None:
        return said.note, said.note
    if said.value is None:
        (low, low_zh), (high, high_zh) = (
            number(end or "", said.datatype if end else None) for end in (said.low, said.high)
        )
        return f"{low}–{high}", f"{low_zh}–{high_zh}"
    english, chinese = number(said.value, said.datatype)
    sign = "" if said.low == said.high else "≥ " if said.low else "≤ "
    unit = f" {said.unit}" if said.unit and said.datatype == XSD.decimal else ""
    return f"{sign}{english}{unit}", f"{sign}{chinese}{unit}"
