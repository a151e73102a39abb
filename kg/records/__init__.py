"""What things are: terms, field markers, evidence, and one record class a kind of thing.

The record classes are made when they are first asked for: they cost 0.15 s, and a command that
only asks a finished build needs the terms alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.records.classes import RECORDS
    from kg.records.evidence import Statement
    from kg.records.things import Thing

__all__ = ["RECORDS", "Statement", "Thing"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.records import classes, evidence, things

    return {"RECORDS": classes.RECORDS, "Statement": evidence.Statement, "Thing": things.Thing}[
        name
    ]
