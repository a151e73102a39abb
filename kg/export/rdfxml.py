"""RDF/XML: one ``rdf:Description`` a subject, valid for any XML parser.

Characters that XML 1.0 has no place for become U+FFFD and are counted.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import IO

from kg.errors import KgError
from kg.export.selection import Row, Selection, Written
from kg.export.xml_text import XmlText
from kg.records.terms import PREFIXES

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")


def write(selection: Selection, out: IO[bytes]) -> Written:
    """One graph. Raises ``KgError`` for a property whose IRI ends in nothing that XML can name."""
    spaces = _namespaces(selection)
    text = XmlText("\ufffd")
    declared = "".join(
        f'\n  xmlns:{prefix}="{text.escaped(base)}"' for base, prefix in spaces.items()
    )
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'.encode())
    count = 0
    for subject, rows in groupby(selection.rows(), key=lambda row: row.subject):
        lines = [f"  <rdf:Description {_reference(subject, 'about', text)}>"]
        lines += [_property(row, spaces, text) for row in rows]
        out.write("\n".join([*lines, "  </rdf:Description>\n"]).encode())
        count += len(lines) - 1
    out.write(b"</rdf:RDF>\n")
    return Written(count, "triples", text.altered)


def _namespaces(selection: Selection) -> dict[str, str]:
    """Namespace -> prefix for every property of the selection; ours first, then ``ns1`` …"""
    properties = selection.query("SELECT DISTINCT predicate FROM chosen ORDER BY predicate")
    used = {_split(iri)[0] for (iri,) in properties} | {PREFIXES["rdf"]}
    spaces = {base: prefix for prefix, base in PREFIXES.items() if base in used}
    for number, base in enumerate(sorted(used - spaces.keys()), 1):
        spaces[base] = f"ns{number}"
    return spaces


def _split(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
    if not _LOCAL.match(iri[cut:]):
        raise KgError(
            f"RDF/XML cannot hold the property <{iri}>.", "Export another format, such as .ttl."
        )
    return iri[:cut], iri[cut:]


def _property(row: Row, spaces: dict[str, str], text: XmlText) -> str:
    base, local = _split(row.predicate)
    name = f"{spaces[base]}:{local}"
    if row.object is not None:
        return f"    <{name} {_reference(row.object, 'resource', text)}/>"
    attribute = ""
    if row.language:
        attribute = f' xml:lang="{row.language}"'
    elif row.datatype:
        attribute = f' rdf:datatype="{text.escaped(row.datatype)}"'
    return f"    <{name}{attribute}>{text.escaped(row.value or '')}</{name}>"


def _reference(node: str, attribute: str, text: XmlText) -> str:
    if node.startswith("_:"):
        return f'rdf:nodeID="{node[2:]}"'
    return f'rdf:{attribute}="{text.escaped(node)}"'
