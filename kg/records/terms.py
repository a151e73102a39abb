"""Names of things: the namespaces, the one function that mints IRIs, and lexical forms.

Every IRI of ours is made by :func:`mint`; a display name is never part of one. ``https://`` of
Pedigree stands in this file and in ``ontology/`` only.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NewType
from urllib.parse import unquote

IRI = NewType("IRI", str)
Key = NewType("Key", str)

BASE: Final = "https://w3id.org/pedigree/"
ONTOLOGY: Final = BASE + "ontology#"
INFERRED_GRAPH: Final = IRI(BASE + "graph/inferred")

#: kind (the path segment of an IRI) -> the prefix under which people write it
KINDS: Final[Mapping[str, str]] = {
    "model": "model",
    "institution": "inst",
    "person": "person",
    "account": "account",
    "dataset": "dataset",
    "method": "method",
    "architecture": "arch",
    "software": "software",
    "benchmark": "benchmark",
    "license": "license",
    "paper": "paper",
    "platform": "platform",
    "language": "language",
    "hardware": "hardware",
    "place": "place",
    "term": "term",
    "source": "source",
    "claim": "claim",
    "derivation": "derivation",
    "evaluation": "evaluation",
}

PREFIXES: Final[Mapping[str, str]] = {
    "kg": ONTOLOGY,
    **{prefix: f"{BASE}{kind}/" for kind, prefix in KINDS.items()},
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": "https://schema.org/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "oa": "http://www.w3.org/ns/oa#",
}


class Namespace:
    """Terms of one vocabulary as attributes.

    >>> KG.developedBy
    'https://w3id.org/pedigree/ontology#developedBy'
    """

    def __init__(self, prefix: str) -> None:
        self._base = PREFIXES[prefix]

    def __getattr__(self, name: str) -> IRI:
        if name.startswith("_"):
            raise AttributeError(name)
        return IRI(self._base + name)

    def __getitem__(self, name: str) -> IRI:
        return IRI(self._base + name)


KG: Final = Namespace("kg")
RDF: Final = Namespace("rdf")
RDFS: Final = Namespace("rdfs")
OWL: Final = Namespace("owl")
XSD: Final = Namespace("xsd")
PROV: Final = Namespace("prov")
SKOS: Final = Namespace("skos")
DCTERMS: Final = Namespace("dcterms")
DCAT: Final = Namespace("dcat")
SCHEMA: Final = Namespace("schema")
OA: Final = Namespace("oa")

_CLEAN_KEY = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\Z")
_CURATED_KEY = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z")
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def mint(kind: str, key: str) -> IRI:
    """The IRI of the thing of that kind with that key; different keys never share one.

    Anything outside ``[A-Za-z0-9._-]``, and a leading or final dot or hyphen, is percent-encoded
    as UTF-8, so the local part needs no escape in Turtle beyond ``%``. Raises ``KeyError`` for an
    unknown kind and ``ValueError`` for an empty key or one with a lone surrogate.

    >>> mint("model", "llama-2")
    'https://w3id.org/pedigree/model/llama-2'
    >>> mint("model", "a/b.")
    'https://w3id.org/pedigree/model/a%2Fb%2E'
    """
    KINDS[kind]
    return IRI(f"{BASE}{kind}/{_encode(key)}")


def _encode(key: str) -> str:
    if _CLEAN_KEY.match(key):
        return key
    if not key:
        raise ValueError("a key cannot be empty")
    last = len(key) - 1
    return "".join(
        character
        if character in _SAFE and not (character in ".-" and position in (0, last))
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
        for position, character in enumerate(key)
    )


def is_curated_key(key: str) -> bool:
    """Whether a person may give this key: lower-case words joined by single ``-``, ``.`` or ``_``.

    >>> is_curated_key("llama-2"), is_curated_key("meta-llama--llama-2"), is_curated_key("LLaMA")
    (True, False, False)
    """
    return bool(_CURATED_KEY.match(key)) and len(key) <= 120


def key_of(iri: str) -> Key:
    """The key with which :func:`mint` made an IRI of ours.

    >>> key_of(mint("model", "a/b."))
    'a/b.'
    """
    return Key(unquote(iri[len(BASE) :].partition("/")[2]))


def kind_of(iri: str) -> str | None:
    """The kind segment of one of our IRIs, else ``None``.

    >>> kind_of("https://w3id.org/pedigree/model/llama-2"), kind_of("https://example.org/x")
    ('model', None)
    """
    if not iri.startswith(BASE):
        return None
    kind, slash, key = iri[len(BASE) :].partition("/")
    return kind if slash and key and kind in KINDS else None


_LOCAL = re.compile(
    r"[A-Za-z0-9_](?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2}))?\Z"
)
_ABSOLUTE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+\Z")


def compact(iri: str) -> str:
    """The prefixed name of an IRI where a prefix fits, else the IRI in angle brackets.

    >>> compact("https://w3id.org/pedigree/institution/meta"), compact("https://example.org/x")
    ('inst:meta', '<https://example.org/x>')
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and _LOCAL.match(iri[len(base) :]):
            return f"{prefix}:{iri[len(base) :]}"
    return f"<{iri}>"


def expand(name: str) -> IRI | None:
    """The IRI of a prefixed name or of an absolute IRI, with or without brackets; else ``None``.

    >>> expand("kg:developedBy")
    'https://w3id.org/pedigree/ontology#developedBy'
    """
    if name.startswith("<") and name.endswith(">"):
        name = name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        name = PREFIXES[prefix] + local
    return IRI(name) if _ABSOLUTE.match(name) else None


def digest(*fields: str | int | float | None) -> Key:
    """A key made of defining fields: 20 hex digits of SHA-256, the same on every machine.

    Fields are length-prefixed, so no two different tuples read alike.
    """
    text = "".join(f"{len(str(f))}:{f}," if f is not None else "-," for f in fields)
    return Key(hashlib.sha256(text.encode("utf-8")).hexdigest()[:20])


def lexical(value: str | int | float | bool) -> tuple[str, IRI]:
    """The XSD lexical form and datatype of a Python value, exact for every finite number.

    >>> lexical(True), lexical(7)[0], lexical(0.5)
    (('true', 'http://www.w3.org/2001/XMLSchema#boolean'), '7', ('0.5', 'http://www.w3.org/2001/XMLSchema#decimal'))
    """
    if isinstance(value, bool):
        return ("true" if value else "false"), XSD.boolean
    if isinstance(value, int):
        return str(value), XSD.integer
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} has no decimal form")
        text = format(Decimal(repr(value)), "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text), XSD.decimal
    return value, XSD.string


_DATES = (
    (re.compile(r"-?\d{4}\Z", re.ASCII), "gYear"),
    (re.compile(r"-?\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII), "gYearMonth"),
    (re.compile(r"-?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z", re.ASCII), "date"),
)


def date_type(text: str) -> IRI | None:
    """``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date`` for such a text, else ``None``.

    >>> date_type("2023-07"), date_type("recently"), date_type("2024-02-30")
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', None, None)
    """
    for pattern, name in _DATES:
        if pattern.match(text):
            return XSD[name] if name != "date" or _is_day(text) else None
    return None


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_ESCAPES = {
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}
_ESCAPES |= {code: f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)}


def literal(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal in N-Quads form, canonical escapes.

    >>> print(literal('say "hi"'), literal("7", XSD.integer), literal("骆驼", language="zh"))
    "say \\"hi\\"" "7"^^<http://www.w3.org/2001/XMLSchema#integer> "骆驼"@zh
    """
    quoted = f'"{value.translate(_ESCAPES)}"'
    if language:
        return f"{quoted}@{language}"
    return quoted if datatype in (None, XSD.string) else f"{quoted}^^<{datatype}>"
