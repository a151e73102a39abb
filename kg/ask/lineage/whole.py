"""The whole graph, or some kinds of it: every thing and every accepted edge between things."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.evidence.facts import facts_of
from kg.ask.lineage.edges import Link, edges_of, most_specific
from kg.ask.lineage.nodes import nodes_of
from kg.ask.subgraph import Subgraph
from kg.ask.tables import Tables
from kg.errors import UsageFault
from kg.records.names import did_you_mean
from kg.records.terms import BASE, KG, KINDS, kind_of

#: kinds that carry facts of an edge and are no things to look at
_PARTS = ("derivation", "evaluation")
#: kinds that are never nodes of the whole graph
_BOOKKEEPING = (*_PARTS, "source", "claim", "term")

_THINGS = """
SELECT t.iri FROM things t
WHERE regexp_extract(t.iri, $pattern, 1) IN (SELECT unnest($kinds))
  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject = t.iri AND f.predicate = $tie)
ORDER BY t.iri
LIMIT $most
"""

#: an evaluation is drawn as an edge to its benchmark; ``stated`` is the evaluation
_LINKS = """
WITH thing AS (SELECT unnest($things) AS iri)
SELECT subject, object, predicate, NULL FROM facts
WHERE rule IS NULL AND subject <> object AND predicate <> $tie
  AND subject IN (SELECT iri FROM thing) AND object IN (SELECT iri FROM thing)
UNION ALL
SELECT f.subject, g.object, f.predicate, f.object
FROM facts f JOIN facts g ON g.subject = f.object AND g.predicate = $benchmark
WHERE f.rule IS NULL AND g.rule IS NULL AND f.predicate = $found
  AND f.subject IN (SELECT iri FROM thing) AND g.object IN (SELECT iri FROM thing)
"""


def whole(
    tables: Tables,
    kinds: Iterable[str] | None = None,
    *,
    facts: bool = False,
    limit: int = 20_000,
) -> Subgraph:
    """Every thing of some kinds (all when none are named) and the accepted edges among them.

    ``kinds`` are path segments such as ``model`` or ``dataset``, in any case. Nothing inferred is
    in it, and of two properties that join the same things only the narrower one. A node's role is
    its kind. Raises ``UsageFault`` for an unknown kind and for more than ``limit`` things, which no
    picture can hold.
    """
    wanted = _kinds(kinds)
    rows = tables.rows(
        _THINGS,
        {"pattern": f"^{BASE}([a-z]+)/", "kinds": wanted, "tie": KG.resolvesTo, "most": limit + 1},
    )
    if len(rows) > limit:
        hint = "Name kinds to show, or ask `kg lineage` for one model."
        raise UsageFault(f"There are more than {limit:,} things to show.", hint)
    things = [iri for (iri,) in rows]
    asked = {"things": things, "tie": KG.resolvesTo, "benchmark": KG.benchmark}
    links = [
        Link(child, parent, predicate, stated=stated)
        for child, parent, predicate, stated in tables.rows(
            _LINKS, {**asked, "found": KG.hasEvaluation}
        )
    ]
    order = sorted(
        most_specific(links), key=lambda k: (k.child, k.parent, k.property, k.stated or "")
    )
    return Subgraph(
        None,
        tuple(nodes_of(tables, {iri: kind_of(iri) or "" for iri in things}).values()),
        tuple(edges_of(tables, order)),
        facts=facts_of(tables, things) if facts else {},
    )


def _kinds(kinds: Iterable[str] | None) -> list[str]:
    known = [kind for kind in KINDS if kind not in _BOOKKEEPING]
    words = [word.strip().lower() for word in kinds or ()]
    for word in words:
        if word not in known:
            hint = did_you_mean(word, known) or f"Kinds: {', '.join(known)}."
            raise UsageFault(f"{word!r} is no kind of thing.", hint)
    return words or known
