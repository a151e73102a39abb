"""How much there is: counts by class, relation, source, property, rule, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.ask.evidence.conflicts import KINDS
from kg.ask.evidence.disagreements import count_disagreements
from kg.ask.evidence.inference import RULES
from kg.ask.tables import Tables
from kg.records.derivation import RELATION_OF, RELATIONS
from kg.records.terms import KG

__all__ = ["Count", "Coverage", "SourceCount", "Stats", "stats"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind; ``name`` is an IRI or a word, with a label in both languages."""

    name: str
    label: str
    label_zh: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """The claims of one source; ``hedged`` and ``reported`` ones are asserted or denied too."""

    id: str
    title: str
    trust: str
    claims: int
    asserted: int
    denied: int
    hedged: int
    reported: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of all models, families included, how many have something; ``share`` is between 0 and 1."""

    name: str
    label: str
    label_zh: str
    models: int
    share: float


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole graph, the largest first; facts are distinct and believed.

    ``relations`` count derivations by their word, ``predicates`` claims by property; ``stubs`` are
    things that are spoken of and that no source describes; ``conflicts`` count what
    ``kg conflicts`` shows, by kind.
    """

    things: int
    claims: int
    facts: int
    inferred_facts: int
    stubs: int
    models: int
    classes: tuple[Count, ...]
    relations: tuple[Count, ...]
    predicates: tuple[Count, ...]
    inferred: tuple[Count, ...]
    conflicts: tuple[Count, ...]
    sources: tuple[SourceCount, ...]
    coverage: tuple[Coverage, ...]


_TOTALS = """
SELECT (SELECT count(*) FROM things), (SELECT count(*) FROM claims),
       (SELECT count(*) FROM facts WHERE rule IS NULL),
       (SELECT count(*) FROM facts WHERE rule IS NOT NULL),
       (SELECT count(*) FROM things WHERE stub)
"""

_CLASSES = "SELECT class, count(*) FROM things WHERE class IS NOT NULL GROUP BY class"

_RELATIONS = """
SELECT predicate, count(*) FROM facts
WHERE rule IS NULL AND predicate IN (SELECT unnest($relations)) GROUP BY predicate
"""

_PREDICATES = "SELECT predicate, count(*) FROM claims GROUP BY predicate"

_RULES = "SELECT rule, count(*) FROM facts WHERE rule IS NOT NULL GROUP BY rule"

_SOURCES = """
SELECT s.id, s.title, s.trust_name, count(c.claim),
       count(*) FILTER (c.polarity = 'asserted'), count(*) FILTER (c.polarity = 'denied'),
       count(*) FILTER (c.modality = 'hedged'), count(*) FILTER (c.modality = 'reported')
FROM sources s LEFT JOIN claims c ON c.source = s.id
GROUP BY s.id, s.title, s.trust_name ORDER BY s.id
"""

_COVERAGE = """
WITH model AS (SELECT iri FROM things WHERE class IN ($model, $family, $checkpoint)),
having_some AS (
    SELECT DISTINCT subject, predicate FROM facts SEMI JOIN model ON subject = iri
    WHERE predicate IN ($developer, $base, $license, $data)
)
SELECT (SELECT count(*) FROM model),
       count(*) FILTER (predicate = $developer), count(*) FILTER (predicate = $base),
       count(*) FILTER (predicate = $license), count(*) FILTER (predicate = $data)
FROM having_some
"""

_COVERED: Final[Mapping[str, tuple[str, str]]] = {
    "developer": ("a developer", "开发者"),
    "base": ("a base model", "基础模型"),
    "license": ("a licence", "许可证"),
    "data": ("training data", "训练数据"),
}
_MODELS: Final = {"model": KG.Model, "family": KG.ModelFamily, "checkpoint": KG.Checkpoint}
_PROPERTIES: Final = {"developer": KG.developedBy, "base": KG.derivedFrom, "license": KG.license,
                      "data": KG.trainedOn}  # fmt: skip


def stats(tables: Tables) -> Stats:
    """Counts over everything, each by one query over the tables; no claim is read into Python."""
    ((things, claims, facts, inferred, stubs),) = tables.rows(_TOTALS)
    relations = tables.rows(_RELATIONS, {"relations": list(RELATIONS.values())})
    models, coverage = _coverage(tables)
    return Stats(
        things=things,
        claims=claims,
        facts=facts,
        inferred_facts=inferred,
        stubs=stubs,
        models=models,
        classes=_terms(tables, dict(tables.rows(_CLASSES))),
        relations=_counts({RELATION_OF[iri]: (*tables.term_label(iri), n) for iri, n in relations}),
        predicates=_terms(tables, dict(tables.rows(_PREDICATES))),
        inferred=_counts(
            {rule: (*RULES.get(rule, (rule, rule)), n) for rule, n in tables.rows(_RULES)}
        ),
        conflicts=_counts({k: (*KINDS[k], n) for k, n in count_disagreements(tables).items()}),
        sources=tuple(SourceCount(*row) for row in tables.rows(_SOURCES)),
        coverage=coverage,
    )


def _terms(tables: Tables, counts: Mapping[str, int]) -> tuple[Count, ...]:
    return _counts({iri: (*tables.term_label(iri), n) for iri, n in counts.items()})


def _counts(counts: Mapping[str, tuple[str, str, int]]) -> tuple[Count, ...]:
    found = [Count(name, *rest) for name, rest in counts.items()]
    return tuple(sorted(found, key=lambda count: (-count.count, count.name)))


def _coverage(tables: Tables) -> tuple[int, tuple[Coverage, ...]]:
    ((models, *having),) = tables.rows(_COVERAGE, {**_MODELS, **_PROPERTIES})
    found = [
        Coverage(name, *words, count, round(count / models, 4) if models else 0.0)
        for (name, words), count in zip(_COVERED.items(), having, strict=True)
    ]
    return models, tuple(found)
