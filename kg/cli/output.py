"""How answers leave: tables for people, JSON for programs, files written whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from kg.errors import UsageFault


def emit(content: str | bytes, output: str | None) -> None:
    """Write to the file named, whole or not at all, or to stdout (``-`` or none).

    Raises ``kg.errors.KgError`` when the file cannot be written.
    """
    encoded = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(encoded)
        return
    from kg.export.files import written

    with written(Path(str(output))) as file:
        file.write(encoded)


def as_json(answer: Any) -> str:
    """Any answer as JSON text: dataclasses become objects, in the order of their fields."""

    def plain(value: Any) -> Any:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        if isinstance(value, set | frozenset | tuple):
            return list(value)
        return str(value)

    return json.dumps(answer, default=plain, ensure_ascii=False, indent=2) + "\n"


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns; wide characters count double, and nothing in a cell is markup."""
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.records.names import printable

    stream = io.StringIO()
    watched = sys.stdout.isatty()
    fancy = watched and not os.environ.get("NO_COLOR")
    width = None if watched else 100_000
    console = Console(file=stream, width=width, force_terminal=fancy, highlight=False)
    grid = Table(box=box.SIMPLE_HEAD if fancy else None, pad_edge=False, show_edge=False)
    for header in headers:
        grid.add_column(Text(printable(header)), overflow="fold", header_style="bold")
    for row in rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    console.print(grid, soft_wrap=False)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def chosen_format(given: str | None, output: str | None, known: Sequence[str]) -> str:
    """The format asked for, else that of the output's suffix, else the first known.

    Raises ``UsageFault`` for a format that is not known.
    """
    spelled = {"yml": "yaml", "htm": "html", "md": "markdown", "mmd": "mermaid", "gv": "dot"}
    suffix = Path(output).suffix.lstrip(".").lower() if output and output != "-" else ""
    name = (given or spelled.get(suffix, suffix) or known[0]).lower()
    if name not in known:
        raise UsageFault(f"There is no format {name!r} here.", f"Known: {', '.join(known)}.")
    return name


def lines(texts: Iterable[str]) -> str:
    """Lines of an answer as one text, safe for a terminal."""
    from kg.records.names import printable

    return "".join(f"{printable(text)}\n" for text in texts)


def echo(text: str) -> None:
    """A line of an answer on stdout, safe for a terminal."""
    from kg.records.names import printable

    click.echo("\n".join(printable(line) for line in text.split("\n")))
