"""Names to things: exact keys and labels first, then aliases, loose spellings and typos."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kg.ask.labels import kind_name
from kg.ask.tables import Tables
from kg.errors import Ambiguous, NotFound
from kg.records.names import fold
from kg.records.terms import BASE, compact, expand, key_of, kind_of


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: ``name`` is the name that matched, ``score`` runs to 100 (exact)."""

    iri: str
    label: str
    label_zh: str | None
    kind: str
    name: str
    role: str
    score: float


_LOOSEST = 78.0
_THING = "t.iri, t.label, t.label_zh, t.class, n.name, n.role"


def find(tables: Tables, text: str, *, limit: int = 20) -> list[Hit]:
    """Things whose names match a text, best first; each thing once.

    Width, case, separators and traditional characters do not matter; short texts (two Chinese
    characters) match inside names; longer ones tolerate slips.
    """
    folded = fold(text)
    if not folded:
        return []
    best: dict[str, Hit] = {}
    for hit in (
        *_exact(tables, text),
        *_inside(tables, folded, limit),
        *_near(tables, folded),
    ):
        if hit.iri not in best or hit.score > best[hit.iri].score:
            best[hit.iri] = hit
    ranked = sorted(best.values(), key=lambda hit: (-hit.score, len(hit.name), hit.iri))
    return ranked[:limit]


def _hits(rows: Iterable[tuple[str, ...]], score: float) -> list[Hit]:
    found = []
    for iri, label, label_zh, cls, name, role in rows:
        kind = kind_name(iri, cls)
        found.append(Hit(iri, label or key_of(iri), label_zh, kind, name, role, score))
    return found


def _exact(tables: Tables, text: str) -> list[Hit]:
    query = f"SELECT {_THING} FROM names n JOIN things t USING (iri) WHERE "
    return [
        *_hits(tables.rows(query + "n.name = ? AND n.role <> 'context'", [text]), 100),
        *_hits(tables.rows(query + "n.folded = ? AND n.role <> 'context'", [fold(text)]), 98),
        *_hits(tables.rows(query + "n.folded = ? AND n.role = 'context'", [fold(text)]), 80),
    ]


_INSIDE = f"""
SELECT length(n.folded), {_THING} FROM names n JOIN things t USING (iri)
WHERE contains(n.folded, ?) AND n.role <> 'context'
QUALIFY row_number() OVER (PARTITION BY t.iri ORDER BY length(n.folded), length(n.name), n.name) = 1
ORDER BY length(n.folded), length(n.name), t.iri LIMIT ?
"""


def _inside(tables: Tables, folded: str, limit: int) -> list[Hit]:
    """The shortest names that hold the text: the less else they say, the better."""
    found: list[Hit] = []
    for length, *row in tables.rows(_INSIDE, [folded, limit]):
        found += _hits([tuple(row)], 90 * (0.6 + 0.4 * len(folded) / length))
    return found


def _near(tables: Tables, folded: str) -> list[Hit]:
    if len(folded) < 4:
        return []
    from rapidfuzz import fuzz, process

    # names much shorter or longer than the text cannot reach the score
    least = _LOOSEST / (200 - _LOOSEST)
    names = tables.rows(
        "SELECT DISTINCT folded FROM names WHERE role <> 'context' "
        "AND length(folded) BETWEEN ? AND ? ORDER BY folded",
        [math.floor(len(folded) * least), math.ceil(len(folded) / least)],
    )
    close = process.extract(
        folded, [name for (name,) in names], scorer=fuzz.ratio, score_cutoff=_LOOSEST, limit=30
    )
    scores = {name: score for name, score, _ in close}
    rows = tables.rows(
        f"SELECT n.folded, {_THING} FROM names n JOIN things t USING (iri) "
        "WHERE n.folded IN (SELECT unnest(?)) AND n.role <> 'context'",
        [list(scores)],
    )
    found: list[Hit] = []
    for name, *row in rows:
        found += _hits([tuple(row)], scores[name] * 0.95)
    return found


def resolve_name(tables: Tables, name: str, kinds: tuple[str, ...] = ()) -> str:
    """The IRI of the one thing that a name means, by the first rung with a hit.

    Rungs: IRI or prefixed name; key; exact label; exact alias; folded form; typo. ``kinds`` (path
    segments such as ``model``) restrict the answer. Raises ``NotFound`` with the nearest names, or
    ``Ambiguous`` with all things of that rung.
    """
    iri = expand(name)
    if iri and iri.startswith(BASE):
        if tables.rows("SELECT 1 FROM things WHERE iri = ?", [iri]):
            return iri
        raise _not_found(tables, name, kinds)
    rungs = (
        ("n.role = 'key' AND n.name = ?", name.strip()),
        ("n.role = 'label' AND n.name = ?", name.strip()),
        ("n.role = 'alias' AND n.name = ?", name.strip()),
        ("n.role IN ('key', 'label', 'alias') AND n.folded = ?", fold(name)),
        ("n.role = 'typo' AND n.folded = ?", fold(name)),
    )
    for condition, value in rungs:
        query = f"SELECT DISTINCT {_THING} FROM names n JOIN things t USING (iri) WHERE {condition}"
        hits = {h.iri: h for h in _hits(tables.rows(query, [value]), 100)}
        wanted = {i: h for i, h in hits.items() if not kinds or kind_of(i) in kinds}
        if len(wanted) == 1:
            return next(iter(wanted))
        if wanted:
            candidates = [describe(hit) for _, hit in sorted(wanted.items())]
            raise Ambiguous(f"{name!r} can mean {len(candidates)} things.", candidates)
    raise _not_found(tables, name, kinds)


def describe(hit: Hit) -> str:
    """One line about a hit: its prefixed name, label and kind."""
    zh = f" / {hit.label_zh}" if hit.label_zh else ""
    return f"{compact(hit.iri)}  {hit.label}{zh} ({hit.kind})"


def _not_found(tables: Tables, name: str, kinds: tuple[str, ...]) -> NotFound:
    near = [hit for hit in find(tables, name) if not kinds or kind_of(hit.iri) in kinds][:5]
    return NotFound(f"Nothing is called {name!r}.", [describe(hit) for hit in near])
