"""Turtle for people: grouped by subject, models first, one property a line, only prefixes used."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from kg.export.selection import Row, Selection, Written
from kg.records.terms import PREFIXES, RDF, XSD, literal

_WIDTH = 100
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*(?<!\.)\Z")
#: forms that every reader keeps as they are (rdflib makes 00 to 0, and 0.0000001 to 1E-7)
_BARE = {
    XSD.integer: re.compile(r"(?:0|-?[1-9][0-9]*)\Z"),
    XSD.decimal: re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}\Z"),
    XSD.boolean: re.compile(r"(?:true|false)\Z"),
}

#: what a scope is called in the comment at the head of a file
_TITLES = {
    "all": "everything: what is believed, and what each source says in a graph of its own",
    "accepted": "what is believed",
    "query": "the answer of a query",
}


def write(selection: Selection, out: IO[bytes]) -> Written:
    """One graph; nothing but the content decides the bytes."""
    with tempfile.SpooledTemporaryFile(max_size=64_000_000) as body:
        names = Names()
        count = 0
        for block, size in blocks(selection.rows(), names):
            body.write(f"\n{block}\n".encode())
            count += size
        out.write(head(selection, count, "triples", names).encode())
        body.seek(0)
        shutil.copyfileobj(body, out)
    return Written(count, "triples")


def head(selection: Selection, count: int, unit: str, names: Names) -> str:
    """The comment that says what the file is, and the prefixes."""
    title = _TITLES.get(selection.scope) or f"what {selection.source} says"
    title += ", and what follows" if selection.inferred and selection.scope == "accepted" else ""
    lines = [f"# Pedigree, a knowledge graph of open models: {title}.", f"# {count:,} {unit}.", ""]
    lines += [f"@prefix {p}: <{base}> ." for p, base in PREFIXES.items() if p in names.used]
    return "\n".join(lines) + "\n"


class Names:
    """IRIs as prefixed names where a prefix of ours fits; ``used`` are the prefixes that did."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._prefix_of = {base: prefix for prefix, base in PREFIXES.items()}

    def __call__(self, iri: str) -> str:
        """The shortest form of an IRI or of a blank node's label."""
        if iri.startswith("_:"):
            return iri
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        base, local = iri[:cut], iri[cut:]
        prefix = self._prefix_of.get(base)
        if prefix is None or not _LOCAL.match(local):
            return f"<{iri}>"
        self.used.add(prefix)
        return f"{prefix}:{local}"

    def value(self, row: Row) -> str:
        """The object of a row; whole numbers, decimals and truth values stand bare."""
        if row.object is not None:
            return self(row.object)
        text, datatype = row.value or "", row.datatype
        if datatype is None or row.language:
            return literal(text, None, row.language)
        if (bare := _BARE.get(datatype)) and bare.match(text):  # type: ignore[call-overload]
            return text
        return f"{literal(text)}^^{self(datatype)}"


def blocks(rows: Iterable[Row], names: Names, indent: str = "") -> Iterator[tuple[str, int]]:
    """The text of each subject, without a line end, and how many triples it holds."""
    for subject, group in groupby(rows, key=lambda row: row.subject):
        lines: list[str] = []
        count = 0
        for predicate, same in groupby(group, key=lambda row: row.predicate):
            values = [names.value(row) for row in same]
            count += len(values)
            verb = "a" if predicate == RDF.type else names(predicate)
            lines.append(_line(verb, values, indent))
        yield f"{indent}{names(subject)}\n" + " ;\n".join(lines) + " .", count


def _line(verb: str, values: list[str], indent: str) -> str:
    line = f"{indent}    {verb} {', '.join(values)}"
    if len(values) == 1 or len(line) <= _WIDTH:
        return line
    between = f",\n{indent}        "
    return f"{indent}    {verb}{between[1:]}{between.join(values)}"
