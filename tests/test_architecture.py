"""The house rules that a machine can check: imports one way, sizes, names, start-up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

GROUND = {"errors", "problems", "records"}
#: wing -> wings it may import (itself and the ground always)
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "problems": set(),
    "records": set(),
    "bundled": set(),
    "sources": set(),
    "claims": set(),
    "store": set(),
    "ask": {"claims", "store", "bundled"},
    "export": {"ask", "claims", "store", "bundled"},
    "view": {"ask"},
    "inputs": {"sources", "claims", "bundled"},
    "build": {"inputs", "claims", "store", "bundled"},
    "api": {"ask", "export", "store"},
    "cli": {"inputs", "store", "ask", "export", "view", "build"},
    "__init__": {"api"},
    "__main__": {"cli"},
}
NAMES = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES}
BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "handler",
    "data",
    "info",
    "misc",
}


#: a process of its own, which answers on standard output
WORKER = PACKAGE / "ask" / "sparql" / "worker.py"


def wing_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(path: Path) -> set[str]:
    """Wings that a module imports anywhere in it: in functions, and by name as a text too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            assert "kg" not in names, f"{path}: import what is used of kg, by its module"
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "kg":
                names = [f"kg.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value] if node.value in NAMES else []
        found |= {name.split(".")[1] for name in names if name.startswith("kg.")}
    return found


def test_no_rule_here_is_kept_by_having_nothing_to_look_at() -> None:
    wings = {wing_of(path) for path in MODULES}
    assert wings == set(ALLOWED)
    for wing, allowed in ALLOWED.items():
        used = {other for path in MODULES if wing_of(path) == wing for other in imported(path)}
        assert used - GROUND - {wing} == allowed, f"{wing} may import what it does not need"


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "import kg.view.page\nfrom kg import errors\n"
        "def f():\n    from kg.ask.find import find\n"
        "READERS = ('kg.sources.rdf', 'kg.no_such_module')\n",
        "utf-8",
    )
    assert imported(path) == {"view", "errors", "ask", "sources"}


def test_the_page_on_the_architecture_says_the_same() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)(?:/|\.py)` \|[^|]*\| ([^|]*) \|$", text, re.MULTILINE))
    for wing in ALLOWED.keys() - GROUND - {"__init__", "__main__", "cli"}:
        said = {word.strip() for word in rows[wing].split(",")}
        assert said - {"records"} == ALLOWED[wing], wing


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    wing = wing_of(path)
    assert wing in ALLOWED, f"{wing} is no wing of the house: see ARCHITECTURE.md"
    assert imported(path) <= ALLOWED[wing] | GROUND | {wing}


def test_the_ground_has_an_order() -> None:
    for path in (PACKAGE / "records").rglob("*.py"):
        assert imported(path) <= {"records", "errors", "problems"}
    assert imported(PACKAGE / "problems.py") == set()
    assert imported(PACKAGE / "errors.py") <= {"problems"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            first = body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            start = (first.end_lineno or 0) + 1 if documented and len(body) > 1 else node.lineno
            assert (node.end_lineno or 0) - start < 40, f"{node.name} is long"


def test_names_say_what_a_file_holds() -> None:
    for path in MODULES:
        assert not BANNED & set(path.relative_to(ROOT).with_suffix("").parts), path


def test_only_the_command_line_prints_or_exits() -> None:
    for path in MODULES:
        if wing_of(path) in ("cli", "__main__") or path == WORKER:
            continue
        calls = {
            getattr(node.func, "id", getattr(node.func, "attr", ""))
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        assert not calls & {"print", "exit", "_exit", "breakpoint"}, path


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\n"
        "from kg.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "heavy = {'rdflib', 'networkx', 'pyvis', 'pyarrow', 'duckdb', 'pydantic', 'pyoxigraph'}\n"
        "sys.stderr.write(','.join(sorted(heavy & set(sys.modules))))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Usage" in done.stdout
