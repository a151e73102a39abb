"""RDF in our terms: a dataset that holds claims, or one graph of plain triples.

A dataset with ``kg:Claim`` resources in the graphs of their sources is read claim by claim; its
default graph and its inferred graph are recognised as computed and left to be computed again.
Any other RDF is one source, the file, and each triple is its claim. pyoxigraph parses, and opens
neither network nor files; rdflib never sees such input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.problems import Problem
from kg.records.derivation import BROADER
from kg.records.evidence import Evidence, Place
from kg.records.source import Source, id_of_file
from kg.records.terms import BASE, KG, ONTOLOGY, OWL, PROV, RDF, SKOS, compact, kind_of
from kg.sources import rdf_claims
from kg.sources.reading import Reading, Register
from kg.sources.statements import Refused, Stated, build, types_of
from kg.sources.texts import decode, read_bytes

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
SUFFIXES = tuple(_FORMATS)
_MOST_NESTED = 1_000
_DEEPEST = 100
_JSON_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_WHERE = re.compile(r"Parser error (at|between) [^:]*: ")

_DERIVED = frozenset(
    {
        KG.hasAncestor,
        KG.hasAncestorFamily,
        KG.learnedFromOutputsOf,
        KG.familyDerivedFrom,
        KG.familyLicense,
        SKOS.prefLabel,
        PROV.wasDerivedFrom,
    }
)
_OTHER_KINDS = ("term", "source", "claim")


class RdfFile:
    """One RDF file; see :class:`kg.sources.reading.Document`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def define(self, register: Register) -> None:
        """RDF brings IRIs, not ids to refer to."""

    def read(self, register: Register) -> Reading:
        quads = self._parse()
        if isinstance(quads, Problem):
            return Reading(problems=[quads])
        if not quads:
            text = "The file holds no triples."
            return Reading(problems=[Problem(self._name, 0, 0, "", "empty", text)])
        if rdf_claims.holds_claims(quads):
            return rdf_claims.read(quads, self._name)
        return self._plain(quads)

    def _parse(self) -> list[ox.Quad] | Problem:
        content = read_bytes(self._path, self._name)
        if isinstance(content, Problem):
            return content
        written = decode(content, self._name)
        if isinstance(written, Problem):
            return written
        form = _FORMATS[next(s for s in SUFFIXES if self._path.name.lower().endswith(s))]
        if form == ox.RdfFormat.RDF_XML and "<!DOCTYPE" in written:
            text = "The file has a DOCTYPE, which could expand without end."
            return Problem(self._name, 0, 0, "", "doctype", text, "Remove it.")
        if written.count("<<(") > _MOST_NESTED:
            return Problem(self._name, 0, 0, "", "nesting", "Too many triple terms.")
        if form == ox.RdfFormat.JSON_LD and _nests(written, _DEEPEST):
            text = f"The JSON nests deeper than {_DEEPEST} levels."
            return Problem(self._name, 0, 0, "", "nesting", text, "Write it flatter.")
        try:
            return list(ox.parse(written.encode(), form, base_iri="urn:pedigree:file"))
        except SyntaxError as error:
            reason = _WHERE.sub("", str(error.msg))[:300].rstrip(".")
            line, column = error.lineno or 0, error.offset or 0
            hint = "Write the context into the file." if "remote context" in reason else ""
            return Problem(self._name, line, column, "", "rdf", f"Not valid RDF: {reason}.", hint)
        except (ValueError, OSError, MemoryError) as error:
            return Problem(self._name, 0, 0, "", "rdf", f"Not readable as RDF: {error}.")

    def _plain(self, quads: list[ox.Quad]) -> Reading:
        source = Source(id=id_of_file(self._path.stem), title=self._path.name, kind="rdf")
        evidence = Evidence(source=source.id, place=Place(file=self._name), file=self._name)
        reading = Reading([source])
        refused: dict[tuple[str, str, str], list[Refused]] = {}
        stated = [_stated(quad, evidence) for quad in _own(quads)]
        for built in build(list(_specific(stated))):
            if isinstance(built, Refused):
                refused.setdefault((built.code, built.text, built.hint), []).append(built)
            else:
                reading.records.append(built)
        for (code, text, hint), (first, *others) in refused.items():
            subject = first.stated.subject.strip("<>")
            named = subject in text or compact(subject) in text
            field = compact(first.stated.predicate)
            field = field if named else f"{compact(subject)} {field}"
            more = f"{len(others):,} more like it." if others else ""
            said = " ".join(filter(None, (hint, more)))
            reading.problems.append(Problem(self._name, 0, 0, field, code, text, said))
        return reading


open_file = RdfFile


def _nests(written: str, deepest: int) -> bool:
    """Whether JSON nests deeper than that: the parser below would end the process."""
    depth = 0
    for part in _JSON_PARTS.finditer(written):
        if part[0] in "[{":
            depth += 1
            if depth > deepest:
                return True
        elif part[0] in "]}":
            depth -= 1
    return False


def _own(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Triples that say something: not the ontology, the vocabulary, sources or what follows."""
    for quad in quads:
        subject = getattr(quad.subject, "value", "")
        if subject.startswith((ONTOLOGY, BASE + "ontology")) or kind_of(subject) in _OTHER_KINDS:
            continue
        if quad.predicate.value not in _DERIVED:
            yield quad


def _stated(quad: ox.Quad, evidence: Evidence) -> Stated:
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else "a blank node"
    thing, predicate = quad.object, quad.predicate.value
    if isinstance(thing, ox.Literal):
        tagged = thing.language
        return Stated(
            subject,
            predicate,
            evidence,
            value=thing.value,
            datatype=None if tagged else thing.datatype.value,
            language=tagged,
        )
    named = thing.value if isinstance(thing, ox.NamedNode) else "a blank node"
    return Stated(subject, predicate, evidence, object=named)


def _specific(stated: list[Stated]) -> Iterator[Stated]:
    """Without the super-classes and super-properties that an export spells out."""
    said = {(one.subject, one.object) for one in stated if one.predicate in BROADER}
    broad = set(BROADER.values())
    types = types_of(stated)
    for one in stated:
        if one.predicate == RDF.type:
            named = types[one.subject]
            if one.object in (SKOS.Concept, OWL.NamedIndividual):
                continue
            if one.object == KG.Model and any(t in named for t in (KG.ModelFamily, KG.Checkpoint)):
                continue
        if one.predicate in broad and (one.subject, one.object) in said:
            continue
        yield one
