"""The words of a drawn subgraph: names on one line, relations, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.ask.subgraph import Citation, Edge, Node
from kg.records.derivation import RELATIONS
from kg.records.names import printable

#: at most so many claims stand beside an edge
MOST_CLAIMS: Final = 4

_CHINESE: Final = {
    "reported": "转述",
    "hedged": "推测",
    "denied": "否认",
    "inferred": "推断",
    "stub": "仅有名称",
}


def one_line(text: str) -> str:
    """The text without line breaks, runs of spaces and characters that steer a terminal.

    >>> one_line("a\\n b\\u202e")
    'a b�'
    """
    return printable(" ".join(text.split()))


def name_of(node: Node, language: str) -> str:
    """The label in that language, else the other; never empty."""
    chosen = node.label_zh if language == "zh" else node.label
    return one_line(chosen) or one_line(node.label) or node.iri


def relation_of(edge: Edge, language: str) -> str:
    """The word of the design's table for a derivation, else the property's label."""
    if language == "zh":
        return one_line(edge.label_zh or edge.label or edge.relation)
    return edge.relation if edge.relation in RELATIONS else one_line(edge.label or edge.relation)


def word(text: str, language: str) -> str:
    """One of the few fixed words in that language."""
    return _CHINESE.get(text, text) if language == "zh" else text


def place_of(claim: Citation) -> str:
    """Source id, section and code points of a claim (``s001 §9.Vicuna 13-B 6260-6290``)."""
    parts = [one_line(claim.source)]
    if claim.section:
        parts.append(f"§{one_line(claim.section)}")
    if claim.start is not None and claim.end is not None:
        parts.append(f"{claim.start}-{claim.end}")
    if claim.row is not None:
        parts.append(f"{one_line(claim.file or '')}#{claim.row}")
    return " ".join(parts)


def cited(claim: Citation, language: str) -> str:
    """The place of a claim, and what weakens it."""
    weak = [claim.modality] if claim.modality != "stated" else []
    weak += [claim.polarity] if claim.polarity != "asserted" else []
    return "; ".join([place_of(claim), *(word(each, language) for each in weak)])


def brackets(claims: Iterable[Citation], inferred: bool, language: str) -> list[str]:
    """Who says so, each in brackets; a number stands for those that find no room."""
    every = list(claims)
    shown = [f"[{cited(claim, language)}]" for claim in every[:MOST_CLAIMS]]
    shown += [f"[+{len(every) - MOST_CLAIMS}]"] if len(every) > MOST_CLAIMS else []
    return shown + ([f"[{word('inferred', language)}]"] if inferred else [])
