"""What many tests share: the bundled build, made once, and the house's test settings."""

from __future__ import annotations

import os
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
