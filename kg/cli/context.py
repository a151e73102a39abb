"""What every command needs: where the store is, options they share, and progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import UsageFault

if TYPE_CHECKING:
    from kg.ask.tables import Tables
    from kg.store.generation import Generation

F = TypeVar("F", bound=Callable[..., Any])


def _settle(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value:
        ctx.ensure_object(dict)["store"] = value
    return value


def store_option(function: F) -> F:
    """``--store DIR`` on a command, beside ``kg --store`` and ``KG_STORE``."""
    return click.option(
        "--store",
        metavar="DIR",
        expose_value=False,
        callback=_settle,
        help="Where the built graph rests; else KG_STORE, else the user-data folder.",
    )(function)


def format_option(*known: str) -> Callable[[F], F]:
    """``-f FORMAT`` with these choices, the first being the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        metavar="|".join(known),
        help=f"How to answer; by the suffix of -o, else {known[0]}.",
    )


def output_option(function: F) -> F:
    """``-o FILE``."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Write to a file (in one step) instead of stdout."
    )(function)


def store_folder() -> Path:
    """The folder of the store: option, else environment, else the platform's user-data folder."""
    from kg.store.generation import default_folder

    given = (click.get_current_context().obj or {}).get("store")
    if given and given.startswith(("http://", "https://")):
        raise UsageFault("Stores at an address cannot be read yet.", "Give a folder.")
    return Path(given).expanduser() if given else default_folder()


def generation() -> Generation:
    """The live generation; raises ``kg.errors.NoStore`` with how to build one."""
    from kg.store.generation import current

    return current(store_folder())


def tables() -> Tables:
    """The live generation's tables."""
    from kg.ask.tables import Tables

    return Tables(generation())


@contextmanager
def progress(first: str) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done, when a person looks and wants it."""
    quiet = (click.get_current_context().obj or {}).get("quiet")
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(escape(first)) as status:
        yield lambda text: status.update(escape(text))
