"""The same dataset in rdflib, in memory: for graphs of a laptop's notebook, and to measure against.

It reads N-Quads that pyoxigraph wrote and never anything else, since rdflib's own parsers reach
out to files and the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryFault
from kg.records.terms import PREFIXES, literal
from kg.store import Row


class MemoryStore:
    """An rdflib dataset of an N-Quads file of ours; see :class:`kg.store.GraphStore`."""

    def __init__(self, quads: Path) -> None:
        self.dataset = rdflib.Dataset(default_union=False)
        self.dataset.parse(str(quads), format="nquads")

    def _evaluate(self, query: str) -> Any:
        if "service" in query.lower():
            raise QueryFault("SERVICE is refused.")
        try:
            prepared = prepareQuery(query, initNs=dict(PREFIXES))
        except Exception as error:  # rdflib raises whatever its parser does
            raise QueryFault(f"This is not SPARQL: {error}") from None
        if prepared.algebra.get("datasetClause"):
            raise QueryFault("FROM is refused: this store reads no other graphs.")
        return self.dataset.query(prepared)

    def select(self, query: str) -> list[Row]:
        result = self._evaluate(query)
        if result.type != "SELECT":
            raise QueryFault("This is not a SELECT.")
        names = [str(name) for name in result.vars]
        return [
            {
                name: _term(value)
                for name, value in zip(names, row, strict=True)
                if value is not None
            }
            for row in result
        ]

    def ask(self, query: str) -> bool:
        result = self._evaluate(query)
        if result.type != "ASK":
            raise QueryFault("This is not an ASK.")
        return bool(result.askAnswer)

    def construct(self, query: str) -> Iterator[str]:
        result = self._evaluate(query)
        if result.graph is None:
            raise QueryFault("This is not a CONSTRUCT.")
        for triple in result.graph:
            yield " ".join(map(_term, triple)) + " ."

    def count(self) -> int:
        return sum(1 for _ in self.dataset.quads())


def _term(value: Any) -> str:
    """N-Triples text; rdflib's own ``n3`` writes texts of several lines in Turtle's long form."""
    if isinstance(value, rdflib.Literal):
        return literal(str(value), value.datatype, value.language)
    return str(value.n3())
