"""The store on disk: pyoxigraph, written once into a new folder and only read afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DamagedStore, QueryFault
from kg.records.terms import PREFIXES
from kg.store import Row


def write(folder: Path, quads: Path) -> int:
    """Load an N-Quads file into a new store and return the number of quads.

    Everything is flushed to disk before this returns. Raises ``OSError`` when the disk is full and
    ``SyntaxError`` for lines that are not N-Quads; both leave a folder to be thrown away.
    """
    store = ox.Store(str(folder))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    return len(store)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Damage that oxigraph finds, when opening or midway through an answer, as our fault."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise DamagedStore(f"The store in {folder} cannot be read: {reason}.") from None


class EmbeddedStore:
    """A finished store, opened read-only; see :class:`kg.store.GraphStore`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _readable(folder):
            self._store = ox.Store.read_only(str(folder))

    def _evaluate(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(query, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise QueryFault(
                f"This is not SPARQL: {error.msg}", line=error.lineno or 0, column=error.offset or 0
            ) from None

    def select(self, query: str) -> list[Row]:
        with _readable(self._folder):
            solutions = self._evaluate(query)
            if not isinstance(solutions, ox.QuerySolutions):
                raise QueryFault("This is not a SELECT.")
            names = [variable.value for variable in solutions.variables]
            return [
                {n: str(v) for n, v in zip(names, row, strict=True) if v is not None}
                for row in solutions
            ]

    def ask(self, query: str) -> bool:
        with _readable(self._folder):
            answer = self._evaluate(query)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryFault("This is not an ASK.")
        return bool(answer)

    def construct(self, query: str) -> Iterator[str]:
        with _readable(self._folder):
            triples = self._evaluate(query)
            if not isinstance(triples, ox.QueryTriples):
                raise QueryFault("This is not a CONSTRUCT.")
            for triple in triples:
                yield f"{triple} ."

    def count(self) -> int:
        return len(self._store)

    @property
    def oxigraph(self) -> ox.Store:
        """The pyoxigraph store, for oxrdflib and for exports; read-only."""
        return self._store
