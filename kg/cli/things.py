"""Things on the command line: find, show, and what the graph holds: stats, schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import context
from kg.cli.output import as_json, chosen_format, emit, lines, table
from kg.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask.evidence.show import Thing
    from kg.ask.stats import Stats

_TWO = ("table", "json")
_SCHEMA = ("markdown", "json", "ttl")
_lang = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)


@click.command(
    short_help="Search names, in any script and spelling.",
    epilog="""
\b
Examples:
  kg find 小羊驼
  kg find "lama 2"
""",
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


@click.command(
    short_help="Everything believed of a thing.",
    epilog="""
\b
Examples:
  kg show bloom
  kg show 小羊驼 --lang zh
""",
)
@click.argument("name")
@_lang
@context.format_option(*_TWO)
@context.output_option
@context.store_option
def show(name: str, lang: str, form: str | None, output: str | None) -> None:
    """Everything believed of a thing, with who says so; terms of use; sources that speak of it."""
    from kg.ask.evidence.show import show as ask_show
    from kg.ask.find import resolve_name

    tables = context.tables()
    found = ask_show(tables, resolve_name(tables, name))
    if chosen_format(form, output, _TWO) == "json":
        emit(as_json(found), output)
        return
    emit(lines(_show_lines(found, lang)), output)


def _show_lines(found: Thing, lang: str) -> Iterator[str]:
    from kg.export.subgraph.words import brackets
    from kg.records.terms import compact

    zh = lang == "zh"
    names = [found.label, found.label_zh] if found.label_zh != found.label else [found.label]
    yield f"{' / '.join(reversed(names) if zh else names)} ({found.kind})  {compact(found.iri)}"
    if found.other_names:
        yield f"  {'又名' if zh else 'also'}: {', '.join(found.other_names)}"
    if found.ancestors or found.descendants:
        counts = ("祖先", "后代") if zh else ("ancestors", "descendants")
        yield f"  {counts[0]}: {found.ancestors}, {counts[1]}: {found.descendants}"
    use = found.terms.commercial_use_zh if zh else found.terms.commercial_use
    if found.kind in ("Model", "ModelFamily", "Checkpoint", "Dataset"):
        yield f"  {'商业使用' if zh else 'commercial use'}: {use}"
    for fact in found.terms.family_licenses:
        said = f"（{'系列声明，非本模型' if zh else 'what the family states, not its own'}）"
        yield f"  {fact.label_zh if zh else fact.label}: {fact.value} {said}"
    topic = None
    for fact in (*found.facts, *found.said):
        label = fact.label_zh if zh else fact.label
        if label != topic:
            yield f"\n{label}"
            topic = label
        said = " ".join(brackets(fact.claims, fact.inferred, lang))
        yield f"  {(fact.value_zh if zh else '') or fact.value}  {said}"
    if found.sources:
        yield f"\n{'来源' if zh else 'sources'}"
        for source in found.sources:
            spoken = f" ({source.claims})" if source.claims else ""
            yield f"  {source.id}  {source.title}{spoken}"


@click.command(
    short_help="How much of what the graph holds.",
    epilog="""
\b
Examples:
  kg stats
  kg stats -f json
""",
)
@_lang
@context.format_option(*_TWO)
@context.store_option
def stats(lang: str, form: str | None) -> None:
    """Counts by class, relation and source; what is inferred; where sources disagree; coverage."""
    from kg.ask.stats import stats as ask_stats

    found = ask_stats(context.tables())
    if chosen_format(form, None, _TWO) == "json":
        emit(as_json(found), None)
    else:
        emit(lines(_stats_lines(found, lang)), None)


def _stats_lines(found: Stats, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    yield (
        f"{found.claims:,} claims of {len(found.sources)} sources about {found.things:,} things, "
        f"{found.models:,} of them models; {found.facts:,} facts, {found.inferred_facts:,} inferred"
    )
    for title, counts in (
        ("things", found.classes),
        ("derivations", found.relations),
        ("disagreements", found.conflicts),
    ):
        listed = ", ".join(f"{(c.label_zh if zh else c.label)} {c.count:,}" for c in counts)
        yield f"{title}: {listed}"
    shares = ", ".join(f"{(c.label_zh if zh else c.label)} {c.share:.0%}" for c in found.coverage)
    yield f"models with: {shares}"
    yield ""
    rows = [
        (
            s.id,
            s.trust,
            f"{s.claims:,}",
            f"{s.denied:,}",
            f"{s.hedged:,}",
            f"{s.reported:,}",
            s.title,
        )
        for s in found.sources
    ]
    headers = ("source", "trust", "claims", "denials", "hedged", "reported", "title")
    yield from table(headers, rows).splitlines()


@click.command(
    short_help="The ontology: classes, properties, prefixes.",
    epilog="""
\b
Examples:
  kg schema
  kg schema --lang zh
  kg schema -f ttl -o kg.ttl
""",
)
@_lang
@context.format_option(*_SCHEMA)
@context.output_option
@context.store_option
def schema(lang: str, form: str | None, output: str | None) -> None:
    """Classes and properties with definitions, and the prefixes; needs no store."""
    from kg.ask import schema as ontology

    form = chosen_format(form, output, _SCHEMA)
    if form == "ttl":
        emit(ontology.as_turtle(), output)
    elif form == "json":
        emit(ontology.as_json(ontology.schema()), output)
    else:
        emit(ontology.as_markdown(ontology.schema(), lang=lang), output)


COMMANDS = [find, show, stats, schema]
