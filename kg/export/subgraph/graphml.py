"""A subgraph as GraphML, for Gephi, yEd, Cytoscape, igraph."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kg.ask.subgraph import Subgraph
from kg.export.graphml import valid_for_xml
from kg.export.subgraph.words import place_of

if TYPE_CHECKING:
    import networkx as nx


def write(graph: Subgraph) -> str:
    """Edges go from child to parent; characters that XML cannot hold are dropped."""
    import networkx as nx

    valid, _ = valid_for_xml(network_of(graph))
    out = io.BytesIO()
    nx.write_graphml_xml(valid, out, named_key_ids=True)
    return out.getvalue().decode("utf-8")


def network_of(graph: Subgraph) -> nx.MultiDiGraph[Any]:
    """The subgraph for networkx: texts and truth values as attributes, ``sources`` as one text."""
    import networkx as nx

    network: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for node in graph.nodes:
        network.add_node(
            node.iri,
            label=node.label,
            label_zh=node.label_zh or "",
            kind=node.kind,
            role=node.role,
        )
    for edge in graph.edges:
        network.add_edge(
            edge.child,
            edge.parent,
            relation=edge.relation,
            property=edge.property,
            inferred="true" if edge.inferred else "false",
            sources="; ".join(place_of(claim) for claim in edge.claims),
        )
    return network
