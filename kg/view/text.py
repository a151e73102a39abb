"""Text of strangers made fit to show: no controls, no lone surrogates, no odd addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

#: C0 and C1 controls; what separates lines or columns becomes a space like the rest
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: embeddings, overrides, isolates and marks: they could reorder the text around a name
_BIDI: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
#: letters that are clearly narrower or wider than the rest, and how wide
_BROAD: Final = (
    dict.fromkeys("fijlrtI.,:;'|!()[]/- ", 0.43)
    | dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", 0.79)
    | dict.fromkeys("mwMW@%&", 1.05)
)
_ODD_IN_ADDRESS: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"'`\\{}|^]")


def clean(text: str) -> str:
    """One line that can be encoded and that changes no text beside it.

    >>> clean("a\\nb\\u202ec\\ud800")
    'a bc\ufffd'
    """
    text = _SURROGATES.sub("\ufffd", _BIDI.sub("", text))
    return _CONTROLS.sub(" ", text).strip()


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis, in at most ``limit`` characters.

    >>> shorten("Vicuna-13B", 7)
    'Vicuna…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def columns(text: str) -> int:
    """How many Latin letters wide a text is; Chinese, Japanese, Korean count double.

    >>> columns("LLaMA"), columns("小羊驼")
    (5, 6)
    """
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def breadth(text: str) -> float:
    """About how wide a text is, in units of the size of a broad semibold font.

    >>> breadth("ill") < breadth("sea") < breadth("GPU") < breadth("羊驼模")
    True
    """
    return sum(_BROAD.get(character, 0.66) if columns(character) < 2 else 1.0 for character in text)


def web_address(url: str | None) -> str | None:
    """The address if a link to it is safe to offer (http or https, with a host), else ``None``.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or _ODD_IN_ADDRESS.search(url) or _SURROGATES.search(url) or _BIDI.search(url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
