"""A claim's value, column by column, and how readers of English and Chinese see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.records.terms import XSD, compact


@dataclass(frozen=True, slots=True)
class Value:
    """A claim's value as the claims table has it, column by column.

    ``low`` and ``high`` are the ends of a range; beside a ``value`` they say that it is the least
    or the most.
    """

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
        ends = (number(end or "", said.datatype if end else None) for end in (said.low, said.high))
        english, chinese = ("–".join(dict.fromkeys(end)) for end in zip(*ends, strict=True))
        return english, chinese
    english, chinese = number(said.value, said.datatype)
    sign = "" if said.low == said.high else "≥ " if said.low else "≤ "
    unit = f" {said.unit}" if said.unit and said.datatype == XSD.decimal else ""
    return f"{sign}{english}{unit}", f"{sign}{chinese}{unit}"


def number(text: str, datatype: str | None) -> tuple[str, str]:
    """A literal as English and Chinese readers write it; other than numbers and yes/no as it is.

    >>> number("1500000000000", XSD.integer), number("true", XSD.boolean)
    (('1,500,000,000,000', '1.5 万亿'), ('yes', '是'))
    """
    if datatype == XSD.boolean:
        return ("yes", "是") if text == "true" else ("no", "否")
    whole = whole_number(text) if datatype == XSD.integer else None
    if whole is None:
        return text, text
    for size, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if abs(whole) >= size and whole % (size // 100) == 0:
            return f"{whole:,}", f"{(Decimal(whole) / size).normalize():f} {word}"
    return f"{whole:,}", f"{whole:,}"


def whole_number(text: str | None) -> int | None:
    """The integer, or ``None`` for a text that is none or longer than any count."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isdecimal() and len(digits) < 40 else None
