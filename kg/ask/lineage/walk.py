"""Walks along derivations, as SQL over the tables: breadth first, each model once, cycles end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.ask.lineage.edges import Link, links_from
from kg.ask.tables import Tables
from kg.records.derivation import DERIVATIONS
from kg.records.terms import KG

#: direct derivations of the models in ``near``: the most specific property of each pair, if asked
#: for; nothing derives from itself
_EDGE = """
stated AS MATERIALIZED (
    SELECT subject AS child, object AS parent, predicate AS property FROM facts
    WHERE subject IN (SELECT iri FROM near) AND predicate IN (SELECT unnest($derivations))
      AND rule IS NULL AND object IS NOT NULL AND subject <> object
),
edge AS MATERIALIZED (
    SELECT * FROM stated WHERE property <> $derived AND property IN (SELECT unnest($asked))
    UNION ALL
    SELECT s.* FROM stated s
    ANTI JOIN (FROM stated WHERE property <> $derived) n USING (child, parent)
    WHERE s.property = $derived AND s.property IN (SELECT unnest($asked))
)
"""

_UP = f"""
WITH RECURSIVE
near(iri) AS (SELECT $focus UNION SELECT ancestor FROM ancestry WHERE descendant = $focus),
{_EDGE},
walk(iri, level) USING KEY (iri) AS (
    SELECT $focus::VARCHAR, 0
    UNION
    SELECT e.parent, min(w.level) + 1 FROM walk w JOIN edge e ON e.child = w.iri
    WHERE w.level < $depth AND e.parent NOT IN (SELECT iri FROM recurring.walk)
    GROUP BY e.parent
)
SELECT iri, level FROM walk WHERE level > 0 ORDER BY level, iri
"""

_DOWN = f"""
WITH RECURSIVE
start(iri) AS MATERIALIZED (
    SELECT $focus UNION SELECT member FROM families WHERE family = $focus AND $depth > 0
),
near(iri) AS (
    SELECT DISTINCT descendant FROM ancestry WHERE ancestor IN (SELECT iri FROM start)
),
{_EDGE},
walk(iri, level) USING KEY (iri) AS (
    SELECT iri, 0 FROM start
    UNION
    SELECT e.child, min(w.level) + 1 FROM walk w JOIN edge e ON e.parent = w.iri
    WHERE w.level < $depth AND e.child NOT IN (SELECT iri FROM recurring.walk)
    GROUP BY e.child
),
reach AS (
    SELECT ancestor AS iri, count(*) AS many FROM ancestry
    WHERE ancestor IN (SELECT iri FROM walk) GROUP BY ancestor
),
children AS (
    SELECT iri, count(*) AS many FROM (
        SELECT parent AS iri, child FROM edge
        UNION SELECT $focus, iri FROM start WHERE iri <> $focus)
    GROUP BY iri
)
SELECT w.iri, coalesce(c.many, 0)
FROM walk w LEFT JOIN reach r USING (iri) LEFT JOIN children c USING (iri)
ORDER BY w.iri <> $focus,
         CASE WHEN w.level = 0 AND r.many IS NULL THEN 1 ELSE w.level END,
         r.many DESC NULLS LAST, w.iri
LIMIT $room
"""

_STANDING = """
WITH below AS (
    SELECT descendant AS iri, bool_or(ancestor = $focus) AS own, min(ancestor) AS member
    FROM ancestry
    WHERE descendant IN (SELECT unnest($shown)) AND (
        ancestor = $focus OR ancestor IN (SELECT member FROM families WHERE family = $focus))
    GROUP BY descendant
)
SELECT s.iri, s.iri IN (SELECT ancestor FROM ancestry WHERE descendant = $focus),
       b.iri IS NOT NULL, CASE WHEN NOT b.own THEN b.member END
FROM (SELECT unnest($shown) AS iri) s LEFT JOIN below b USING (iri)
"""

_COUNTS = """
SELECT (SELECT count(*) FROM ancestry WHERE descendant = $focus),
       (SELECT count(DISTINCT descendant) FROM ancestry WHERE descendant <> $focus AND (
            ancestor = $focus
            OR ancestor IN (SELECT member FROM families WHERE family = $focus)))
"""

ENDLESS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reached:
    """A model on the way down and how many children it has."""

    iri: str
    children: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a model is to the focus, by the whole ancestry and not only by what was walked.

    ``through`` is a member of the focus that it descends from, if not from the focus itself.
    """

    ancestor: bool
    descendant: bool
    through: str | None


def _asked(properties: Sequence[str]) -> dict[str, object]:
    return {
        "derived": KG.derivedFrom,
        "derivations": list(DERIVATIONS.values()),
        "asked": list(properties),
    }


def walk_up(
    tables: Tables, focus: str, properties: Sequence[str], depth: int
) -> list[tuple[str, int]]:
    """Ancestors with their distance along these derivation properties, nearest first."""
    values = {"focus": focus, "depth": depth, **_asked(properties)}
    return [(iri, level) for iri, level in tables.rows(_UP, values)]


def walk_down(
    tables: Tables, focus: str, properties: Sequence[str], depth: int, room: int
) -> list[Reached]:
    """The focus, the members of its family, and what descends from any of them.

    The focus comes first, then level by level those with the most descendants, ``room`` in all;
    ``children`` counts what derives from each, and for the focus its members too.
    """
    values = {"focus": focus, "depth": depth, "room": room, **_asked(properties)}
    rows = tables.rows(_DOWN, values)
    return [Reached(iri, children) for iri, children in rows]


def links_between(tables: Tables, shown: Sequence[str]) -> list[Link]:
    """All direct derivations among some models."""
    links = links_from(tables, shown, list(DERIVATIONS.values()))
    inside = set(shown)
    return [link for link in links if link.parent in inside]


def standing_of(tables: Tables, focus: str, shown: Sequence[str]) -> dict[str, Standing]:
    """What each model is to the focus."""
    rows = tables.rows(_STANDING, {"focus": focus, "shown": list(shown)})
    return {iri: Standing(*flags) for iri, *flags in rows}


def counts_of(tables: Tables, focus: str) -> tuple[int, int]:
    """How many ancestors a model has, and how many descendants, those of its members included."""
    ((ancestors, descendants),) = tables.rows(_COUNTS, {"focus": focus})
    return ancestors, descendants
