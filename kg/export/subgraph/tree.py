"""A lineage for terminals: the focus, what it is built on, what was built from it.

A lineage is a graph and this is a tree, so a thing is drawn out once in each half and later only
named with "see above"; every edge is drawn. Nothing recurses, and what hangs deeper than
:data:`DEEPEST` goes on further down, so chains of any length and cycles end well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.ask.subgraph import Edge, Node, Subgraph
from kg.export.subgraph.words import brackets, name_of, relation_of, word
from kg.records.derivation import DERIVATIONS
from kg.records.terms import compact

DEEPEST: Final = 24

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "from": "Built on", "into": "Built from it", "models": "Lineages", "also": "Also",
        "ancestors": "{} ancestor{s}", "descendants": "{} descendant{s}", "unseen": ", not shown",
        "counted": "{} ({}{})", "none": "{}: nothing recorded",
        "focus": "the focus", "above": "see above", "below": "continued below",
        "more": "… {} more", "via": "via {}", "joined": ": ", "remark": " ({})", "comma": ", ",
    },
    "zh": {
        "from": "基于", "into": "由其衍生", "models": "谱系", "also": "其他",
        "ancestors": "{} 个祖先", "descendants": "{} 个后代", "unseen": "，未显示",
        "counted": "{}（{}{}）", "none": "{}：无记录",
        "focus": "当前条目", "above": "见上文", "below": "下文继续",
        "more": "… 另有 {} 个", "via": "经由 {}", "joined": "：", "remark": "（{}）", "comma": "，",
    },
}  # fmt: skip
_ASCII: Final = {
    "├─": "|-", "└─": "`-", "│": "|", "·": "*", "●": "@", "§": "sec. ", "…": "...",
}  # fmt: skip

Hanging = Mapping[str, Sequence[int]]


def write(graph: Subgraph, *, language: str = "en", ascii_only: bool = False) -> str:
    """The tree; edges end in their sources in brackets: ``[s001 §2.Vicuna 10-40; hedged]``."""
    text = "\n".join(_Tree(graph, "zh" if language == "zh" else "en").lines()) + "\n"
    if ascii_only:
        for drawn, plain in _ASCII.items():
            text = text.replace(drawn, plain)
        text = text.encode("ascii", "backslashreplace").decode("ascii")
    return text


@dataclass(slots=True)
class _Tree:
    graph: Subgraph
    language: str
    nodes: dict[str, Node] = field(init=False)
    drawn: set[int] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = {node.iri: node for node in self.graph.nodes}

    def lines(self) -> list[str]:
        up, down, beside = self._sorted()
        focus = self.nodes.get(self.graph.focus or "")
        if focus is None:
            self._forest(down, up, beside)
        else:
            self.out.append(f"● {self._named(focus)}  {compact(focus.iri)}")
            self._beside(focus.iri, beside, "  ")
            self._heading("from", "ancestors", self.graph.ancestors, focus.iri in up)
            self._branches(focus.iri, up, beside, lambda edge: edge.parent, set())
            self._heading("into", "descendants", self.graph.descendants, focus.iri in down)
            self._branches(focus.iri, down, beside, lambda edge: edge.child, set())
            self._hidden(focus, "")
        self._rest()
        return [line.rstrip() for line in self.out]

    def _sorted(self) -> tuple[Hanging, Hanging, Hanging]:
        """Edges by the thing under which they are drawn: going up, going down, and beside."""
        up: dict[str, list[int]] = {}
        down: dict[str, list[int]] = {}
        beside: dict[str, list[int]] = {}
        for number, edge in enumerate(self.graph.edges):
            child, parent = self.nodes.get(edge.child), self.nodes.get(edge.parent)
            derived = edge.relation in DERIVATIONS
            if derived or (parent and parent.role in ("ancestor", "both")):
                up.setdefault(edge.child, []).append(number)
            if derived or (child and child.role in ("descendant", "both", "member")):
                down.setdefault(edge.parent, []).append(number)
        above, below = self._reached(up, False), self._reached(down, True)
        in_trees = {number for iri in above for number in up.get(iri, ())}
        in_trees |= {number for iri in below for number in down.get(iri, ())}
        for number, edge in enumerate(self.graph.edges):
            if number not in in_trees:
                beside.setdefault(edge.child, []).append(number)
        return up, down, beside

    def _reached(self, hanging: Hanging, to_child: bool) -> set[str]:
        focus = self.graph.focus
        if focus is None:
            return set(self.nodes) if to_child else set()
        found, waiting = {focus}, [focus]
        for iri in waiting:
            for number in hanging.get(iri, ()):
                edge = self.graph.edges[number]
                end = edge.child if to_child else edge.parent
                if end not in found:
                    found.add(end)
                    waiting.append(end)
        return found

    def _heading(self, title: str, counted: str, count: int, shown: bool) -> None:
        words = _WORDS[self.language]
        line = words["none"].format(words[title])
        if count or shown:
            number = words[counted].format(count, s="" if count == 1 else "s")
            line = words["counted"].format(words[title], number, "" if shown else words["unseen"])
        self.out += ["", line]

    def _branches(
        self,
        root: str,
        hanging: Hanging,
        beside: Hanging,
        end_of: Callable[[Edge], str],
        written: set[str],
    ) -> None:
        """Everything that hangs under a root, but for what is ``written`` already."""
        written.add(root)
        waiting: list[str] = [root]
        for start in waiting:  # grows by what is too deep
            if start != root:
                self.out.append(self._named(self.nodes[start]))
            numbers = hanging.get(start, ())
            stack = [(number, "", i == len(numbers) - 1, 1) for i, number in enumerate(numbers)]
            stack.reverse()
            while stack:
                number, prefix, last, depth = stack.pop()
                edge = self.graph.edges[number]
                end = end_of(edge)
                under = () if end in written else hanging.get(end, ())
                note = "above" if end in written and hanging.get(end) else ""
                note = "focus" if end == self.graph.focus else note
                note = "below" if under and depth >= DEEPEST else note
                written.add(end)
                self._edge(number, end, f"{prefix}{'└─' if last else '├─'} ", note)
                inner = prefix + ("   " if last else "│  ")
                self._beside(end, beside, inner + ("│  " if under and not note else "   "))
                self._hidden(self.nodes.get(end), inner)
                if note == "below":
                    waiting.append(end)
                    continue
                stack += [
                    (more, inner, i == 0, depth + 1) for i, more in enumerate(reversed(under))
                ]

    def _beside(self, iri: str, beside: Hanging, prefix: str) -> None:
        """Short lines for what stands beside a thing, and beside that, once each."""
        stack = [(number, 0) for number in reversed(beside.get(iri, ()))]
        while stack:
            number, depth = stack.pop()
            if number in self.drawn:
                continue
            end = self.graph.edges[number].parent
            self._edge(number, end, f"{prefix}{'  ' * min(depth, DEEPEST)}· ", "")
            stack += [(more, depth + 1) for more in reversed(beside.get(end, ()))]

    def _edge(self, number: int, end: str, prefix: str, note: str) -> None:
        edge = self.graph.edges[number]
        self.drawn.add(number)
        words = _WORDS[self.language]
        remarks = [words[note]] if note else []
        if edge.through and edge.through not in (edge.child, edge.parent):
            via = self.nodes.get(edge.through)
            remarks.append(words["via"].format(self._named(via) if via else compact(edge.through)))
        said = brackets(edge.claims, edge.inferred, self.language)
        remark = words["remark"].format(words["comma"].join(remarks)) if remarks else ""
        relation = relation_of(edge, self.language) + words["joined"]
        self.out.append(f"{prefix}{relation}{self._name(end)}{remark}  {' '.join(said)}")

    def _name(self, iri: str) -> str:
        node = self.nodes.get(iri)
        return self._named(node) if node else compact(iri)

    def _named(self, node: Node) -> str:
        self.named.add(node.iri)
        remark = _WORDS[self.language]["remark"]
        stub = remark.format(word("stub", self.language)) if node.stub else ""
        return name_of(node, self.language) + stub

    def _hidden(self, node: Node | None, prefix: str) -> None:
        if node and node.hidden:
            self.out.append(prefix + _WORDS[self.language]["more"].format(node.hidden))

    def _forest(self, down: Hanging, up: Hanging, beside: Hanging) -> None:
        """Without a focus: from each thing that comes from nothing, then what only cycles hold."""
        self.out.append(_WORDS[self.language]["models"])
        written: set[str] = set()
        roots = [iri for iri in down if iri not in up]
        for iri in [*roots, *(iri for iri in down if iri in up)]:
            if iri in self.nodes and iri not in self.named:
                self.out += ["", self._named(self.nodes[iri])]
                self._beside(iri, beside, "  ")
                self._branches(iri, down, beside, lambda edge: edge.child, written)

    def _rest(self) -> None:
        """Edges and things that hang nowhere above."""
        left = [number for number in range(len(self.graph.edges)) if number not in self.drawn]
        lines = len(self.out)
        for number in left:
            edge = self.graph.edges[number]
            self._edge(number, edge.parent, f"{self._name(edge.child)} · ", "")
        self.out += [self._named(n) for n in self.graph.nodes if n.iri not in self.named]
        if len(self.out) > lines:
            self.out[lines:lines] = ["", _WORDS[self.language]["also"]]
