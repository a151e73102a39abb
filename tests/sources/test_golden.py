"""One folder a fault: what each reader says about a file, to the word.

``tests/golden/sources/CASE/`` holds the files of a build and ``problems.txt`` (each problem as
``kg check`` prints it), or ``claims.txt`` (what was understood) where nothing is wrong, or both.
A new case is a new folder; ``KG_GOLDEN=write pytest tests/sources`` writes what is missing.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kg.claims.table import Claim
from kg.inputs import Checked, check
from kg.records.terms import compact

HOME = Path(__file__).resolve().parents[1] / "golden" / "sources"
CASES = sorted(path.name for path in HOME.iterdir())
EXPECTED = ("problems.txt", "claims.txt")


def read(case: str) -> Checked:
    return check(sorted(path for path in (HOME / case).iterdir() if path.name not in EXPECTED))


def problems(checked: Checked, case: str) -> str:
    """As printed, with paths relative to the case: field, line, column, text, hint and code."""
    home = f"{HOME / case}/"
    lines = []
    for problem in checked.report:
        here = replace(problem, file=problem.file.removeprefix(home))
        lines.append(
            str(here).replace(home, "") + ("" if here.severity == "fault" else " (remark)")
        )
    return "".join(f"{line}\n" for line in lines)


def claims(checked: Checked) -> str:
    return "".join(f"{line}\n" for line in sorted(map(_line, checked.claims)))


def _line(claim: Claim) -> str:
    said = compact(claim.object) if claim.object else repr(claim.value)
    if claim.datatype or claim.language:
        said += f" {compact(claim.datatype) if claim.datatype else '@' + str(claim.language)}"
    stated = {
        "low": claim.low, "high": claim.high, "note": claim.as_note, "dated": claim.dated,
        "quote": claim.quote, "id": claim.identifier,
        **claim.place.__dict__, **claim.qualifiers.__dict__,
    }  # fmt: skip
    rest = "".join(f" {name}={value!r}" for name, value in stated.items() if value is not None)
    frame = f"{claim.source} {claim.modality} {claim.polarity}"
    return f"{compact(claim.subject)} {compact(claim.predicate)} {said} [{frame}{rest}]"


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    checked = read(case)
    checked.table()  # whatever was understood fits the table
    found = {"problems.txt": problems(checked, case), "claims.txt": claims(checked)}
    stored = {name: HOME / case / name for name in EXPECTED if (HOME / case / name).exists()}
    if not stored and os.environ.get("KG_GOLDEN") == "write":
        name = "problems.txt" if found["problems.txt"] else "claims.txt"
        (HOME / case / name).write_text(found[name], encoding="utf-8")
        pytest.skip(f"wrote {case}/{name}: read it before it is committed")
    assert stored, f"{case} says nothing of what is expected"
    for name, path in stored.items():
        assert found[name] == path.read_text(encoding="utf-8")
    if "problems.txt" not in stored:
        assert found["problems.txt"] == ""


@pytest.mark.parametrize("case", CASES)
def test_every_problem_names_a_file_a_reason_and_a_code(case: str) -> None:
    for problem in read(case).report:
        assert problem.file.startswith(str(HOME / case)) and problem.code and problem.text
        assert problem.text.endswith((".", "?", "!")), problem
        assert not problem.hint or problem.hint.endswith((".", "?", "`", "`."))
