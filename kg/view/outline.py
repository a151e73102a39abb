"""The same lineage as a nested list: for screen readers, for Ctrl-F, for want of JavaScript.

A lineage is a graph and a list is a tree, so a thing is written out once and later only named with
"see above". The list is a flat run of steps (item, open, shut); nothing here recurses, so a chain
of thousands is as safe as a cycle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.ask.subgraph import Subgraph
from kg.view.words import KINDS, MODELS

Hanging = Mapping[int, Sequence[tuple[int, int]]]

#: lists nested deeper go on further down: browsers stop nesting at 512 and readers long before
DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Step:
    """``item`` writes a node, ``open`` and ``shut`` bound the list under the item before.

    ``edge`` is the edge by which the node hangs where it stands; ``again`` says that it is written
    out above, ``later`` that what hangs under it follows in a list of its own.
    """

    action: str
    node: int = -1
    edge: int | None = None
    again: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (a key of the words) and its list."""

    title: str
    steps: tuple[Step, ...]


@dataclass(slots=True)
class _Writer:
    """Writes nested lists over one set of what has been written already."""

    written: set[int] = field(default_factory=set)

    def section(
        self, title: str, roots: Sequence[tuple[int, int | None]], under: Hanging
    ) -> Section:
        steps: list[Step] = []
        waiting: list[tuple[int, int | None]] = list(roots)
        for node, edge in waiting:  # grows by what is too deep
            self._branch(node, edge, under, steps, waiting)
        return Section(title, tuple(steps))

    def _branch(
        self,
        root: int,
        edge: int | None,
        under: Hanging,
        steps: list[Step],
        waiting: list[tuple[int, int | None]],
    ) -> None:
        stack: list[tuple[int, int | None, int]] = [(root, edge, 0)]
        depth = 0
        while stack:
            node, by, level = stack.pop()
            steps.extend(Step("shut") for _ in range(depth - level))
            depth = level
            again = node in self.written
            self.written.add(node)
            hanging = () if again else under.get(node, ())
            later = bool(hanging) and level >= DEEPEST
            steps.append(Step("item", node, by, again, later))
            if later:
                waiting.extend(hanging)
            elif hanging:
                steps.append(Step("open"))
                depth = level + 1
                stack.extend((other, link, depth) for other, link in reversed(hanging))
        steps.extend(Step("shut") for _ in range(depth))


def outline(graph: Subgraph, links: Sequence[tuple[int, int]]) -> list[Section]:
    """The sections of the list; ``links`` are (parent, child) in the order of the edges."""
    is_model = [node.kind in MODELS for node in graph.nodes]
    down: dict[int, list[tuple[int, int]]] = {}
    up: dict[int, list[tuple[int, int]]] = {}
    for edge, (parent, child) in enumerate(links):
        if is_model[parent] and is_model[child] and parent != child:
            down.setdefault(parent, []).append((child, edge))
            up.setdefault(child, []).append((parent, edge))
    writer = _Writer()
    sections: list[Section] = []
    focus = next((n for n, node in enumerate(graph.nodes) if node.iri == graph.focus), None)
    if focus is not None:
        sections.append(writer.section("focus", [(focus, None)], {}))
        sections.append(writer.section("made_from", up.get(focus, []), up))
        sections.append(writer.section("made_into", down.get(focus, []), down))
    title = "lineages" if focus is None else "other_models"
    sections.append(_forest(writer, title, is_model, down, up))
    beside = [n for n in range(len(graph.nodes)) if not is_model[n] and n not in writer.written]
    kinds = list(KINDS)
    beside.sort(key=lambda n: (_rank(graph.nodes[n].kind, kinds), graph.nodes[n].label.casefold()))
    sections.append(writer.section("others", [(n, None) for n in beside], {}))
    return [section for section in sections if section.steps]


def _forest(
    writer: _Writer, title: str, is_model: Sequence[bool], down: Hanging, up: Hanging
) -> Section:
    """Models not written yet, from those that come from nothing; then what only cycles reach."""
    models = [n for n, model in enumerate(is_model) if model]
    roots = [n for n in models if n not in up and n not in writer.written]
    roots.sort(key=lambda n: (-len(down.get(n, ())), n))
    first = writer.section(title, [(n, None) for n in roots], down)
    steps = list(first.steps)
    for node in models:
        if node not in writer.written:
            steps += writer.section(title, [(node, None)], down).steps
    return Section(title, tuple(steps))


def _rank(kind: str, kinds: Sequence[str]) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)
