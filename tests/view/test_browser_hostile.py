"""No text of a stranger runs, with the page's policy and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kg.view import page

from .conftest import on_screen
from .hostile import PAYLOADS
from .hostile import hostile as hostile_graph

Open = Callable[..., Any]


def _walk(tab: Any) -> None:
    """Look at everything that can be looked at."""
    for node in range(len(PAYLOADS)):
        x, y = on_screen(tab, node)
        tab.mouse.move(x, y)
    texts = tab.evaluate("() => pedigree.nodes.map(n => n.label.slice(0, 30))")
    for text in texts:
        tab.fill("#search", text)
        tab.press("#search", "Enter")
        tab.evaluate(
            "() => document.querySelectorAll('#panel details').forEach(d => { d.open = true; })"
        )
    for step in ("#show-list", "#language", "#show-picture", "#theme"):
        tab.click(step)
    tab.focus("#stage")
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "Enter", "Escape"):
        tab.keyboard.press(key)
    for panel in tab.evaluate("() => pedigree.edges.map(e => e.id)"):
        tab.evaluate(
            """id => { const e = pedigree.edges[id]; const c = pedigree.curvesOf(e)[0]; if (!c) return;
            const [x, y] = pedigree.pointAt(c, 0.5);
            pedigree.network.body.emitter.emit("click", {nodes: [], edges: [], pointer: {DOM: pedigree.network.canvasToDOM({x, y})}}); }""",
            panel,
        )


@pytest.mark.parametrize("loosened", [False, True], ids=["policy", "no policy"])
def test_no_text_of_a_stranger_runs(opened: Open, loosened: bool) -> None:
    html = page(hostile_graph(), PAYLOADS[4], PAYLOADS[1])
    if loosened:
        html, changed = re.subn(
            r'content="default-src[^"]*"',
            "content=\"default-src * data: blob: 'unsafe-inline' 'unsafe-eval'\"",
            html,
        )
        assert changed == 1
    tab = opened(html)
    _walk(tab)
    assert tab.evaluate("() => window.__ran") is None
    unsafe = "a => a.filter(x => !/^(https?:|file:)/.test(x.href)).length"
    assert tab.eval_on_selector_all("a[href]", unsafe) == 0
    assert tab.locator("img, iframe, form, object, base").count() == 0
