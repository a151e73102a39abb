"""Questions on the command line: free SPARQL, and the questions that have a name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import context
from kg.cli.faults import say
from kg.cli.output import as_json, chosen_format, emit, lines, table
from kg.errors import KgError, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask.sparql.answer import Answer
    from kg.ask.sparql.questions import Question

_ROWS = ("table", "json", "csv", "tsv", "xml", "parquet", "ttl", "nt", "jsonld")


@click.command(
    short_help="Ask in SPARQL, or a question by its name.",
    epilog="""
\b
Examples:
  kg query 'SELECT ?m { ?m kg:hasAncestor model:llama } ORDER BY ?m'
  kg query descendants-of -p base=llama
  kg query @question.rq -f csv -o answer.csv
  echo 'ASK { model:alpaca kg:hasAncestor model:llama }' | kg query -
""",
)
@click.argument("text", metavar="TEXT|@FILE|-|NAME")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="KEY=VALUE")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True)
@click.option(
    "--memory", type=click.IntRange(min=64), default=2048, show_default=True, metavar="MB"
)
@context.format_option(*_ROWS)
@context.output_option
@context.store_option
def query(
    text: str,
    parameters: tuple[str, ...],
    timeout: float,
    memory: int,
    form: str | None,
    output: str | None,
) -> None:
    """Ask in SPARQL 1.1, or a question by its name (see `kg questions`).

    All prefixes are declared. The query runs in a worker of its own, stopped at the time or memory
    limit and by Ctrl-C; SERVICE and updates are refused. CSV drops language tags and datatypes;
    TSV, XML and JSON keep them.
    """
    from kg.ask.sparql.query import query as ask_query
    from kg.ask.sparql.questions import answer as answer_question
    from kg.ask.sparql.questions import is_name

    form = chosen_format(form, output, _ROWS)
    size = memory * 2**20
    if is_name(text):
        pairs = _pairs(parameters)
        answer = answer_question(context.tables(), text, pairs, timeout=timeout, memory=size)
    elif parameters:
        raise UsageFault("-p is for named questions.", "See `kg questions`.")
    else:
        sparql = _query_text(text)
        answer = ask_query(context.generation(), sparql, timeout=timeout, memory=size)
    for remark in answer.remarks:
        say(str(remark))
    emit(_answer_text(answer, form), output)


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for given in parameters:
        key, equals, value = given.partition("=")
        if not equals:
            raise UsageFault(f"{given!r} is not KEY=VALUE.")
        pairs[key] = value
    return pairs


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise KgError(f"{text[1:]} cannot be read: {reason}.") from None


def _answer_text(answer: Answer, form: str) -> str | bytes:
    if form != "table":
        written = answer.serialize(form)
        return written + b"\n" if form in ("json", "xml") else written
    if answer.form == "construct":
        return answer.serialize("ttl")
    headers, rows = answer.table()
    return table(headers, rows)


@click.command(
    short_help="The questions that have a name.",
    epilog="""
\b
Examples:
  kg questions
  kg questions descendants-of     one, with its parameters and SPARQL
  kg questions --lang zh
""",
)
@click.argument("name", required=False)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@context.format_option("table", "json")
def questions(name: str | None, lang: str, form: str | None) -> None:
    """The questions that have a name: what they ask, and with which parameters."""
    from kg.ask.sparql.questions import question
    from kg.ask.sparql.questions import questions as all_questions

    listed = [question(name)] if name else all_questions()
    if chosen_format(form, None, ("table", "json")) == "json":
        emit(as_json(listed), None)
    elif name:
        emit(lines(_question_lines(listed[0], lang)), None)
    else:
        rows = [(q.topic, q.name, getattr(q.title, lang)) for q in listed]
        emit(table(("topic", "name", "question"), rows), None)


def _question_lines(asked: Question, lang: str) -> Iterator[str]:
    yield getattr(asked.title, lang)
    if asked.note:
        yield getattr(asked.note, lang)
    for parameter in asked.parameters:
        kinds = "|".join(parameter.types)
        meaning = getattr(parameter.meaning, lang)
        yield f"  -p {parameter.name}={parameter.default}  ({kinds}) {meaning}"
    for column in asked.columns:
        yield f"  ?{column.name}  {getattr(column.meaning, lang)}"
    yield ""
    yield from (line for line in asked.text.splitlines() if not line.startswith("# "))


COMMANDS = [query, questions]
