"""The parser's complaints about a SPARQL text, made readable: what, where, with a caret.

pyoxigraph says ``error at 1:12: expected one of …``. Where it looked for a word (``OPTIONAL``) the
place is that word's length too far, and at the end of the text it is anywhere; so queries are sent
with some :data:`PADDING`, and the length is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.ask.sparql.tokens import Token, fault, tokens
from kg.errors import QueryFault
from kg.records.names import printable

#: longer than any keyword of SPARQL, on the last line, where it changes no place
PADDING: Final = " " * 32

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASON = re.compile(r"(?:^|, )([A-Z][A-Za-z]*(?: [A-Za-z]+){2,})")
_HINT = "`kg questions` has examples to start from."


def syntax_fault(text: str, message: str) -> QueryFault:
    """What a message of pyoxigraph's parser about ``text`` (without padding) means."""
    match = _PLACE.match(message)
    if not match:
        return QueryFault(f"This is not SPARQL: {printable(message)}.", _HINT)
    found = list(tokens(text))
    expected = match.group(3)
    if reason := _REASON.search(expected):
        first = next((t.start for t in found if t.text.upper() == "SELECT"), 0)
        return fault(text, first, reason.group(1))
    start = _start(text, found, int(match.group(1)), int(match.group(2)), expected)
    token = next((t for t in found if t.start <= start < t.start + len(t.text)), None)
    if token is None:
        return fault(text, len(text.rstrip()), "Something is missing here", _wanted(expected))
    said = f"The query cannot be read at or soon after {printable(token.text[:40])!r}"
    return fault(text, token.start, said, _wanted(expected))


def _start(text: str, found: Sequence[Token], line: int, column: int, expected: str) -> int:
    lines = text.split("\n")
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    starts = {token.start for token in found}
    words = [word for word in expected.split(", ") if re.fullmatch(r"[A-Z_]+", word)]
    if len(words) == len(expected.split(", ")):
        tried = [offset - len(word) for word in words if offset - len(word) in starts]
        return max(tried, default=offset)
    return min((s for s in starts if s >= offset), default=len(text))


def _wanted(expected: str) -> str:
    """The signs that could have stood there; the parser's lists of words mislead more than help."""
    signs = list(dict.fromkeys(re.findall(r'"([^"\w\s\\]{1,2})"', expected)))
    return f"Expected one of: {' '.join(signs)}" if 0 < len(signs) <= 12 else _HINT
