"""A subgraph as CSV: one row an edge, columns :data:`COLUMNS`, cells as in :mod:`kg.export.csv`."""

from __future__ import annotations

from kg.ask.subgraph import Subgraph
from kg.export.csv import line, shown
from kg.export.subgraph.words import cited

COLUMNS = (
    "child", "child_label", "relation", "parent", "parent_label", "property", "inferred",
    "through", "sources",
)  # fmt: skip


def write(graph: Subgraph, *, language: str = "en") -> str:
    """Edges in their order, each with its claims' places."""
    zh = language == "zh"
    labels = {n.iri: (n.label_zh or n.label) if zh else n.label for n in graph.nodes}
    rows = [line(COLUMNS)]
    for edge in graph.edges:
        rows.append(
            line(
                (
                    shown(edge.child),
                    labels.get(edge.child),
                    edge.relation,
                    shown(edge.parent),
                    labels.get(edge.parent),
                    shown(edge.property),
                    "true" if edge.inferred else "false",
                    shown(edge.through or ""),
                    "; ".join(cited(claim, "en") for claim in edge.claims),
                )
            )
        )
    return b"".join(rows).decode("utf-8")
