"""A subgraph as JSON: nodes, edges with their claims, and the two counts of the whole ancestry."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from kg.ask.subgraph import Edge, Node, Subgraph


def write(graph: Subgraph) -> str:
    """An object with ``focus nodes edges ancestors descendants``; labels are in both languages."""
    document = {
        "focus": graph.focus,
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [_edge(edge) for edge in graph.edges],
        "ancestors": graph.ancestors,
        "descendants": graph.descendants,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _node(node: Node) -> dict[str, Any]:
    return {field.name: getattr(node, field.name) for field in fields(node)}


def _edge(edge: Edge) -> dict[str, Any]:
    plain = {field.name: getattr(edge, field.name) for field in fields(edge)}
    return plain | {"claims": [asdict(claim) for claim in edge.claims]}
