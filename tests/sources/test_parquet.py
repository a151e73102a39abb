"""A claims table as Parquet: what we write is read, and any other table gets a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.claims.table import Claim, to_table
from kg.inputs import Checked, check
from kg.problems import Problem
from kg.records.evidence import Place, Qualifiers
from kg.records.source import SOURCES_KEY
from kg.records.terms import KG, mint

GOOD: dict[str, Any] = {
    "source": "mine", "subject": mint("model", "a"), "predicate": KG.mergedFrom, "object": mint("model", "b"),
    "value": None, "datatype": None, "polarity": "asserted",
}  # fmt: skip
TEXTS = pa.schema([(name, pa.string()) for name in GOOD])


def read(
    tmp_path: Path, *rows: dict[str, Any], schema: pa.Schema | None = None, metadata: Any = None
) -> Checked:
    table = pa.Table.from_pylist([GOOD | row for row in rows], schema=schema)
    if metadata is not None:
        table = table.replace_schema_metadata({SOURCES_KEY: metadata})
    pq.write_table(table, tmp_path / "input.parquet")
    checked = check([tmp_path / "input.parquet"])
    checked.table()
    return checked


def problem(checked: Checked) -> Problem:
    (found,) = checked.report
    return found


def test_a_row_is_a_claim(tmp_path: Path) -> None:
    checked = read(tmp_path, {})
    assert not len(checked.report)
    (claim,) = checked.claims
    assert (claim.subject, claim.object, claim.source) == (GOOD["subject"], GOOD["object"], "mine")


def test_our_own_table_comes_back(tmp_path: Path) -> None:
    (given,) = read(tmp_path, {}).claims
    full = Claim(
        **{
            **{f: getattr(given, f) for f in given.__slots__},
            "place": Place(section="x", start=1, end=2),
            "qualifiers": Qualifiers(bits=4, scope="y"),
        }
    )
    pq.write_table(to_table([full]), tmp_path / "input.parquet")
    (found,) = check([tmp_path / "input.parquet"]).claims
    assert (found.place, found.qualifiers, found.object) == (
        full.place,
        full.qualifiers,
        full.object,
    )


def bytes_of_good(tmp_path: Path) -> bytes:
    read(tmp_path, {})
    return (tmp_path / "input.parquet").read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda good: b"", lambda good: b"PAR1", lambda good: b"hello" * 100, lambda good: good[: len(good) // 2],
        lambda good: good[:-4], lambda good: good[:4] + b"\xff" * 200 + good[204:], lambda good: b"PAR1" + b"\0" * 40 + b"PAR1",
    ],
    ids=["empty", "magic", "text", "half", "no-end", "overwritten", "zeros"],
)  # fmt: skip
def test_a_damaged_file_is_a_problem(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    good = bytes_of_good(tmp_path)
    (tmp_path / "input.parquet").write_bytes(damage(good))
    found = problem(check([tmp_path / "input.parquet"]))
    assert found.code == "parquet" and found.text.startswith("This is not readable Parquet: ")


def test_a_lost_column_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"subject": ["x"], "value": ["y"]}), tmp_path / "input.parquet")
    found = problem(check([tmp_path / "input.parquet"]))
    assert (found.code, found.text) == (
        "columns",
        "The table has no column datatype, object, polarity, predicate, source.",
    )
    assert "kg export" in found.hint


@pytest.mark.parametrize("name", ["subject", "object", "value", "source", "polarity"])
@pytest.mark.parametrize(
    "held", [pa.int64(), pa.binary(), pa.list_(pa.string()), pa.struct([("a", pa.string())])]
)
def test_a_column_of_another_type_is_named(tmp_path: Path, name: str, held: pa.DataType) -> None:
    schema = pa.schema([pa.field(f.name, held if f.name == name else f.type) for f in TEXTS])
    found = problem(read(tmp_path, {name: None}, schema=schema))
    assert found.code == "columns" and found.text.startswith(f"The column {name} holds ")


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"source": None}, "row", "source"), ({"subject": None}, "row", "subject"),
        ({"predicate": None}, "row", "predicate"), ({"polarity": "perhaps"}, "row", "polarity"),
        ({"subject": "https://e.org/a"}, "foreign-subject", "kg:mergedFrom"), ({"subject": ""}, "foreign-subject", "kg:mergedFrom"),
        ({"object": "https://e.org/a"}, "kind", "kg:mergedFrom"), ({"predicate": KG.nothing}, "unknown-property", "kg:nothing"),
        ({"object": GOOD["subject"]}, "self", "kg:mergedFrom"),
        ({"object": mint("model", "b") + "> <x:p> <x:o> .\n<x:s"}, "key", "kg:mergedFrom"),
        ({"subject": mint("model", "a") + "> <x:p> <x:o> .\n<x:s"}, "key", "kg:mergedFrom"),
        ({"predicate": KG.describedAs, "object": None, "value": "a\x00b"}, "control", "kg:describedAs"),
        ({"source": "corrections"}, "source-id", "source.id"), ({"source": "a> <b"}, "bad-id", "source.id"),
        ({"source": "x\n<y:s> <y:p> <y:o> ."}, "bad-id", "source.id"), ({"source": ""}, "bad-id", "source.id"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_rest_stands(
    tmp_path: Path, row: dict[str, Any], code: str, field: str
) -> None:
    checked = read(tmp_path, {}, row, schema=TEXTS)
    found = problem(checked)
    assert (found.code, found.field) == (code, field)
    assert found.line == (0 if field == "source.id" else 2)
    assert [claim.source for claim in checked.claims] == ["mine"]


@pytest.mark.parametrize(
    ("column", "held", "stated", "code"),
    [
        ("start", pa.int64(), 2**60, "row"), ("start", pa.int64(), -1, "row"), ("bits", pa.string(), "four", "row"),
        ("benchmark", pa.string(), "https://e.org/> <x:s> <x:p> <x:o", "kind"),
        ("benchmark", pa.string(), mint("benchmark", "b") + "> <x:p> <x:o", "key"),
        ("section", pa.string(), "a\x1bb", "control"), ("remark", pa.string(), "\x07", "control"),
        ("quote", pa.string(), "x" * 70_000, "too-long"), ("modality", pa.string(), "sure", "row"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_claim_is_checked(
    tmp_path: Path, column: str, held: pa.DataType, stated: Any, code: str
) -> None:
    checked = read(tmp_path, {column: stated}, schema=TEXTS.append(pa.field(column, held)))
    assert problem(checked).code == code and not checked.claims


@pytest.mark.parametrize(
    "metadata",
    [b"{", b"5", b"[5]", b'[{"id": 5}]', b'[{"colour": "red"}]', b"[" * 100_000, b"\xff"],
)
def test_damaged_descriptions_are_a_problem(tmp_path: Path, metadata: bytes) -> None:
    assert problem(read(tmp_path, {}, metadata=metadata)).code == "sources"


def test_descriptions_are_checked_and_give_no_trust(tmp_path: Path) -> None:
    checked = read(
        tmp_path, {}, metadata=b'[{"id": "mine", "title": "T", "url": "javascript:x", "trust": 5}]'
    )
    assert problem(checked).code == "address"
    checked = read(
        tmp_path, {}, metadata=b'[{"id": "mine", "title": "T", "kind": "correction", "trust": 5}]'
    )
    assert checked.sources["mine"].title == "T" and checked.sources["mine"].trust == 1


def test_dictionary_columns_are_text(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([GOOD], schema=TEXTS)
    column = table.schema.get_field_index("predicate")
    table = table.set_column(column, "predicate", table["predicate"].dictionary_encode())
    pq.write_table(table, tmp_path / "input.parquet")
    assert len(check([tmp_path / "input.parquet"]).claims) == 1
