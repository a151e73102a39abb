"""What many tests share: the bundled build, made once, and the house's test settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kg.ask.tables import Tables
from kg.build import build
from kg.store.generation import Generation

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the articles and the gold table."""
    if not (SHARED / "seed-facts.yaml").exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing, and in CI nothing is skipped")
        pytest.skip("../shared, with the gold table of the articles, is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The bundled data, built once for the whole run; tests must not change it."""
    return build(tmp_path_factory.mktemp("bundled") / "store").generation


@pytest.fixture
def tables(bundled: Generation) -> Tables:
    return Tables(bundled)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Runner = Callable[..., Ran]


@pytest.fixture(scope="session")
def kg(bundled: Generation) -> Runner:
    """``kg(*words, stdin="")`` on the bundled build."""
    store = str(bundled.folder.parents[1])

    def run(*words: str, stdin: str = "", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *words],
            check=False,
            input=stdin.encode(),
            env=os.environ | {"KG_STORE": store, "NO_COLOR": "1"} | environment,
            capture_output=True,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
