"""The command ``kg``: click groups by what the user wants; the only place that prints or exits."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from kg.cli import ask, lineage, make, reasons, share, things
from kg.cli.faults import exit_code_of, say_fault

_SECTIONS = {
    "Make": ["build", "check"],
    "Ask": ["query", "questions", "find", "show", "explain", "conflicts", "stats", "schema"],
    "Lineage": ["lineage", "path", "common", "impact"],
    "Share": ["view", "export"],
}

_EXAMPLES = """
\b
Examples:
  kg build                          build the graph from the bundled data
  kg lineage vicuna                 what Vicuna is built on, and what is built on it
  kg lineage vicuna -o vicuna.html  the same as a picture that works offline
  kg explain bloom developedBy      who says who made BLOOM, and who is believed
  kg questions                      the questions that have a name
  kg query 'SELECT ?m { ?m kg:hasAncestor model:llama }'
"""


class Commands(click.Group):
    """The commands in sections, by what the user wants."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, names in _SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(section):
                formatter.write_dl([(n, c.get_short_help_str(70)) for n, c in commands if c])


@click.group(
    cls=Commands, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--store", envvar="KG_STORE", metavar="DIR", help="Where the built graph rests.")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
@click.version_option(package_name="pedigree-kg", prog_name="kg")
@click.pass_context
def kg(ctx: click.Context, store: str | None, debug: bool, quiet: bool) -> None:
    """Pedigree: who made each open model, from what, under which terms, and who says so."""
    ctx.obj = {"store": store, "debug": debug, "quiet": quiet}


for _module in (make, ask, things, reasons, lineage, share):
    for _command in _module.COMMANDS:
        kg.add_command(_command)


def main() -> NoReturn:
    """Run the command and leave with its exit code (see :mod:`kg.errors`)."""
    if sys.stdout is None:  # closed by the caller (``>&-``)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    stopped = _stop_in_order()
    try:
        code = kg.main(standalone_mode=False)
        sys.stdout.flush()
    except BaseException as fault:
        if isinstance(fault, SystemExit):
            raise
        if "--debug" in sys.argv and isinstance(fault, Exception):
            raise
        # native code turns the interruption into a fault of its own: what was asked for counts
        say_fault(KeyboardInterrupt() if stopped else fault)
        code = 128 + stopped[0] if stopped else exit_code_of(fault)
    _close_quietly()
    sys.exit(code if isinstance(code, int) else 0)


def _stop_in_order() -> list[int]:
    """From now on a signal to end unwinds as Ctrl-C does, so that nothing is left behind.

    Returns a list that takes the numbers of the signals that came. What the caller ignores
    (``nohup``, a job in the background) stays ignored.
    """
    came: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    return came


def _close_quietly() -> None:
    """Flush what was printed; a reader that has left (``| head``) or a full disk is said by now."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


__all__ = ["kg", "main"]
