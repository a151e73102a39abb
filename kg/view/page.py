"""The page itself: one HTML text with its data, its script, vis-network and its own list.

Text of strangers reaches the page in two ways only: through the autoescaped template, and as JSON
in a block that no browser runs. The policy in its head admits the two scripts by their hashes and
nothing else, so that even a slip would run nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any, Final

import jinja2
from markupsafe import Markup

from kg.ask.subgraph import Edge, Node, Subgraph
from kg.errors import UsageFault
from kg.view.evidence import Evidence, fact_rows
from kg.view.layout import arrange
from kg.view.network import network_rows, tidy
from kg.view.outline import Section, outline
from kg.view.standing import names_of, standing, through_name
from kg.view.style import BACKGROUNDS, RELATIONS, node_look, relation_look
from kg.view.text import clean, shorten
from kg.view.vis import vis_script
from kg.view.words import KINDS, LINES, MODELS, WORDS

LANGUAGES: Final = ("en", "zh")

#: our script, in the order in which its parts are joined
SCRIPTS: Final = (
    "words",
    "glyphs",
    "lines",
    "paint",
    "picture",
    "panel",
    "search",
    "legend",
    "start",
)

_ESCAPES: Final = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def page(graph: Subgraph, title: str, title_zh: str, *, language: str = "en") -> str:
    """One HTML page of the graph that works from disk; write it as UTF-8.

    ``language`` (``en`` or ``zh``) is what it opens in; the reader can switch. Raises
    :class:`UsageFault` for another language and :class:`KgError` where vis-network is missing.
    """
    if language not in LANGUAGES:
        raise UsageFault(f"No interface language is called {language!r}.", "Use en or zh.")
    graph = tidy(graph)
    numbers = {node.iri: number for number, node in enumerate(graph.nodes)}
    links = [(numbers[edge.parent], numbers[edge.child]) for edge in graph.edges]
    titles = {"en": clean(title) or "Pedigree"}
    titles["zh"] = clean(title_zh) or titles["en"]
    evidence = Evidence()
    edge_claims = [evidence.cite(edge.claims) for edge in graph.edges]
    data = _data(graph, links, evidence, edge_claims) | {"titles": titles}
    vis, script = vis_script(), _script()
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            _list_parts(graph, links, evidence),
            language=language,
            titles=titles,
            models=sum(node.kind in MODELS for node in graph.nodes),
            words=WORDS,
            kinds=KINDS,
            data=Markup(to_json(data)),
            vis=Markup(vis),
            script=Markup(script),
            style=Markup(_part("page.css")),
            script_hashes=[script_hash(vis), script_hash(script)],
            shorten=shorten,
        )
    )


def to_json(data: object) -> str:
    """JSON that can stand inside a script element whatever it holds.

    >>> to_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def script_hash(script: str) -> str:
    """The source expression of a script for the policy.

    >>> script_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _data(
    graph: Subgraph,
    links: Sequence[tuple[int, int]],
    evidence: Evidence,
    edge_claims: Sequence[Sequence[int]],
) -> dict[str, Any]:
    layout = arrange(graph, links)
    nodes, edges = network_rows(graph, layout)
    for row, claims in zip(edges, edge_claims, strict=True):
        if claims:
            row["claims"] = claims
    facts, properties = fact_rows(graph, evidence)
    return {
        "mode": layout.mode,
        "nodes": nodes,
        "edges": edges,
        "facts": facts,
        "properties": properties,
        "sources": evidence.sources,
        "claims": evidence.claims,
        "relations": _relations(graph.edges),
        "kinds": _kinds(graph.nodes),
        "models": sorted(MODELS),
        "backgrounds": BACKGROUNDS,
        "words": {key: {"en": en, "zh": zh} for key, (en, zh) in WORDS.items()},
    }


def _list_parts(
    graph: Subgraph, links: Sequence[tuple[int, int]], evidence: Evidence
) -> dict[str, Any]:
    """What the template writes the list from; all but the sections by number of node or edge."""
    sections = outline(graph, links)
    return {
        "graph": graph,
        "links": links,
        "sections": sections,
        "beside": _beside(graph, links, sections),
        "references": [evidence.sources_of(edge.claims) for edge in graph.edges],
        "sources": evidence.sources,
        "standings": [standing(edge) for edge in graph.edges],
        "throughs": _throughs(graph),
    }


def _relations(edges: Sequence[Edge]) -> dict[str, dict[str, Any]]:
    """What is needed to draw and name each relation that occurs, the most frequent first."""
    found: dict[str, dict[str, Any]] = {}
    for edge in edges:
        row = found.setdefault(
            edge.relation,
            _relation(edge),
        )
        row["n"] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1]["width"], -item[1]["n"])))


def _relation(edge: Edge) -> dict[str, Any]:
    en, zh = LINES.get(edge.relation, (edge.label, edge.label_zh))
    row = {**asdict(relation_look(edge.relation)), "en": edge.label, "zh": edge.label_zh, "n": 0}
    return row | {"line": {"en": en, "zh": zh}, "minor": edge.relation not in RELATIONS}


def _kinds(nodes: Sequence[Node]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for node in nodes:
        en, zh = KINDS.get(node.kind, (node.kind, node.kind))
        row = found.setdefault(
            node.kind, {**asdict(node_look(node.kind)), "en": en, "zh": zh, "n": 0}
        )
        row["n"] += 1
    rank = {kind: number for number, kind in enumerate(KINDS)}
    return dict(sorted(found.items(), key=lambda item: rank.get(item[0], len(rank))))


def _beside(
    graph: Subgraph, links: Sequence[tuple[int, int]], sections: Sequence[Section]
) -> list[list[tuple[int, int]]]:
    """For each node the (other node, edge) that the nested lists do not show, so that none is lost.

    A model lists what it was made with; a thing beside the models lists both directions.
    """
    nested = {step.edge for section in sections for step in section.steps}
    rows: list[list[tuple[int, int]]] = [[] for _ in graph.nodes]
    for edge, (parent, child) in enumerate(links):
        if edge in nested:
            continue
        rows[child].append((parent, edge))
        if graph.nodes[parent].kind not in MODELS and parent != child:
            rows[parent].append((child, edge))
    return rows


def _throughs(graph: Subgraph) -> list[tuple[str, str] | None]:
    names = names_of(graph)
    return [through_name(edge, names) for edge in graph.edges]


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_part),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@cache
def _script() -> str:
    parts = "\n".join(_part(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@cache
def _part(name: str) -> str:
    return (resources.files("kg.view") / "templates" / name).read_text(encoding="utf-8")
