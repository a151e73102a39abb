"""What wins: one rule, total, for every claim (design, section 2).

A claim's rank is, in this order: how far its source is trusted; how firmly it is said; whether it
stands without scope and condition; its own date; how many independent sources say the same. A
denial of equal or higher rank removes a value. Of a functional property the value of highest rank
wins, and among equals the smallest claim key ("tie"); of every other property all values stand.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from kg.records import RECORDS
from kg.records.fields import properties
from kg.records.terms import KG, RDF, XSD

#: a claim's value as one text, for a query over ``claims c``: claims with the same one agree
SAID = """concat_ws(chr(31), coalesce(c.object, ''), coalesce(c.value, ''),
                     coalesce(c.language, ''), coalesce(c.low, ''), coalesce(c.high, ''),
                     coalesce(c.as_note, ''))"""


def functional_properties() -> tuple[list[str], list[tuple[str, str]]]:
    """Predicates with at most one value, and (predicate, class) pairs that are exempt from it."""
    once: dict[str, set[str]] = {}
    many: dict[str, set[str]] = {}
    for cls in RECORDS.values():
        for field in properties(cls):
            (once if field.functional else many).setdefault(field.predicate, set()).add(
                cls.rdf_class
            )
    exempt = [(p, c) for p in sorted(once) for c in sorted(many.get(p, set()))]
    return sorted(once), exempt


def accept(con: DuckDBPyConnection) -> None:
    """From ``resolved`` and ``sources(id, trust, written)`` make ``verdicts`` and ``accepted``.

    ``verdicts(claim, verdict, reason, winner)``: one row a claim. ``verdict`` is ``accepted``,
    ``outranked`` (another value wins), ``denied`` (by a claim of equal or higher rank), ``denial``
    (it says that something is not so) or ``noted`` (words, kept as a note). Of what is outranked or
    denied, ``winner`` is the claim that won, and ``reason`` the first part of the rank in which it
    is above this claim: ``trust modality scope date sources``, else ``tie`` or ``denial``.
    ``accepted(subject, predicate, object, value, datatype, language)``: distinct facts.
    """
    predicates, exempt = functional_properties()
    con.execute("CREATE TABLE functional(predicate VARCHAR)")
    con.executemany("INSERT INTO functional VALUES (?)", [[p] for p in predicates])
    con.execute("CREATE TABLE exempt(predicate VARCHAR, class VARCHAR)")
    con.executemany("INSERT INTO exempt VALUES (?, ?)", exempt)
    con.execute(_RANKED, {"type": RDF.type})
    con.execute(_BEST)
    con.execute(_VERDICTS)
    con.execute(_ACCEPTED, {"note": KG.note, "string": XSD.string})


_RANKED = f"""
CREATE TABLE ranked AS
WITH stated AS (
    SELECT c.claim, c.source, c.subject, c.predicate, c.polarity, c.as_note,
           coalesce(c.language, '') AS tongue,
           {SAID} AS said, s.trust,
           CASE c.modality WHEN 'stated' THEN 3 WHEN 'reported' THEN 2 ELSE 1 END AS firmness,
           (c.scope IS NULL AND c.condition IS NULL)::INT AS plain,
           coalesce(c.dated, s.written, '') AS dated
    FROM resolved c JOIN sources s ON c.source = s.id
)
SELECT *, count(DISTINCT source) OVER (PARTITION BY subject, predicate, said, polarity) AS support,
       {{'trust': trust, 'firmness': firmness, 'plain': plain, 'dated': dated, 'support': support}}
           AS rank,
       predicate IN (FROM functional) AND NOT EXISTS (
           SELECT 1 FROM resolved t JOIN exempt e ON t.object = e.class
           WHERE t.subject = stated.subject AND e.predicate = stated.predicate
             AND t.predicate = $type AND t.polarity = 'asserted') AS once
FROM stated
"""

_BEST = """
CREATE TABLE best AS
WITH denial AS (
    SELECT subject, predicate, said, max(rank) AS rank, min(claim) FILTER (rank = top) AS claim
    FROM (SELECT *, max(rank) OVER (PARTITION BY subject, predicate, said) AS top
          FROM ranked WHERE polarity = 'denied')
    GROUP BY subject, predicate, said
),
standing AS (
    SELECT r.subject, r.predicate, r.tongue, r.said,
           any_value(r.once AND r.as_note IS NULL) AS once,
           max(r.rank) AS rank, min(r.claim) FILTER (r.rank = top) AS claim
    FROM (SELECT *, max(rank) OVER (PARTITION BY subject, predicate, said) AS top
          FROM ranked WHERE polarity = 'asserted') r
    GROUP BY r.subject, r.predicate, r.tongue, r.said
)
SELECT s.*, d.claim AS denied_by, d.rank AS denied_rank,
       CASE WHEN d.claim IS NULL AND s.once THEN row_number() OVER (
           PARTITION BY s.subject, s.predicate, s.tongue, s.once, d.claim IS NULL
           ORDER BY s.rank DESC, s.claim) ELSE 1 END AS standing
FROM standing s
LEFT JOIN denial d ON d.subject = s.subject AND d.predicate = s.predicate
                  AND d.said = s.said AND d.rank >= s.rank
"""

_VERDICTS = """
CREATE TABLE verdicts AS
WITH winner AS (
    SELECT subject, predicate, tongue, rank, claim FROM best
    WHERE denied_by IS NULL AND standing = 1 AND once
),
judged AS (
    SELECT b.*, w.claim AS winner, coalesce(b.denied_rank, w.rank) AS above
    FROM best b LEFT JOIN winner w ON w.subject = b.subject AND w.predicate = b.predicate
                                  AND w.tongue = b.tongue AND b.once
)
SELECT r.claim,
       CASE WHEN r.polarity = 'denied' THEN 'denial'
            WHEN b.denied_by IS NOT NULL THEN 'denied'
            WHEN r.as_note IS NOT NULL THEN 'noted'
            WHEN b.standing > 1 THEN 'outranked'
            ELSE 'accepted' END AS verdict,
       CASE WHEN verdict NOT IN ('denied', 'outranked') THEN NULL
            WHEN b.above.trust <> r.rank.trust THEN 'trust'
            WHEN b.above.firmness <> r.rank.firmness THEN 'modality'
            WHEN b.above.plain <> r.rank.plain THEN 'scope'
            WHEN b.above.dated <> r.rank.dated THEN 'date'
            WHEN b.above.support <> r.rank.support THEN 'sources'
            WHEN verdict = 'outranked' THEN 'tie'
            ELSE 'denial' END AS reason,
       CASE verdict WHEN 'denied' THEN b.denied_by WHEN 'outranked' THEN b.winner END AS winner
FROM ranked r
LEFT JOIN judged b ON r.polarity = 'asserted' AND b.subject = r.subject
                  AND b.predicate = r.predicate AND b.said = r.said
"""

_ACCEPTED = """
CREATE TABLE accepted AS
WITH won AS (SELECT c.* FROM resolved c JOIN verdicts v USING (claim) WHERE v.verdict = 'accepted')
SELECT DISTINCT subject, predicate, object, value, datatype, language FROM won
WHERE object IS NOT NULL OR value IS NOT NULL
UNION SELECT subject, predicate, NULL, low, datatype, NULL FROM won
WHERE low IS NOT NULL AND value IS NULL
UNION SELECT subject, predicate, NULL, high, datatype, NULL FROM won
WHERE high IS NOT NULL AND value IS NULL
UNION SELECT subject, $note, NULL, as_note, $string, NULL
FROM resolved JOIN verdicts USING (claim) WHERE verdict = 'noted'
"""
