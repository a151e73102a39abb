"""The ontology for reading: classes and properties as data, as Markdown, and as raw Turtle."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.bundled import bundled
from kg.records.derivation import RELATION_OF
from kg.records.ontology import Ontology, Term, read_ontology
from kg.records.terms import ONTOLOGY, PREFIXES, RDFS, SCHEMA, SKOS, compact

__all__ = ["Schema", "SchemaTerm", "as_json", "as_markdown", "as_turtle", "schema"]


@dataclass(frozen=True, slots=True)
class SchemaTerm:
    """One class or property; other terms are given by prefixed name.

    ``broader`` are its super-terms, our own first; ``domain`` and ``range`` say what it is used
    with and what it holds (for a class they are empty); ``relation`` is the word for a derivation
    property.
    """

    iri: str
    name: str
    label: str
    label_zh: str
    definition: str
    definition_zh: str
    broader: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    example: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Prefixes by name, then classes and properties in order of name."""

    prefixes: dict[str, str]
    classes: tuple[SchemaTerm, ...]
    properties: tuple[SchemaTerm, ...]


#: predicates that the display needs -> where they go
_HINTS = {
    RDFS.subClassOf: "broader",
    RDFS.subPropertyOf: "broader",
    SCHEMA.domainIncludes: "domain",
    RDFS.domain: "domain",
    SCHEMA.rangeIncludes: "range",
    RDFS.range: "range",
    SKOS.example: "example",
}


def schema(ontology: Ontology | None = None) -> Schema:
    """Classes and properties of our own, with hints; of the bundled ontology when none is given."""
    ontology = ontology or read_ontology(bundled("ontology"))
    hints = _hints(ontology)

    def terms(kind: str) -> tuple[SchemaTerm, ...]:
        own = [t for t in ontology.terms if t.kind == kind and t.iri.startswith(ONTOLOGY)]
        return tuple(sorted((_term(t, hints) for t in own), key=lambda term: term.name))

    return Schema(dict(PREFIXES), terms("class"), terms("property"))


_Hints = dict[tuple[str, str], list[str]]


def _hints(ontology: Ontology) -> _Hints:
    import pyoxigraph as ox

    found: _Hints = {}
    for quad in ox.parse("\n".join(ontology.lines), ox.RdfFormat.N_TRIPLES):
        place = _HINTS.get(quad.predicate.value)
        if place and isinstance(quad.subject, ox.NamedNode):
            thing = quad.object
            text = compact(thing.value) if isinstance(thing, ox.NamedNode) else thing.value
            found.setdefault((quad.subject.value, place), []).append(text)
    return found


def _term(term: Term, hints: _Hints) -> SchemaTerm:
    def hint(place: str) -> tuple[str, ...]:
        return tuple(sorted(set(hints.get((term.iri, place), ())), key=_own_first))

    return SchemaTerm(
        term.iri,
        compact(term.iri),
        term.label,
        term.label_zh,
        term.definition,
        term.definition_zh,
        broader=hint("broader"),
        domain=hint("domain"),
        range=hint("range"),
        example="\n".join(hint("example")),
        relation=RELATION_OF.get(term.iri, ""),
    )


def _own_first(name: str) -> tuple[bool, str]:
    return not name.startswith("kg:"), name


def as_json(shown: Schema) -> str:
    """The schema as JSON text, two spaces deep, Chinese unescaped."""
    return json.dumps(dataclasses.asdict(shown), indent=2, ensure_ascii=False) + "\n"


def as_markdown(shown: Schema, *, lang: str = "en") -> str:
    """The schema as a Markdown page: prefixes, then tables of classes and of properties.

    ``lang`` is ``en`` or ``zh`` and chooses headings, labels and definitions.
    """
    zh = lang == "zh"
    titles = ("前缀", "类", "属性") if zh else ("Prefixes", "Classes", "Properties")
    lines = [f"## {titles[0]}", "", *_table(("prefix", "IRI"), shown.prefixes.items())]
    columns = ("名称", "标签", "定义", "上级", "用于", "取值", "示例") if zh else (
        "name", "label", "definition", "broader", "used with", "holds", "example")  # fmt: skip
    for title, terms in zip(titles[1:], (shown.classes, shown.properties), strict=True):
        rows = (_cells(term, zh=zh) for term in terms)
        lines += ["", f"## {title}", "", *_table(columns, rows)]
    return "\n".join(lines) + "\n"


def _cells(term: SchemaTerm, *, zh: bool) -> tuple[str, ...]:
    return (
        f"`{term.name}`",
        term.label_zh if zh else term.label,
        term.definition_zh if zh else term.definition,
        ", ".join(term.broader),
        ", ".join(term.domain),
        ", ".join(term.range),
        f"`{term.example}`" if term.example else "",
    )


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(columns)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        yield f"| {' | '.join(cells)} |"


def as_turtle(folder: Path | None = None) -> str:
    """The Turtle of the ontology as it is written: ``kg*.ttl``, in order of name, each named."""
    folder = folder or bundled("ontology")
    return "\n".join(
        f"# {path.name}\n\n{path.read_text('utf-8')}" for path in sorted(folder.glob("kg*.ttl"))
    )
