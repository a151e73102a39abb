"""Claims as a reader sees them: whose, where, how firmly, and with which qualifications."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.subgraph import Citation
from kg.ask.tables import Tables

#: qualifiers that narrow or describe what was said, in the order in which they are told
TOLD = (
    "scope", "condition", "exception", "role", "basis", "aspect", "comparator", "factor", "rank",
    "since", "compared_to", "reported_by", "modification", "cost", "detail", "value_as_written",
)  # fmt: skip

_CITED = """
SELECT c.claim, c.source, coalesce(s.title, c.source), s.url, c.section, c.start, c."end",
       c.modality, c.polarity,
       concat_ws('; ', CASE WHEN c.approx THEN 'approximate' END, {told})
FROM claims c LEFT JOIN sources s ON s.id = c.source
WHERE c.claim IN (SELECT unnest($claims))
ORDER BY c.source, c.start, c.claim
"""


def cite(tables: Tables, claims: Iterable[str]) -> dict[str, Citation]:
    """The citation of each claim key, in order of source and place; unknown keys are left out."""
    keys = sorted(set(claims))
    if not keys:
        return {}
    told = ", ".join(f"'{name.replace('_', ' ')}: ' || c.\"{name}\"" for name in TOLD)
    rows = tables.rows(_CITED.format(told=told), {"claims": keys})
    return {row[0]: Citation(*row) for row in rows}
