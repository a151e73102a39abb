"""Claims in RDF, as Pedigree exports them: each ``kg:Claim`` back to the record that made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from pydantic import BaseModel, ValidationError

from kg.problems import Problem
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.fields import Link, Value
from kg.records.source import Source
from kg.records.terms import DCTERMS, INFERRED_GRAPH, KG, PROV, RDF, Key, compact, key_of, kind_of
from kg.sources.reading import Reading
from kg.sources.statements import Refused, Stated, build

Node = dict[str, list[ox.NamedNode | ox.Literal]]


def holds_claims(quads: list[ox.Quad]) -> bool:
    """Whether some named graph holds a ``kg:Claim``."""
    return any(
        quad.predicate.value == RDF.type
        and getattr(quad.object, "value", "") == KG.Claim
        and isinstance(quad.graph_name, ox.NamedNode)
        for quad in quads
    )


def read(quads: list[ox.Quad], name: str) -> Reading:
    """The claims of every source graph; what is not whole becomes a problem."""
    reading = Reading()
    claims: dict[str, dict[str, Node]] = {}
    described: dict[str, Node] = {}
    plain: list[ox.Quad] = []
    foreign: set[str] = set()
    for quad in quads:
        subject, graph = getattr(quad.subject, "value", ""), quad.graph_name
        if isinstance(graph, ox.NamedNode) and kind_of(graph.value) == "source":
            nodes = claims.setdefault(graph.value, {})
            if kind_of(subject) == "claim":
                _add(nodes.setdefault(subject, {}), quad)
            else:
                plain.append(quad)
        elif isinstance(graph, ox.DefaultGraph) and kind_of(subject) == "source":
            _add(described.setdefault(subject, {}), quad)
        elif not isinstance(graph, ox.DefaultGraph) and str(graph) != f"<{INFERRED_GRAPH}>":
            foreign.add(str(graph))
    reading.problems += _lost(plain, foreign, claims, name)
    stated: list[Stated] = []
    for graph_name, nodes in sorted(claims.items()):
        key = key_of(graph_name)
        reading.sources.append(_source(key, described.get(graph_name, {}), name, reading))
        for iri, node in sorted(nodes.items()):
            if one := _claim(iri, node, key, name, reading):
                stated.append(one)
    _records(stated, name, reading)
    return reading


def _lost(
    plain: list[ox.Quad], foreign: set[str], claims: dict[str, dict[str, Node]], name: str
) -> Iterator[Problem]:
    """What a dataset of claims holds beside its claims and would be lost: said by no claim."""
    for graph in sorted(foreign):
        text = f"The graph {graph} is no source's, so nothing in it was read."
        yield Problem(name, 0, 0, "", "graph", text, "Name it as a source: source:ID.")
    rest: dict[str, set[str]] = {}
    said = {graph: _said(nodes) for graph, nodes in claims.items()}
    for quad in plain:
        graph = str(getattr(quad.graph_name, "value", ""))
        subject = getattr(quad.subject, "value", "")
        stated = (subject, quad.predicate.value, str(quad.object))
        if stated not in said[graph] and quad.predicate.value != KG.note:
            shown = compact(subject) if isinstance(quad.subject, ox.NamedNode) else "a blank node"
            rest.setdefault(graph, set()).add(f"{shown} {compact(quad.predicate.value)}")
    for graph, pairs in sorted(rest.items()):
        number = f"{len(pairs)} statements are" if len(pairs) > 1 else "One statement is"
        text = f"{number} said by no kg:Claim: {', '.join(sorted(pairs)[:3])}."
        yield Problem(name, 0, 0, compact(graph), "unclaimed", text, "Add a kg:Claim for each.")


def _said(nodes: dict[str, Node]) -> set[tuple[str, str, str]]:
    """The triples that asserted claims make."""
    return {
        (subject.value, predicate.value, str(thing))
        for node in nodes.values()
        if "denied" not in [value.value for value in node.get(KG.polarity, ())]
        for subject in node.get(RDF.subject, ())
        for predicate in node.get(RDF.predicate, ())
        for part in (RDF.object, KG.minValue, KG.maxValue)
        for thing in node.get(part, ())
    }


def _add(node: Node, quad: ox.Quad) -> None:
    if isinstance(quad.object, ox.NamedNode | ox.Literal):
        node.setdefault(quad.predicate.value, []).append(quad.object)


def _records(stated: list[Stated], name: str, reading: Reading) -> None:
    for built in build(stated):
        if isinstance(built, Refused):
            field = f"{compact(built.stated.subject)} {compact(built.stated.predicate)}"
            reading.problems.append(Problem(name, 0, 0, field, built.code, built.text, built.hint))
        else:
            reading.records.append(built)


def _source(key: Key, node: Node, name: str, reading: Reading) -> Source:
    try:
        return Source(**{"title": key, **_values(Source, node), "id": key})
    except _Damaged as damaged:
        code, text = damaged.args
    except ValidationError as error:
        fault = error.errors()[0]
        code, text = "type", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}."
    reading.problems.append(Problem(name, 0, 0, f"source:{key}", code, text))
    return Source(id=key, title=key)


class _Damaged(Exception):
    """A claim that is not whole: code and sentence."""


def _claim(iri: str, node: Node, source: Key, name: str, reading: Reading) -> Stated | None:
    try:
        return _whole(node, source, name)
    except _Damaged as damaged:
        code, text = damaged.args
    except ValidationError as error:
        fault = error.errors()[0]
        code, text = "type", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}."
    reading.problems.append(Problem(name, 0, 0, compact(iri), code, text))
    return None


def _whole(node: Node, source: Key, name: str) -> Stated:
    subject = _one(node, KG.statedSubject) or _one(node, RDF.subject)
    predicate = _one(node, RDF.predicate)
    if subject is None or predicate is None:
        raise _Damaged("missing", "The claim has no subject or no predicate.")
    primary = _one(node, PROV.hadPrimarySource)
    if primary is not None and key_of(primary.value) != source:
        raise _Damaged("source", f"The claim is another source's: {compact(primary.value)}.")
    thing = _one(node, KG.statedObject) or _one(node, RDF.object)
    ends = {end: _one(node, KG[end]) for end in ("minValue", "maxValue")}
    if thing is None and not all(ends.values()):
        raise _Damaged("missing", "The claim has neither an object nor both ends of a range.")
    evidence = _evidence(node, source, name)
    return Stated(subject.value, predicate.value, evidence, **_object(thing, ends))


def _object(
    thing: ox.NamedNode | ox.Literal | None, ends: Mapping[str, ox.NamedNode | ox.Literal | None]
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for column, end in (("low", ends["minValue"]), ("high", ends["maxValue"])):
        if isinstance(end, ox.Literal):
            found |= {column: end.value, "datatype": end.datatype.value}
    if isinstance(thing, ox.NamedNode):
        found["object"] = thing.value
    elif thing is not None:
        found |= {"value": thing.value, "language": thing.language}
        found["datatype"] = None if thing.language else thing.datatype.value
    return found


def _evidence(node: Node, source: Key, name: str) -> Evidence:
    plain = {
        "modality": KG.modality,
        "polarity": KG.polarity,
        "quote": KG.quote,
        "dated": KG.datedOn,
        "identifier": DCTERMS.identifier,
    }
    found: dict[str, Any] = {
        field: value.value for field, iri in plain.items() if (value := _one(node, iri))
    }
    place, notes = _values(Place, node), _values(Qualifiers, node)
    return Evidence(
        source=source, place=Place(**place), qualifiers=Qualifiers(**notes), file=name, **found
    )


def _values(group: type[BaseModel], node: Node) -> dict[str, Any]:
    """Fields of a marked group from a node's triples; pydantic reads the lexical forms."""
    found: dict[str, Any] = {}
    for field, info in group.model_fields.items():
        for marker in (m for m in info.metadata if isinstance(m, Value | Link)):
            tongue = marker.language if isinstance(marker, Value) else None
            if value := _one(node, marker.predicate, tongue):
                found[field] = value.value
    return found


def _one(
    node: Node, predicate: str, language: str | None = None
) -> ox.NamedNode | ox.Literal | None:
    found = [
        value
        for value in node.get(predicate, ())
        if language is None or getattr(value, "language", None) == language
    ]
    if len(found) > 1:
        raise _Damaged("several", f"{compact(predicate)} stands there {len(found)} times.")
    return found[0] if found else None
