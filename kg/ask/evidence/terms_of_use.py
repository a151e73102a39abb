"""What sources say of the terms of use, read as stances, and where the stances clash.

A stance is one word for one asserted claim: ``allows``, ``forbids`` or ``discourages`` commercial
use (a non-commercial licence forbids it), ``open`` or ``closed`` weights and code.
"""

from __future__ import annotations

from typing import Literal

from kg.ask.tables import Tables
from kg.records.terms import KG, mint

CommercialUse = Literal["allowed", "forbidden", "discouraged", "disputed", "unknown"]

_STANCES = {
    KG.commercialUse: {"allowed": "allows", "forbidden": "forbids", "discouraged": "discourages"},
    KG.openness: {
        "open-source": "open",
        "fully-open": "open",
        "open-weights": "weights",
        "open-access": "weights",
        "semi-open": "closed",
        "not-fully-open": "closed",
        "proprietary": "closed",
    },
}
#: SPDX ids such as CC-BY-NC-4.0 and the articles' non-commercial
_NON_COMMERCIAL = "(?i)/license/([a-z0-9.]+-)*(nc|non-?commercial)(-[a-z0-9.]+)*$"


def _cases() -> str:
    lines = [
        f"WHEN c.object = '{mint('term', word)}' AND c.predicate = '{predicate}' THEN '{stance}'"
        for predicate, words in _STANCES.items()
        for word, stance in words.items()
    ]
    licence = f"c.predicate = '{KG.license}' AND regexp_matches(c.object, '{_NON_COMMERCIAL}')"
    return "\n         ".join([*lines, f"WHEN {licence} THEN 'forbids'"])


#: columns: subject, predicate, object, claim, stance, source, believed; needs a relation ``said``
STANCE = f"""
SELECT * FROM (
    SELECT c.subject, c.predicate, c.object, c.claim, c.source,
           CASE {_cases()} END AS stance, c.verdict = 'accepted' AS believed
    FROM said c
    WHERE c.polarity = 'asserted' AND c.object IS NOT NULL
      AND c.predicate IN ('{KG.commercialUse}', '{KG.openness}', '{KG.license}')
) WHERE stance IS NOT NULL
"""

#: pairs of stances that do not go together, in this order
CLASHES = "(VALUES ('allows', 'forbids'), ('allows', 'discourages'), ('open', 'closed'), \
('open', 'forbids'), ('open', 'discourages')) AS clash(one, other)"

_OWN = f"""
WITH said AS (SELECT c.*, v.verdict FROM claims c JOIN verdicts v USING (claim)
              WHERE c.subject = $iri),
stance AS ({STANCE})
SELECT DISTINCT stance, believed FROM stance WHERE stance IN ('allows', 'forbids', 'discourages')
"""

#: what a base's own sources say, and its families' where nothing is said of itself
_BASES = f"""
WITH base AS (SELECT object AS iri FROM facts
              WHERE subject = $iri AND predicate = '{KG.hasAncestor}'),
wide AS (SELECT iri, iri AS speaker FROM base
         UNION SELECT iri, family FROM base JOIN families ON member = iri),
said AS (SELECT c.*, v.verdict FROM claims c JOIN verdicts v USING (claim)
         SEMI JOIN wide ON c.subject = wide.speaker),
stance AS ({STANCE}),
heard AS (SELECT w.iri, w.speaker, s.stance FROM wide w JOIN stance s ON s.subject = w.speaker
          WHERE s.believed)
SELECT 1 FROM heard h WHERE h.stance = 'forbids'
AND (h.iri = h.speaker OR h.iri NOT IN (SELECT iri FROM heard WHERE iri = speaker)) LIMIT 1
"""

_ANSWERS: dict[str, CommercialUse] = {
    "allows": "allowed",
    "forbids": "forbidden",
    "discourages": "discouraged",
}


def commercial_use(tables: Tables, iri: str) -> CommercialUse:
    """Whether a thing may be used commercially, as far as sources say so of the thing itself.

    ``disputed`` when they differ, whoever is believed, or when it is allowed although something
    that it was made from is believed to forbid it; never ``allowed`` beside such a conflict.
    Nothing is taken from the family: its terms are not its members'.
    """
    rows = tables.rows(_OWN, {"iri": iri})
    stances = {stance for stance, _ in rows}
    if not stances:
        return "unknown"
    if len(stances) > 1 or not any(believed for _, believed in rows):
        return "disputed"
    (stance,) = stances
    if stance == "allows" and tables.rows(_BASES, {"iri": iri}):
        return "disputed"
    return _ANSWERS[stance]
