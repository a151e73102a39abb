"""What counts as a disagreement, as SQL: one query a kind.

Every query sees ``said``: the claims in question with ``topic`` (the property, with all
derivation properties as ``kg:derivedFrom``), ``said`` (the value in one text) and, if it asks,
``verdict``; and ``exempt(predicate, class)``, where a property that is functional elsewhere has
many values. It yields ``(kind, subject, topic, remark, claim)``: the claims that a reader should
see side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.ask.evidence.terms_of_use import CLASHES, STANCE

_VALUE = """
SELECT DISTINCT 'value', a.subject, a.topic, '', unnest([a.claim, b.claim])
FROM said a JOIN said b USING (subject, predicate)
WHERE a.predicate IN (SELECT unnest($functional)) AND a.said < b.said
  AND a.polarity = 'asserted' AND b.polarity = 'asserted'
  AND a.as_note IS NULL AND b.as_note IS NULL
  AND coalesce(a.language, '') = coalesce(b.language, '')
  AND NOT (a.predicate = $released AND starts_with(b.value, a.value || '-'))
  AND NOT EXISTS (FROM exempt e JOIN things t ON t.class = e.class
                  WHERE t.iri = a.subject AND e.predicate = a.predicate)
"""

_DENIED = """
WITH both_ways AS (
    SELECT a.claim AS yes, b.claim AS no, b.subject, b.topic, b.source
    FROM said a JOIN said b USING (subject, predicate, said)
    WHERE a.polarity = 'asserted' AND b.polarity = 'denied'
)
SELECT 'denied', subject, topic, '', unnest([yes, no]) FROM both_ways
UNION SELECT 'denied', s.subject, s.topic, '', s.claim
FROM said s SEMI JOIN both_ways USING (subject, topic, source)
"""

_DEVELOPER = """
WITH named AS (
    SELECT subject, source, list_sort(list(DISTINCT said)) AS names
    FROM said WHERE predicate = $developed AND polarity = 'asserted' GROUP BY ALL
),
differ AS (
    SELECT subject, max(len(names)) = len(list_distinct(flatten(list(names)))) AS nested
    FROM named GROUP BY subject HAVING count(DISTINCT names) > 1
)
SELECT 'developer', s.subject, s.topic, CASE WHEN nested THEN 'more' ELSE '' END, s.claim
FROM said s JOIN differ USING (subject) WHERE s.predicate = $developed
"""

_BASE = """
WITH level AS (SELECT member AS one, family AS other FROM families
               UNION ALL SELECT family, member FROM families),
line AS (SELECT descendant AS one, ancestor AS other FROM ancestry
         UNION ALL SELECT ancestor, descendant FROM ancestry),
pair AS (
    SELECT a.subject, a.claim AS one, b.claim AS other, a.object AS first, b.object AS second
    FROM said a JOIN said b USING (subject)
    WHERE a.topic = $derived AND b.topic = $derived AND a.object < b.object
      AND a.source <> b.source AND a.polarity = 'asserted' AND b.polarity = 'asserted'
      AND NOT (a.predicate IN (SELECT unnest($several)) AND b.predicate = a.predicate)
),
told AS (
    SELECT *, CASE WHEN (first, second) IN (SELECT (one, other) FROM level) THEN 'levels'
                   WHEN (first, second) IN (SELECT (one, other) FROM line) THEN 'steps'
                   ELSE '' END AS remark
    FROM pair
)
SELECT DISTINCT 'base', subject, $derived, min(remark) OVER (PARTITION BY subject),
       unnest([one, other])
FROM told
"""

_AMOUNT = """
SELECT DISTINCT CASE WHEN a.value IS NULL THEN 'range' ELSE 'amount' END, a.subject, a.topic, '',
       unnest([a.claim, b.claim])
FROM said a JOIN said b USING (subject, predicate)
WHERE a.predicate IN (SELECT unnest($amounts)) AND a.said < b.said AND a.source <> b.source
  AND a.polarity = 'asserted' AND b.polarity = 'asserted'
  AND a.as_note IS NULL AND b.as_note IS NULL
  AND a.unit IS NOT DISTINCT FROM b.unit AND (a.value IS NULL) = (b.value IS NULL)
  AND coalesce(a.scope, a.condition, b.scope, b.condition) IS NULL
  AND (a.value IS NULL OR NOT EXISTS (FROM exempt e JOIN things t ON t.class = e.class
                                     WHERE t.iri = a.subject AND e.predicate = a.predicate))
"""

_WORDS = """
SELECT DISTINCT 'words', a.subject, a.topic, '', unnest([a.claim, b.claim])
FROM said a JOIN said b USING (subject, topic)
WHERE a.polarity = 'asserted' AND b.polarity = 'asserted'
  AND a.as_note IS NOT NULL AND b.as_note IS NULL
  AND (a.predicate IN (SELECT unnest($functional))
       OR a.topic IN (SELECT unnest($worded)) AND a.source <> b.source)
"""

_COMPARISON = """
WITH judged AS (
    SELECT claim, subject AS one, object AS other, predicate = $better AS better FROM said
    WHERE predicate IN ($better, $worse) AND polarity = 'asserted' AND object IS NOT NULL
),
won AS (SELECT claim, CASE WHEN better THEN one ELSE other END AS winner,
               CASE WHEN better THEN other ELSE one END AS loser FROM judged)
SELECT DISTINCT 'comparison', a.winner, $better, 'aspects', unnest([a.claim, b.claim])
FROM won a JOIN won b ON a.winner = b.loser AND a.loser = b.winner AND a.winner < a.loser
"""

_OPENNESS = f"""
SELECT DISTINCT 'openness', a.subject, a.predicate, '', unnest([a.claim, b.claim])
FROM ({STANCE}) a JOIN ({STANCE}) b USING (subject, predicate)
WHERE a.predicate = $openness AND a.object < b.object
  AND NOT (a.object IN ($semi, $partly) AND b.object IN ($semi, $partly))
"""

_TERMS = f"""
WITH stance AS ({STANCE})
SELECT DISTINCT CASE WHEN a.stance = 'open' THEN 'open-but-restricted' ELSE 'commercial-use' END,
       a.subject, $commercial, '', unnest([a.claim, b.claim])
FROM stance a JOIN stance b USING (subject)
WHERE (a.stance, b.stance) IN (('allows', 'forbids'), ('allows', 'discourages'),
                               ('discourages', 'forbids'))
   OR a.stance = 'open' AND b.stance IN ('forbids', 'discourages') AND a.believed AND b.believed
"""

_FAMILY = f"""
WITH stance AS ({STANCE} AND believed)
SELECT DISTINCT 'family', f.member,
       CASE WHEN 'closed' IN (a.stance, b.stance) THEN $openness ELSE $commercial END, '',
       unnest([a.claim, b.claim])
FROM families f JOIN stance a ON a.subject = f.member JOIN stance b ON b.subject = f.family
JOIN {CLASHES} ON (one, other) IN ((a.stance, b.stance), (b.stance, a.stance))
"""

_UPSTREAM = f"""
WITH stance AS ({STANCE}),
step AS (SELECT subject AS child, object AS base, claim FROM said
         WHERE topic = $derived AND polarity = 'asserted' AND verdict = 'accepted'
           AND object IS NOT NULL),
kin AS (FROM families UNION SELECT child, child FROM step UNION SELECT base, base FROM step),
speaks AS (SELECT k.member AS iri, s.* FROM kin k JOIN stance s ON s.subject = k.family),
heard AS (FROM speaks k WHERE iri = subject
          OR NOT EXISTS (FROM stance s WHERE s.subject = k.iri AND s.believed))
SELECT DISTINCT 'upstream', a.subject, a.predicate, '', unnest([a.claim, b.claim, step.claim])
FROM step JOIN heard a ON a.iri = step.child JOIN heard b ON b.iri = step.base
JOIN {CLASHES} ON one = a.stance AND other = b.stance
WHERE b.believed AND a.subject <> b.subject
"""

_NAME = """
WITH shared AS (
    SELECT folded FROM names WHERE role IN ('label', 'alias', 'context') {mine}
    GROUP BY folded HAVING count(DISTINCT iri) > 1 AND bool_or(role <> 'context')
)
SELECT DISTINCT 'name', min(n.iri) OVER (PARTITION BY n.folded), $alias, n.folded, c.claim
FROM names n SEMI JOIN shared USING (folded)
JOIN claims c ON c.subject = n.iri AND c.value = n.name
  AND c.predicate IN (SELECT unnest($naming)) AND c.polarity = 'asserted'
WHERE n.role IN ('label', 'alias', 'context')
"""

_RANK = """
WITH first AS (FROM claims WHERE predicate = $ranked AND polarity = 'asserted'
               AND object IS NOT NULL AND regexp_matches(rank, $first)),
several AS (SELECT object FROM first GROUP BY object HAVING count(DISTINCT subject) > 1)
SELECT 'rank', object, $ranked, 'dated', claim FROM first SEMI JOIN several USING (object)
"""

_QUALIFIED = """
WITH narrow AS (
    SELECT claim, source, subject, predicate, topic, object,
           concat_ws('; ', scope, condition, exception, since) AS narrowed
    FROM said
    WHERE (predicate IN (SELECT unnest($qualified)) OR since IS NOT NULL)
      AND verdict = 'accepted' AND object IS NOT NULL
),
placed AS MATERIALIZED (
    SELECT n.*, subject AS place FROM narrow n
    UNION ALL SELECT n.*, family FROM narrow n JOIN families ON subject = member
)
SELECT DISTINCT 'qualified', b.subject, b.topic, '', unnest([a.claim, b.claim])
FROM placed a
JOIN narrow b ON b.subject = a.place AND b.predicate = a.predicate AND b.object = a.object
WHERE a.source <> b.source AND a.narrowed <> b.narrowed
  AND CASE WHEN a.predicate IN (SELECT unnest($terms)) THEN a.subject = b.subject
           ELSE a.narrowed <> '' AND b.narrowed <> '' END
"""

#: the query that finds each kind of disagreement; that of ranges finds amounts, that of
#: commercial use what is called open and restricted
QUERIES: Final[Mapping[str, str]] = {
    "denied": _DENIED, "value": _VALUE, "range": _AMOUNT, "developer": _DEVELOPER, "base": _BASE,
    "commercial-use": _TERMS, "openness": _OPENNESS, "family": _FAMILY, "upstream": _UPSTREAM,
    "comparison": _COMPARISON, "words": _WORDS, "name": _NAME, "rank": _RANK,
    "qualified": _QUALIFIED,
}  # fmt: skip
