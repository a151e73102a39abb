"""Who says so, on the command line: explain and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import context
from kg.cli.output import as_json, chosen_format, echo, emit, lines

if TYPE_CHECKING:
    from kg.ask.evidence.conflicts import Conflict, Note
    from kg.ask.evidence.explain import ClaimExplained, PropertyExplained

_TWO = ("table", "json")
_lang = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)


@click.command(
    short_help="Who claims what, where, and why it won.",
    epilog="""
\b
Examples:
  kg explain bloom
  kg explain bloom developedBy
  kg explain codegeex trainedTokens --lang zh
""",
)
@click.argument("name")
@click.argument("property_", metavar="[PROPERTY]", required=False)
@_lang
@context.format_option(*_TWO)
@context.store_option
def explain(name: str, property_: str | None, lang: str, form: str | None) -> None:
    """Each value of a thing: which claims state or deny it, whose, where, and why it won.

    PROPERTY is a name of the ontology (developedBy), its label in English or Chinese, or a relation
    (finetune).
    """
    from kg.ask.evidence.explain import explain as ask_explain
    from kg.ask.find import resolve_name

    tables = context.tables()
    found = ask_explain(tables, resolve_name(tables, name), property_)
    if chosen_format(form, None, _TWO) == "json":
        emit(as_json(found), None)
        return
    echo(f"{found.label_zh or found.label if lang == 'zh' else found.label} ({found.kind})")
    for one in found.properties:
        _say_property(one, lang)
    if not found.properties:
        echo("没有来源就此说过什么。" if lang == "zh" else "No source says anything of that.")


def _say_property(one: PropertyExplained, lang: str) -> None:
    chinese = lang == "zh"
    echo(f"\n{one.label_zh if chinese else one.label}")
    for value in one.values:
        text = value.value_zh or value.value if chinese else value.value
        echo(f"  {'✓' if value.believed else '✗'} {text}")
        for claim in value.claims:
            echo(f"      {_claim_line(claim, lang)}")
    for inferred in one.inferred:
        text = inferred.value_zh or inferred.value if chinese else inferred.value
        echo(f"  ≈ {text}")
        echo(f"      {inferred.meaning_zh if chinese else inferred.meaning}")


def _claim_line(claim: ClaimExplained, lang: str) -> str:
    from kg.export.subgraph.words import cited

    chinese = lang == "zh"
    line = f"[{cited(claim.citation, lang)}] {claim.trust_zh if chinese else claim.trust}"
    note = claim.citation.note_zh if chinese else claim.citation.note
    reference = "" if claim.reference in note else claim.reference
    parts = [line, claim.why_zh if chinese else claim.why, note, reference]
    return " · ".join(part for part in parts if part)


@click.command(
    short_help="Where sources disagree, values side by side.",
    epilog="""
\b
Examples:
  kg conflicts
  kg conflicts falcon
  kg conflicts --notes          what looks like a conflict and is none, and why
""",
)
@click.argument("name", required=False)
@click.option("--notes", is_flag=True, help="Also what looks like a conflict and is none.")
@_lang
@context.format_option(*_TWO)
@context.output_option
@context.store_option
def conflicts(
    name: str | None, notes: bool, lang: str, form: str | None, output: str | None
) -> None:
    """Where sources disagree, each value with who says it; ✓ marks what is believed."""
    from kg.ask.evidence.conflicts import conflicts as ask_conflicts
    from kg.ask.evidence.conflicts import notes as ask_notes
    from kg.ask.find import resolve_name

    tables = context.tables()
    found = ask_conflicts(tables, resolve_name(tables, name) if name else None)
    remarks = ask_notes() if notes else ()
    if chosen_format(form, output, _TWO) == "json":
        emit(as_json({"conflicts": found, "notes": remarks} if notes else found), output)
        return
    found_lines = [line for conflict in found for line in _conflict_lines(conflict, lang)]
    found_lines += [line for note in remarks for line in _note_lines(note, lang)]
    emit(lines(found_lines[:-1] or ["No source contradicts another."]), output)


def _conflict_lines(conflict: Conflict, lang: str) -> list[str]:
    from kg.export.subgraph.words import brackets

    zh = lang == "zh"
    about = conflict.label_zh or conflict.label if zh else conflict.label
    topic = conflict.property_label_zh if zh else conflict.property_label
    meaning = conflict.meaning_zh if zh else conflict.meaning
    found = [f"{about} · {topic} — {meaning}" if topic else f"{about} — {meaning}"]
    for side in conflict.sides:
        text = side.value_zh or side.value if zh else side.value
        if side.about != conflict.subject:
            text = f"{side.about_label_zh or side.about_label if zh else side.about_label}: {text}"
        said = " ".join(brackets(side.claims, False, lang))
        found.append(f"  {'✓' if side.believed else '✗'} {text}  {said}")
    remark = conflict.remark_zh if zh else conflict.remark
    return [*found, *([f"  {remark}"] if remark else []), ""]


def _note_lines(note: Note, lang: str) -> list[str]:
    zh = lang == "zh"
    topic, reason = (note.topic_zh, note.reason_zh) if zh else (note.topic, note.reason)
    return [f"{topic} — {'并非冲突' if zh else 'no conflict'}", f"  {reason}", ""]


COMMANDS = [explain, conflicts]
