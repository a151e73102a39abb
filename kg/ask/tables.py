"""A finished build's tables, ready for SQL: every answer but free SPARQL comes from here.

Views, one a Parquet file of the generation (see :mod:`kg.store.generation`): ``sources``,
``claims`` (resolved keys; ``stated_subject``/``stated_object`` where a tie changed one),
``verdicts``, ``facts`` (``rule`` NULL = accepted claim), ``ancestry``, ``families``, ``things``,
``names``, ``terms``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import duckdb

from kg.claims.connection import connect, view_parquet
from kg.errors import DamagedStore
from kg.records.terms import PROV, RDF, RDFS, SKOS, compact
from kg.store.generation import TABLES, Generation

#: what answers call the terms that are borrowed from other vocabularies
_BORROWED: Final[Mapping[str, tuple[str, str]]] = {
    RDF.type: ("kind", "类别"),
    RDFS.label: ("name", "名称"),
    SKOS.prefLabel: ("preferred name", "首选名称"),
    SKOS.altLabel: ("also called", "又名"),
    SKOS.hiddenLabel: ("misspelling", "误写"),
    SKOS.broader: ("broader", "上位概念"),
    PROV.entity: ("parent", "父模型"),
    PROV.wasDerivedFrom: ("derived from (PROV)", "衍生自（PROV）"),
}

#: what DuckDB raises for a file that is gone, cut short or overwritten
DAMAGE: Final = (duckdb.IOException, duckdb.InvalidInputException)


class Tables:
    """One generation's tables. Not for several threads at once.

    ``con`` is the connection that has the views, for streaming and for tables of one's own.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.con = connect()
        try:
            for name in TABLES:
                view_parquet(self.con, name, generation.table(name))
        except duckdb.Error as error:
            self.con.close()
            raise self.damaged(error) from None

    def rows(
        self, sql: str, values: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """All rows of a query of ours; values are bound, never pasted.

        Raises ``DamagedStore`` when a table cannot be read.
        """
        try:
            bound = list(values) if isinstance(values, Sequence) else dict(values or {})
            return self.con.execute(sql, bound or None).fetchall()
        except DAMAGE as error:
            raise self.damaged(error) from None

    def damaged(self, error: Exception) -> DamagedStore:
        """The fault that a reader is told of when DuckDB cannot read a table."""
        reason = str(error).splitlines()[0]
        folder = self.generation.folder
        return DamagedStore(f"The tables in {folder} cannot be read: {reason}.")

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """IRI of a term, the ontology's own or borrowed -> its English and Chinese label."""
        own = self.rows("SELECT iri, label, label_zh FROM terms")
        return {**_BORROWED, **{iri: (english, chinese) for iri, english, chinese in own}}

    def term_label(self, iri: str) -> tuple[str, str]:
        """English and Chinese label of a property, class or concept; its short name at worst."""
        english, chinese = self.labels.get(iri, ("", ""))
        english = english or compact(iri)
        return english, chinese or english
