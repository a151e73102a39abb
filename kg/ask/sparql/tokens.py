"""The tokens of a SPARQL text, and places in it as people count them.

The tokens are SPARQL's own, so a word inside a string, an IRI, a comment, a variable or a prefixed
name is never mistaken for a keyword. A ``word`` keeps dots and hyphens inside it, which makes
reading any text take time in proportion to its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryFault
from kg.records.names import printable

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><(?![?$(&=])
        (?:(?!&&)[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w](?:[\w.-]*[\w-])?)
    | (?P<name>(?:[^\W\d][\w.-]*+)?:
        (?:(?:[\w:%-]|\\.)(?:(?:[\w.:%-]|\\.)*(?:[\w:%-]|\\.))?)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d][\w.-]*+)
    | (?P<open>[({\[]) | (?P<close>[)}\]])
    | (?P<unclosed>["'])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (a group of the pattern), its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, comments and white space left out; the last may be ``unclosed``.

    Behind a string that nobody closed nothing is read: it could be anything.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Token(kind, match.group(), match.start())
        if kind == "unclosed":
            return


def fault(text: str, start: int, sentence: str, hint: str = "") -> QueryFault:
    """A fault at a place in a query: the sentence, the line concerned and a caret below it."""
    line, column = place(text, start)
    sentence = f"Line {line}, column {column}: {sentence}.\n{excerpt(text, line, column)}"
    return QueryFault(sentence, hint, line=line, column=column)


def place(text: str, start: int) -> tuple[int, int]:
    """Line and column, both from 1 and in code points, of a place in a text."""
    before = re.split(r"\r\n|\n|\r", text[:start])
    return len(before), len(before[-1]) + 1


def excerpt(text: str, line: int, column: int) -> str:
    """The line of that number, cut to what fits, with a caret under the column."""
    lines = re.split(r"\r\n|\n|\r", text)
    whole = lines[line - 1] if line <= len(lines) else ""
    first = max(0, column - 61)
    shown = printable(whole[first : first + 100]).replace("\t", " ")
    before = shown[: column - 1 - first]
    width = sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in before)
    return f"  {shown}\n  {' ' * width}^"
