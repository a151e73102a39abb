"""Make a graph: read and check files, build the store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import context
from kg.cli.faults import say, say_problems
from kg.cli.output import as_json, echo, emit
from kg.errors import BuildFault

_TRUSTS = ["article", "registry", "card", "artefact", "correction"]

_paths = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
_trust = click.option(
    "--trust",
    type=click.Choice(_TRUSTS),
    default="article",
    show_default=True,
    help="The most that sources of these files may be trusted.",
)
_strict = click.option("--strict", is_flag=True, help="Any problem is a failure (exit 1).")
_with_bundled = click.option(
    "--with-bundled", is_flag=True, help="Read the bundled data too, under these files."
)


@click.command(
    short_help="Build the graph from files or the bundled data.",
    epilog="""
\b
Examples:
  kg build                        the bundled data
  kg build notes.yaml more/       files and folders: YAML, RDF, Parquet
  kg build --store ./mine a.nq    into a store of your own
""",
)
@_paths
@_trust
@_strict
@_with_bundled
@click.option("--keep-going", is_flag=True, help="Build what is good when some input is not.")
@context.store_option
@context.format_option("table", "json")
def build(
    paths: tuple[Path, ...],
    trust: str,
    strict: bool,
    with_bundled: bool,
    keep_going: bool,
    form: str | None,
) -> int:
    """Build the graph from files, or from the bundled data when none are given.

    Everything is checked first; with a fault nothing is stored and the earlier graph stays. Exit
    codes: 0 done, 1 failed and nothing changed, 3 done with problems.
    """
    from kg.build import build as build_store
    from kg.records.evidence import Trust

    folder = context.store_folder()
    with context.progress("reading") as announce:
        try:
            built = build_store(
                folder,
                paths,
                trust=Trust[trust.upper()],
                with_bundled=with_bundled,
                keep_going=keep_going,
                strict=strict,
                announce=announce,
            )
        except BuildFault as fault:
            if fault.report:
                say_problems(fault.report)
            raise
    manifest = built.generation.manifest()
    counts = manifest["counts"]
    if form == "json":
        emit(as_json({"store": str(folder), **manifest, "problems": list(built.report)}), None)
    else:
        echo(
            f"Built {counts['things']:,} things from {counts['claims']:,} claims of "
            f"{counts['sources']} sources: {counts['quads']:,} quads in {folder}."
        )
    say_problems(built.report)
    return 3 if len(built.report) else 0


@click.command(
    short_help="Check files and build nothing.",
    epilog="""
\b
Examples:
  kg check                 the bundled data
  kg check notes.yaml      every fault with file, line, field and what to do
  kg check notes.yaml --with-bundled    names of the bundled things are known
""",
)
@_paths
@_strict
@_trust
@_with_bundled
@context.format_option("table", "json")
def check(
    paths: tuple[Path, ...], strict: bool, trust: str, with_bundled: bool, form: str | None
) -> int:
    """Check files and build nothing. Exit 0 when clean, 3 with problems (1 with --strict)."""
    from kg.build import weigh
    from kg.inputs import check as check_inputs
    from kg.records.evidence import Trust

    with context.progress("reading") as announce:
        level = Trust[trust.upper()]
        checked = check_inputs(paths, level, announce, with_bundled=with_bundled)
        weigh(checked, announce)
    problems = list(checked.report)
    if form == "json":
        emit(as_json({"claims": len(checked.claims), "problems": problems}), None)
    else:
        for problem in problems:
            echo(str(problem))
        counts = ((len(checked.claims), "claim"), (len(checked.sources), "source"))
        claims, sources = (f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in counts)
        found = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        say(f"{claims} of {sources}, {found if problems else 'no problems'}.")
    return (1 if strict else 3) if problems else 0


COMMANDS = [build, check]
