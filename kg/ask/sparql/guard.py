"""What is refused before a query runs, and where in its text a fault lies.

This is the clear message, not the wall: the wall is the worker (:mod:`kg.ask.sparql.worker`),
which can open no socket, and which the system ends when it takes too much.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from kg.ask.sparql.tokens import Token, fault, place, tokens
from kg.errors import QueryFault
from kg.problems import Problem
from kg.records.names import did_you_mean, printable
from kg.records.terms import BASE, INFERRED_GRAPH, ONTOLOGY, PREFIXES, compact

MOST_BYTES: Final = 64 * 1024
DEEPEST: Final = 100

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset(
    "LOAD CLEAR DROP CREATE ADD MOVE COPY INSERT DELETE WITH USING INTO".split()  # noqa: SIM905
)
_CLOSES = {")": "(", "}": "{", "]": "["}


@dataclass(frozen=True, slots=True)
class Used:
    """An IRI of ours that a query names, and where it first does (``start`` in code points)."""

    iri: str
    start: int


def check(text: str) -> tuple[Used, ...]:
    """Refuse what must not or cannot run; return the IRIs of ours that the query names.

    Raises ``QueryFault`` with line and column: for a text that is too long, nests too deep, has
    an open bracket or string, is an update, would reach the network (SERVICE), reads a graph that
    is not ours (FROM) or uses a prefix that nobody declared.
    """
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise fault(text, error.start, "This character is half of one (a lone surrogate)") from None
    if size > MOST_BYTES:
        raise QueryFault(
            f"The query has {size:,} bytes; at most {MOST_BYTES:,} are taken.",
            "Ask in parts, or use the tables of the build for bulk work.",
        )
    found = list(tokens(text))
    _check_brackets(text, found)
    _check_form(text, found)
    _check_words(text, found)
    return _Names(text, found).read()


def _check_brackets(text: str, found: Sequence[Token]) -> None:
    opened: list[Token] = []
    for token in found:
        if token.kind == "unclosed":
            raise fault(text, token.start, "This string is not closed")
        if token.kind == "open":
            opened.append(token)
            if len(opened) > DEEPEST:
                hint = "Write it flatter: UNION, VALUES and IN need no nesting."
                raise fault(text, token.start, f"More than {DEEPEST} brackets are open", hint)
        elif token.kind == "close":
            if not opened or opened[-1].text != _CLOSES[token.text]:
                raise fault(text, token.start, _mismatch(text, token, opened))
            opened.pop()
    if opened:
        raise fault(text, opened[-1].start, f"This {opened[-1].text!r} is never closed")


def _mismatch(text: str, token: Token, opened: Sequence[Token]) -> str:
    if not opened:
        return f"This {token.text!r} closes nothing"
    line, column = place(text, opened[-1].start)
    return f"This {token.text!r} does not close {opened[-1].text!r} of line {line}, column {column}"


def _check_form(text: str, found: Sequence[Token]) -> None:
    words = (token for token in found if token.kind == "word")
    first = next((t for t in words if t.text.upper() not in ("PREFIX", "BASE")), None)
    hint = "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE; `kg questions` has examples."
    if first is None:
        raise fault(text, 0, "This is no query", hint)
    if first.text.upper() not in (*_FORMS, *_UPDATES) and "SERVICE" not in first.text.upper():
        near = did_you_mean(first.text.upper(), _FORMS)
        said = f"A query cannot begin with {printable(first.text)!r}"
        raise fault(text, first.start, said, near or hint)


def _check_words(text: str, found: Sequence[Token]) -> None:
    for number, token in enumerate(found):
        if _calls_service(found, number):
            hint = "Ask this graph alone and join the answers of others outside."
            raise fault(
                text, token.start, "SERVICE is refused: it would reach over the network", hint
            )
        if token.kind == "word" and token.text.upper() in _UPDATES:
            hint = "Change the sources and run `kg build`; the graph is made from them."
            word = token.text.upper()
            raise fault(text, token.start, f"{word} is refused: the graph is only read", hint)


def _calls_service(found: Sequence[Token], number: int) -> bool:
    """Whether a token is SERVICE, also glued to a neighbour: ``trueSERVICE<..>``, ``service:x {``.

    The second reads as ``SERVICE :x``, since a prefixed name cannot stand before a bracket.
    """
    token = found[number]
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.kind != "name" or "SERVICE" not in token.text.partition(":")[0].upper():
        return False
    before = found[number - 1].text.upper() if number else ""
    after = found[number + 1].text if number + 1 < len(found) else ""
    return after == "{" and before not in ("GRAPH", "FROM", "NAMED", "DESCRIBE")


class _Names:
    """One pass over the names of a query, with the prefixes in force at each."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self.text = text
        self.found = found
        self.prefixes = dict(PREFIXES)
        self.base = ""

    def read(self) -> tuple[Used, ...]:
        used: dict[str, int] = {}
        at = 0
        while at < len(self.found):
            token = self.found[at]
            word = token.text.upper() if token.kind == "word" else ""
            if word in ("PREFIX", "BASE"):
                at += self._declare(word, at)
                continue
            if token.kind in ("iri", "name"):
                iri = self._iri(token)
                self._check_graph(at, token, iri)
                if iri.startswith(BASE) and iri not in PREFIXES.values():
                    used.setdefault(iri, token.start)
            at += 1
        return tuple(Used(iri, start) for iri, start in used.items())

    def _declare(self, word: str, at: int) -> int:
        """Take a declaration and return how many tokens it has."""
        length = 3 if word == "PREFIX" else 2
        parts = self.found[at + 1 : at + length]
        if len(parts) == length - 1 and parts[-1].kind == "iri":
            if word == "BASE":
                self.base = urljoin(self.base, parts[0].text[1:-1])
            elif parts[0].kind == "name":
                self.prefixes[parts[0].text[:-1]] = self._iri(parts[1])
        return length

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            iri = token.text[1:-1]
            if "\\" in iri:
                iri = re.sub(r"\\[uU]([0-9A-Fa-f]+)", _character, iri)
            return iri if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri) else urljoin(self.base, iri)
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            near = did_you_mean(prefix, self.prefixes)
            hint = f"Declare it first: PREFIX {printable(prefix)}: <address>. {near}".strip()
            raise fault(
                self.text, token.start, f"The prefix '{printable(prefix)}:' is not declared", hint
            )
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _check_graph(self, at: int, token: Token, iri: str) -> None:
        before = [
            t.text.upper() if t.kind == "word" else "" for t in self.found[max(0, at - 2) : at]
        ]
        named = before == ["FROM", "NAMED"]
        if not named and before[-1:] != ["FROM"]:
            return
        if not iri.startswith(BASE + "source/") and iri != INFERRED_GRAPH:
            hint = "The graphs are source:ID, one a source (`kg stats` lists them)."
            raise fault(self.text, token.start, f"{printable(iri)!r} is no graph of ours", hint)


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def remarks(text: str, unknown: Sequence[Used], known: Collection[str]) -> tuple[Problem, ...]:
    """What is worth saying about names that are in no graph: such a pattern matches nothing.

    ``known`` are the IRIs of the ontology's terms. Nothing is refused.
    """
    found = []
    for used in unknown:
        name = compact(used.iri)
        line, column = place(text, used.start)
        if used.iri.startswith(ONTOLOGY):
            words = [iri.removeprefix(ONTOLOGY) for iri in known]
            what, hint = "the ontology", did_you_mean(used.iri.removeprefix(ONTOLOGY), words)
        else:
            what, hint = "the graph", f"Look it up: kg find {name.rpartition(':')[2]!r}"
        found.append(
            Problem("query", line, column, "", "unknown-name",
                    f"{printable(name)} is not in {what}.", hint, "remark")
        )  # fmt: skip
    return tuple(found)
