"""JSON-LD, compacted by our own context, which stands in the file: readable with no network.

The context is simple (terms, types, language maps and sets, no nesting), so compaction is too: each
property is one key, and a value that the key's definition does not fit is written out in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from kg.bundled import bundled
from kg.errors import KgError
from kg.export.selection import Row, Selection, Written
from kg.records.terms import RDF, XSD

_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")

Json = Any


def write(selection: Selection, out: IO[bytes]) -> Written:
    """``{"@context": …, "@graph": [nodes of the default graph, then one entry a named graph]}``.

    Raises ``KgError`` for an IRI that a prefix of the context would change.
    """
    text = (bundled("ontology") / "context.jsonld").read_text("utf-8")
    context = json.loads(text)["@context"]
    compactor = Compactor(context)
    out.write(f'{{\n"@context": {_dump(context)},\n"@graph": ['.encode())
    count, between = 0, ""
    for entry, size in _entries(selection.rows(), compactor):
        out.write(f"{between}\n{entry}".encode())
        count, between = count + size, ","
    out.write(b"\n]\n}\n")
    return Written(count, "quads")


def _entries(rows: Iterable[Row], compactor: Compactor) -> Iterator[tuple[str, int]]:
    for graph, members in groupby(rows, key=lambda row: row.graph):
        nodes = _nodes(members, compactor)
        if graph is None:
            yield from nodes
            continue
        found = list(nodes)
        inside = ",\n".join(text for text, _ in found)
        name = json.dumps(compactor.name(graph), ensure_ascii=False)
        yield f'{{"id": {name}, "@graph": [\n{inside}\n]}}', sum(size for _, size in found)


def _nodes(rows: Iterable[Row], compactor: Compactor) -> Iterator[tuple[str, int]]:
    for _, group in groupby(rows, key=lambda row: row.subject):
        members = list(group)
        yield _dump(compactor.node(members)), len(members)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


class Compactor:
    """Rows as JSON by the definitions of a context."""

    def __init__(self, context: Mapping[str, Json]) -> None:
        self._prefixes: dict[str, str] = {}
        self._classes: dict[str, str] = {}
        self._terms: dict[str, tuple[str, Mapping[str, str]]] = {}
        for word, meaning in context.items():
            if isinstance(meaning, dict):
                definition = {**meaning, "@type": self._expand(meaning.get("@type", ""))}
                self._terms[self._expand(meaning["@id"])] = (word, definition)
            elif isinstance(meaning, str) and not meaning.startswith("@"):
                prefix = meaning.endswith(("/", "#"))
                (self._prefixes if prefix else self._classes)[word] = self._expand(meaning)
        self._class_of = {iri: word for word, iri in self._classes.items()}
        self._prefix_of = {base: prefix for prefix, base in self._prefixes.items()}

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        known = colon and prefix in self._prefixes and not local.startswith("//")
        return self._prefixes[prefix] + local if known else name

    def name(self, iri: str) -> str:
        """The shortest form of an IRI that reads as that IRI again."""
        if iri.startswith("_:"):
            return iri
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefix_of.get(iri[:cut])
        if prefix and iri[cut:]:
            return f"{prefix}:{iri[cut:]}"
        if self._expand(iri) != iri:
            raise KgError(f"JSON-LD cannot hold <{iri}>.", "Export another format, such as .nq.")
        return iri

    def node(self, rows: list[Row]) -> dict[str, Json]:
        """One subject: ``id`` and ``type`` first, then keys in order; sets stay in order."""
        found: dict[str, list[Json]] = {}
        tagged: dict[str, dict[str, list[str]]] = {}
        sets: set[str] = set()
        types = [self._class(row) for row in rows if _is_type(row)]
        for row in rows:
            word, meaning = self._terms.get(row.predicate, ("", {}))
            container = meaning.get("@container")
            if _is_type(row):
                continue
            if container == "@language" and row.language:
                tagged.setdefault(word, {}).setdefault(row.language, []).append(row.value or "")
                continue
            key = word if word and container != "@language" else self.name(row.predicate)
            found.setdefault(key, []).append(self._value(row, meaning if key == word else {}))
            sets |= {key} if container == "@set" else set()
        node: dict[str, Json] = {"id": self.name(rows[0].subject)}
        if types:
            node["type"] = types if len(types) > 1 else types[0]
        maps = {w: {t: _one(v) for t, v in sorted(m.items())} for w, m in tagged.items()}
        plain = {k: v if k in sets else _one(v) for k, v in found.items()}
        return node | dict(sorted({**plain, **maps}.items()))

    def _class(self, row: Row) -> str:
        iri = row.object or ""
        return self._class_of.get(iri) or self.name(iri)

    def _value(self, row: Row, meaning: Mapping[str, str]) -> Json:
        coerced = meaning.get("@type", "")
        if row.object is not None:
            name = self.name(row.object)
            return name if coerced == "@id" else {"id": name}
        text = row.value or ""
        if row.language:
            return {"@language": row.language, "@value": text}
        if row.datatype == XSD.integer and _INTEGER.match(text) and coerced in ("", XSD.integer):
            return int(text)
        if row.datatype == XSD.boolean and text in ("true", "false"):
            return text == "true" if coerced in ("", XSD.boolean) else self._full(row)
        if (row.datatype or "") == coerced:
            return text
        return self._full(row)

    def _full(self, row: Row) -> dict[str, str]:
        if row.datatype is None:
            return {"@value": row.value or ""}
        return {"@type": self.name(row.datatype), "@value": row.value or ""}


def _is_type(row: Row) -> bool:
    return row.predicate == RDF.type and row.object is not None


def _one(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values
