"""Where the graph rests: one protocol, an embedded store on disk, and rdflib in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

Row = dict[str, str]


class GraphStore(Protocol):
    """A read-only dataset that answers SPARQL 1.1.

    Terms come as N-Triples text (``<iri>``, ``"text"@en``). Queries are ours, or were let through
    by ``kg.ask.sparql.guard`` and run in its worker: a store itself does not promise to refuse
    SERVICE.
    """

    def select(self, query: str) -> list[Row]:
        """Rows of a SELECT; a variable without a value is absent from its row.

        Raises ``kg.errors.QueryFault`` for a text that is not SPARQL.
        """

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""

    def construct(self, query: str) -> Iterator[str]:
        """N-Triples lines of a CONSTRUCT or DESCRIBE, without line ends."""

    def count(self) -> int:
        """The number of quads, default graph and named graphs together."""


def open_store(folder: Path) -> GraphStore:
    """The finished store in a build's folder, for reading.

    Raises ``kg.errors.DamagedStore`` when it cannot be opened; creates nothing.
    """
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(folder)
