"""Pedigree from Python: open a built graph and ask it, with the same answers as the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.store.generation import Generation, current, default_folder

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.ask.evidence.conflicts import Conflict
    from kg.ask.evidence.explain import Explanation
    from kg.ask.evidence.show import Thing
    from kg.ask.find import Hit
    from kg.ask.sparql.answer import Answer
    from kg.ask.subgraph import Subgraph
    from kg.ask.tables import Tables


def open_graph(store: str | Path | None = None) -> Graph:
    """The graph that was built last in a store folder, for reading.

    ``store`` is the folder, else the environment's ``KG_STORE``, else the platform's user-data
    folder. Raises ``kg.NoStore`` when nothing was built there; creates nothing.
    """
    import os

    folder = store or os.environ.get("KG_STORE")
    return Graph(current(Path(folder).expanduser() if folder else default_folder()))


class Graph:
    """One finished build. Names may be keys, IRIs, labels or aliases, in English or Chinese.

    A name that means nothing raises ``kg.NotFound``, one that means several things
    ``kg.Ambiguous``; both carry ``candidates``.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation

    @cached_property
    def tables(self) -> Tables:
        """The tables of the build, for SQL (DuckDB)."""
        from kg.ask.tables import Tables

        return Tables(self.generation)

    def query(
        self,
        text: str,
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float = 60.0,
    ) -> Answer:
        """Run SPARQL, or the question of that name, in a worker that can be stopped.

        Raises ``kg.QueryFault`` for what is not SPARQL or is refused (SERVICE, updates) and
        ``kg.LimitReached`` after ``timeout`` seconds or 2 GiB.
        """
        from kg.ask.sparql.query import query
        from kg.ask.sparql.questions import answer, is_name

        if is_name(text):
            return answer(self.tables, text, parameters or {}, timeout=timeout)
        return query(self.generation, text, timeout=timeout)

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Things whose names match, best first; slips and traditional characters are forgiven."""
        from kg.ask.find import find

        return find(self.tables, text, limit=limit)

    def resolve(self, name: str) -> str:
        """The IRI of the one thing that a name means."""
        from kg.ask.find import resolve_name

        return resolve_name(self.tables, name)

    def lineage(
        self,
        name: str,
        *,
        up: bool = True,
        down: bool = True,
        depth: int | None = None,
        kinds: Sequence[str] = (),
        side: Sequence[str] = ("dataset", "method", "institution"),
        limit: int = 300,
    ) -> Subgraph:
        """Ancestors and descendants with the claims behind each edge."""
        from kg.ask.lineage.model_lineage import lineage

        focus = self.resolve(name)
        return lineage(
            self.tables,
            focus,
            up=up,
            down=down,
            depth=depth,
            kinds=tuple(kinds),
            side=tuple(side),
            limit=limit,
        )

    def show(self, name: str) -> Thing:
        """What is believed of a thing."""
        from kg.ask.evidence.show import show

        return show(self.tables, self.resolve(name))

    def explain(self, name: str, property: str | None = None) -> Explanation:
        """Each value with the claims that state or deny it, and why the believed one won."""
        from kg.ask.evidence.explain import explain

        return explain(self.tables, self.resolve(name), property)

    def conflicts(self, name: str | None = None) -> tuple[Conflict, ...]:
        """Where sources disagree: of one thing, or everywhere."""
        from kg.ask.evidence.conflicts import conflicts

        return conflicts(self.tables, self.resolve(name) if name else None)

    def to_networkx(self, *, inferred: bool = False) -> networkx.MultiDiGraph[Any]:
        """Things and the edges between them: nodes are IRIs, edges go from subject to object."""
        from kg.export.network import to_networkx

        return to_networkx(self.tables, inferred=inferred)

    def to_rdflib(self) -> rdflib.Dataset:
        """The dataset as rdflib knows it, over the same store (oxrdflib); not for writing."""
        from kg.export.rdf_api import to_rdflib

        return to_rdflib(self.generation)
