"""What leaves as files: the graph, or a part of it, in the format of a file's suffix.

A new format is one module with ``write(selection, out) -> Written`` and one line in
:data:`EXPORTERS`. Formats that hold the whole dataset lose nothing: ``kg build`` reads them again,
and what is exported then is the same, byte for byte.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kg.errors import UsageFault

if TYPE_CHECKING:
    from kg.export.selection import Written
    from kg.store.generation import Generation


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is written: its name, its module, and whether it holds every graph."""

    title: str
    module: str
    whole: bool = False


#: suffix -> format
EXPORTERS: Final[Mapping[str, Format]] = {
    ".nq": Format("N-Quads", "kg.export.nquads", whole=True),
    ".trig": Format("TriG", "kg.export.trig", whole=True),
    ".jsonld": Format("JSON-LD", "kg.export.jsonld", whole=True),
    ".parquet": Format("Parquet", "kg.export.parquet", whole=True),
    ".ttl": Format("Turtle", "kg.export.turtle"),
    ".nt": Format("N-Triples", "kg.export.nquads"),
    ".rdf": Format("RDF/XML", "kg.export.rdfxml"),
    ".csv": Format("CSV", "kg.export.csv"),
    ".graphml": Format("GraphML", "kg.export.graphml"),
    ".gexf": Format("GEXF", "kg.export.gexf"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: ``count`` of ``unit`` (quads, triples, claims, rows, nodes and edges).

    ``scope`` is what was taken. ``altered`` counts characters that the format cannot hold and that
    were dropped or replaced.
    """

    path: Path
    count: int
    unit: str
    scope: str
    altered: int = 0


def export(
    generation: Generation,
    path: Path,
    *,
    scope: str = "auto",
    triples: str | bytes | None = None,
    inferred: bool = False,
) -> Exported:
    """Write a build, or a part of it, to a file in one step; the suffix is the format.

    ``scope`` is ``all`` (every graph; the default of formats that hold graphs), ``accepted`` (what
    is believed, as one graph; the default of the others; with ``inferred`` also what follows) or
    ``source:ID`` (what that source says). ``triples`` (N-Triples text, the answer of a CONSTRUCT)
    takes the place of all of these. Raises ``UsageFault`` for an unknown suffix and for a scope
    that does not fit the format, ``NotFound`` for an unknown source, ``KgError`` when the file
    cannot be written; a file that was there is then as it was.
    """
    from kg.export.files import written

    form = format_of(path)
    scope = _scope(form, path, scope, triples, inferred)
    with written(path) as out:
        done = _write(form, out, generation, scope, triples, inferred)
    return Exported(path, done.count, done.unit, scope, done.altered)


def export_to(
    out: IO[bytes],
    suffix: str,
    generation: Generation,
    *,
    scope: str = "auto",
    triples: str | bytes | None = None,
    inferred: bool = False,
) -> Exported:
    """Like :func:`export`, to an open stream of bytes; ``suffix`` (``.ttl``) is the format."""
    path = Path(f"graph{suffix}")
    form = format_of(path)
    scope = _scope(form, path, scope, triples, inferred)
    done = _write(form, out, generation, scope, triples, inferred)
    return Exported(path, done.count, done.unit, scope, done.altered)


def format_of(path: Path) -> Format:
    """The format of a file's suffix; raises ``UsageFault`` when it is none."""
    form = EXPORTERS.get(path.suffix.lower())
    if form is None:
        shown = f"the suffix {path.suffix!r}" if path.suffix else "no suffix"
        raise UsageFault(
            f"{path.name!r} has {shown}, which is no format.", f"Known: {' '.join(EXPORTERS)}."
        )
    return form


def _scope(
    form: Format, path: Path, scope: str, triples: str | bytes | None, inferred: bool
) -> str:
    if triples is not None:
        scope = "query"
    elif scope == "auto":
        scope = "all" if form.whole and not inferred else "accepted"
    if scope == "all" and not form.whole:
        whole = " ".join(suffix for suffix, known in EXPORTERS.items() if known.whole)
        raise UsageFault(
            f"A {path.suffix} file holds one graph, not all of them.", f"These hold all: {whole}."
        )
    if scope not in ("all", "accepted", "query") and not scope.startswith("source:"):
        raise UsageFault(f"There is no scope {scope!r}.", "Known: all accepted source:ID.")
    if inferred and scope not in ("all", "accepted"):
        raise UsageFault("What is inferred belongs to what is believed.", "Leave --inferred out.")
    return scope


def _write(
    form: Format,
    out: IO[bytes],
    generation: Generation,
    scope: str,
    triples: str | bytes | None,
    inferred: bool,
) -> Written:
    from kg.export.selection import Selection

    done: Written
    with Selection(
        generation, scope, graphs=form.whole, triples=triples, inferred=inferred
    ) as selection:
        done = importlib.import_module(form.module).write(selection, out)
    return done
