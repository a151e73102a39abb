"""From what people type to a property: a short name, IRI, label in either language, relation."""

from __future__ import annotations

from kg.ask.tables import Tables
from kg.errors import NotFound
from kg.records.derivation import RELATIONS, relation
from kg.records.names import did_you_mean, fold, nearest
from kg.records.terms import ONTOLOGY, compact, expand


def resolve_property(tables: Tables, name: str) -> str:
    """The IRI of the property that a name means.

    ``developedBy``, ``kg:developedBy``, its IRI, its English or Chinese label and a relation word
    (``finetune``) all do. Raises ``NotFound`` with the nearest names.
    """
    known = _properties(tables)
    iri = expand(name)
    if iri in known:
        return iri
    forms: dict[str, str] = {}
    for rung in range(3):
        for property_iri, spellings in known.items():
            forms.setdefault(fold(spellings[rung]), property_iri)
    if word := relation(name):
        forms.setdefault(fold(name), RELATIONS[word])
    found = forms.get(fold(name.removeprefix("kg:")))
    if found is None:
        words = [form for spellings in known.values() for form in spellings] + list(RELATIONS)
        near = nearest(name, words, 5)
        raise NotFound(f"No property is called {name!r}.", near, did_you_mean(name, words))
    return found


def _properties(tables: Tables) -> dict[str, tuple[str, str, str]]:
    """Property -> its short name, English label and Chinese label; used ones of others included."""
    rows = tables.rows(
        "SELECT iri FROM terms WHERE kind = 'property' "
        "UNION SELECT predicate FROM claims WHERE NOT starts_with(predicate, $own) ORDER BY ALL",
        {"own": ONTOLOGY},
    )
    found = {}
    for (iri,) in rows:
        found[iri] = (compact(iri).rpartition(":")[2], *tables.term_label(iri))
    return found
