"""Inferred values of one thing: by which rule, and from which facts they follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kg.ask.labels import labels
from kg.ask.tables import Tables
from kg.ask.values import Value, worded
from kg.records.derivation import BROADER
from kg.records.terms import KG

#: rule -> what it says, in English and Chinese
RULES: Final[Mapping[str, tuple[str, str]]] = {
    "training-role": ("the claim names the role of the data", "断言注明了数据的用途"),
    "inherited-developer": ("a member is by its family's developer", "成员沿用所属系列的开发者"),
    "learned-from-outputs": (
        "trained on data that a model generated",
        "所用训练数据由某模型生成",
    ),
    "family-derived-from": ("the family states this base", "所属系列声明的基础模型"),
    "family-license": ("the family states this licence", "所属系列声明的许可证"),
    "ancestor": ("derived from it, over any number of steps", "经任意步衍生而来"),
    "ancestor-family": ("an ancestor is of that family", "某一祖先属于该系列"),
    "super-property": ("a narrower property says so", "由更具体的属性推出"),
    "super-class": ("a narrower class says so", "由更具体的类推出"),
    "preferred-label": ("the label is the preferred label", "标签即首选标签"),
    "prov": ("derivation in terms of PROV", "以 PROV 术语表示的衍生"),
}
#: rules told of without being asked: their results could be taken for claims
TOLD: Final = (
    "training-role",
    "inherited-developer",
    "learned-from-outputs",
    "family-derived-from",
    "family-license",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One fact that an inference rests on, as IRIs and in words."""

    subject: str
    property: str
    object: str
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """One inferred value; ``rule`` is one of :data:`RULES`."""

    property: str
    iri: str | None
    value: str
    value_zh: str
    rule: str
    meaning: str
    meaning_zh: str
    follows_from: tuple[Step, ...]


_VALUES = """
SELECT DISTINCT predicate, object, value, datatype, rule FROM facts
WHERE subject = $iri AND rule IN (SELECT unnest($rules))
  AND ($every OR predicate IN (SELECT unnest($properties)))
ORDER BY ALL
"""

_FAMILY = """
SELECT f.object, [[$iri, $variant, m.family], [m.family, f.predicate, f.object]]
FROM families m JOIN facts f ON f.subject = m.family
WHERE m.member = $iri AND f.predicate = '{property}' AND f.object IS NOT NULL
"""

_LEARNED = """
WITH RECURSIVE used(root, dataset) AS (
    SELECT object, object FROM facts
    WHERE subject = $iri AND predicate = $trained AND object IS NOT NULL
    UNION SELECT used.root, f.object FROM used JOIN facts f ON f.subject = used.dataset
    WHERE f.predicate = $from_data AND f.object IS NOT NULL
)
SELECT f.object, CASE WHEN root = dataset THEN [] ELSE [[root, $from_data, dataset]] END
       || [[$iri, $trained, root], [dataset, $generated, f.object]]
FROM used JOIN facts f ON f.subject = used.dataset WHERE f.predicate = $generated
"""

_ANCESTOR = """
SELECT a.ancestor, [[$iri, $derived, f.object]]
       || CASE WHEN f.object = a.ancestor THEN [] ELSE [[f.object, $has, a.ancestor]] END
FROM ancestry a JOIN facts f ON f.subject = a.descendant AND f.predicate = $derived
LEFT JOIN ancestry b ON b.descendant = f.object AND b.ancestor = a.ancestor
WHERE a.descendant = $iri AND (f.object = a.ancestor OR b.ancestor IS NOT NULL)
"""

_ANCESTOR_FAMILY = """
SELECT m.family, [[$iri, $has, a.ancestor], [a.ancestor, $variant, m.family]]
FROM ancestry a JOIN families m ON m.member = a.ancestor WHERE a.descendant = $iri
"""

_ROLE = """
SELECT object, [[$iri, $trained, object]] FROM facts
WHERE subject = $iri AND predicate = $trained AND object IS NOT NULL AND rule IS NULL
"""

_NARROWER = """
SELECT g.object, [[$iri, g.predicate, g.object]]
FROM facts g WHERE g.subject = $iri AND g.rule IS NULL AND g.object IS NOT NULL
  AND g.predicate IN (SELECT unnest($narrower))
"""

_FOLLOWS: Final[Mapping[str, str]] = {
    "inherited-developer": _FAMILY.format(property=KG.developedBy),
    "family-derived-from": _FAMILY.format(property=KG.derivedFrom),
    "family-license": _FAMILY.format(property=KG.license),
    "training-role": _ROLE,
    "learned-from-outputs": _LEARNED,
    "ancestor": _ANCESTOR,
    "ancestor-family": _ANCESTOR_FAMILY,
    "super-property": _NARROWER,
    "prov": _NARROWER,
}
_TERMS: Final = {
    "variant": KG.variantOf, "trained": KG.trainedOn, "from_data": KG.datasetDerivedFrom,
    "generated": KG.generatedBy, "derived": KG.derivedFrom, "has": KG.hasAncestor,
    "narrower": [*BROADER, KG.derivedFrom],
}  # fmt: skip

_Triple = tuple[str, str, str]


def inferred_values(
    tables: Tables, iri: str, properties: Collection[str] | None = None
) -> tuple[Inferred, ...]:
    """Inferred values of a thing, in order of property and value.

    Without ``properties`` only those that could be taken for claims (:data:`TOLD`); with them,
    whatever is inferred of these properties, ancestors included.
    """
    every = properties is None
    rules = list(TOLD if every else RULES)
    bound = {"iri": iri, "rules": rules, "every": every, "properties": sorted(properties or ())}
    rows = tables.rows(_VALUES, bound)
    steps = {rule: _steps(tables, iri, rule) for rule in sorted({row[4] for row in rows})}
    triples = [t for found in steps.values() for several in found.values() for t in several]
    named = {end for triple in triples for end in triple} | {row[1] for row in rows if row[1]}
    names = labels(tables, named)
    return tuple(
        Inferred(
            predicate,
            thing,
            *worded(names, Value(thing, value, datatype)),
            rule,
            *RULES[rule],
            tuple(_step(names, triple) for triple in steps[rule].get(thing, ())),
        )
        for predicate, thing, value, datatype, rule in rows
    )


def _steps(tables: Tables, iri: str, rule: str) -> dict[str, list[_Triple]]:
    """For each value that a rule gives, the facts it follows from, each once."""
    query = _FOLLOWS.get(rule)
    if query is None:
        return {}
    bound = {"iri": iri} | {name: term for name, term in _TERMS.items() if f"${name}" in query}
    found: dict[str, list[_Triple]] = {}
    for value, triples in tables.rows(query, bound):
        known = found.setdefault(value, [])
        for subject, predicate, thing in triples:
            if (subject, predicate, thing) not in known:
                known.append((subject, predicate, thing))
    return {value: sorted(triples) for value, triples in found.items()}


def _step(names: Mapping[str, tuple[str, str]], triple: _Triple) -> Step:
    (a, a_zh), (p, p_zh), (b, b_zh) = (names[end] for end in triple)
    return Step(*triple, f"{a} · {p} · {b}", f"{a_zh} · {p_zh} · {b_zh}")
