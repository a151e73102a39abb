"""Bytes of a file as text: UTF-8 or a clear fault, never a guess."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from kg.problems import Problem

MOST_BYTES = 64 * 2**20
_LONGEST = 64 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\u202a-\u202e\u2066-\u2069]+\Z")


def fault_of(text: str) -> tuple[str, str, str] | None:
    """Why a text cannot be stored (code, sentence, hint), or ``None`` when it can."""
    if len(text) > _LONGEST:
        return "too-long", f"The text is longer than {_LONGEST:,} characters.", "Shorten it."
    if match := _CONTROL.search(text):
        code = f"U+{ord(match[0]):04X}"
        return "control", f"The text holds the control character {code}.", "Remove it."
    return None


def is_address(text: str) -> bool:
    """Whether a text is an http(s) address that is safe to show and to link.

    >>> is_address("https://example.org/a?b"), is_address("javascript:alert(1)")
    (True, False)
    """
    return bool(_ADDRESS.match(text))


def read_bytes(path: Path, name: str, most: int = MOST_BYTES) -> bytes | Problem:
    """The bytes of a regular file of at most ``most`` bytes; a problem for anything else."""
    if problem := regular(path, name, most):
        return problem
    try:
        return path.read_bytes()
    except OSError as error:
        return _unreadable(name, error)


def regular(path: Path, name: str, most: int) -> Problem | None:
    """The problem with a file that is not a regular one of at most ``most`` bytes, if any."""
    try:
        status = path.stat()
    except OSError as error:
        return _unreadable(name, error)
    if not stat.S_ISREG(status.st_mode):
        return Problem(name, 0, 0, "", "not-a-file", "This is not a regular file.")
    if status.st_size > most:
        text = f"The file has {status.st_size:,} bytes; {most:,} is the most that is read."
        return Problem(name, 0, 0, "", "too-large", text, "Split it.")
    return None


def _unreadable(name: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(name, 0, 0, "", "unreadable", f"The file cannot be read: {reason}.")


def decode(content: bytes, name: str) -> str | Problem:
    """UTF-8 text without its byte-order mark; a problem that names the likely encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _wrong(name, "UTF-16", 1, 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return _wrong(name, "GBK" if _is_gbk(content) else "some other encoding", line, column)


def _is_gbk(content: bytes) -> bool:
    try:
        return sum("\u4e00" <= ch <= "\u9fff" for ch in content.decode("gb18030")) > 1
    except UnicodeDecodeError:
        return False


def _wrong(name: str, encoding: str, line: int, column: int) -> Problem:
    hint = "Save it as UTF-8"
    hint += f", e.g. iconv -f {encoding} -t UTF-8." if encoding[0] in "GU" else "."
    text = f"The file is not UTF-8; it looks like {encoding}."
    return Problem(name, line, column, "", "encoding", text, hint)
