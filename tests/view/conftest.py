"""One Chromium for all browser tests of the view, with the network refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Open = Callable[..., Any]


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    if not CHROMIUM.exists():
        _missing(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a page of HTML; at the end, nothing was asked of a network and nothing was logged."""
    complaints: list[str] = []
    contexts = []

    def open_page(html: str, **options: Any) -> Any:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = browser.new_context(offline=True, reduced_motion="reduce", **options)
        contexts.append(context)
        tab = context.new_page()
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        tab.on("console", lambda message: complaints.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        allowed = (file.as_uri(), "data:,", "blob:")
        tab.on(
            "request",
            lambda request: (
                None if request.url.startswith(allowed) else complaints.append(request.url)
            ),
        )
        tab.goto(file.as_uri())
        if options.get("java_script_enabled", True):
            tab.wait_for_selector("html[data-ready]", timeout=15_000)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def on_screen(tab: Any, node: int) -> tuple[float, float]:
    """Where a node stands in the window."""
    spot = tab.evaluate(
        """id => { const p = pedigree.network.canvasToDOM(pedigree.network.getPositions([id])[id]);
        const b = document.getElementById("stage").getBoundingClientRect();
        return [p.x + b.left, p.y + b.top]; }""",
        node,
    )
    return spot[0], spot[1]
