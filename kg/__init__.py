"""Pedigree: a knowledge graph of open models: who made each one, from what, and who says so.

The way of a fact through the package::

    sources --records--> claims --quads--> store --> ask --> export, view --> cli

>>> import kg
>>> sorted(kg.__all__)[:3]
['Ambiguous', 'BuildFault', 'DamagedStore']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.api import open_graph as open
    from kg.errors import (
        Ambiguous,
        BuildFault,
        DamagedStore,
        KgError,
        LimitReached,
        NoStore,
        NotFound,
        QueryFault,
    )

_PLACES = {
    "Ambiguous": "kg.errors",
    "BuildFault": "kg.errors",
    "DamagedStore": "kg.errors",
    "Graph": "kg.api",
    "KgError": "kg.errors",
    "LimitReached": "kg.errors",
    "NoStore": "kg.errors",
    "NotFound": "kg.errors",
    "QueryFault": "kg.errors",
    "open": "kg.api",
}

__all__ = [
    "Ambiguous",
    "BuildFault",
    "DamagedStore",
    "Graph",
    "KgError",
    "LimitReached",
    "NoStore",
    "NotFound",
    "QueryFault",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import kg`` costs nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module = importlib.import_module(_PLACES[name])
    return getattr(module, {"open": "open_graph"}.get(name, name))
