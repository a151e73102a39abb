"""How the tables are opened in DuckDB, the same way everywhere."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that spills to the system's temporary folder.

    DuckDB's own choice is a hidden folder in whatever folder the user stands in.
    """
    spill = (Path(tempfile.gettempdir()) / "pedigree-spill").as_posix().replace("'", "''")
    con = duckdb.connect()
    con.execute(f"SET temp_directory = '{spill}'")
    return con


def view_parquet(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Make a view of one Parquet file; brackets and stars in its path are not patterns."""
    literal = re.sub(r"([*?\[])", r"[\1]", path.as_posix()).replace("'", "''")
    con.execute(f"CREATE VIEW {name} AS FROM read_parquet('{literal}')")
