"""What a fault looks like to a user: one sentence, candidates or a caret, and an exit code."""

from __future__ import annotations

import errno
from collections.abc import Iterable

import click

from kg.errors import KgError, NotFound
from kg.problems import Problem

_INTERRUPTED = 130


def exit_code_of(fault: BaseException) -> int:
    """The exit code of anything that can end a command."""
    if isinstance(fault, KgError | click.ClickException):
        return fault.exit_code
    if isinstance(fault, click.exceptions.Exit):
        return fault.exit_code
    if isinstance(fault, KeyboardInterrupt | click.Abort):
        return _INTERRUPTED
    return 0 if isinstance(fault, BrokenPipeError) else 1


def say_fault(fault: BaseException) -> None:
    """Say on stderr what happened and what to do; nothing for a closed pipe or a plain exit."""
    if isinstance(fault, click.ClickException):
        fault.show()
    elif isinstance(fault, KgError):
        _say_ours(fault)
    elif isinstance(fault, KeyboardInterrupt | click.Abort):
        say("Interrupted; nothing was changed.")
    elif isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
        say(f"Error: {fault.strerror}; the answer is not whole.")
    elif not isinstance(fault, click.exceptions.Exit | BrokenPipeError):
        say(f"Error: an unexpected {type(fault).__name__}: {fault}")
        say("Run again with `kg --debug …` to see where, and please report it.")


def _say_ours(fault: KgError) -> None:
    say(f"Error: {fault.sentence}")
    listed = fault.candidates if isinstance(fault, NotFound) else ()
    if listed:
        say("Did you mean:")
    for candidate in listed:
        say(f"  {candidate}")
    if fault.hint and not (listed and fault.hint.startswith("Did you mean")):
        say(fault.hint)


def say(text: str) -> None:
    """A line on stderr, safe for a terminal."""
    from kg.records.names import printable

    click.echo("\n".join(printable(line) for line in text.split("\n")), err=True)


def say_problems(problems: Iterable[Problem], most: int = 200) -> None:
    """Problems on stderr, one a line."""
    listed = list(problems)
    for problem in listed[:most]:
        say(str(problem))
    if len(listed) > most:
        say(f"… and {len(listed) - most} more; `-f json` lists all.")
