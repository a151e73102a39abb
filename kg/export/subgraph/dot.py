"""A subgraph in the language of Graphviz."""

from __future__ import annotations

from kg.ask.subgraph import Subgraph
from kg.export.subgraph.words import cited, name_of, one_line, relation_of
from kg.records.derivation import DERIVATIONS

_SHAPES = {"Dataset": "cylinder", "Method": "hexagon", "Institution": "house"}


def write(graph: Subgraph, *, language: str = "en") -> str:
    """Arrows run from a model to what was made of it, plain lines to what stands beside a model.

    What is inferred is dashed; edges carry their sources as tooltips.
    """
    names = {node.iri: f"n{number}" for number, node in enumerate(graph.nodes)}

    def attributes(**given: str) -> str:
        return ", ".join(f"{name}={quoted(v)}" for name, v in given.items() if v)

    lines = ["digraph lineage {", '  charset="UTF-8";', "  rankdir=LR;", "  node [shape=box];"]
    for node in graph.nodes:
        given = attributes(
            label=name_of(node, language),
            shape=_SHAPES.get(node.kind, ""),
            tooltip=node.iri,
            penwidth="3" if node.iri == graph.focus else "",
        )
        lines.append(f"  {names[node.iri]} [{given}];")
    for edge in graph.edges:
        if edge.child in names and edge.parent in names:
            given = attributes(
                label=relation_of(edge, language),
                tooltip=", ".join(cited(claim, language) for claim in edge.claims),
                style="dashed" if edge.inferred else "",
                dir="" if edge.relation in DERIVATIONS else "none",
            )
            lines.append(f"  {names[edge.parent]} -> {names[edge.child]} [{given}];")
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    r"""A quoted string of the DOT language that shows this text.

    Backslashes are doubled, since ``\N`` and ``\l`` mean something in labels; ``&`` is written as a
    code, since Graphviz reads HTML entities.

    >>> print(quoted('say "hi" \\N'))
    "say \"hi\" \\N"
    """
    plain = one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&#38;")
    return f'"{plain}"'
