"""Where sources disagree: values side by side, each with its claims, and what is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kg.ask.evidence.citations import COLUMNS, WIDTH, citation
from kg.ask.evidence.disagreements import Row, apart, disagreements, kind_of_each
from kg.ask.evidence.terms_of_use import CommercialUse, commercial_use
from kg.ask.labels import labels
from kg.ask.subgraph import Citation
from kg.ask.tables import Tables
from kg.ask.values import VALUE_COLUMNS, Value, worded
from kg.bundled import bundled
from kg.errors import KgError
from kg.records.derivation import RELATION_OF

__all__ = ["KINDS", "CommercialUse", "Conflict", "Note", "Side", "commercial_use", "conflicts",
           "notes"]  # fmt: skip

#: kind of conflict -> what it means, in English and Chinese
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "denied": ("asserted by one, denied by another", "一方主张，另一方否定"),
    "value": ("different values where one is true", "只应有一个值，却有不同的值"),
    "range": ("different ranges", "范围不同"),
    "amount": ("different figures", "数值不同"),
    "developer": ("sources name different developers", "来源所述的开发者不同"),
    "base": ("sources name different base models", "来源所述的基础模型不同"),
    "commercial-use": ("commercial use: sources differ", "能否商用说法不一"),
    "open-but-restricted": ("called open source, yet use is restricted", "称为开源，使用却受限制"),
    "openness": ("openness: sources differ", "开放程度说法不一"),
    "family": ("a member's terms differ from its family's", "成员的条款与所属系列不同"),
    "upstream": ("freer than what it was made from", "比其所源自的模型更为开放"),
    "comparison": ("better by one claim, worse by another", "此处称更优，彼处称更差"),
    "words": ("words here, a value there", "一处只有文字，一处有确切的值"),
    "name": ("one name for several things", "一名多指"),
    "rank": ("several hold first place", "多者并称第一"),
    "qualified": ("the same value, qualified differently", "值相同，限定不同"),
}
_REMARKS: Final[Mapping[str, tuple[str, str]]] = {
    "more": ("One source names more than another.", "一个来源所列多于另一个。"),
    "levels": ("These are different levels of one family.", "它们是同一系列的不同层级。"),
    "steps": ("These are different steps of one line of descent.", "它们是同一谱系上的不同步骤。"),
    "aspects": ("Each may hold in its own respect.", "各自可能只就某一方面而言。"),
    "dated": ("A ranking holds only for its time.", "排名只在当时有效。"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One value of one thing's property, with all claims that state or deny it.

    ``about`` and ``property`` are IRIs; ``iri`` is set where the value is a thing or concept;
    ``believed`` says whether the value stands in the graph of what we believe.
    """

    about: str
    about_label: str
    about_label_zh: str
    property: str
    property_label: str
    property_label_zh: str
    value: str
    value_zh: str
    iri: str | None
    believed: bool
    claims: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that do not go together. ``kind`` is one of :data:`KINDS`, ``meaning`` says it.

    ``property`` is the property in question, ``kg:derivedFrom`` for every kind of base. ``sides``
    come believed ones first. ``remark`` may say why the conflict is only apparent.
    """

    kind: str
    meaning: str
    meaning_zh: str
    subject: str
    label: str
    label_zh: str
    property: str
    property_label: str
    property_label_zh: str
    sides: tuple[Side, ...]
    remark: str = ""
    remark_zh: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Why something that looks like a contradiction is none in the data; ids are the claims'."""

    id: str
    topic: str
    topic_zh: str
    claims: tuple[str, ...]
    reason: str
    reason_zh: str


@dataclass(frozen=True, slots=True)
class _Said:
    about: str
    property: str
    value: Value
    verdict: str
    citation: Citation


def conflicts(tables: Tables, iri: str | None = None) -> tuple[Conflict, ...]:
    """The conflicts that a thing has a side in, or all, in order of subject, property and kind.

    A thing that its family or base disagrees with has a side, and so has each bearer of a shared
    name; a base that its children are freer than has none.
    """
    groups = _groups(disagreements(tables, iri))
    said = _said(tables, {claim for _, claims in groups.values() for claim in claims})
    if iri is not None:
        groups = {
            key: (remark, claims)
            for key, (remark, claims) in groups.items()
            if iri == key[0] or any(_concerns(said[claim], key[2], iri) for claim in claims)
        }
    shown = {claim for _, claims in groups.values() for claim in claims}
    names = _names(tables, groups, [said[claim] for claim in shown])
    return tuple(
        _conflict(names, key, remark, [said[claim] for claim in claims])
        for key, (remark, claims) in sorted(groups.items())
    )


def _concerns(said: _Said, kind: str, iri: str) -> bool:
    """Whether a side is this thing's affair; that its children are freer is not a base's."""
    return said.about == iri and (kind != "upstream" or said.property in RELATION_OF)


#: subject, topic, kind, and what else tells conflicts apart
_Key = tuple[str, str, str, str]


def _groups(rows: list[Row]) -> dict[_Key, tuple[str, list[str]]]:
    """Conflicts to be, with the remark of their kind and their claims."""
    kinds = kind_of_each(rows)
    remarks: dict[_Key, str] = {}
    claims: dict[_Key, set[str]] = {}
    for kind, subject, topic, remark, claim in rows:
        own = apart(kind, subject, topic, remark)
        key = (subject, topic, kinds[own], own[3])
        claims.setdefault(key, set()).add(claim)
        if kind == kinds[own]:
            remarks[key] = remark
    return {key: (remarks[key], sorted(found)) for key, found in claims.items()}


def _said(tables: Tables, claims: set[str]) -> dict[str, _Said]:
    rows = tables.rows(
        f"SELECT c.subject, c.predicate, v.verdict, {VALUE_COLUMNS}, {COLUMNS} "
        "FROM claims c JOIN sources s ON c.source = s.id JOIN verdicts v USING (claim) "
        "WHERE c.claim IN (SELECT unnest($claims))",
        {"claims": sorted(claims)},
    )
    found = {}
    for about, predicate, verdict, *columns in rows:
        cell = citation(tables, tuple(columns[-WIDTH:]))
        found[cell.claim] = _Said(about, predicate, Value(*columns[:-WIDTH]), verdict, cell)
    return found


_Names = dict[str, tuple[str, str]]


def _names(tables: Tables, keys: Iterable[_Key], said: Iterable[_Said]) -> _Names:
    iris = {end for subject, topic, *_ in keys for end in (subject, topic)}
    for one in said:
        iris |= {one.about, one.property, *filter(None, [one.value.thing])}
    return labels(tables, iris)


def _conflict(names: _Names, key: _Key, remark: str, said: list[_Said]) -> Conflict:
    subject, topic, kind, _ = key
    values: dict[tuple[str, str, Value], list[_Said]] = {}
    for one in said:
        values.setdefault((one.about, one.property, _plain(one.value)), []).append(one)
    sides = sorted(
        (_side(names, group) for group in values.values()),
        key=lambda side: (not side.believed, side.about, side.property, side.value),
    )
    words = _REMARKS.get(remark, ("", ""))
    return Conflict(
        kind, *KINDS[kind], subject, *names[subject], topic, *names[topic], tuple(sides), *words
    )


def _plain(value: Value) -> Value:
    """The value without how it was worded: unit and note are not what makes two values differ."""
    return replace(value, note=None, unit=None, datatype=None)


def _side(names: _Names, group: list[_Said]) -> Side:
    one = group[0]
    ordered = sorted(
        (said.citation for said in group),
        key=lambda c: (c.polarity, c.source, c.start or 0, c.claim),
    )
    return Side(
        one.about,
        *names[one.about],
        one.property,
        *names[one.property],
        *worded(names, one.value),
        one.value.thing,
        any(said.verdict == "accepted" for said in group),
        tuple(ordered),
    )


@cache
def notes() -> tuple[Note, ...]:
    """What ``data/no-conflict.yaml`` says, in its order; raises ``KgError`` when it is damaged."""
    import yaml

    path = bundled("data") / "no-conflict.yaml"
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))["no_conflict"]
        return tuple(Note(**{**row, "claims": tuple(row["claims"])}) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise KgError(
            f"{path.name} cannot be read: {error}.", "Install pedigree-kg again."
        ) from error
