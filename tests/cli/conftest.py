"""The command as a user runs it: a process of its own, its output and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kg.store.generation import Generation


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
