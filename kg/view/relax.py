"""Loosening of a packed drawing: crowded families spread, empty space closes, nothing overlaps.

Nested discs keep families apart but waste room at every level. A few rounds of short springs along
the tree and of repulsion between near nodes even that out; a raster keeps each round linear.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

Point = tuple[float, float]

_REACH: Final = 86.0  # how far repulsion is felt
_ROUNDS: Final = 90
_PATIENCE: Final = 8
_STRETCH: Final = 1.03
_CLEAR: Final = 6.0  # between the rims of two nodes, at least
_SPRING: Final = 0.16
_REST: Final = 26.0
_CROWD: Final = 40  # near pairs to a node, at most; an even disc has about 17
_SHARE: Final = 25.0  # the disc holds one node in about this radius
_GRAVITY: Final = (0.024, 0.007)  # towards the middle, at the start and at the end


def relax(
    points: Sequence[Point],
    radii: Sequence[float],
    springs: Sequence[tuple[int, int]],
    sides: Mapping[int, int],
    fixed: int | None,
) -> list[Point]:
    """The points moved. ``fixed`` stays; ``sides`` hold nodes left (-1) or right (1) of it."""
    for strength in (1.0, 0.5, 0.0):
        xs, ys = _evened(points, fixed, strength)
        if len(_near_pairs(xs, ys, _REACH)) <= _CROWD * len(xs):
            break  # else all lay in few directions, as a long chain does, and would be heaped up
    rounds = _ROUNDS if len(xs) <= 600 else _ROUNDS // 2
    for turn in range(rounds):
        limit = 30.0 * (1 - turn / rounds) + 1.0
        first, last = _GRAVITY
        gravity = first + (last - first) * turn / rounds
        push_x, push_y = _forces(xs, ys, radii, springs, gravity)
        for node in range(len(xs)):
            if node != fixed:
                length = math.hypot(push_x[node], push_y[node])
                share = min(1.0, limit / length) if length else 0.0
                xs[node] += push_x[node] * share
                ys[node] += push_y[node] * share
        _keep_sides(xs, sides, fixed)
    for turn in count(1):
        if not _separate(xs, ys, radii, fixed):
            break
        if turn % _PATIENCE == 0:  # too crowded to sort itself out: everything a little apart
            xs = [x * _STRETCH for x in xs]
            ys = [y * _STRETCH for y in ys]
    return [(round(x, 1), round(y, 1)) for x, y in zip(xs, ys, strict=True)]


def _evened(
    points: Sequence[Point], fixed: int | None, strength: float
) -> tuple[list[float], list[float]]:
    """Each point in its direction from the middle, at the distance that fills a disc evenly.

    The order of distances stays; the rings of empty space that nesting leaves are gone.
    """
    middle_x, middle_y = points[fixed] if fixed is not None else (0.0, 0.0)
    xs = [x - middle_x for x, _ in points]
    ys = [y - middle_y for _, y in points]
    order = sorted(range(len(xs)), key=lambda node: (math.hypot(xs[node], ys[node]), node))
    for rank, node in enumerate(order):
        distance = math.hypot(xs[node], ys[node])
        if distance:
            share = math.pow(_SHARE * math.sqrt(rank) / distance, strength)
            xs[node] *= share
            ys[node] *= share
    return xs, ys


def _forces(
    xs: Sequence[float],
    ys: Sequence[float],
    radii: Sequence[float],
    springs: Sequence[tuple[int, int]],
    gravity: float,
) -> tuple[list[float], list[float]]:
    push_x = [-gravity * x for x in xs]
    push_y = [-gravity * y for y in ys]
    for a, b in _near_pairs(xs, ys, _REACH):
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        distance = math.hypot(dx, dy)
        if distance >= _REACH:
            continue
        if distance < 1e-6:  # two in one place: apart, by their numbers
            dx, dy, distance = math.cos(a), math.sin(a), 1.0
        force = 9.0 * (1 - distance / _REACH) ** 2 * (1 + (radii[a] + radii[b]) / 24) / distance
        push_x[a] += dx * force
        push_y[a] += dy * force
        push_x[b] -= dx * force
        push_y[b] -= dy * force
    for a, b in springs:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        distance = math.hypot(dx, dy) or 1.0
        pull = _SPRING * (distance - radii[a] - radii[b] - _REST) / distance
        push_x[a] -= dx * pull
        push_y[a] -= dy * pull
        push_x[b] += dx * pull
        push_y[b] += dy * pull
    return push_x, push_y


def _near_pairs(xs: Sequence[float], ys: Sequence[float], cell: float) -> list[tuple[int, int]]:
    """Each pair that may be nearer than ``cell``, once."""
    raster: dict[tuple[int, int], list[int]] = {}
    for node, (x, y) in enumerate(zip(xs, ys, strict=True)):
        raster.setdefault((math.floor(x / cell), math.floor(y / cell)), []).append(node)
    pairs: list[tuple[int, int]] = []
    for (column, row), here in raster.items():
        for position, a in enumerate(here):
            pairs.extend((a, b) for b in here[position + 1 :])
        for beside in ((1, 0), (-1, 1), (0, 1), (1, 1)):
            there = raster.get((column + beside[0], row + beside[1]), ())
            pairs.extend((a, b) for a in here for b in there)
    return pairs


def _keep_sides(xs: list[float], sides: Mapping[int, int], fixed: int | None) -> None:
    middle = xs[fixed] if fixed is not None else 0.0
    for node, side in sides.items():
        if side * (xs[node] - middle) < _REST:
            xs[node] = middle + side * _REST


def _separate(xs: list[float], ys: list[float], radii: Sequence[float], fixed: int | None) -> bool:
    """Push apart every two that touch; whether any did."""
    touched = False
    for a, b in _near_pairs(xs, ys, 2 * max(radii, default=1.0) + _CLEAR):
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        wanted = radii[a] + radii[b] + _CLEAR
        distance = math.hypot(dx, dy)
        if distance >= wanted:
            continue
        if distance < 1e-6:
            dx, dy, distance = math.cos(a), math.sin(a), 1.0
        touched = True
        shift = (wanted + 0.2 - distance) / distance / (2 if fixed not in (a, b) else 1)
        if a != fixed:
            xs[a] += dx * shift
            ys[a] += dy * shift
        if b != fixed:
            xs[b] -= dx * shift
            ys[b] -= dy * shift
    return touched
