"""Texts that try to run, in every field of every record."""

from __future__ import annotations

from kg.ask.subgraph import Citation, Edge, Fact, Node, Subgraph

RAN = "window.__ran=(window.__ran||0)+1"
PAYLOADS = [
    f"<img src=x onerror={RAN}>",
    f"<script>{RAN}</script>",
    f"</script><script>{RAN}</script>",
    f"</style><script>{RAN}</script>",
    f"</title><script>{RAN}</script>",
    f"</textarea><svg onload={RAN}>",
    f'"><img src=x onerror="{RAN}">',
    f"'><img src=x onerror='{RAN}'>",
    f'" onmouseover="{RAN}" autofocus onfocus="{RAN}" x="',
    f"' onmouseover='{RAN}' tabindex=1 onfocus='{RAN}' x='",
    f"<a href=javascript:{RAN}>href</a>",
    f"javascript:{RAN}",
    f"JaVaScRiPt:{RAN}",
    f"java\nscript:{RAN}",
    f"data:text/html,<script>{RAN}</script>",
    f"vbscript:{RAN}",
    f"<!--<script>{RAN}</script>",
    f"-->]]><script>{RAN}</script>",
    "{{ 7*7 }}{% raw %}{{ config }}{{constructor.constructor('" + RAN + "')()}}",
    f"${{{RAN}}}`;{RAN};//",
    f'\\";{RAN};//',
    f"\u2028{RAN}\u2029",
    f"\u202e\u2066{RAN}\u202d",
    f"\ud800\udfff\udc00<svg/onload={RAN}>",
    f"\x00\x08<iframe srcdoc='<script>parent.{RAN}</script>'>",
    f"<base href=//evil.example><form action=//evil.example><button formaction=javascript:{RAN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RAN}'>",
    f'https://evil.example/"onclick="{RAN}',
    f"<b>{RAN}</b>" + "长" * 10_000,
]


def hostile() -> Subgraph:
    """Every field of every record holds a payload; one payload a node."""
    nodes = []
    edges = []
    facts = {}
    for number, text in enumerate(PAYLOADS):
        name = f"{text}#{number}"
        cite = Citation(text, text, text, text, text, 1, 2, text, text, text)
        nodes.append(Node(name, text, text + "中", "Model" if number % 2 else text, text, hidden=3))
        other = f"{PAYLOADS[0]}#0"
        edges.append(
            Edge(name, other, text, text, text, text + "中", number % 3 == 0, text, (cite,))
        )
        facts[name] = (
            Fact(text, text, text, text, text, other, True, (cite,)),
            Fact(text, text, text, text),
        )
    return Subgraph(nodes[3].iri, tuple(nodes), tuple(edges), 1, 2, facts)
