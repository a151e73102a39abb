"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

_INVALID: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


class XmlText:
    """Makes text valid for XML and counts the characters that could not be kept.

    >>> text = XmlText("?")
    >>> text("a\\x00b\\ud800"), text.altered
    ('a?b?', 2)
    """

    def __init__(self, instead: str = "") -> None:
        self.altered = 0
        self._instead = instead

    def __call__(self, text: str) -> str:
        """The text, with ``instead`` for each character that XML 1.0 has no place for."""
        kept, altered = _INVALID.subn(self._instead, text)
        self.altered += altered
        return kept

    def escaped(self, text: str) -> str:
        """The text for content or a double-quoted attribute, line ends kept."""
        return escape(self(text), _ESCAPES)
