"""GEXF: the network of things, for Gephi."""

from __future__ import annotations

from typing import IO

from kg.export.graphml import selected, valid_for_xml
from kg.export.selection import Selection, Written


def write(selection: Selection, out: IO[bytes]) -> Written:
    """Nodes and edges of the scope; characters that XML cannot hold are dropped and counted."""
    from networkx.readwrite.gexf import GEXFWriter

    graph, altered = valid_for_xml(selected(selection))
    writer = GEXFWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph(graph)
    for meta in writer.xml.findall("meta"):  # it holds the day of writing
        writer.xml.remove(meta)
    writer.write(out)
    return Written(len(graph) + graph.number_of_edges(), "nodes and edges", altered)
