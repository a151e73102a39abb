"""Named questions: documented SPARQL files whose parameters are bound, never pasted.

A question is ``data/questions/NAME.rq``: a query that runs as it stands, under a header of comments

    # question: What it asks, in English.
    # 问题: 同一问题的中文。
    # topic: lineage
    # note: Why the answer is as it is. / 说明。                     (may be left out)
    # parameter: base  model  the base model / 基座模型              (name, type, meaning)
    # column: model  the descendant / 衍生模型                       (every column of the answer)

A parameter's default is what ``VALUES ?base { … }`` holds in the file; asked with another value,
the whole block is replaced by one made from a checked RDF term. Types are the kinds of
``kg.records.terms.KINDS`` (several joined by ``|``), ``any`` (any thing), ``term`` (a property,
class or concept of ours), ``integer``, ``decimal``, ``text`` and ``name`` (a text in any language).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.ask.find import resolve_name
from kg.ask.sparql.answer import Answer
from kg.ask.sparql.query import query
from kg.ask.tables import Tables
from kg.bundled import bundled
from kg.errors import Ambiguous, KgError, NotFound, UsageFault
from kg.records.names import did_you_mean, fold, nearest, number, printable
from kg.records.terms import KINDS, PREFIXES, XSD, compact, expand, mint

LITERALS: Final = ("integer", "decimal", "text", "name")
TYPES: Final = (*KINDS, "any", "term", *LITERALS)


@dataclass(frozen=True, slots=True)
class Words:
    """One meaning in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about. ``types`` are of :data:`TYPES`; ``default`` is a name
    or a value as a person would give it.
    """

    name: str
    types: tuple[str, ...]
    default: str
    meaning: Words


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the answer."""

    name: str
    meaning: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A named question; ``text`` is its file, which is SPARQL as it stands."""

    name: str
    topic: str
    title: Words
    note: Words | None
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str


def questions() -> list[Question]:
    """All bundled questions, by topic and name."""
    return list(_read_all(bundled("data") / "questions"))


def question(name: str) -> Question:
    """The question of that name; raises ``NotFound`` with the nearest names."""
    known = {one.name: one for one in questions()}
    if name in known:
        return known[name]
    candidates = nearest(name, known, 5)
    hint = did_you_mean(name, known) or "`kg questions` lists them."
    raise NotFound(f"There is no question {printable(name)!r}.", candidates, hint)


def is_name(text: str) -> bool:
    """Whether a text is meant as a question's name, known or not: no SPARQL is one bare word.

    >>> is_name("descendants-of"), is_name("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*", text.strip()))


@cache
def _read_all(folder: Path) -> tuple[Question, ...]:
    found = [read(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq"))]
    return tuple(sorted(found, key=lambda one: (one.topic, one.name)))


_LINE = re.compile(r"# (question|问题|topic|note|parameter|column): (.+)")


def read(name: str, text: str) -> Question:
    """A question from the text of its file.

    Raises ``KgError`` when the header is not in the form above, a type is unknown, or a parameter
    has no ``VALUES`` block to take its place.
    """
    lines: dict[str, list[str]] = {}
    for match in map(_LINE.match, text.splitlines()):
        if match:
            lines.setdefault(match.group(1), []).append(match.group(2).strip())
    try:
        return Question(
            name=name,
            topic=lines["topic"][0],
            title=Words(lines["question"][0], lines["问题"][0]),
            note=_words(lines["note"][0]) if "note" in lines else None,
            parameters=tuple(_parameter(line, text) for line in lines.get("parameter", [])),
            columns=tuple(_column(line) for line in lines["column"]),
            text=text,
        )
    except (KeyError, ValueError) as error:
        raise KgError(f"The question {name!r} is not documented as it must be: {error}.") from None


def _words(text: str) -> Words:
    en, slash, zh = text.partition(" / ")
    if not slash:
        raise ValueError(f"no ' / ' between English and Chinese in {text!r}")
    return Words(en.strip(), zh.strip())


def _column(line: str) -> Column:
    name, meaning = re.split(r"\s{2,}", line, maxsplit=1)
    return Column(name, _words(meaning))


def _parameter(line: str, text: str) -> Parameter:
    name, types, meaning = re.split(r"\s{2,}", line, maxsplit=2)
    unknown = set(types.split("|")) - set(TYPES)
    if unknown:
        raise ValueError(f"no such type: {', '.join(sorted(unknown))}")
    blocks = [match for match in re.finditer(_BLOCK, text) if match["name"] == name]
    if not blocks:
        raise ValueError(f"no VALUES ?{name} {{ … }} to take its value")
    default = blocks[0]["text"] or blocks[0]["term"]
    return Parameter(name, tuple(types.split("|")), default, _words(meaning))


#: the block of one variable; its first value is the default
_BLOCK = r'VALUES \?(?P<name>\w+) \{ (?:"(?P<text>[^"\\{}]*)"|(?P<term>[^"\s{}]+))[^{}]* \}'


def answer(tables: Tables, name: str, values: Mapping[str, str], **limits: Any) -> Answer:
    """Ask a named question; parameters that are not in ``values`` keep their defaults.

    ``limits`` are those of :func:`kg.ask.sparql.query.query`, which also says what is raised.
    Besides: ``NotFound`` for a question, thing or term that is not there, ``Ambiguous`` for a
    name of several, and ``UsageFault`` for a parameter that the question does not have or a value
    that is not of its type.
    """
    return query(tables.generation, bind(tables, question(name), values), **limits)


def bind(tables: Tables, asked: Question, values: Mapping[str, str]) -> str:
    """The SPARQL text of a question with values in the places of its defaults; see `answer`."""
    known = {parameter.name: parameter for parameter in asked.parameters}
    blocks = {}
    for name, value in values.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"It has: {', '.join(known) or 'none'}."
            raise UsageFault(f"{asked.name!r} has no parameter {printable(name)!r}.", hint)
        terms = " ".join(str(term) for term in _terms(tables, known[name], value))
        blocks[name] = f"VALUES ?{name} {{ {terms} }}"
    # in one pass over the file's own text, so that nothing inside a value is taken for a block
    return re.sub(_BLOCK, lambda match: blocks.get(match["name"], match.group()), asked.text)


def _terms(tables: Tables, parameter: Parameter, value: str) -> list[ox.NamedNode | ox.Literal]:
    """The RDF terms that a value means; several only for a name, which may be in any language."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageFault(f"The value of {parameter.name!r} holds half a character.") from None
    (kind, *_) = parameter.types
    if kind in ("integer", "decimal"):
        return [_number(parameter, kind, value)]
    if kind == "text":
        return [ox.Literal(value)]
    if kind == "name":
        return [ox.Literal(value), *(ox.Literal(value, language=tag) for tag in ("en", "zh"))]
    if kind == "term":
        return [ox.NamedNode(_term(tables, value))]
    if kind == "source":
        return [ox.NamedNode(_source(tables, value))]
    kinds = () if kind == "any" else parameter.types
    return [ox.NamedNode(resolve_name(tables, value, kinds))]


def _number(parameter: Parameter, kind: str, value: str) -> ox.Literal:
    try:
        amount = number(value)
    except ValueError:
        amount = None
    if amount is None or (kind == "integer" and not isinstance(amount, int)):
        said = f"{printable(value)!r} is not {'a whole' if kind == 'integer' else 'a'} number"
        raise UsageFault(f"{said}, as {parameter.name!r} must be.", "Write 1000, 70B or 1万亿.")
    return ox.Literal(f"{amount:f}" if isinstance(amount, float) else str(amount),
                      datatype=ox.NamedNode(XSD[kind]))  # fmt: skip


def _term(tables: Tables, value: str) -> str:
    """A term of the ontology by IRI, prefixed or local name, or label in either language."""
    rows = tables.rows("SELECT iri, label, label_zh FROM terms")
    names: dict[str, list[str]] = {}
    for iri, label, label_zh in rows:
        for name in {
            fold(compact(iri).rpartition(":")[2]),
            fold(label or ""),
            fold(label_zh or ""),
        }:
            names.setdefault(name, []).append(iri)
    iri = expand(value)
    if iri and any(iri == row[0] for row in rows):
        return iri
    found = sorted(set(names.get(fold(value), [])))
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(f"{printable(value)!r} can mean several terms.", [*map(compact, found)])
    near = nearest(value, [compact(row[0]) for row in rows], 5)
    raise NotFound(f"The ontology has no term {printable(value)!r}.", near, "See `kg schema`.")


def _source(tables: Tables, value: str) -> str:
    key = value.removeprefix(PREFIXES["source"]).removeprefix("source:")
    known = [row[0] for row in tables.rows("SELECT id FROM sources ORDER BY id")]
    if key in known:
        return mint("source", key)
    raise NotFound(f"There is no source {printable(value)!r}.", [f"source:{id}" for id in known])
