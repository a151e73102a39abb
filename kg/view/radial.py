"""A large graph as a sky of families: each thing at the heart of what was made from it.

A spanning forest is drawn as nested discs. What a thing leads to stands in rings around it, whole
branches as discs of their own; the discs of all roots are packed around the middle. Discs never
overlap, so neither do nodes; :mod:`kg.view.relax` then spreads what stands too close.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.view.relax import relax

Link = tuple[int, int]
Point = tuple[float, float]

_NODE_GAP: Final = 5.0
_BRANCH_GAP: Final = 10.0
_CORE_GAP: Final = 12.0
_CELL: Final = 48.0
_SAME_SIZE: Final = 1.25


@dataclass(slots=True)
class _Disc:
    """A branch: its node stands at ``root`` from the disc's middle, its branches where they say."""

    node: int
    radius: float
    root: Point = (0.0, 0.0)
    branches: list[tuple[_Disc, Point, float]] = field(default_factory=list)  # middle and turn
    side: int = 0  # -1: must stand left of the focus, 1: right, 0: anywhere


@dataclass(slots=True)
class _Packing:
    """Discs already placed, in a raster so that a try looks only at what is near."""

    cell: float  # the raster's step, of the order of the largest disc
    placed: list[tuple[float, float, float]] = field(default_factory=list)
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def add(self, x: float, y: float, radius: float) -> None:
        for cell in self._cells(x, y, radius):
            self.cells.setdefault(cell, []).append(len(self.placed))
        self.placed.append((x, y, radius))

    def is_free(self, x: float, y: float, radius: float) -> bool:
        for cell in self._cells(x, y, radius):
            for index in self.cells.get(cell, ()):
                other_x, other_y, other = self.placed[index]
                if math.hypot(x - other_x, y - other_y) < radius + other:
                    return False
        return True

    def _cells(self, x: float, y: float, radius: float) -> list[tuple[int, int]]:
        step = self.cell
        columns = range(math.floor((x - radius) / step), math.floor((x + radius) / step) + 1)
        rows = range(math.floor((y - radius) / step), math.floor((y + radius) / step) + 1)
        return [(column, row) for column in columns for row in rows]


def place_radial(
    radii: Sequence[float], links: Sequence[Link], models: Sequence[bool], focus: int | None
) -> list[Point]:
    """The middle of every node. ``links`` are (parent, child); ``models`` carry lineage.

    With a focus it stands in the middle, what it came from towards the left.
    """
    branches, roots = _forest(links, models, focus)
    sides = _sides(links, focus) if focus is not None else {}
    discs: dict[int, _Disc] = {}
    for node in _children_first(branches, roots):
        children = [discs.pop(n) for n in branches[node]]
        if node == focus:
            for disc in children:
                disc.side = sides.get(disc.node, 0)
        discs[node] = _branch(node, radii[node], children)
    if focus is not None:
        roots.remove(focus)
        roots.insert(0, focus)
    trees = [discs[root] for root in roots]
    points = _spread(trees, _pack(trees, keep_first=focus is not None), len(radii))
    springs = [(node, under) for under, nodes in enumerate(branches) for node in nodes]
    return relax(points, radii, springs, sides, focus)


def _forest(
    links: Sequence[Link], models: Sequence[bool], focus: int | None
) -> tuple[list[list[int]], list[int]]:
    """One place for each node: lineage first, then things beside it at a model that uses them."""
    count = len(models)
    above = [-1] * count
    group = list(range(count))

    def top(node: int) -> int:
        while group[node] != node:
            group[node] = group[group[node]]
            node = group[node]
        return node

    def hang(node: int, under: int) -> None:
        if above[node] < 0 and node != focus and top(node) != top(under):
            above[node] = under
            group[top(node)] = top(under)

    lineage = [link for link in links if models[link[0]] and models[link[1]]]
    if focus is not None:
        for node, under in _outwards(lineage, focus, count):
            hang(node, under)
    for parent, child in lineage:
        hang(child, parent)
    for parent, child in links:
        if models[parent] != models[child]:
            hang(*((child, parent) if models[parent] else (parent, child)))
    for parent, child in links:
        hang(parent, child)
    branches: list[list[int]] = [[] for _ in range(count)]
    for node, under in enumerate(above):
        if under >= 0:
            branches[under].append(node)
    return branches, [node for node in range(count) if above[node] < 0]


def _outwards(lineage: Sequence[Link], focus: int, count: int) -> list[Link]:
    """(node, the one nearer to the focus), ring by ring, whichever way the edges point."""
    near: list[list[int]] = [[] for _ in range(count)]
    for parent, child in lineage:
        near[parent].append(child)
        near[child].append(parent)
    seen = {focus}
    ring = [focus]
    found: list[Link] = []
    for node in ring:
        for other in near[node]:
            if other not in seen:
                seen.add(other)
                found.append((other, node))
                ring.append(other)
    return found


def _sides(links: Sequence[Link], focus: int) -> dict[int, int]:
    """What the focus came from stands left of it (-1), what was made from it right (1)."""
    parents = {parent for parent, child in links if child == focus != parent}
    heirs = {child for parent, child in links if parent == focus != child}
    return {node: (node in heirs) - (node in parents) for node in sorted(parents ^ heirs)}


def _children_first(branches: Sequence[Sequence[int]], roots: Sequence[int]) -> list[int]:
    order = list(roots)
    for node in order:
        order.extend(branches[node])
    order.reverse()
    return order


def _branch(node: int, radius: float, children: list[_Disc]) -> _Disc:
    """A node with its branches around it, in the smallest disc that the middle can be moved to."""
    core = _Disc(node, radius + _NODE_GAP)
    if not children:
        return core
    children.sort(key=lambda disc: -disc.radius)
    core.radius += _CORE_GAP
    spots = _pack([core, *children], keep_first=True)
    discs = [(x, y, d.radius) for (x, y), d in zip(spots, [core, *children], strict=True)]
    x, y, bound = _enclosing(discs)
    branches = []
    for child, (cx, cy) in zip(children, spots[1:], strict=True):
        # turned so that the branch's own root looks at this node
        turn = math.atan2(-cy, -cx) - math.atan2(child.root[1], child.root[0])
        branches.append((child, (cx - x, cy - y), turn))
    return _Disc(node, bound + _BRANCH_GAP / 2, (-x, -y), branches)


def _spread(trees: Sequence[_Disc], middles: Sequence[Point], count: int) -> list[Point]:
    """Where the nodes of nested, turned discs come to stand."""
    points: list[Point] = [(0.0, 0.0)] * count
    stack = [(disc, x, y, 0.0) for disc, (x, y) in zip(trees, middles, strict=True)]
    while stack:
        disc, x, y, turn = stack.pop()
        cos, sin = math.cos(turn), math.sin(turn)
        root_x, root_y = disc.root
        points[disc.node] = (x + root_x * cos - root_y * sin, y + root_x * sin + root_y * cos)
        for branch, (dx, dy), more in disc.branches:
            place = (x + dx * cos - dy * sin, y + dx * sin + dy * cos)
            stack.append((branch, *place, turn + more))
    return points


def _pack(discs: Sequence[_Disc], *, keep_first: bool) -> list[Point]:
    """Middles for the discs, each as near to the first (or to the origin) as there is room."""
    order = sorted(range(len(discs)), key=lambda i: (keep_first and i > 0, -discs[i].radius, i))
    largest = max((disc.radius for disc in discs), default=0.0)
    packing = _Packing(max(_CELL, largest / 8))
    spots: list[Point] = [(0.0, 0.0)] * len(discs)
    nearest = 0.0
    size = math.inf
    for index in order:
        radius = discs[index].radius
        if (
            radius * _SAME_SIZE < size or discs[index].side
        ):  # a smaller size may still fit into gaps further in
            size, nearest = radius, 0.0
        x, y, nearest = _nearest_room(packing, radius, nearest, discs[index].side)
        packing.add(x, y, radius)
        spots[index] = (x, y)
    return spots


def _nearest_room(
    packing: _Packing, radius: float, start: float, side: int
) -> tuple[float, float, float]:
    if not packing.placed:
        return 0.0, 0.0, 0.0
    distance = max(start, packing.placed[0][2] + radius)
    while True:
        tries = max(6, math.floor(2 * math.pi * distance / (radius * 0.5)))
        for step in range(tries):
            angle = 2 * math.pi * step / tries
            x, y = distance * math.cos(angle), distance * math.sin(angle)
            if side * x < 0:
                continue
            if packing.is_free(x, y, radius - 1e-6):
                return x, y, distance
        distance += radius * 0.35


def _enclosing(discs: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """A small disc around all of them: the middle moves towards the farthest, ever less."""
    x = y = 0.0
    pull = 0.5
    for _ in range(40):
        far = max(discs, key=lambda d: math.hypot(d[0] - x, d[1] - y) + d[2])
        x += (far[0] - x) * pull
        y += (far[1] - y) * pull
        pull *= 0.9
    return x, y, max(math.hypot(dx - x, dy - y) + r for dx, dy, r in discs)
