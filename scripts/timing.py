"""A pytest plugin: test time by folder, printed at the end of a run."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import Any


class _Spent:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: Any) -> None:
        folder = str(PurePosixPath(report.nodeid.partition("::")[0]).parent)
        self.seconds[folder] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("test time by folder")
        for folder, seconds in sorted(self.seconds.items()):
            terminalreporter.write_line(f"{seconds:8.1f} s  {folder}")


def pytest_configure(config: Any) -> None:
    """Register the clock."""
    config.pluginmanager.register(_Spent(), "pedigree-timing")
