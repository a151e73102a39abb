"""The claims of curated files that make more than one statement: bases, papers, scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.records import RECORDS, Statement
from kg.records.derivation import RELATION_OF, RELATIONS, relation
from kg.records.evidence import Evidence, Qualifiers
from kg.records.fields import Property
from kg.records.model import Derivation, Evaluation
from kg.records.names import did_you_mean, number, slug
from kg.records.terms import IRI, Key, digest, key_of, mint
from kg.records.things import Paper
from kg.sources import curated_values as values
from kg.sources.curated_values import Bad, Faults
from kg.sources.marked import Marked
from kg.sources.reading import Register


@dataclass(frozen=True, slots=True)
class Speaker:
    """The file that speaks, and where its problems go."""

    file: str
    source: str
    register: Register
    faults: Faults


@dataclass(frozen=True, slots=True)
class Said:
    """One line being read: about what, written how, resting on what."""

    subject: IRI
    class_name: str
    node: Marked
    speaker: Speaker
    evidence: Evidence

    def qualified(self, **notes: Any) -> Said:
        """The same with these qualifiers changed."""
        changed = self.evidence.qualifiers.model_copy(update=notes)
        return replace(self, evidence=self.evidence.model_copy(update={"qualifiers": changed}))

    def bare(self) -> Said:
        """The same place without qualifiers and identifier: they belong to the main claim."""
        plain = {"qualifiers": Qualifiers(), "identifier": None}
        return replace(self, evidence=self.evidence.model_copy(update=plain))

    def record(self, field: str, stated: Any) -> Statement:
        """A record of the subject that states one field."""
        cls: Any = RECORDS[self.class_name]
        record: Statement = cls(key=key_of(self.subject), evidence=self.evidence, **{field: stated})
        return record


def base_model(said: Said) -> tuple[Said, str]:
    """The derivation property that ``relation:`` beside ``baseModel:`` chooses."""
    stated = said.node.get("relation")
    if stated is None:
        return said, "derivedFrom"
    written = values.text(stated)
    word = relation(written)
    if word is None:
        hint = did_you_mean(written, RELATIONS) or f"Words: {', '.join(RELATIONS)}."
        raise Bad(stated, "relation", f"{written!r} is not a relation.", hint)
    return said.qualified(relation=None), RELATIONS[word].rpartition("#")[2]


def derivation(said: Said, prop: Property, parent: IRI) -> Iterator[Statement]:
    """The edge as a thing of its own, where it has facts of its own."""
    notes, bare = said.evidence.qualifiers, said.bare()
    if notes.bits is None and notes.frozen is None:
        return
    word = RELATION_OF[prop.predicate]
    key = digest(said.subject, parent, word)
    yield Derivation(
        key=key,
        evidence=bare.evidence,
        entity=parent,
        derivation_kind=mint("term", word),
        bits=notes.bits,
        frozen=notes.frozen,
    )
    yield bare.record("derivation", (mint("derivation", key),))


def paper(said: Said, title: str) -> Paper:
    """A publication of which only the title is known: its key cannot collide with a curated one."""
    source = said.evidence.source
    key = Key(f"_{source}.{slug(title)}-{digest(source, title)[:8]}")
    return Paper(key=key, evidence=said.bare().evidence, declared=True, label=title)


def evaluation(said: Said, node: Marked) -> Iterator[Statement]:
    """A score as an evaluation, and the model's claim to it."""
    benchmark = node.get("benchmark")
    if benchmark is None:
        hint = "Write {benchmark: ID, metric: …, value: …}."
        raise Bad(node, "missing", "The score names no benchmark.", hint)
    board = values.reference(benchmark, ("benchmark",), said.speaker.register)
    for part, _ in node.items():
        if part.text not in ("benchmark", "metric", "value"):
            hint = did_you_mean(part.text or "", ("benchmark", "metric", "value"))
            raise Bad(part, "unknown-key", f"{part.text!r} has no meaning here.", hint)
    metric, stated = node.get("metric"), node.get("value")
    named = values.text(metric) if metric else None
    written = values.text(stated) if stated else None
    key = digest(said.subject, board, named, written)
    score = _score(written)
    yield Evaluation(
        key=key, evidence=said.bare().evidence, benchmark=board, metric=named, value=score
    )
    yield said.record("has_evaluation", (mint("evaluation", key),))


def _score(written: str | None) -> float | str | None:
    try:
        return float(number(written)) if written else None
    except ValueError:
        return written
