"""N-Quads and N-Triples: one statement a line.

The whole dataset and a source's graph are copied as they were built, sorted by line; what is
believed and answers of queries come as triples without a graph, in the common order.
"""

from __future__ import annotations

from typing import IO

from kg.export.selection import Row, Selection, Written
from kg.records.terms import literal


def write(selection: Selection, out: IO[bytes]) -> Written:
    """One line a quad of ``all`` or ``source:ID``, else one line a triple."""
    count = 0
    if selection.graphs and (selection.scope == "all" or selection.source):
        for line in selection.lines():
            out.write(line + b"\n")
            count += 1
        return Written(count, "quads")
    for row in selection.rows():
        out.write(f"{triple(row)} .\n".encode())
        count += 1
    return Written(count, "triples")


def triple(row: Row) -> str:
    """Subject, predicate and object in N-Triples form."""
    thing = (
        _node(row.object)
        if row.object is not None
        else literal(row.value or "", row.datatype, row.language)
    )
    return f"{_node(row.subject)} <{row.predicate}> {thing}"


def _node(name: str) -> str:
    return name if name.startswith("_:") else f"<{name}>"
