"""What stands beside a lineage: the data, the methods and the makers of its models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.ask.lineage.edges import Link
from kg.ask.lineage.walk import ENDLESS
from kg.ask.tables import Tables
from kg.records.derivation import TRAINING
from kg.records.terms import IRI, KG

#: word for ``--with`` -> the properties of a model that lead there
SIDES: Final[Mapping[str, tuple[IRI, ...]]] = {
    "dataset": TRAINING,
    "method": (KG.usesMethod,),
    "institution": (KG.developedBy,),
}

_BEHIND = """
WITH RECURSIVE
drawn AS (
    SELECT subject AS child, object AS parent FROM facts
    WHERE predicate = $drawn AND rule IS NULL AND object IS NOT NULL AND subject <> object
),
used(iri, level) USING KEY (iri) AS (
    SELECT unnest($datasets)::VARCHAR, 0
    UNION
    SELECT d.parent, min(u.level) + 1 FROM used u JOIN drawn d ON d.child = u.iri
    WHERE u.level + 1 < $depth AND d.parent NOT IN (SELECT iri FROM recurring.used)
    GROUP BY d.parent
)
SELECT subject, object, predicate FROM facts
WHERE subject IN (SELECT iri FROM used) AND predicate IN ($drawn, $generated)
  AND rule IS NULL AND object IS NOT NULL AND subject <> object AND $depth > 0
"""


def properties_of(sides: Sequence[str]) -> list[IRI]:
    """The properties that lead to these sides."""
    return [iri for side in sides for iri in SIDES[side]]


def links_behind(tables: Tables, datasets: Sequence[str], depth: int = ENDLESS) -> list[Link]:
    """What these datasets are drawn from, and which models generated any of it.

    ``depth`` is the greatest number of steps from the datasets given.
    """
    values = {
        "datasets": list(datasets),
        "depth": depth,
        "drawn": KG.datasetDerivedFrom,
        "generated": KG.generatedBy,
    }
    return sorted(Link(*row) for row in tables.rows(_BEHIND, values))
