"""TriG for people: Turtle, graph by graph; the default graph stands first and bare."""

from __future__ import annotations

import shutil
import tempfile
from itertools import groupby
from typing import IO

from kg.export.selection import Selection, Written
from kg.export.turtle import Names, blocks, head


def write(selection: Selection, out: IO[bytes]) -> Written:
    """Every graph of the scope, in order."""
    with tempfile.SpooledTemporaryFile(max_size=64_000_000) as body:
        names = Names()
        count = 0
        for graph, rows in groupby(selection.rows(), key=lambda row: row.graph):
            if graph is not None:
                body.write(f"\n{names(graph)} {{\n".encode())
            indent = "" if graph is None else "    "
            for number, (block, size) in enumerate(blocks(rows, names, indent)):
                apart = "\n" if number or graph is None else ""
                body.write(f"{apart}{block}\n".encode())
                count += size
            if graph is not None:
                body.write(b"}\n")
        out.write(head(selection, count, "quads", names).encode())
        body.seek(0)
        shutil.copyfileobj(body, out)
    return Written(count, "quads")
