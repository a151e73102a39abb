"""Lineage on the command line: ancestors and descendants, paths, common ancestors, impact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import context
from kg.cli.faults import say
from kg.cli.output import as_json, chosen_format, echo, emit, lines, table
from kg.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask.lineage.impact import Impact
    from kg.ask.lineage.paths import Path
    from kg.ask.subgraph import Subgraph

_FORMATS = ("tree", "json", "html", "mermaid", "dot", "graphml", "csv")
_SIDES = ("model", "dataset", "method", "institution")

_up = click.option("--up", "direction", flag_value="up", help="Only what it is built on.")
_down = click.option("--down", "direction", flag_value="down", help="Only what is built on it.")


@click.command(
    short_help="What a model is built on, and what on it.",
    epilog="""
\b
Examples:
  kg lineage vicuna
  kg lineage 小羊驼 --up --lang zh
  kg lineage llama --down --depth 1 --kind finetune --kind adapter
  kg lineage vicuna -o vicuna.html
  kg lineage bloom --with dataset,institution -f json
""",
)
@click.argument("name")
@_up
@_down
@click.option("--depth", type=click.IntRange(min=1), help="At most this many derivations away.")
@click.option("--kind", "kinds", multiple=True, help="Only this derivation kind (finetune …).")
@click.option(
    "--with",
    "sides",
    metavar="KINDS",
    default="dataset,method,institution",
    show_default=True,
    help="Side nodes to show: dataset, method, institution; `model` for none.",
)
@click.option("--limit", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@context.format_option(*_FORMATS)
@context.output_option
@context.store_option
def lineage(
    name: str,
    direction: str | None,
    depth: int | None,
    kinds: tuple[str, ...],
    sides: str,
    limit: int,
    lang: str,
    form: str | None,
    output: str | None,
) -> None:
    """What a model is built on, and what is built on it, each edge with who claims it.

    The two counts are of distinct models of the whole ancestry, whatever is shown.
    """
    from kg.ask.find import resolve_name
    from kg.ask.lineage.model_lineage import lineage as ask_lineage

    form = chosen_format(form, output, _FORMATS)
    tables = context.tables()
    graph = ask_lineage(
        tables,
        resolve_name(tables, name),
        up=direction != "down",
        down=direction != "up",
        depth=depth,
        kinds=kinds,
        side=_sides(sides),
        limit=limit,
        facts=form == "html",
    )
    emit(_written(graph, form, lang), output)


def _sides(text: str) -> tuple[str, ...]:
    from kg.records.names import did_you_mean

    wanted = [word.strip().removesuffix("s") for word in text.split(",") if word.strip()]
    for word in wanted:
        if word not in _SIDES:
            hint = did_you_mean(word, _SIDES) or f"Known: {', '.join(_SIDES)}."
            raise UsageFault(f"There is no kind {word!r} to show beside models.", hint)
    return tuple(word for word in wanted if word != "model")


def _written(graph: Subgraph, form: str, lang: str) -> str:
    if form == "html":
        from kg.view import page

        focus = next(node for node in graph.nodes if node.iri == graph.focus)
        title = f"Lineage of {focus.label}"
        return page(graph, title, f"{focus.label_zh or focus.label} 的谱系", language=lang)
    from kg.export.subgraph import write

    return write(graph, form, language=lang)


@click.command(
    short_help="All derivation paths between two models.",
    epilog="""
\b
Examples:
  kg path minigpt-4 llama
  kg path vicuna-13b llama -f json
""",
)
@click.argument("descendant", metavar="A")
@click.argument("ancestor", metavar="B")
@context.format_option("table", "json")
@context.store_option
def path(descendant: str, ancestor: str, form: str | None) -> None:
    """All derivation paths between two models, each step with its claims."""
    from kg.ask.find import resolve_name
    from kg.ask.lineage.paths import paths

    tables = context.tables()
    ends = [resolve_name(tables, name) for name in (descendant, ancestor)]
    found = paths(tables, ends[0], ends[1])
    if chosen_format(form, None, ("table", "json")) == "json":
        emit(as_json(found), None)
        return
    if not found.paths:
        echo("No derivation path leads from one to the other.")
    for one in found.paths:
        _say_path(one)
    if not found.complete:
        say(f"Only the first {len(found.paths)} paths are shown.")


def _say_path(one: Path) -> None:
    from kg.export.subgraph.words import brackets

    echo(one.nodes[0].label)
    for hop, node in zip(one.hops, one.nodes[1:], strict=True):
        for edge in hop:
            said = " ".join(brackets(edge.claims, edge.inferred, "en"))
            echo(f"  ← {edge.relation} ─ {node.label}  {said}")
    echo("")


@click.command(
    short_help="The ancestors that two models share.",
    epilog="""
\b
Examples:
  kg common vicuna koala
""",
)
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@context.format_option("table", "json")
@context.store_option
def common(one: str, other: str, form: str | None) -> None:
    """The ancestors that two models share, nearest first."""
    from kg.ask.find import resolve_name
    from kg.ask.lineage.paths import common as ask_common
    from kg.records.terms import compact

    tables = context.tables()
    ends = [resolve_name(tables, name) for name in (one, other)]
    found = ask_common(tables, ends[0], ends[1])
    if chosen_format(form, None, ("table", "json")) == "json":
        emit(as_json({"a": ends[0], "b": ends[1], "common": found}), None)
    elif not found:
        echo("They share no ancestor.")
    else:
        rows = [(s.node.label, compact(s.node.iri), str(s.first), str(s.second)) for s in found]
        emit(table(("ancestor", "name", "steps from A", "steps from B"), rows), None)


@click.command(
    short_help="Everything downstream, and by which path.",
    epilog="""
\b
Examples:
  kg impact sharegpt           what rests on a dataset
  kg impact llama -f json
  kg impact "UC Berkeley"
""",
)
@click.argument("name")
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True)
@context.format_option("table", "json")
@context.output_option
@context.store_option
def impact(name: str, limit: int, form: str | None, output: str | None) -> None:
    """Everything downstream of a model, dataset, method or institution, and by which path."""
    from kg.ask.find import resolve_name
    from kg.ask.lineage.impact import impact as ask_impact

    form = chosen_format(form, output, ("table", "json"))
    tables = context.tables()
    found = ask_impact(tables, resolve_name(tables, name), limit=limit)
    if form == "json":
        emit(as_json(found), output)
        return
    emit(lines(_impact_lines(found)), output)


def _impact_lines(found: Impact) -> Iterator[str]:
    from kg.export.subgraph.words import brackets

    yield f"{found.focus.label}: {found.things} things downstream, {found.models} of them models"
    for group in found.groups:
        yield f"\n{group.label} ({group.things})"
        for row in group.rows:
            said = " ".join(brackets(row.edges[-1].claims, row.edges[-1].inferred, "en"))
            yield f"  {row.node.label} ({row.node.kind})  {said}"
        if len(group.rows) < group.things:
            yield f"  … {group.things - len(group.rows)} more (--limit)"


COMMANDS = [lineage, path, common, impact]
