"""One line of a curated file as records: who it is about, what it says, where and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from kg.records import RECORDS, Statement
from kg.records.derivation import DERIVATIONS, RELATIONS, relation
from kg.records.evidence import Evidence, Place, Qualifiers
from kg.records.fields import Property, Words
from kg.records.names import did_you_mean
from kg.records.terms import IRI, KG, Key, key_of, mint
from kg.sources import curated_forms as forms
from kg.sources import curated_values as values
from kg.sources.curated_forms import Said, Speaker
from kg.sources.curated_values import Bad, fields_by_name
from kg.sources.marked import Marked

_FRAME = {"about", "at", "id", "modality", "polarity", "dated", "quote", "section"}
_NAMES = {
    "name": "label", "zh": "label_zh", "aliases": "alt_labels", "other_names": "alt_labels",
    "typos": "hidden_labels", "context_aliases": "context_labels",
}  # fmt: skip
_AT = re.compile(r"(\d{1,12})-(\d{1,12})\Z", re.ASCII)


def says(
    node: Marked,
    speaker: Speaker,
    *,
    section: str | None,
    polarity: str | None = None,
    extra: Mapping[str, str] | None = None,
) -> Iterator[Statement]:
    """The records of one claim; what is wrong becomes problems, and the rest still stands."""
    about = node.get("about")
    if about is None:
        hint = "Write {about: ID, property: value, at: START-END}."
        speaker.faults.add(node, "claims", "missing", "The claim does not say about what.", hint)
        return
    try:
        subject = values.reference(about, (), speaker.register)
    except Bad as bad:
        return speaker.faults.bad("about", bad)
    evidence = _evidence(node, speaker, section, polarity, extra or {})
    stated = [key.text or "" for key, _ in node.items() if key.text not in _FRAME]
    stated = [name for name in stated if name not in Qualifiers.model_fields]
    if not stated:
        text = "The claim says nothing about it."
        speaker.faults.add(node, "claims", "missing", text, "Add a property.")
    said = Said(subject, speaker.register.classes[key_of(subject)], node, speaker, evidence)
    for name in stated:
        yield from _stated(said, name)


def entity_records(node: Marked, speaker: Speaker) -> Iterator[Statement]:
    """What an entity is and is called, and facts that stand on it."""
    key = node.get("id")
    class_name = speaker.register.classes.get((key.text or "") if key else "")
    if (
        key is None
        or class_name is None
        or speaker.register.places[key.text or ""]
        != (
            speaker.file,
            node.line,
        )
    ):
        return
    remark = node.get("remark")
    place = Place(file=speaker.file)
    noted = values.stated_text(remark, "remark", speaker.faults) if remark else None
    notes = Qualifiers(remark=noted)
    evidence = Evidence(source=Key(speaker.source), place=place, file=speaker.file, line=node.line)
    cls = RECORDS[class_name]
    named = _naming(node, speaker, evidence.model_copy(update={"qualifiers": notes}), cls)
    if named:
        yield named
    said = Said(mint(cls.kind, key.text or ""), class_name, node, speaker, evidence)
    for name_node, _ in node.items():
        name = name_node.text or ""
        if name not in {"id", "class", "remark", *_NAMES}:
            yield from _stated(said, name)


def _naming(
    node: Marked, speaker: Speaker, evidence: Evidence, cls: type[Statement]
) -> Statement | None:
    found: dict[str, Any] = {}
    for name, field in _NAMES.items():
        stated = node.get(name)
        if stated is None:
            continue
        try:
            if field in ("label", "label_zh"):
                found[field] = _name(stated)
            else:
                more = tuple(_name(entry) for entry in stated.entries())
                if not isinstance(stated.value, list):
                    raise Bad(stated, "type", "A list of names is expected here.")
                found[field] = (*found.get(field, ()), *more)
        except Bad as bad:
            speaker.faults.bad(name, bad)
    if "label" not in found:
        if node.get("name") is None:
            speaker.faults.add(node, "name", "missing", "The entity has no name.", "Add `name:`.")
        found["label"] = node.get("id").text  # type: ignore[union-attr]
    key = node.get("id").text  # type: ignore[union-attr]
    return cls(key=key, evidence=evidence, declared=True, **found)  # type: ignore[call-arg]


def _name(node: Marked) -> str:
    written = values.text(node)
    if not written.strip():
        raise Bad(node, "empty", "The name is empty.", "Write it, or leave it out.")
    return written


def _evidence(
    node: Marked,
    speaker: Speaker,
    section: str | None,
    polarity: str | None,
    extra: Mapping[str, str],
) -> Evidence:
    faults = speaker.faults
    frame: dict[str, Any] = {"polarity": polarity} if polarity else {}
    for name in ("modality", "polarity", "dated", "quote"):
        stated = node.get(name)
        if stated is not None and name not in frame:
            frame[name] = values.stated_text(stated, name, faults)
    frame = {name: stated for name, stated in frame.items() if stated is not None}
    identifier = node.get("id")
    notes = Qualifiers(**{**values.qualifiers(node, speaker.register, faults), **extra})
    base = {
        "source": Key(speaker.source),
        "place": _place(node, speaker, section),
        "qualifiers": notes,
        "identifier": values.stated_text(identifier, "id", faults) if identifier else None,
        "file": speaker.file,
        "line": node.line,
    }
    try:
        return Evidence(**base, **frame)
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            faults.add(node.get(name) or node, name, "type", f"{fault['msg']}.")
        return Evidence(**base)


def _place(node: Marked, speaker: Speaker, section: str | None) -> Place:
    at = node.get("at")
    if at is None:
        return Place(section=section, file=None if section else speaker.file)
    written = values.stated_text(at, "at", speaker.faults)
    if written is None:
        return Place(section=section)
    match = _AT.match(written)
    if not match or int(match[1]) >= int(match[2]):
        text = f"{written!r} is not a place."
        speaker.faults.add(at, "at", "place", text, "Write START-END in code points.")
        return Place(section=section)
    return Place(section=section, start=int(match[1]), end=int(match[2]))


def _stated(said: Said, written: str) -> Iterator[Statement]:
    stated = said.node.get(written)
    if stated is None:
        return
    for one in stated.entries() if isinstance(stated.value, list) else [stated]:
        try:
            yield from _one(said, written, one)
        except Bad as bad:
            said.speaker.faults.bad(written, bad)


def _one(said: Said, written: str, one: Marked) -> Iterator[Statement]:
    if written == "benchmarkScore":
        yield from forms.evaluation(said, one)
    elif written == "mentioned_in":
        yield said.record("mentioned_in", (mint("source", values.text(one)),))
    else:
        said, name = _property(said, written)
        fields = fields_by_name(said.class_name)
        if name not in fields:
            words = [*fields, "baseModel", "benchmarkScore", *Qualifiers.model_fields, *_FRAME]
            hint = did_you_mean(name, words)
            text = f"A {said.class_name} has no property {name!r}."
            raise Bad(one, "unknown-property", text, hint)
        yield from _valued(said, fields[name], one)


def _property(said: Said, written: str) -> tuple[Said, str]:
    """The property that a written word means, and the claim without the word that chose it."""
    if written == "family":
        return said, "variantOf"
    if written == "baseModel":
        return forms.base_model(said)
    word = relation(written)
    return said, RELATIONS[word].rpartition("#")[2] if word else written


def _valued(said: Said, prop: Property, one: Marked) -> Iterator[Statement]:
    found, bound = values.value(prop, one, said.speaker.register)
    if bound:
        said = said.qualified(bound=bound)
    if prop.predicate == KG.paperTitle and isinstance(found, Words):
        paper = forms.paper(said, found.text)
        yield paper
        found = mint("paper", paper.key)
    if found == said.subject:
        name = key_of(said.subject)
        raise Bad(one, "self", f"{name!r} cannot stand in this relation to itself.")
    yield said.record(prop.name, (found,) if prop.many else found)
    if isinstance(found, str) and prop.predicate in DERIVATIONS.values():
        yield from forms.derivation(said, prop, IRI(found))
