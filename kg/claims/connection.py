"""How the tables are opened in DuckDB, the same way everywhere."""

from __future__ import annotations

import getpass
import re
import tempfile
from pathlib import Path

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that spills to the system's temporary folder.

    DuckDB's own choice is a hidden folder in whatever folder the user stands in.
    """
    spill = Path(tempfile.gettempdir()) / f"pedigree-spill-{_user()}"
    return duckdb.connect(config={"temp_directory": str(spill)})


def _user() -> str:
    """Users of one machine do not share a folder: the first to make it would own it."""
    try:
        return re.sub(r"\W", "-", getpass.getuser())
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        return "unknown"


def view_parquet(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Make a view of one Parquet file; brackets and stars in its path are not patterns."""
    literal = re.sub(r"([*?\[])", r"[\1]", path.as_posix()).replace("'", "''")
    con.execute(f"CREATE VIEW {name} AS FROM read_parquet('{literal}')")
