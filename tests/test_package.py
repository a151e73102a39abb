"""The wheel and the sdist, as a user meets them: outside the checkout, with nothing beside them."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that has the wheel and shares dependencies."""
    home = tmp_path_factory.mktemp("user")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = next(home.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    wheel = next(built.glob("*.whl"))
    subprocess.run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
    )
    return home / "bin"


def kg(installed: Path, *words: str) -> str:
    place = installed.parent
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "PYTHON"))}
    done = subprocess.run(
        [str(installed / "python"), "-P", "-m", "kg", *words],
        check=False,
        cwd=place,
        env=environment | {"KG_STORE": str(place / "store")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_data_and_ontology_and_no_tests(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert "kg/_bundled/data/curated/s000.yaml" in names
    assert "kg/_bundled/ontology/kg.ttl" in names
    assert not [name for name in names if name.startswith(("tests", "scripts"))]
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"data/curated/s000.yaml", "ontology/kg.ttl", "scripts/test", "LICENSE"} <= inside


def test_the_installed_command_builds_asks_and_draws(installed: Path) -> None:
    where = subprocess.run(
        [str(installed / "python"), "-P", "-c", "import kg; print(kg.__file__)"],
        check=True, cwd=installed.parent, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert str(installed.parent) in where
    assert "Built" in kg(installed, "build")
    assert "vicuna" in kg(installed, "query", "descendants-of", "-p", "base=llama", "-f", "csv")
    kg(installed, "lineage", "vicuna", "-o", "vicuna.html")
    assert "<!doctype html>" in (installed.parent / "vicuna.html").read_text("utf-8").lower()
