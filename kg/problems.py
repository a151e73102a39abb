"""What is wrong with the input, all of it, each with its place and what to do.

Outside data becomes a record or a :class:`Problem`, exactly once, in ``kg.sources``. Problems are
collected and reported together; the caller decides what they stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["fault", "remark"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place.

    ``file`` is relative to the path given, with forward slashes. ``line`` and ``column`` count
    from 1; 0 means the whole file. ``code`` is a stable word to search for. A ``remark`` is worth
    knowing and loses nothing (a derivation cycle); a ``fault`` means something was not taken.

    >>> print(Problem("a.yaml", 3, 7, "claims", "unknown-id", "Nothing is called 'lama'.",
    ...               "Did you mean 'llama'?"))
    a.yaml:3:7: claims: Nothing is called 'lama'. Did you mean 'llama'? [unknown-id]
    """

    file: str
    line: int
    column: int
    field: str
    code: str
    text: str
    hint: str = ""
    severity: Severity = "fault"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        subject = f"{self.field}: " if self.field else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}: {subject}{self.text}{hint} [{self.code}]"


@dataclass(slots=True)
class Report:
    """The problems of one run, in the order of file and place."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        self.problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.problems)))

    def __len__(self) -> int:
        return len(set(self.problems))

    @property
    def faults(self) -> list[Problem]:
        """Those that lost something, in order."""
        return [problem for problem in self if problem.severity == "fault"]
