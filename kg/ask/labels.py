"""What to call things: names in English and Chinese for many IRIs at once, and kinds."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.tables import Tables
from kg.records.terms import BASE, KG, kind_of


def kind_name(iri: str, cls: str | None) -> str:
    """What a thing is: the short name of its class, else the kind that its IRI tells.

    >>> kind_name("https://w3id.org/pedigree/model/x", None)
    'Model'
    """
    return cls.rpartition("#")[2] if cls else (kind_of(iri) or "").title()


_NAMED = """
SELECT w.iri, coalesce(t.label, s.title) AS en, t.label_zh AS zh
FROM (SELECT unnest($iris) AS iri) w
LEFT JOIN things t USING (iri)
LEFT JOIN sources s ON w.iri = $base || 'source/' || s.id
"""

#: an evaluation has no name: its benchmark, metric and result stand for it
_EVALUATIONS = """
SELECT f.subject,
       coalesce(min(t.label) FILTER (f.predicate = $benchmark), ''),
       coalesce(min(coalesce(t.label_zh, t.label)) FILTER (f.predicate = $benchmark), ''),
       concat_ws(' ', min(f.value) FILTER (f.predicate = $metric),
                 min(f.value) FILTER (f.predicate = $value))
FROM facts f LEFT JOIN things t ON t.iri = f.object
WHERE f.subject IN (SELECT unnest($iris)) AND f.rule IS NULL
GROUP BY f.subject
"""


def labels(tables: Tables, iris: Iterable[str]) -> dict[str, tuple[str, str]]:
    """English and Chinese name of each IRI; what has no name is called by its short form.

    Things, terms and sources have labels; an evaluation is called by its benchmark and result.
    """
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    found = {iri: tables.term_label(iri) for iri in wanted}
    for iri, english, chinese in tables.rows(_NAMED, {"iris": wanted, "base": BASE}):
        if english or chinese:
            found[iri] = (english or chinese, chinese or english)
    results = [iri for iri in wanted if kind_of(iri) == "evaluation"]
    if results:
        names = {"benchmark": KG.benchmark, "metric": KG.metric, "value": KG.value}
        bound = {"iris": results, **names}
        for iri, english, chinese, result in tables.rows(_EVALUATIONS, bound):
            found[iri] = (f"{english}: {result}", f"{chinese}：{result}")
    return found
