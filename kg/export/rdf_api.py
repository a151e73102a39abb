"""The dataset as rdflib's users know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.records.terms import PREFIXES
from kg.store.embedded import EmbeddedStore
from kg.store.generation import Generation

if TYPE_CHECKING:
    import rdflib


def to_rdflib(generation: Generation) -> rdflib.Dataset:
    """An ``rdflib.Dataset`` over the finished store, with our prefixes bound; nothing is copied.

    The default graph is what is believed, and the union of the graphs is not the default graph:
    ask ``dataset.default_graph`` or ``GRAPH``. SPARQL runs in pyoxigraph, without the limits and
    the refusals of ``kg query``: do not pass on queries of strangers. Changes raise
    ``RuntimeError``. Raises ``kg.errors.DamagedStore`` when the store cannot be opened.
    """
    import rdflib
    from oxrdflib import OxigraphStore

    dataset = rdflib.Dataset(store=OxigraphStore(store=EmbeddedStore(generation.store).oxigraph))
    for prefix, base in PREFIXES.items():
        dataset.bind(prefix, base, replace=True)
    return dataset
