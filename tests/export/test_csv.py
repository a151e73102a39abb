"""The table for people."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.tables import Tables
from kg.export import export, export_to
from kg.export.csv import COLUMNS, harmless, line
from kg.records.terms import BASE, KG
from kg.store.generation import Generation


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_one_row_an_accepted_fact_with_names(
    bundled: Generation, tables: Tables, tmp_path: Path
) -> None:
    done = export(bundled, tmp_path / "g.csv")
    rows = read(tmp_path / "g.csv")
    assert list(rows[0]) == list(COLUMNS)
    assert (
        len(rows)
        == done.count
        == tables.rows("SELECT count(*) FROM facts WHERE rule IS NULL")[0][0]
    )
    vicuna = [
        r
        for r in rows
        if r["subject"] == "model:vicuna-13b" and r["property"] == "kg:fineTunedFrom"
    ]
    assert vicuna == [{
        "subject": "model:vicuna-13b", "subject_label": "Vicuna-13B",
        "property": "kg:fineTunedFrom", "property_label": "fine-tuned from",
        "value": "model:llama-13b", "value_label": "LLaMA 13B", "inferred": "false",
    }]  # fmt: skip
    assert all(row["property_label"] for row in rows)


def test_inferred_rows_say_so(bundled: Generation, tmp_path: Path) -> None:
    export(bundled, tmp_path / "g.csv", inferred=True)
    rows = read(tmp_path / "g.csv")
    inferred = {row["property"] for row in rows if row["inferred"] == "true"}
    assert "kg:hasAncestor" in inferred
    assert {row["inferred"] for row in rows} == {"true", "false"}


def test_what_describes_claims_is_left_out(bundled: Generation, tmp_path: Path) -> None:
    export(bundled, tmp_path / "s.csv", scope="source:s001")
    assert "claim:" not in (tmp_path / "s.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+cmd|' /C calc'!A0",
        "-1+1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "＝1",
    ],
)
def test_formulas_become_text(bundled: Generation, cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    out = io.BytesIO()
    escaped = cell.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    export_to(out, ".csv", bundled, triples=f'<{BASE}model/a> <{KG.note}> "{escaped}" .')
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8"), newline="")))
    assert rows[0]["value"] == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+0.5", "-1e10", "7000000000", "", "a=b", "Vicuna"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=5))
def test_lines_are_read_back(cells: list[str]) -> None:
    text = line(cells).decode("utf-8")
    assert next(csv.reader(io.StringIO(text, newline=""))) == [harmless(cell) for cell in cells]
