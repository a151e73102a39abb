"""CSV for people: one row a fact, names beside keys, safe to open in a spreadsheet.

Columns: :data:`COLUMNS`. Things of ours are written as commands take them (``model:vicuna-13b``),
others as addresses. UTF-8 without a byte-order mark (in Excel: Data, From Text), lines end in LF.
Datatypes and language tags are not kept; the other formats keep them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from kg.export.selection import ORDER, Selection, Written, ordered
from kg.records.terms import BASE, compact

COLUMNS = (
    "subject", "subject_label", "property", "property_label", "value", "value_label", "inferred",
)  # fmt: skip

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_SPECIAL = re.compile(r'[",\r\n]|\A\s|\s\Z')
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")


def write(selection: Selection, out: IO[bytes]) -> Written:
    """Facts in the common order; what describes claims themselves is left out."""
    out.write(line(COLUMNS))
    count = 0
    for subject, name, predicate, label, thing, value, called, inferred in selection.query(
        _FACTS, [*ORDER]
    ):
        out.write(
            line(
                (
                    shown(subject),
                    name,
                    shown(predicate),
                    label or shown(predicate).rpartition(":")[2],
                    value if thing is None else shown(thing),
                    called,
                    "true" if inferred else "false",
                )
            )
        )
        count += 1
    return Written(count, "rows")


def line(cells: Iterable[str | None]) -> bytes:
    """One line of a table, quoted where it must be (RFC 4180, but ended by LF)."""
    quoted = []
    for cell in map(harmless, (cell or "" for cell in cells)):
        special = _SPECIAL.search(cell)
        quoted.append('"' + cell.replace('"', '""') + '"' if special else cell)
    return (",".join(quoted) + "\n").encode("utf-8", "replace")


def shown(iri: str) -> str:
    """A prefixed name where one fits, else the address as it is.

    >>> shown("https://w3id.org/pedigree/model/llama"), shown("https://example.org/x")
    ('model:llama', 'https://example.org/x')
    """
    return compact(iri).removeprefix("<").removesuffix(">")


def harmless(cell: str) -> str:
    """The cell with a quote before it where a spreadsheet would take it for a formula.

    >>> harmless("=1+1"), harmless("-5"), harmless("Vicuna")
    ("'=1+1", '-5', 'Vicuna')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


_FACTS = f"""
WITH called AS (
    SELECT iri, min_by(label, rung) AS label FROM (
        SELECT iri, label, 0 AS rung FROM things WHERE label IS NOT NULL
        UNION ALL SELECT iri, label, 1 FROM terms WHERE label <> ''
        UNION ALL SELECT '{BASE}source/' || id, title, 2 FROM sources
    ) GROUP BY iri
)
SELECT c.subject, s.label, c.predicate, p.label, c.object, c.value, o.label, c.inferred
FROM chosen c
LEFT JOIN called s ON s.iri = c.subject
LEFT JOIN called p ON p.iri = c.predicate
LEFT JOIN called o ON o.iri = c.object
WHERE NOT starts_with(c.subject, '{BASE}claim/')
ORDER BY {ordered("c.subject", "c.predicate")}, c.object NULLS FIRST, c.value,
         c.language NULLS FIRST, c.datatype NULLS FIRST
"""
