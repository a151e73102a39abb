"""Where everything stands: boxes from left to right for a small graph, a radial overview above.

The page trusts these figures: a box is drawn exactly as large as it is here, whatever the reader's
fonts, and its text is cut to fit, so what does not overlap here does not overlap there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.ask.subgraph import Edge, Node, Subgraph
from kg.view.lanes import place_lanes
from kg.view.radial import place_radial
from kg.view.standing import standing
from kg.view.text import breadth, columns
from kg.view.words import KINDS, LINES, MODELS

#: up to here every node is a box with its name in it
LANES_AT_MOST: Final = 80

#: a model with its kind under its name; a thing beside models; what a second line of a name adds
BOX_HEIGHT: Final = 46.0
SIDE_HEIGHT: Final = 32.0
LINE_HEIGHT: Final = 16.0
_BOX_WIDTHS: Final = (92.0, 236.0)
_NAME_SIZE: Final = 13.0
_BOX_MARGIN: Final = 56.0  # the shape at the left and the padding
_LABEL_COLUMN: Final = 6.4  # of one Latin letter of an edge's label at 11 px
_GAPS: Final = (96.0, 210.0)
#: what a line needs beside its text to swing from one height to another, and for its arrowhead
_SWING: Final = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a node and its size, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in the order of the nodes; ``routes`` hold the corners of an edge, by its index.

    A route is x, y, x, y, … from parent to child. Radial edges have none: they run straight.
    """

    mode: str
    places: tuple[Place, ...]
    routes: dict[int, tuple[float, ...]]


def arrange(graph: Subgraph, links: Sequence[tuple[int, int]]) -> Layout:
    """Place the nodes; ``links`` are (parent, child) indexes in the order of the edges."""
    focus = _focus_index(graph)
    if len(graph.nodes) <= LANES_AT_MOST:
        sizes = [box_size(node) for node in graph.nodes]
        boxes, routes = place_lanes(sizes, links, [_gap(edge) for edge in graph.edges])
        return Layout("lanes", tuple(Place(*box) for box in boxes), routes)
    degrees = [0] * len(graph.nodes)
    for parent, child in links:
        degrees[parent] += 1
        degrees[child] += 1
    radii = [_radius(node, degree) for node, degree in zip(graph.nodes, degrees, strict=True)]
    models = [node.kind in MODELS for node in graph.nodes]
    points = place_radial(radii, links, models, focus)
    return Layout(
        "radial",
        tuple(Place(x, y, 2 * r, 2 * r) for (x, y), r in zip(points, radii, strict=True)),
        {},
    )


def box_size(node: Node) -> tuple[float, float]:
    """Width and height of a box that holds the name in either language, in two lines if need be."""
    height = SIDE_HEIGHT if node.kind not in MODELS and node.role != "focus" else BOX_HEIGHT
    name = max(breadth(node.label), breadth(node.label_zh)) * _NAME_SIZE
    second = 0
    if height == BOX_HEIGHT:
        kind, kind_zh = KINDS.get(node.kind, (node.kind, node.kind))
        second = max(columns(kind), columns(kind_zh)) + (6 if node.stub else 0)
        second += 10 if node.hidden else 0
    least, most = _BOX_WIDTHS
    wanted = max(name, second * _LABEL_COLUMN) + _BOX_MARGIN
    lines = 0 if name + _BOX_MARGIN <= most else 1
    return min(most, max(least, wanted)), height + lines * LINE_HEIGHT


def _gap(edge: Edge) -> float:
    through = 8 + columns(edge.through.rsplit("/", 1)[-1]) if edge.through else 0
    marked = 0 if standing(edge) == "stated" else 11
    names = LINES.get(edge.relation, (edge.label, edge.label_zh))
    longest = max(through, *(columns(name) + marked for name in names))
    least, most = _GAPS
    return min(most, max(least, longest * _LABEL_COLUMN + _SWING))


def _radius(node: Node, degree: int) -> float:
    growth = min(9.0, 1.15 * math.pow(degree, 0.6))
    base = 6.0 if node.kind in MODELS else 4.5
    if node.role == "focus":
        base = 11.0
    return round(base + growth, 1)


def _focus_index(graph: Subgraph) -> int | None:
    for index, node in enumerate(graph.nodes):
        if node.iri == graph.focus:
            return index
    return None
