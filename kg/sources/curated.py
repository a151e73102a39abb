"""Curated YAML: what people write and edit by hand, one file a source.

Provenance: files in ``data/`` of this project, or a user's own; the form is in ``data/README.md``.
A file has ``source:`` and any of ``entities:``, ``claims:``, ``corrections:`` and ``same:``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import ValidationError

from kg.problems import Problem
from kg.records import RECORDS, Statement
from kg.records.evidence import Evidence, Place
from kg.records.names import did_you_mean
from kg.records.source import Source, id_of_file
from kg.records.terms import Key, is_curated_key, key_of, kind_of, mint
from kg.sources.curated_claims import entity_records, says
from kg.sources.curated_forms import Speaker
from kg.sources.curated_values import Bad, Faults, stated_text, text
from kg.sources.marked import Marked, MarkedFault, parse
from kg.sources.reading import ID_HINT, Reading, Register
from kg.sources.texts import decode, is_address, read_bytes

_MOST_BYTES = 8 * 2**20
_PARTS = {"source", "entities", "claims", "corrections", "same", "notes", "no_conflict"}
_GROUP = ("section", "says")
_CORRECTION = ("corrects", "deny", "assert", "citation", "remark", "remark_zh")
_TIE = ("key", "is", "remark", "remark_zh")
_SOURCE_FIELDS = set(Source.model_fields) - {"trust"}


class CuratedFile:
    """One curated file, parsed once; see :class:`kg.sources.reading.Document`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        self._faults = Faults(name)
        self._root = _load(path, name, self._faults)

    def define(self, register: Register) -> None:
        for entity in (self._root.get("entities") or _NOTHING).entries() if self._root else []:
            _define(entity, self._name, register, self._faults)

    def read(self, register: Register) -> Reading:
        if self._root is None or set(self._root.value or ()) == {"no_conflict"}:
            return Reading(problems=self._faults.found)  # remarks for `kg conflicts` claim nothing
        source = _source(self._root, self._path, self._faults)
        speaker = Speaker(self._name, source.id, register, self._faults)
        records = list(_records(self._root, speaker))
        return Reading([source], records, self._faults.found)


SUFFIXES = (".yaml", ".yml")
open_file = CuratedFile


def _load(path: Path, name: str, faults: Faults) -> Marked | None:
    content = read_bytes(path, name, _MOST_BYTES)
    written = content if isinstance(content, Problem) else decode(content, name)
    if isinstance(written, Problem):
        faults.found.append(written)
        return None
    try:
        root = parse(written)
    except MarkedFault as fault:
        at = Marked(None, fault.line, fault.column)
        faults.add(at, "", fault.code, fault.sentence, fault.hint)
        return None
    if root is None:
        faults.add(Marked(None, 0, 0), "", "empty", "The file is empty.", "See data/README.md.")
        return None
    if not isinstance(root.value, dict):
        faults.add(root, "", "type", "The file must be a mapping.", "See data/README.md.")
        return None
    for key, part in root.items():
        if key.text not in _PARTS:
            hint = did_you_mean(key.text or "", _PARTS)
            faults.add(key, key.text or "", "unknown-key", "No such part.", hint)
        elif key.text != "source" and not isinstance(part.value, list | None):
            faults.add(part, key.text, "type", "A list is expected here.")
    return root


def _define(entity: Marked, name: str, register: Register, faults: Faults) -> None:
    key, class_name = entity.get("id"), entity.get("class")
    if key is None or class_name is None:
        missing = "id" if key is None else "class"
        faults.add(entity, "entities", "missing", f"The entity has no {missing!r}.", "Add it.")
        return
    try:
        written, kind = text(key), text(class_name)
    except Bad as bad:
        faults.bad("entities", bad)
        return
    known = [word for word in RECORDS if word not in ("Derivation", "Evaluation")]
    if kind not in known:
        hint = did_you_mean(kind, known) or f"Classes: {', '.join(known)}."
        faults.add(class_name, "class", "unknown-class", f"No class {kind!r}.", hint)
    elif not is_curated_key(written):
        faults.add(key, "id", "bad-id", f"{written!r} cannot be an id.", ID_HINT)
    elif earlier := register.define(written, kind, name, entity.line):
        file, line = earlier
        text_ = f"{written!r} is already defined in {file}:{line}."
        faults.add(key, "id", "duplicate-id", text_, "Keep one of them.")


def _source(root: Marked, path: Path, faults: Faults) -> Source:
    node = root.get("source")
    if node is not None and not isinstance(node.value, dict):
        hint = "Write `source: {id: …, title: …}`."
        faults.add(node, "source", "type", "A mapping is expected here.", hint)
    stated: dict[str, object] = {}
    for key, value in node.items() if node else ():
        if key.text not in _SOURCE_FIELDS:
            hint = did_you_mean(key.text or "", _SOURCE_FIELDS)
            faults.add(key, f"source.{key.text}", "unknown-key", "No such field.", hint)
            continue
        try:
            stated[key.text] = int(text(value)) if key.text == "characters" else text(value)
        except Bad as bad:
            faults.bad(f"source.{key.text}", bad)
        except ValueError:
            name = f"source.{key.text}"
            faults.add(value, name, "number", f"{value.text!r} is not a whole number.")
    if node is None:
        at = Marked(None, 1, 1)
        hint = "Begin with `source: {id: …, title: …}`."
        faults.add(at, "source", "missing", "The file does not say what it is.", hint)
    own_id = str(stated.get("id", id_of_file(path.stem)))
    if not is_curated_key(own_id):
        at = (node and node.get("id")) or root
        faults.add(at, "source.id", "bad-id", f"{own_id!r} cannot be an id.", ID_HINT)
        own_id = id_of_file(own_id)
    try:
        return Source(**{"title": path.stem, **stated, "id": Key(own_id)})
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            at = (node and node.get(name)) or root
            faults.add(at, f"source.{name}", "type", f"{fault['msg']}.")
        return Source(id=Key(own_id), title=path.stem)


def _records(root: Marked, speaker: Speaker) -> Iterator[Statement]:
    for entity in (root.get("entities") or _NOTHING).entries():
        yield from entity_records(entity, speaker)
    for group in (root.get("claims") or _NOTHING).entries():
        yield from _section(group, speaker)
    for correction in (root.get("corrections") or _NOTHING).entries():
        yield from _correction(correction, speaker)
    for tie in (root.get("same") or _NOTHING).entries():
        yield from _same(tie, speaker)


_NOTHING = Marked(None, 0, 0)


def _section(group: Marked, speaker: Speaker) -> Iterator[Statement]:
    """Claims of one section, or one claim that stands by itself."""
    said = group.get("says")
    if said is None:
        yield from says(group, speaker, section=None)
        return
    _check_keys(group, _GROUP, "claims", speaker.faults)
    heading = group.get("section")
    section = stated_text(heading, "section", speaker.faults) if heading else None
    for claim in _listed(said, "says", speaker.faults):
        yield from says(claim, speaker, section=section)


def _listed(node: Marked | None, name: str, faults: Faults) -> list[Marked]:
    if node is not None and not isinstance(node.value, list):
        faults.add(node, name, "type", "A list is expected here.", "Begin each entry with `-`.")
    return node.entries() if node else []


def _check_keys(node: Marked, known: Collection[str], name: str, faults: Faults) -> None:
    for key, _ in node.items():
        if key.text not in known:
            hint = did_you_mean(key.text or "", known)
            faults.add(key, name, "unknown-key", f"{key.text!r} has no meaning here.", hint)


def _correction(node: Marked, speaker: Speaker) -> Iterator[Statement]:
    """A denial and typed assertions, which win only by a public citation."""
    citation = node.get("citation")
    if citation is None or not is_address(citation.text or ""):
        text_ = "A correction needs a public citation (http or https)."
        hint = "Add `citation:`, or move it to `notes:`."
        speaker.faults.add(node, "corrections", "citation", text_, hint)
        return
    _check_keys(node, _CORRECTION, "corrections", speaker.faults)
    extra = {
        name: written
        for name in ("citation", "remark", "remark_zh")
        if (found := node.get(name)) and (written := stated_text(found, name, speaker.faults))
    }
    deny = node.get("deny")
    if deny is None and node.get("assert") is None:
        text_ = "The correction denies and asserts nothing."
        speaker.faults.add(node, "corrections", "missing", text_, "Add `deny:` or `assert:`.")
    if deny is not None:
        yield from says(deny, speaker, section=None, polarity="denied", extra=extra)
    for claim in _listed(node.get("assert"), "assert", speaker.faults):
        yield from says(claim, speaker, section=None, extra=extra)


def _same(node: Marked, speaker: Speaker) -> Iterator[Statement]:
    """A recorded tie of one key to another: ``{key: license/apache-2, is: license/Apache-2.0}``."""
    _check_keys(node, _TIE, "same", speaker.faults)
    ends = []
    for name in ("key", "is"):
        end = node.get(name)
        kind, slash, key = (end.text or "").partition("/") if end else ("", "", "")
        try:
            iri = mint(kind, key)
        except (KeyError, ValueError):
            at = end or node
            hint = "Write {key: kind/key, is: kind/key}."
            speaker.faults.add(at, name, "key", f"{kind + slash + key!r} is no key.", hint)
            return
        ends.append(iri)
    source, target = ends
    if kind_of(source) != kind_of(target) or source == target:
        text_ = "Only two different things of one kind can be the same."
        speaker.faults.add(node, "same", "kind", text_)
        return
    cls = next((c for c in RECORDS.values() if c.kind == kind_of(source)), None)
    if cls is None or "resolves_to" not in cls.model_fields:
        text_ = f"Things of kind {kind_of(source)} cannot be tied."
        speaker.faults.add(node, "same", "kind", text_)
        return
    evidence = Evidence(source=Key(speaker.source), place=Place(file=speaker.file))
    yield cls(key=key_of(source), evidence=evidence, resolves_to=(target,))  # type: ignore[call-arg]
