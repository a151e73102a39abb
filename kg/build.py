"""The whole chain in one readable function: sources, claims, what wins, what follows, the store."""

from __future__ import annotations

import errno
import json
import os
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.bundled import bundled
from kg.claims.accept import accept
from kg.claims.connection import connect
from kg.claims.infer import Hierarchy, infer
from kg.claims.names import index_names
from kg.claims.quads import quad_lines
from kg.claims.resolve import resolve
from kg.claims.table import SCHEMA
from kg.errors import BuildFault
from kg.inputs import Announce, Checked, check
from kg.problems import Problem, Report
from kg.records.evidence import Trust
from kg.records.ontology import Ontology, read_ontology
from kg.records.source import Source
from kg.records.terms import BASE, compact
from kg.store import embedded
from kg.store.generation import TABLES, Generation, building, current

_FULL_DISK = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build and what was wrong with its input."""

    generation: Generation
    report: Report


def build(
    folder: Path,
    paths: Iterable[Path] = (),
    *,
    trust: Trust = Trust.ARTICLE,
    with_bundled: bool = False,
    keep_going: bool = False,
    strict: bool = False,
    announce: Announce = lambda _: None,
) -> Built:
    """Build a store in ``folder`` from files, or from the bundled data when no paths are given.

    Everything is read and checked before anything is written. Raises ``BuildFault`` when the input
    has faults (unless ``keep_going``: then the rest is built) or, with ``strict``, remarks such as
    derivation cycles; when there is nothing to build from; when the disk is full; and
    ``BuildBusy`` when another build runs. The earlier generation then stands untouched, and the
    report travels on the exception.
    """
    started = time.monotonic()
    checked = check(paths, trust, announce, with_bundled=with_bundled)
    _refuse(checked, keep_going)
    try:
        with building(folder) as new:
            counts = _stages(new, checked, announce)
            if strict and len(checked.report):
                raise _fault("The input has problems, and --strict wants none.", checked)
            _write_manifest(new, checked, counts)
            _write_built(new, time.monotonic() - started)
            announce("publishing")
    except (OSError, duckdb.Error) as error:
        raise _unfinished(error) from error
    return Built(current(folder), checked.report)


def _unfinished(error: Exception) -> BuildFault:
    """What stopped the writing; DuckDB and oxigraph tell of a full disk in words only."""
    reason = (str(error).splitlines() or [""])[0].partition("{")[0].strip(" .:")[:300]
    signs = [os.strerror(number) for number in _FULL_DISK]
    if getattr(error, "errno", None) in _FULL_DISK or any(sign in str(error) for sign in signs):
        return BuildFault(f"The disk is full: {reason}.", "Free some space and build again.")
    return BuildFault(f"The store could not be written: {reason}.")


def _refuse(checked: Checked, keep_going: bool) -> None:
    faults = checked.report.faults
    if faults and not keep_going:
        number = f"{len(faults)} faults" if len(faults) > 1 else "one fault"
        raise _fault(f"The input has {number}; nothing was stored.", checked)
    if not checked.claims:
        raise _fault("There is nothing to build from; nothing was stored.", checked)


def _fault(sentence: str, checked: Checked) -> BuildFault:
    fault = BuildFault(sentence)
    fault.report = checked.report
    return fault


def _stages(new: Path, checked: Checked, announce: Announce) -> dict[str, int]:
    ontology = read_ontology(bundled("ontology"))
    with connect() as con:
        con.execute("SET preserve_insertion_order = true")
        con.register("terms", _terms_table(ontology))
        _believe(con, checked, ontology, announce)
        index_names(con)
        announce("writing tables")
        counts = {name: _write_table(con, name, new / f"{name}.parquet") for name in TABLES}
        announce("writing the graph")
        _write_quads(new / "graph.nq", con, ontology)
    announce("loading the store")
    counts["quads"] = embedded.write(new / "store", new / "graph.nq")
    return counts


_ORDER = {
    "sources": "SELECT * FROM sources ORDER BY id",
    "claims": "SELECT * FROM resolved ORDER BY subject, predicate, source, claim",
    "verdicts": "SELECT * FROM verdicts ORDER BY claim",
    "facts": "SELECT * FROM facts ORDER BY ALL",
    "ancestry": "SELECT * FROM ancestry ORDER BY ancestor, descendant",
    "families": "SELECT * FROM families ORDER BY family, member",
    "things": "SELECT * FROM things ORDER BY iri",
    "names": "SELECT * FROM names ORDER BY ALL",
    "terms": "SELECT * FROM terms ORDER BY iri",
}


def _believe(
    con: duckdb.DuckDBPyConnection, checked: Checked, ontology: Ontology, announce: Announce
) -> None:
    """From claims to facts, in the tables of ``con``; derivation cycles become remarks."""
    con.register("claims", checked.table())
    con.register("sources", _sources_table(checked.sources.values()))
    announce("resolving names")
    resolve(con)
    announce("weighing claims")
    accept(con)
    announce("inferring")
    infer(con, Hierarchy(ontology.classes, ontology.properties))
    _report_cycles(con, checked.report)


def weigh(checked: Checked, announce: Announce = lambda _: None) -> None:
    """Add to the report what only the whole shows (derivation cycles); nothing is written."""
    with connect() as con:
        _believe(con, checked, read_ontology(bundled("ontology")), announce)


def _write_table(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> int:
    target = str(path).replace("'", "''")
    copy = f"COPY ({_ORDER[name]}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    ((rows,),) = con.execute(copy).fetchall()
    return int(rows)


def _write_quads(path: Path, con: duckdb.DuckDBPyConnection, ontology: Ontology) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in quad_lines(con, ontology.lines))


def _sources_table(sources: Iterable[Source]) -> pa.Table:
    rows = []
    for source in sorted(sources, key=lambda source: source.id):
        row: dict[str, Any] = source.model_dump()
        rows.append(row | {"trust": int(source.trust), "trust_name": source.trust.name.lower()})
    numbers = {"trust", "characters"}
    names = [*Source.model_fields, "trust_name"]
    types = [(name, pa.int64() if name in numbers else pa.string()) for name in names]
    return pa.Table.from_pylist(rows, schema=pa.schema(types))


def _terms_table(ontology: Ontology) -> pa.Table:
    names = ("iri", "kind", "label", "label_zh", "definition", "definition_zh")
    rows = [{name: getattr(term, name) for name in names} for term in ontology.terms]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def _report_cycles(con: duckdb.DuckDBPyConnection, report: Report) -> None:
    """One remark a ring: the models that are ancestors of each other."""
    rows = con.execute(
        "SELECT list(DISTINCT member ORDER BY member) FROM ("
        "SELECT a.descendant AS member, least(a.descendant, min(a.ancestor)) AS first "
        "FROM ancestry a JOIN ancestry b "
        "ON a.descendant = b.ancestor AND a.ancestor = b.descendant GROUP BY a.descendant"
        ") GROUP BY first ORDER BY first"
    ).fetchall()
    for (members,) in rows:
        shown = ", ".join(map(compact, members[:5])) + (", …" if len(members) > 5 else "")
        text = f"These {len(members)} derive from each other: {shown}."
        hint = "All claims are kept; `kg explain` shows whose they are."
        report.add(Problem("", 0, 0, "derivedFrom", "cycle", text, hint, "remark"))


def _write_manifest(new: Path, checked: Checked, counts: dict[str, int]) -> None:
    manifest = {
        "format": 1,
        "namespace": BASE,
        "pedigree": _version(),
        "claim_columns": len(SCHEMA),
        "inputs": checked.hashes,
        "sources": {key: s.trust.name.lower() for key, s in sorted(checked.sources.items())},
        "counts": counts,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
    (new / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _write_built(new: Path, seconds: float) -> None:
    built = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": round(seconds, 2),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "pyoxigraph": version("pyoxigraph"),
    }
    (new / "built.json").write_text(json.dumps(built, indent=2) + "\n", encoding="utf-8")


def _version() -> str:
    try:
        return version("pedigree-kg")
    except PackageNotFoundError:
        return "unknown"
