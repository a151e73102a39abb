"""What is to be written: rows of a scope, in one order for every format.

The order is by graph (the default graph first), then by kind of subject (models first, claims
last), subject, property (what a thing is, its names, then the rest) and value. DuckDB sorts, so a
graph larger than memory can be written too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyoxigraph as ox

from kg.ask.tables import DAMAGE, Tables
from kg.errors import KgError, NotFound, UsageFault
from kg.records.names import nearest
from kg.records.terms import BASE, INFERRED_GRAPH, KINDS, RDF, RDFS, SKOS, XSD, key_of, mint
from kg.store.generation import Generation

_LAST_KINDS = ("evaluation", "derivation", "term", "source", "claim")
_KIND_ORDER = [
    *("model", "dataset", "method", "institution"),
    *(k for k in KINDS if k not in (*_LAST_KINDS, "model", "dataset", "method", "institution")),
    *_LAST_KINDS,
]
_PROPERTY_ORDER = [RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel]


class Row(NamedTuple):
    """One triple: either ``object`` (IRI, or ``_:x``) or ``value`` with datatype or language.

    ``graph`` is ``None`` in the default graph; ``datatype`` is ``None`` for plain strings.
    """

    graph: str | None
    subject: str
    predicate: str
    object: str | None
    value: str | None
    datatype: str | None
    language: str | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What an exporter wrote; see :class:`kg.export.Exported`."""

    count: int
    unit: str
    altered: int = 0


class Selection:
    """A scope of a build, open for reading; close it, or use ``with``.

    ``con`` has views of the build's ``tables`` and the table ``chosen`` with the columns of
    :class:`Row`, filled when it is first asked for. Without ``graphs``, what a source says comes as
    one graph.
    """

    def __init__(
        self,
        generation: Generation,
        scope: str,
        *,
        graphs: bool = True,
        triples: str | bytes | None = None,
        inferred: bool = False,
    ) -> None:
        self.tables = Tables(generation)
        self.con = self.tables.con
        self.generation, self.scope, self.inferred = generation, scope, inferred
        self.graphs = graphs
        self._triples = triples
        self._filled = False
        self.source = self._known_source(scope) if scope.startswith("source:") else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.con.close()
        if isinstance(error, DAMAGE):
            raise self.tables.damaged(error) from None

    def _known_source(self, scope: str) -> str:
        name = scope.removeprefix("source:").removeprefix("source:")
        if name.startswith(f"{BASE}source/"):
            name = key_of(name)
        ids = [str(row[0]) for row in self.con.execute("SELECT id FROM sources").fetchall()]
        if name not in ids:
            near = nearest(name, ids)
            hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise NotFound(f"No source is called {name!r}.", near or sorted(ids)[:10], hint)
        return name

    def fill(self) -> None:
        """Make the table ``chosen``."""
        if self._filled:
            return
        self._filled = True
        if self.scope == "accepted":
            self.con.execute(_ACCEPTED, [XSD.string, self.inferred])
            return
        batches = _batches(self._parsed())
        if self._triples is not None:  # what is wrong with them must not look like a damaged build
            batches = iter(list(batches))
        self.con.register("parsed", pa.RecordBatchReader.from_batches(_SCHEMA, batches))
        one_graph = bool(self.source) and not self.graphs
        self.con.execute(_SAID if one_graph else _PARSED)

    def _parsed(self) -> Iterator[ox.Quad]:
        if self._triples is not None:
            return _answer(self._triples)
        if self.source:
            return iter(ox.parse(b"\n".join(self.lines()), ox.RdfFormat.N_QUADS))
        return iter(ox.parse(path=str(self.generation.quads), format=ox.RdfFormat.N_QUADS))

    def lines(self) -> Iterator[bytes]:
        """N-Quads lines as they were built: all, or a source's graph with its description.

        The description stands in the default graph; without it the source would lose its title
        when the file is built from.
        """
        source = f"<{mint('source', self.source)}>".encode() if self.source else b""
        with self.generation.quads.open("rb") as file:
            for line in file:
                text = line.rstrip(b"\n")
                graph = _graph_of(text) if source else b""
                if graph == source or (not graph and text.startswith(source + b" ")):
                    yield text

    def rows(self) -> Iterator[Row]:
        """The rows of the scope, each once, in order."""
        yield from map(Row._make, self.query(_ORDERED, [*ORDER]))

    def query(self, sql: str, values: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Rows of a query of ours over the tables and ``chosen``."""
        self.fill()
        result = self.con.execute(sql, values)
        while found := result.fetchmany(20_000):
            yield from found


def ordered(subject: str, predicate: str) -> str:
    """SQL of the common order for these columns; its two parameters are :data:`ORDER`."""
    kind = f"regexp_extract({subject}, '^{BASE}([a-z]+)/.', 1)"
    return (
        f"coalesce(list_position(?, {kind}), 99), {subject}, "
        f"coalesce(list_position(?, {predicate}), 99), {predicate}"
    )


ORDER: tuple[list[str], list[str]] = (_KIND_ORDER, [str(iri) for iri in _PROPERTY_ORDER])


def _graph_of(line: bytes) -> bytes:
    """The graph of an N-Quads line, in angle brackets; empty for the default graph."""
    token = line.rsplit(b" ", 2)[1]
    named = line.count(b" ") > 3 and token[:1] == b"<" and token[-1:] == b">" and b'"' not in token
    return token if named else b""


_ACCEPTED = """
CREATE TABLE chosen AS
SELECT NULL::VARCHAR AS graph, subject, predicate, object, value, nullif(datatype, ?) AS datatype,
       language, rule IS NOT NULL AS inferred
FROM facts WHERE rule IS NULL OR ?
"""

_PARSED = "CREATE TABLE chosen AS SELECT DISTINCT * FROM parsed"

_SAID = """
CREATE TABLE chosen AS
SELECT DISTINCT * REPLACE (NULL::VARCHAR AS graph) FROM parsed WHERE graph IS NOT NULL
"""

_ORDERED = (
    "SELECT * FROM chosen ORDER BY graph IS NOT NULL, "
    f"graph <> '{INFERRED_GRAPH}', graph, {ordered('subject', 'predicate')}, "
    "object NULLS FIRST, value, language NULLS FIRST, datatype NULLS FIRST"
)

_TEXTS = ("graph", "subject", "predicate", "object", "value", "datatype", "language")
_SCHEMA = pa.schema([*((name, pa.string()) for name in _TEXTS), ("inferred", pa.bool_())])


def _answer(triples: str | bytes) -> Iterator[ox.Quad]:
    text = triples.encode("utf-8", "replace") if isinstance(triples, str) else triples
    try:
        yield from ox.parse(text, ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise KgError(f"The triples to export are damaged: {error.msg}.") from None


def _batches(quads: Iterable[ox.Quad]) -> Iterator[pa.RecordBatch]:
    blank: dict[str, str] = {}
    waiting = iter(quads)
    while some := list(islice(waiting, 50_000)):
        columns = zip(*(_row(quad, blank) for quad in some), strict=True)
        arrays = [
            pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)


def _row(quad: ox.Quad, blank: dict[str, str]) -> Row:
    thing, graph = quad.object, quad.graph_name
    where = graph.value if isinstance(graph, ox.NamedNode) else None
    subject, predicate = _node(quad.subject, blank), quad.predicate.value
    if not isinstance(thing, ox.Literal):
        return Row(where, subject, predicate, _node(thing, blank), None, None, None, False)
    plain = thing.language or thing.datatype.value == XSD.string
    datatype = None if plain else thing.datatype.value
    return Row(where, subject, predicate, None, thing.value, datatype, thing.language, False)


def _node(node: object, blank: dict[str, str]) -> str:
    """An IRI, or a blank node named by its first appearance, so that names are stable."""
    if isinstance(node, ox.NamedNode):
        return node.value
    if isinstance(node, ox.BlankNode):
        return blank.setdefault(node.value, f"_:b{len(blank)}")
    raise UsageFault("Triples about triples cannot be exported.", "Ask for plain triples.")
