"""What the documents say is so: README's commands give README's output, every part is named."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import kg as command
from kg.export import EXPORTERS
from kg.sources.reading import suffixes
from tests.conftest import Runner

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def shown() -> Iterator[tuple[str, str]]:
    """Each `$ kg …` of README's console blocks with the output that stands under it."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            words = shlex.split(part.split("\n@")[0], comments=True) if "'" not in part else None
            if words is None:  # a quoted query may run over several lines
                typed = part[: part.index("'", part.index("'") + 1) + 1]
            else:
                typed = part.splitlines()[0]
            output = part[len(typed) :].strip("\n")
            if typed.startswith("kg ") and output:
                yield typed, output


def test_readme_shows_what_the_commands_print(kg: Runner) -> None:
    found = list(shown())
    assert len(found) >= 2
    for typed, output in found:
        ran = kg(*shlex.split(typed)[1:])
        assert ran.code == 0, ran.err
        assert [line.rstrip() for line in ran.out.strip("\n").splitlines()] == [
            line.rstrip() for line in output.splitlines()
        ], typed


def test_readmes_own_data_is_without_fault(kg: Runner, tmp_path: Path) -> None:
    text = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert text
    (tmp_path / "my-notes.yaml").write_text(text[1], "utf-8")
    checked = kg("check", str(tmp_path / "my-notes.yaml"), "--with-bundled")
    assert (checked.code, checked.out) == (0, "")


def test_readme_names_every_command_and_format() -> None:
    for name in command.commands:
        assert f"kg {name}" in README or f"`{name}`" in README, name
    for suffix in EXPORTERS:
        assert suffix.lstrip(".") in README, suffix


def test_architecture_names_every_wing_and_dependency() -> None:
    for path in sorted((ROOT / "kg").iterdir()):
        if path.is_dir() and (path / "__init__.py").exists() and path.name != "_bundled":
            assert f"`{path.name}/`" in ARCHITECTURE, path.name
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["check"]]
    for name in (re.match(r"[\w-]+", line)[0].lower() for line in wanted):  # type: ignore[index]
        spelled = {"pyyaml": "pyyaml", "jinja2": "jinja2"}.get(name, name)
        assert spelled in ARCHITECTURE.lower(), name


def test_readers_are_documented() -> None:
    text = (ROOT / "data" / "README.md").read_text("utf-8") + README + ARCHITECTURE
    for suffix in suffixes():
        assert suffix.lstrip(".") in text, suffix


@pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")
def test_the_demo_shows_a_lineage_an_answer_and_a_disagreement(tmp_path: Path) -> None:
    environment = os.environ | {"KG_STORE": str(tmp_path / "store")}
    done = subprocess.run(
        [str(ROOT / "scripts" / "demo")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for words in ("Built ", "ShareGPT", "source:s001", "Technology Innovation Institute"):
        assert words in done.stdout
    for name in ("lineage.html", "graph.html", "graph.ttl", "graph.jsonld", "graph.nq"):
        assert (ROOT / "out" / name).stat().st_size > 1000
