"""What leaves as text: a lineage, or another part of the graph, for terminals and other tools.

A new format is one module with ``write(graph) -> str``, which may take options by name, and one
line in :data:`SUBGRAPH_FORMATS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Final

from kg.ask.subgraph import Subgraph
from kg.errors import UsageFault

#: format -> module, and the options that it takes
SUBGRAPH_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "tree": ("kg.export.subgraph.tree", "language", "ascii_only"),
    "json": ("kg.export.subgraph.json",),
    "mermaid": ("kg.export.subgraph.mermaid", "language"),
    "dot": ("kg.export.subgraph.dot", "language"),
    "graphml": ("kg.export.subgraph.graphml",),
    "csv": ("kg.export.subgraph.csv", "language"),
}


def write(graph: Subgraph, form: str, *, language: str = "en", ascii_only: bool = False) -> str:
    """The subgraph as text that ends with a line end.

    ``language`` (``en`` or ``zh``) chooses the labels; ``json`` and ``graphml`` hold both.
    ``ascii_only`` draws the tree in ASCII, other characters escaped. Raises ``UsageFault`` for an
    unknown format.
    """
    if form not in SUBGRAPH_FORMATS:
        known = ", ".join(SUBGRAPH_FORMATS)
        raise UsageFault(f"There is no format {form!r} for a lineage.", f"Known: {known}.")
    module, *options = SUBGRAPH_FORMATS[form]
    given = {"language": language, "ascii_only": ascii_only}
    chosen = {name: given[name] for name in options}
    text: str = importlib.import_module(module).write(graph, **chosen)
    return text.encode("utf-8", "replace").decode("utf-8")
