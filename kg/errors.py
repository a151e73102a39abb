"""The faults that Pedigree reports to people: one class a kind of fault, each with its exit code.

Library code raises these and never prints or exits; ``kg.cli`` turns them into one sentence and a
code. Exit codes: 1 failed and nothing changed, 2 usage, 3 done with problems, 4 not found or
ambiguous, 5 limit reached, 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.problems import Report


class KgError(Exception):
    """Something a user can act on: a sentence, what to do next, and an exit code."""

    exit_code = 1
    #: what to do when the place that raises knows no better
    usual_hint = ""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint or self.usual_hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class UsageFault(KgError):
    """What was asked cannot be asked that way (an unknown format, a flag that does not fit)."""

    exit_code = 2


class QueryFault(UsageFault):
    """A SPARQL text that does not parse or is refused; ``line`` and ``column`` count from 1."""

    def __init__(self, sentence: str, hint: str = "", *, line: int = 0, column: int = 0) -> None:
        super().__init__(sentence, hint)
        self.line = line
        self.column = column


class NotFound(KgError):
    """A name that is nothing's name; ``candidates`` are the nearest things, best first."""

    exit_code = 4

    def __init__(self, sentence: str, candidates: Sequence[str] = (), hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.candidates = tuple(candidates)


class Ambiguous(NotFound):
    """A name that several things have; ``candidates`` are all of them."""


class NoStore(KgError):
    """No finished build at the place asked."""

    exit_code = 4
    usual_hint = "Build one with `kg build`."


class DamagedStore(KgError):
    """A build that is there and cannot be read."""

    usual_hint = "Build it again with `kg build`."


class BuildFault(KgError):
    """A build that could not finish; the earlier generation stands untouched.

    ``report`` lists what was wrong with the input, when that was the reason.
    """

    report: Report | None = None


class BuildBusy(BuildFault):
    """Another builder holds the same store."""


class LimitReached(KgError):
    """A query that took more time or memory than it was given."""

    exit_code = 5
