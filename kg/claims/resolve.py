"""Many names, one key: recorded ties make a key stand for another, and nothing else does.

A tie is a claim ``kg:resolvesTo``. The claims table keeps what was said; the resolved keys stand
beside it, so the graphs can show both.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from kg.records.terms import KG


def resolve(con: DuckDBPyConnection) -> None:
    """From ``claims`` make ``keys(raw, key)`` and ``resolved`` (claims with final keys).

    ``resolved`` has all columns of ``claims`` and ``stated_subject``, ``stated_object`` where a key
    changed. Chains end at their last key, a ring of ties at its smallest, and of several ends the
    smallest counts, so neither order nor repetition matters.
    """
    con.execute(
        """
        CREATE TABLE keys AS
        WITH RECURSIVE
        tie(raw, key) AS (
            SELECT DISTINCT subject, object FROM claims
            WHERE predicate = $tie AND polarity = 'asserted' AND object IS NOT NULL
        ),
        reach(raw, key) AS (
            SELECT raw, key FROM tie
            UNION SELECT reach.raw, tie.key FROM reach JOIN tie ON reach.key = tie.raw
        ),
        way_out(key) AS (
            SELECT a.raw FROM reach a
            LEFT JOIN reach b ON b.raw = a.key AND b.key = a.raw WHERE b.raw IS NULL
        )
        SELECT raw, min(key) AS key FROM reach
        WHERE key NOT IN (FROM way_out) GROUP BY raw
        """,
        {"tie": KG.resolvesTo},
    )
    con.execute(
        """
        CREATE TABLE resolved AS
        SELECT c.* REPLACE (
                 coalesce(s.key, c.subject) AS subject, coalesce(o.key, c.object) AS object),
               CASE WHEN s.key <> c.subject THEN c.subject END AS stated_subject,
               CASE WHEN o.key <> c.object THEN c.object END AS stated_object
        FROM claims c
        LEFT JOIN keys s ON c.subject = s.raw AND c.predicate <> $tie
        LEFT JOIN keys o ON c.object = o.raw AND c.predicate <> $tie
        """,
        {"tie": KG.resolvesTo},
    )
