"""A small graph from left to right, in columns: what comes from something stands right of it.

The usual four steps (Sugiyama): break cycles, assign columns, order each column so that few lines
cross, then set heights. An edge over several columns is given a lane of its own through each of
them, so that no line runs behind a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Box = tuple[float, float, float, float]
Link = tuple[int, int]

_LEAST_GAP: Final = 72.0
_ROW_GAP: Final = 14.0
_LANE_HEIGHT: Final = 14.0
_ORDER_ROUNDS: Final = 10
_HEIGHT_ROUNDS: Final = 16
_PORT_STEP: Final = 15.0
_PORT_MARGIN: Final = 8.0


@dataclass(slots=True)
class _Grid:
    """Cells: nodes and, from ``len(nodes)`` on, lanes; ``chains`` lead each edge through them."""

    heights: list[float]
    layer: list[int]
    chains: dict[int, list[int]]
    columns: list[list[int]] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)


def place_lanes(
    sizes: Sequence[tuple[float, float]], links: Sequence[Link], gaps: Sequence[float]
) -> tuple[list[Box], dict[int, tuple[float, ...]]]:
    """Boxes (x, y, width, height; all of a column equally wide) and the corners of each edge.

    ``links`` are (parent, child), ``gaps`` how wide a space the text of each needs; an edge of a
    thing with itself has no route.
    """
    if not sizes:
        return [], {}
    forward = _without_cycles(len(sizes), links)
    layer = _layers(len(sizes), forward)
    grid = _grid(sizes, links, layer)
    _order(grid)
    heights = _set_heights(grid)
    return _boxes_and_routes(grid, sizes, links, heights, gaps)


def _without_cycles(count: int, links: Sequence[Link]) -> list[Link]:
    """The links, those that would close a cycle turned round, self-links left out."""
    out: list[list[int]] = [[] for _ in range(count)]
    for parent, child in links:
        if parent != child:
            out[parent].append(child)
    state = [0] * count  # 1: on the path, 2: done
    back: set[Link] = set()
    has_parent = {child for parent, child in links if parent != child}
    for start in sorted(range(count), key=lambda n: (n in has_parent, n)):
        if state[start]:
            continue
        state[start] = 1
        path = [(start, iter(out[start]))]
        while path:
            node, children = path[-1]
            child = next(children, -1)
            if child < 0:
                state[node] = 2
                path.pop()
            elif state[child] == 1:
                back.add((node, child))
            elif state[child] == 0:
                state[child] = 1
                path.append((child, iter(out[child])))
    return [(c, p) if (p, c) in back else (p, c) for p, c in links if p != c]


def _layers(count: int, links: Sequence[Link]) -> list[int]:
    """Longest path from the left; then each is drawn right, up to what it leads to."""
    children: list[set[int]] = [set() for _ in range(count)]
    waiting = [0] * count
    for parent, child in links:
        if child not in children[parent]:
            children[parent].add(child)
            waiting[child] += 1
    ready = [node for node in range(count) if not waiting[node]]
    layer = [0] * count
    order: list[int] = []
    for node in ready:
        order.append(node)
        for child in sorted(children[node]):
            layer[child] = max(layer[child], layer[node] + 1)
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    for node in reversed(order):
        if children[node]:
            layer[node] = min(layer[child] for child in children[node]) - 1
    return layer


def _grid(sizes: Sequence[tuple[float, float]], links: Sequence[Link], layer: list[int]) -> _Grid:
    grid = _Grid([height for _, height in sizes], list(layer), {})
    for index, (parent, child) in enumerate(links):
        if parent == child:
            continue
        left, right = (parent, child) if layer[parent] < layer[child] else (child, parent)
        chain = [left]
        for column in range(layer[left] + 1, layer[right]):
            chain.append(len(grid.layer))
            grid.layer.append(column)
            grid.heights.append(_LANE_HEIGHT)
        grid.chains[index] = [*chain, right]
    grid.columns = [[] for _ in range(max(grid.layer) + 1)]
    grid.before = [[] for _ in grid.layer]
    grid.after = [[] for _ in grid.layer]
    for cell, column in enumerate(grid.layer):
        grid.columns[column].append(cell)
    for chain in grid.chains.values():
        for left, right in pairwise(chain):
            grid.after[left].append(right)
            grid.before[right].append(left)
    return grid


def _order(grid: _Grid) -> None:
    """Sort each column by the mean place of its neighbours, to and fro, and keep the best found."""
    best = [list(column) for column in grid.columns]
    fewest = _crossings(grid)
    for turn in range(_ORDER_ROUNDS):
        rightwards = turn % 2 == 0
        sides = grid.before if rightwards else grid.after
        place = _places(grid)
        for column in grid.columns if rightwards else reversed(grid.columns):
            mean = {
                cell: sum(place[n] for n in sides[cell]) / len(sides[cell])
                if sides[cell]
                else place[cell]
                for cell in column
            }
            column.sort(key=lambda cell, mean=mean, place=place: (mean[cell], place[cell]))  # type: ignore[misc]
            for position, cell in enumerate(column):
                place[cell] = (position + 0.5) / len(column)
        crossings = _crossings(grid)
        if crossings < fewest:
            fewest, best = crossings, [list(column) for column in grid.columns]
    grid.columns = best


def _places(grid: _Grid) -> dict[int, float]:
    return {
        cell: (position + 0.5) / len(column)
        for column in grid.columns
        for position, cell in enumerate(column)
    }


def _crossings(grid: _Grid) -> int:
    place = {cell: position for column in grid.columns for position, cell in enumerate(column)}
    total = 0
    for column in grid.columns[:-1]:
        pairs = [(place[left], place[right]) for left in column for right in grid.after[left]]
        pairs.sort()
        ends = [right for _, right in pairs]
        total += sum(end < earlier for i, end in enumerate(ends) for earlier in ends[:i])
    return total


def _set_heights(grid: _Grid) -> list[float]:
    """Each cell as near to the mean of its neighbours as order and distances allow."""
    y = [0.0] * len(grid.layer)
    for column in grid.columns:
        for cell, height in zip(column, _stack(grid, column), strict=True):
            y[cell] = height
    for turn in range(_HEIGHT_ROUNDS):
        rightwards = turn % 2 == 0
        for column in grid.columns if rightwards else reversed(grid.columns):
            wanted = []
            for cell in column:
                near = grid.before[cell] if rightwards else grid.after[cell]
                near = near or grid.after[cell] or grid.before[cell]
                wanted.append(sum(y[n] for n in near) / len(near) if near else y[cell])
            offsets = _stack(grid, column)
            free = _rising([want - off for want, off in zip(wanted, offsets, strict=True)])
            for cell, level, offset in zip(column, free, offsets, strict=True):
                y[cell] = level + offset
    return y


def _stack(grid: _Grid, column: Sequence[int]) -> list[float]:
    """Middles of the cells put one below the other at the least distance, around zero."""
    middles: list[float] = []
    bottom = 0.0
    for cell in column:
        middles.append(bottom + grid.heights[cell] / 2)
        bottom += grid.heights[cell] + _ROW_GAP
    half = (bottom - _ROW_GAP) / 2
    return [middle - half for middle in middles]


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest non-falling sequence in least squares (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, size = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            earlier, members = pools.pop()
            total, size = total + earlier, size + members
        pools.append((total, size))
    return [total / size for total, size in pools for _ in range(size)]


def _boxes_and_routes(
    grid: _Grid,
    sizes: Sequence[tuple[float, float]],
    links: Sequence[Link],
    y: Sequence[float],
    gaps: Sequence[float],
) -> tuple[list[Box], dict[int, tuple[float, ...]]]:
    count = len(sizes)
    left: list[float] = []
    width: list[float] = []
    edge = 0.0
    space = _spaces(grid, links, gaps)
    for number, column in enumerate(grid.columns):
        widest = max((sizes[cell][0] for cell in column if cell < count), default=0.0)
        left.append(edge)
        width.append(widest)
        edge += widest + space[number]
    boxes = [
        (left[col] + width[col] / 2, y[node], width[col], sizes[node][1])
        for node, col in enumerate(grid.layer[:count])
    ]
    ports = _ports(grid, y)
    routes: dict[int, tuple[float, ...]] = {}
    for index, chain in grid.chains.items():
        start, end = chain[0], chain[-1]
        points = [(left[grid.layer[start]] + width[grid.layer[start]], ports[index, start])]
        for lane in chain[1:-1]:
            at = grid.layer[lane]
            points += [(left[at], y[lane]), (left[at] + width[at], y[lane])]
        points.append((left[grid.layer[end]], ports[index, end]))
        if start != links[index][0]:
            points.reverse()
        routes[index] = tuple(round(value, 1) for point in points for value in point)
    return boxes, routes


def _spaces(grid: _Grid, links: Sequence[Link], gaps: Sequence[float]) -> list[float]:
    """The space right of each column: the text of an edge stands beside its child."""
    space = [_LEAST_GAP] * len(grid.columns)
    for index, chain in grid.chains.items():
        turned = chain[0] != links[index][0]
        column = grid.layer[chain[0] if turned else chain[-2]]
        space[column] = max(space[column], gaps[index])
    return space


def _ports(grid: _Grid, y: Sequence[float]) -> dict[tuple[int, int], float]:
    """Where each edge meets the side of a box: spread, in the order of their other ends."""
    sides: dict[tuple[int, bool], list[tuple[float, int]]] = {}
    for index, chain in grid.chains.items():
        sides.setdefault((chain[0], True), []).append((y[chain[1]], index))
        sides.setdefault((chain[-1], False), []).append((y[chain[-2]], index))
    ports: dict[tuple[int, int], float] = {}
    for (node, _), ends in sides.items():
        room = grid.heights[node] - _PORT_MARGIN
        step = min(_PORT_STEP, room / len(ends))
        for position, (_, index) in enumerate(sorted(ends)):
            ports[index, node] = y[node] + (position - (len(ends) - 1) / 2) * step
    return ports
