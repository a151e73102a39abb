"""What a query gives back: terms for programs, text in the standard formats, a table for people."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

import pyoxigraph as ox

from kg.ask.sparql import rdf_text
from kg.errors import UsageFault
from kg.problems import Problem
from kg.records.names import printable
from kg.records.terms import PREFIXES, compact

Form = Literal["select", "ask", "construct"]
Value = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = tuple[Value | None, ...]

#: form of a query -> the formats in which its answer can be written, the usual one first
FORMATS: Final[Mapping[Form, tuple[str, ...]]] = {
    "select": ("json", "csv", "tsv", "xml", "parquet"),
    "ask": ("json", "xml"),
    "construct": ("ttl", "nt", "jsonld", "parquet"),
}
_WORDS = {"select": "a SELECT", "ask": "an ASK", "construct": "a CONSTRUCT or DESCRIBE"}
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_VISIBLE = str.maketrans({"\n": "↵", "\r": "↵", "\t": " "})
_WHOLE_NUMBERS = frozenset(
    PREFIXES["xsd"] + name
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)


@dataclass(frozen=True)
class Answer:
    """The answer of one query, complete and in memory.

    ``payload`` is W3C results JSON (SELECT, ASK) or N-Triples (CONSTRUCT, DESCRIBE), as the store
    wrote it. ``remarks`` are names in the query that the graph does not know.
    """

    form: Form
    payload: bytes = field(repr=False)
    remarks: tuple[Problem, ...] = ()

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The columns; ``subject``, ``predicate``, ``object`` of a graph, ``answer`` of an ASK."""
        if self.form == "construct":
            return ("subject", "predicate", "object")
        if self.form == "ask":
            return ("answer",)
        return tuple(variable.value for variable in self._solutions().variables)

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Rows of pyoxigraph terms in the order of :attr:`variables`; ``None`` where unbound."""
        if self.form == "construct":
            return [(t.subject, t.predicate, t.object) for t in self.triples]
        if self.form == "ask":
            return [(ox.Literal(self.boolean),)]
        return [tuple(row) for row in self._solutions()]

    @cached_property
    def triples(self) -> Sequence[ox.Triple]:
        """The graph of a CONSTRUCT or DESCRIBE, sorted; empty for other forms."""
        if self.form != "construct":
            return []
        quads = ox.parse(self.payload, ox.RdfFormat.N_TRIPLES)
        return rdf_text.in_order(quad.triple for quad in quads)

    @cached_property
    def boolean(self) -> bool:
        """The answer of an ASK; for other forms, whether there is any row."""
        if self.form == "ask":
            return bool(json.loads(self.payload)["boolean"])
        return bool(self.rows)

    def _solutions(self) -> ox.QuerySolutions:
        results = ox.parse_query_results(self.payload, ox.QueryResultsFormat.JSON)
        assert isinstance(results, ox.QuerySolutions)
        return results

    def serialize(self, format: str) -> bytes:
        """The answer in one of :data:`FORMATS` of its form.

        ``json``, ``csv``, ``tsv`` and ``xml`` are the W3C formats (CSV has no languages and no
        datatypes; TSV has). ``parquet`` has a column a variable: whole numbers as int64 where every
        value is one, else text. Raises ``UsageFault`` for any other format.
        """
        if format not in FORMATS[self.form]:
            right = ", ".join(FORMATS[self.form])
            raise UsageFault(
                f"The answer of {_WORDS[self.form]} cannot be written as {printable(format)!r}.",
                f"Take one of: {right}.",
            )
        if format == "parquet":
            return _parquet(self.variables, self.rows)
        if self.form == "construct":
            writers = {"ttl": rdf_text.turtle, "nt": rdf_text.ntriples, "jsonld": rdf_text.jsonld}
            return writers[format](self.triples)
        if format == "json":
            return self.payload
        results = ox.parse_query_results(self.payload, ox.QueryResultsFormat.JSON)
        return results.serialize(format=_RESULTS[format]) or b""

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headers and rows for a terminal: prefixed names, plain values, nothing that can harm it.

        Control, escape and bidi characters become visible, and so do line ends.
        """
        rows = [tuple(_shown(value) for value in row) for row in self.rows]
        return tuple(printable(name) for name in self.variables), rows


def _shown(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        text = compact(value.value)
    else:
        text = value.value if isinstance(value, ox.Literal) else str(value)
    return printable(text).translate(_VISIBLE)


def _parquet(variables: Sequence[str], rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [_column([row[at] for row in rows], pa) for at in range(len(variables))]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=list(variables)), sink, compression="zstd")
    return sink.getvalue()


def _column(values: Sequence[Value | None], pa: Any) -> Any:
    texts = [None if value is None else _lexical(value) for value in values]
    given = [value for value in values if value is not None]
    if given and all(_is_whole(value) for value in given):
        return pa.array([None if text is None else int(text) for text in texts], pa.int64())
    return pa.array(texts, pa.string())


def _lexical(value: Value) -> str:
    return str(value) if isinstance(value, ox.BlankNode | ox.Triple) else value.value


def _is_whole(value: Value) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype.value not in _WHOLE_NUMBERS:
        return False
    try:
        return -(2**63) <= int(value.value) < 2**63
    except ValueError:  # "seven"^^xsd:integer is a literal too
        return False
