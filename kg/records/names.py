"""Names and numbers as people write them, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

_UNITS = {
    "": 1, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12,
    "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
#: numbers are smaller than this: what exceeds it is a slip, or meant to harm
LARGEST = 10**30
_NUMBER = re.compile(r"([+-]?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(\.\d+)?\s*([^\d\s.,]*)\Z")


def number(text: str) -> int | float:
    """The number that a text states, units of thousands expanded; whole numbers are ``int``.

    Full-width digits and Chinese units are read. Raises ``ValueError`` for anything else,
    ``010`` (octal or a typo?) and ``1e3`` included.

    >>> number("70亿"), number("1.5T"), number("8k"), number("１７６B"), number("68.42")
    (7000000000, 1500000000000, 8000, 176000000000, 68.42)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _NUMBER.match(plain) if len(plain) <= 80 else None
    if not match:
        raise ValueError(f"{text!r} is not a number")
    sign, whole, fraction, unit = match.groups()
    factor = _UNITS.get(unit.lower() if unit.isascii() else simplified(unit))
    if factor is None:
        raise ValueError(f"{text!r} is not a number: unit {unit!r} is not known")
    value = Fraction(sign + whole.replace(",", "") + (fraction or "")) * factor
    if abs(value) >= LARGEST:
        raise ValueError(f"{text!r} is not a number: it is too large")
    return int(value) if value.denominator == 1 else float(value)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text with traditional Chinese characters made simplified; other text unchanged.

    >>> simplified("駱駝 Luotuo")
    '骆驼 Luotuo'
    """
    return str(_converter().convert(text)) if any(ch >= "\u2e80" for ch in text) else text


_SEPARATORS = re.compile(r"[\s_\-‐‑‒–—·/]+")


def fold(name: str) -> str:
    """The form in which names are compared loosely: width, case, script and separators are gone.

    A dot stays, since 3.1 is not 31.

    >>> fold("LLaMA-2"), fold("Llama　２"), fold("Llama 3.1")
    ('llama2', 'llama2', 'llama3.1')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _SEPARATORS.sub("", simplified(plain))


def nearest(word: str, words: Iterable[str], most: int = 3) -> list[str]:
    """The words that ``word`` may be a slip for, best first; often none.

    >>> nearest("developdBy", ["developedBy", "derivedFrom", "demo"], 1)
    ['developedBy']
    """
    from rapidfuzz import process, utils

    hits = process.extract(
        word, list(words), limit=most, score_cutoff=70, processor=utils.default_process
    )
    return [hit[0] for hit in hits]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint that names the nearest words, or an empty text."""
    near = nearest(word, words)
    return f"Did you mean {' or '.join(repr(w) for w in near)}?" if near else ""


def slug(name: str) -> str:
    """A short ASCII key part from a name; not unique, never empty.

    >>> slug("QLoRA: Efficient Finetuning"), slug("骆驼")
    ('qlora-efficient-finetuning', 'x')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "x"


_HIDDEN = (
    *(range(9), range(11, 13), range(14, 32), range(127, 160)),  # C0 and C1 without tab, LF, CR
    *(range(0x200E, 0x2010), range(0x202A, 0x202F), range(0x2066, 0x206A), (0x061C,)),  # bidi
)
_CONTROL = {code: "�" for block in _HIDDEN for code in block}


def printable(text: str) -> str:
    """The text as a terminal may show it: no control, escape, bidi or surrogate characters.

    >>> printable("a\\x1b[31mb\\u202ec").count("�")
    2
    """
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")
