"""RDF that is built to break a reader: it ends, in a sentence, in a process that still lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.inputs import check
from kg.records.terms import BASE, KG

MANY = 20_000
CASES = {
    "lists.ttl": f"<{BASE}model/a> <{KG.note}> " + "(" * MANY + ")" * MANY + " .",
    "properties.ttl": f"<{BASE}model/a> <{KG.note}> " + "[ <x:p> " * MANY + "1" + "]" * MANY + " .",
    "open.ttl": "[" * MANY,
    "terms.nt": f"<{BASE}model/a> <{KG.note}> " + "<<( <x:s> <x:p> " * 900 + "<x:o>" + " )>>" * 900 + " .",
    "objects.jsonld": '{"x:p": ' * MANY + "1" + "}" * MANY,
    "arrays.jsonld": "[" * MANY + "]" * MANY,
    "context.jsonld": '{"@context": ' * MANY + "{}" + "}" * MANY,
    "elements.rdf": "<a xmlns='x:'>" * MANY,
    "long.nt": f'<{BASE}model/a> <{KG.note}> "' + "x" * 10_000_000 + '" .',
    "graphs.trig": "".join(f"<x:g{n}> {{ <x:s> <x:p> {n} }}\n" for n in range(2_000)),
}  # fmt: skip
READ = "import sys; from pathlib import Path; from kg.inputs import check; c = check([Path(sys.argv[1])]); print(len(c.claims), [p.code for p in c.report][:3])"


@pytest.mark.parametrize("name", CASES)
def test_deep_and_long_input_ends_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(CASES[name])
    run = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-300:]
    claims, _, codes = run.stdout.strip().partition(" ")
    assert claims == "0" and codes != "[]"


def test_what_a_file_says_of_the_default_graph_is_not_believed(tmp_path: Path) -> None:
    """Ancestry, preferred names and the rest are computed, whoever states them."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        f"<{BASE}model/a> <{KG.hasAncestor}> <{BASE}model/b> ; <{KG.learnedFromOutputsOf}> <{BASE}model/c> ."
        f"<{BASE}model/a> <{KG.fineTunedFrom}> <{BASE}model/d> . <{BASE}source/corrections> <{KG.trust}> 'correction' ."
    )
    checked = check([path])
    assert [claim.predicate for claim in checked.claims] == [KG.fineTunedFrom]
    assert list(checked.sources) == ["mine"] and not len(checked.report)
