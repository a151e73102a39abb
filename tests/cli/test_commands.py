"""Every command on the bundled graph: answers, JSON, exit codes, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.store.generation import Generation
from tests.conftest import Runner

ASKING = {
    "find": ["小羊驼"],
    "show": ["bloom"],
    "explain": ["bloom", "developedBy"],
    "conflicts": ["falcon"],
    "stats": [],
    "schema": [],
    "questions": [],
    "lineage": ["vicuna"],
    "path": ["minigpt-4", "llama"],
    "common": ["vicuna", "koala"],
    "impact": ["sharegpt"],
    "query": ["SELECT ?m { ?m kg:hasAncestor model:llama }"],
}


@pytest.mark.parametrize("name", ASKING)
def test_answers_people_and_programs(kg: Runner, name: str) -> None:
    shown = kg(name, *ASKING[name])
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.strip()
    assert json.loads(kg(name, *ASKING[name], "-f", "json").out)


@pytest.mark.parametrize("name", [n for n in ASKING if n != "questions"])
def test_without_a_store_says_how_to_build_and_creates_nothing(
    kg: Runner, name: str, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    ran = kg(name, *ASKING[name], "--store", str(nowhere))
    if name == "schema":
        assert ran.code == 0  # the ontology comes with the package
        return
    assert ran.code == 4
    assert "kg build" in ran.err
    assert not nowhere.exists()


@pytest.mark.parametrize("name", ["show", "explain", "lineage", "impact"])
def test_unknown_names_give_candidates(kg: Runner, name: str) -> None:
    ran = kg(name, "vicunna-13")
    assert ran.code == 4
    assert "model:vicuna-13b" in ran.err


def test_the_store_option_stands_before_or_after(kg: Runner, tmp_path: Path) -> None:
    folder = str(tmp_path / "own")
    assert kg("build", "--store", folder).code == 0
    assert kg("--store", folder, "find", "bloom").code == 0
    assert kg("find", "bloom", "--store", folder).code == 0


def test_formats_follow_the_suffix(kg: Runner, tmp_path: Path) -> None:
    page = tmp_path / "sub" / "vicuna.html"
    assert kg("lineage", "vicuna", "-o", str(page)).code == 0
    assert page.read_text("utf-8").lower().startswith("<!doctype html>")
    assert kg("lineage", "vicuna", "-o", str(tmp_path / "v.mmd")).code == 0
    assert "flowchart" in (tmp_path / "v.mmd").read_text("utf-8")
    bad = kg("lineage", "vicuna", "-f", "pdf")
    assert bad.code == 2
    assert "tree" in bad.err


def test_lineage_json_has_the_published_form(kg: Runner) -> None:
    answer = json.loads(kg("lineage", "vicuna-13b", "-f", "json").out)
    assert {"focus", "nodes", "edges", "ancestors", "descendants"} <= set(answer)
    assert {"iri", "label", "label_zh", "kind"} <= set(answer["nodes"][0])
    edge = next(e for e in answer["edges"] if e["relation"] == "finetune")
    assert edge["child"].endswith("vicuna-13b")
    claim = edge["claims"][0]
    assert {"source", "section", "start", "end", "modality"} <= set(claim)


def test_output_that_cannot_be_written_is_a_sentence(kg: Runner, tmp_path: Path) -> None:
    folder = kg("lineage", "vicuna", "-o", str(tmp_path))
    assert folder.code == 2 and "is a folder" in folder.err
    (tmp_path / "file").write_text("")
    below = kg("lineage", "vicuna", "-o", str(tmp_path / "file" / "x.json"))
    assert below.code == 1 and "cannot be written" in below.err
    assert "Traceback" not in folder.err + below.err


def test_view_and_export_write_files(kg: Runner, tmp_path: Path) -> None:
    assert kg("view", "-o", str(tmp_path / "g.html")).code == 0
    assert kg("export", "-o", str(tmp_path / "g.ttl")).code == 0
    assert kg("export", "-o", str(tmp_path / "g.ttl"), "--all").code == 2
    assert kg("export", "-o", str(tmp_path / "g.xyz")).code == 2
    assert kg("export", "-o", str(tmp_path / "s.nt"), "--source", "s999").code == 4
    assert kg("view").code == 2


def test_query_reads_files_stdin_and_names(kg: Runner, tmp_path: Path) -> None:
    text = "ASK { model:alpaca kg:hasAncestor model:llama }"
    (tmp_path / "q.rq").write_text("\ufeff" + text, "utf-8")
    from_file = json.loads(kg("query", f"@{tmp_path / 'q.rq'}", "-f", "json").out)
    assert from_file["boolean"] is True
    assert json.loads(kg("query", "-", "-f", "json", stdin=text).out)["boolean"] is True
    named = kg("query", "descendants-of", "-p", "base=llama", "-f", "csv")
    assert "model/vicuna" in named.out or "model:vicuna" in named.out
    assert kg("query", text, "-p", "a=b").code == 2
    assert kg("query", "descendants-of", "-p", "nonsense").code == 2


def test_check_and_build_report_every_fault(kg: Runner, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "source: {id: mine, title: Mine}\n"
        "entities:\n"
        "- {id: a, class: Model, name: A, finetune: a}\n"
        "claims:\n"
        "- {about: a, parameterCount: NO}\n"
        "- {about: b, parameterCount: 7B}\n",
        "utf-8",
    )
    store = str(tmp_path / "store")
    assert kg("build", "--store", store).code == 0
    before = kg("stats", "--store", store, "-f", "json").out
    checked = kg("check", str(bad))
    assert checked.code == 3
    assert checked.out.count(str(bad)) == 3
    assert kg("check", str(bad), "--strict").code == 1
    built = kg("build", "--store", store, str(bad))
    assert built.code == 1
    assert built.err.count(str(bad)) == 3
    assert kg("stats", "--store", store, "-f", "json").out == before
    assert kg("build", "--store", store, "--keep-going", str(bad)).code == 3


def test_cycles_are_kept_and_reported(kg: Runner, tmp_path: Path) -> None:
    ring = tmp_path / "ring.yaml"
    ring.write_text(
        "source: {id: ring, title: Ring}\n"
        "entities:\n"
        "- {id: a, class: Model, name: A, finetune: b}\n"
        "- {id: b, class: Model, name: B, finetune: a}\n",
        "utf-8",
    )
    store = str(tmp_path / "store")
    checked = kg("check", str(ring))
    assert checked.code == 3
    assert "derive from each other" in checked.out
    built = kg("build", "--store", store, str(ring))
    assert built.code == 3
    assert "derive from each other" in built.err
    assert kg("lineage", "a", "--store", store).code == 0
    assert kg("build", "--store", store, "--strict", str(ring)).code == 1


def test_hostile_names_reach_the_terminal_harmless(kg: Runner, tmp_path: Path) -> None:
    evil = tmp_path / "evil.yaml"
    evil.write_text(
        'source: {id: evil, title: "[red]</script>"}\n'
        "entities:\n"
        '- {id: evil, class: Model, name: "[link=x]\u202egnp\\n<script>=cmd()"}\n',
        "utf-8",
    )
    store = str(tmp_path / "store")
    assert kg("build", "--store", store, str(evil)).code == 0
    for words in (["show", "evil"], ["find", "evil"], ["lineage", "evil"], ["explain", "evil"]):
        ran = kg(*words, "--store", store)
        assert ran.code == 0, ran.err
        assert "\u202e" not in ran.out
        assert "[link=x]" in ran.out


def test_a_closed_pipe_is_no_fault(kg: Runner) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m kg schema | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_an_answer_is_written_through_what_is_no_plain_file(kg: Runner, tmp_path: Path) -> None:
    """A link, like a device, is not replaced: as root, ``-o /dev/null`` would be the end of it."""
    link = tmp_path / "answer.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    assert kg("conflicts", "falcon", "-o", str(link)).code == 0
    assert link.is_symlink() and json.loads(link.read_text("utf-8"))


def test_what_leaves_nothing_to_say_is_said(kg: Runner, tmp_path: Path) -> None:
    assert "No source says anything of that." in kg("explain", "bloom", "finetune").out
    misspelt = kg("explain", "vicuna", "developdBy")
    assert misspelt.code == 4 and misspelt.err.count("Did you mean") == 1
    table = kg("export", "-o", str(tmp_path / "x.ttl"), "--query", "SELECT * { ?s ?p ?o }")
    assert table.code == 2 and "CONSTRUCT" in table.err
    said = kg("explain", "bloom", "developedBy").out
    assert all(line.count("https://") <= 1 for line in said.splitlines())


@pytest.mark.parametrize("to", [">&-", ">/dev/full"])
def test_an_output_that_takes_nothing_is_no_unexpected_fault(kg: Runner, to: str) -> None:
    import subprocess
    import sys

    if to == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f"{sys.executable} -m kg schema {to}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "unexpected" not in done.stderr and "Traceback" not in done.stderr
    assert done.returncode == (1 if "full" in to else 0)
    assert ("No space left" in done.stderr) == ("full" in to)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_a_command_in_order(bundled: Generation, name: str) -> None:
    """Native code that is interrupted raises faults of its own; no worker outlives the command."""
    import signal
    import subprocess
    import sys
    import time

    crossing = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    store = str(bundled.folder.parents[1])
    command = [sys.executable, "-m", "kg", "--store", store, "query", crossing]
    asking = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(1.5)
    number = getattr(signal, name)
    asking.send_signal(number)
    _, said = asking.communicate(timeout=10)
    assert asking.returncode == 128 + number
    assert "nothing was changed" in said
    listed = subprocess.run(
        ["ps", "-s", str(asking.pid), "-o", "args="], capture_output=True, text=True, check=False
    )
    assert "worker" not in listed.stdout
