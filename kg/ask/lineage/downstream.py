"""The walk downstream, as SQL: states of a thing and the steps that led to it.

``downstream(iri, path, level, before, path_before, property, inferred, member)`` has one row a
state. ``path`` names the steps from the focus outward, each once in the order of its first use, so
there are finitely many states and every walk ends. The other columns tell how the state was first
reached; ``member`` is the family member whose child it is, where a family was reached.
"""

from __future__ import annotations

from typing import Final

WALK: Final = """
CREATE OR REPLACE TEMP TABLE downstream AS
WITH RECURSIVE
step(property, step) AS (SELECT unnest($properties), unnest($steps)),
start AS (SELECT $focus AS iri UNION SELECT member FROM families WHERE family = $focus),
direct AS MATERIALIZED (
    SELECT f.subject AS child, f.object AS parent, step,
           min({'broad': list_contains($broad, f.predicate), 'property': f.predicate}).property
               AS property,
           bool_and(f.rule IS NOT NULL) AS inferred
    FROM facts f JOIN step s ON f.predicate = s.property
    WHERE (f.rule IS NULL OR f.rule = 'inherited-developer')
      AND f.object IS NOT NULL AND f.subject <> f.object
      AND (f.predicate IN (SELECT unnest($flow)) OR f.object IN (SELECT iri FROM start))
    GROUP BY f.subject, f.object, step
),
flow AS MATERIALIZED (
    SELECT child, parent, step, property, inferred, NULL::VARCHAR AS member FROM direct
    UNION ALL
    SELECT d.child, m.family, d.step, d.property, d.inferred, d.parent
    FROM direct d JOIN families m ON m.member = d.parent WHERE d.child <> m.family
),
walk(iri, path, level, origin) USING KEY (iri, path) AS (
    SELECT $focus::VARCHAR, '', 0,
           {'before': '', 'path': '', 'member': '', 'property': '', 'inferred': false}
    UNION
    SELECT iri, path, min(level), min(origin)
    FROM (
        SELECT f.child AS iri,
               CASE WHEN contains(w.path, f.step || ' ') THEN w.path
                    ELSE w.path || f.step || ' ' END AS path,
               w.level + 1 AS level,
               {'before': w.iri, 'path': w.path, 'member': coalesce(f.member, ''),
                'property': f.property, 'inferred': f.inferred} AS origin
        FROM walk w JOIN flow f ON f.parent = w.iri
        WHERE f.child <> $focus
    ) n
    WHERE NOT EXISTS (
        SELECT 1 FROM recurring.walk r WHERE r.iri = n.iri AND r.path = n.path)
    GROUP BY iri, path
)
SELECT iri, path, level, origin.before AS before, origin.path AS path_before,
       origin.property AS property, origin.inferred AS inferred,
       nullif(origin.member, '') AS member
FROM walk WHERE level > 0
"""

#: (path, things, models) of each group, nearest first, after the same of all groups together
GROUPS: Final = """
SELECT path, things, models FROM (
    SELECT NULL AS path, count(DISTINCT iri) AS things,
           count(DISTINCT iri) FILTER (starts_with(iri, $models)) AS models, 0 AS level
    FROM downstream
    UNION ALL
    SELECT path, count(*), count(*) FILTER (starts_with(iri, $models)), min(level)
    FROM downstream GROUP BY path
)
ORDER BY path IS NOT NULL, level, path
"""

#: the first of each group
ROWS: Final = """
SELECT iri, path FROM downstream
QUALIFY row_number() OVER (PARTITION BY path ORDER BY level, iri) <= $limit
ORDER BY path, level, iri
"""

#: the states given and all through which they were reached
BACK: Final = """
WITH RECURSIVE back(iri, path) AS (
    SELECT unnest($things), unnest($paths)
    UNION SELECT d.before, d.path_before
    FROM back b JOIN downstream d ON d.iri = b.iri AND d.path = b.path WHERE d.level > 1
)
SELECT iri, path, level, before, path_before, property, inferred, member
FROM downstream SEMI JOIN back USING (iri, path)
"""
