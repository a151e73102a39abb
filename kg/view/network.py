"""From a subgraph to the rows that the page draws, by pyvis's ``Network.get_network_data``.

pyvis is the builder of the data and nothing else: its own page loads scripts from a network and
runs text of strangers. It is imported when the first page is made, because it brings IPython.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kg.ask.subgraph import Edge, Node, Subgraph
from kg.view.layout import Layout
from kg.view.standing import names_of, standing, through_name
from kg.view.text import clean, shorten

Row = dict[str, Any]

#: a name longer than this is cut everywhere but in the panel
LABEL_LIMIT = 160


def tidy(graph: Subgraph) -> Subgraph:
    """The same graph with texts that can be shown, and only edges whose two ends are in it.

    Of two nodes with one IRI the first stays. IRIs are kept as they are: they are only compared.
    """
    nodes: dict[str, Node] = {}
    for node in graph.nodes:
        label = clean(node.label) or clean(node.iri) or "?"
        tidied = replace(node, label=label, label_zh=clean(node.label_zh) or label)
        nodes.setdefault(node.iri, replace(tidied, kind=clean(node.kind), role=clean(node.role)))
    edges = tuple(
        replace(
            edge,
            relation=clean(edge.relation),
            label=clean(edge.label) or clean(edge.relation),
            label_zh=clean(edge.label_zh) or clean(edge.label) or clean(edge.relation),
        )
        for edge in graph.edges
        if edge.child in nodes and edge.parent in nodes
    )
    return replace(graph, nodes=tuple(nodes.values()), edges=edges)


def network_rows(graph: Subgraph, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Node rows and edge rows; ids are positions, so no text of a source ever names anything."""
    from pyvis.network import Network

    network = Network(directed=True)
    for number, (node, place) in enumerate(zip(graph.nodes, layout.places, strict=True)):
        network.add_node(
            number,
            label=shorten(node.label, LABEL_LIMIT),
            shape="box",
            **_node_extras(node),
            x=round(place.x, 1),
            y=round(place.y, 1),
            w=round(place.width, 1),
            h=round(place.height, 1),
        )
    index = {node.iri: number for number, node in enumerate(graph.nodes)}
    names = names_of(graph)
    for number, edge in enumerate(graph.edges):
        extras = _edge_extras(edge, names)
        if number in layout.routes:
            extras["route"] = layout.routes[number]
        network.add_edge(index[edge.parent], index[edge.child], id=number, **extras)
    node_rows, edge_rows, *_ = network.get_network_data()
    for row in node_rows:
        row.pop("color", None)  # pyvis's default; our colours follow the theme and the kind
        row.pop("font", None)
    return node_rows, edge_rows


def _node_extras(node: Node) -> Row:
    extras: Row = {"kind": node.kind, "iri": clean(node.iri)}
    if node.label_zh != node.label:
        extras["zh"] = shorten(node.label_zh, LABEL_LIMIT)
    if node.role == "focus":
        extras["focus"] = True
    if node.stub:
        extras["stub"] = True
    if node.hidden > 0:
        extras["more"] = node.hidden
    return extras


def _edge_extras(edge: Edge, names: Mapping[str, tuple[str, str]]) -> Row:
    extras: Row = {"relation": edge.relation}
    firm = standing(edge)
    if firm != "stated":
        extras["standing"] = firm
    through = through_name(edge, names)
    if through:
        extras["through"] = [shorten(name, LABEL_LIMIT) for name in through]
    return extras
