"""A subgraph as a Mermaid flowchart, for README files and wikis."""

from __future__ import annotations

from kg.ask.subgraph import Subgraph
from kg.export.subgraph.words import name_of, relation_of
from kg.records.derivation import DERIVATIONS

_PLAIN = frozenset(" -_.,/")
#: kind -> opening and closing brackets of its shape; models are boxes
_SHAPES = {"Dataset": ("[(", ")]"), "Method": ("{{", "}}"), "Institution": ("([", "])")}


def write(graph: Subgraph, *, language: str = "en") -> str:
    """Arrows run from a model to what was made of it, plain lines to what stands beside a model.

    What is inferred is dotted.
    Every character of a name that could mean something to Mermaid is written as its code.
    """
    names = {node.iri: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        opening, closing = _SHAPES.get(node.kind, ("[", "]"))
        label = escaped(name_of(node, language))
        lines.append(f'    {names[node.iri]}{opening}"{label}"{closing}')
    for edge in graph.edges:
        if edge.child in names and edge.parent in names:
            arrow = "-.-" if edge.inferred else "--"
            arrow += ">" if edge.relation in DERIVATIONS else "" if edge.inferred else "-"
            label = escaped(relation_of(edge, language))
            lines.append(f'    {names[edge.parent]} {arrow}|"{label}"| {names[edge.child]}')
    if graph.focus in names:
        lines.append(f"    style {names[graph.focus]} stroke-width:3px")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Letters, digits and a few signs as they are, the rest as Mermaid's ``#code;``.

    >>> escaped('say "end"')
    'say #34;end#34;'
    """
    return "".join(
        character if character.isalnum() or character in _PLAIN else f"#{ord(character)};"
        for character in text
    )
