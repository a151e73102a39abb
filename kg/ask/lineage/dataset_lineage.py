"""The lineage of a dataset: what it is drawn from, and the models that were trained on it."""

from __future__ import annotations

from dataclasses import replace

from kg.ask.lineage.beside import links_behind, properties_of
from kg.ask.lineage.edges import edges_of, links_from
from kg.ask.lineage.nodes import nodes_of
from kg.ask.lineage.walk import ENDLESS
from kg.ask.subgraph import Node, Subgraph
from kg.ask.tables import Tables
from kg.records.derivation import TRAINING
from kg.records.terms import BASE, KG, kind_of

#: datasets drawn from the focus at any remove, and the models trained on any of them
_REACH = """
WITH RECURSIVE
use AS MATERIALIZED (
    SELECT DISTINCT subject AS child, object AS parent FROM facts
    WHERE predicate IN (SELECT unnest($properties)) AND rule IS NULL AND object IS NOT NULL
      AND subject <> object
),
walk(iri, level) USING KEY (iri) AS (
    SELECT $focus::VARCHAR, 0
    UNION
    SELECT u.child, min(w.level) + 1 FROM walk w JOIN use u ON u.parent = w.iri
    WHERE w.level < $depth AND u.child NOT IN (SELECT iri FROM recurring.walk)
    GROUP BY u.child
)
"""

_SHOWN = f"""
{_REACH},
reach AS (
    SELECT ancestor AS iri, count(*) AS many FROM ancestry
    WHERE ancestor IN (SELECT iri FROM walk) GROUP BY ancestor
),
children AS (SELECT parent AS iri, count(*) AS many FROM use GROUP BY parent)
SELECT w.iri, coalesce(c.many, 0)
FROM walk w LEFT JOIN reach r USING (iri) LEFT JOIN children c USING (iri)
ORDER BY w.iri <> $focus, w.level, r.many DESC NULLS LAST, w.iri
LIMIT $room
"""

_COUNT = f"{_REACH} SELECT count(*) FROM walk WHERE starts_with(iri, $models)"

_PROPERTIES = (KG.datasetDerivedFrom, *TRAINING)


def dataset_lineage(
    tables: Tables, focus: Node, *, up: bool, down: bool, depth: int, limit: int
) -> Subgraph:
    """A dataset with its sources and uses; see :func:`kg.ask.lineage.model_lineage.lineage`.

    ``limit`` bounds the datasets and models below it, itself included.
    """
    behind = links_behind(tables, [focus.iri])
    above = links_behind(tables, [focus.iri], depth) if up else []
    asked = {"properties": list(_PROPERTIES), "focus": focus.iri}
    children: dict[str, int] = {}
    if down:
        children = dict(tables.rows(_SHOWN, {**asked, "depth": depth, "room": limit}))
    below = [k for k in links_from(tables, list(children), _PROPERTIES) if k.parent in children]
    beside = links_from(tables, [focus.iri], properties_of(["institution"]))
    roles = {focus.iri: "focus"}
    for link in (*above, *beside):
        role = "generator" if link.property == KG.generatedBy else kind_of(link.parent) or ""
        roles.setdefault(link.parent, "ancestor" if role == "dataset" else role)
    for iri in children:
        upward = roles.get(iri) == "ancestor"
        roles[iri] = "both" if upward else roles.get(iri, "descendant")
    shown: dict[str, set[str]] = {}
    for link in below:
        shown.setdefault(link.parent, set()).add(link.child)
    nodes = nodes_of(tables, roles)
    ((descendants,),) = tables.rows(_COUNT, {**asked, "depth": ENDLESS, "models": f"{BASE}model/"})
    return Subgraph(
        focus.iri,
        tuple(
            replace(node, hidden=children.get(iri, 0) - len(shown.get(iri, ())))
            for iri, node in nodes.items()
        ),
        tuple(edges_of(tables, dict.fromkeys([*above, *below, *beside]))),
        ancestors=len({link.parent for link in behind if link.property == KG.generatedBy}),
        descendants=descendants,
    )
