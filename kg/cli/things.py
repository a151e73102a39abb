"""Things on the command line: find, show, explain, conflicts, stats and schema."""

from __future__ import annotations

import click

from kg.cli import context
from kg.cli.output import as_json, chosen_format, emit, table
from kg.errors import NotFound

_TWO = ("table", "json")


@click.command(
    epilog="""
\b
Examples:
  kg find 小羊驼
  kg find "lama 2"
"""
)
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@context.format_option(*_TWO)
@context.store_option
def find(text: str, limit: int, form: str | None) -> None:
    """Search names: aliases, Chinese in either script, slips of the keyboard."""
    from kg.ask.find import find as ask_find
    from kg.records.terms import compact

    hits = ask_find(context.tables(), text, limit=limit)
    if chosen_format(form, None, _TWO) == "json":
        emit(as_json(hits), None)
    elif hits:
        rows = [(compact(h.iri), h.label, h.label_zh or "", h.kind, h.name) for h in hits]
        emit(table(("name", "label", "中文", "kind", "matched"), rows), None)
    if not hits:
        raise NotFound(f"Nothing is called anything like {text!r}.")


COMMANDS = [find]
