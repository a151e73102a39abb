"""GraphML: the network of things, for Gephi, yEd, Cytoscape, igraph."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from kg.export.network import network
from kg.export.selection import Selection, Written
from kg.export.xml_text import XmlText

if TYPE_CHECKING:
    import networkx as nx


def write(selection: Selection, out: IO[bytes]) -> Written:
    """Nodes and edges of the scope; characters that XML cannot hold are dropped and counted."""
    import networkx as nx

    graph, altered = valid_for_xml(selected(selection))
    nx.write_graphml_xml(graph, out, named_key_ids=True)
    return Written(len(graph) + graph.number_of_edges(), "nodes and edges", altered)


def selected(selection: Selection) -> nx.MultiDiGraph[Any]:
    """The network of a selection's rows."""
    rows = selection.query("SELECT subject, predicate, object FROM chosen")
    return network(selection.tables, ((s, p, o) for s, p, o in rows))


def valid_for_xml(graph: nx.MultiDiGraph[Any]) -> tuple[nx.MultiDiGraph[Any], int]:
    """The same graph with texts that XML can hold, and how many characters that cost.

    Edges get keys that are unique in the file, since these become their ids.
    """
    import networkx as nx

    text = XmlText()
    valid: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        valid.add_node(text(node), **{name: text(value) for name, value in attributes.items()})
    for number, (child, parent, attributes) in enumerate(graph.edges(data=True)):
        kept = {name: text(value) for name, value in attributes.items()}
        valid.add_edge(text(child), text(parent), key=f"e{number}", **kept)
    return valid, text.altered
