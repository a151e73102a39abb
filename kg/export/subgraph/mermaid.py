"""A subgraph as a Mermaid flowchart, for README files and wikis."""

from __future__ import annotations

import re

from kg.ask.subgraph import Subgraph
from kg.export.subgraph.words import name_of, relation_of
from kg.records.derivation import DERIVATIONS

_STRANGE = re.compile(r"[^\w ,./-]|_|[.-](?=\s)")  # "1. x" and "- x" would become lists
#: kind -> opening and closing brackets of its shape; models are boxes
_SHAPES = {"Dataset": ("[(", ")]"), "Method": ("{{", "}}"), "Institution": ("([", "])")}


def write(graph: Subgraph, *, language: str = "en") -> str:
    """Arrows run from a model to what was made of it, plain lines to what stands beside a model.

    What is inferred is dotted. What could mean something to Mermaid in a name is written as code.
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
    return _STRANGE.sub(lambda found: f"#{ord(found[0])};", text)
