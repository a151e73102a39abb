"""Which files a build reads, under which names, and how far their sources are trusted."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from kg.bundled import TRUST, bundled_inputs
from kg.bundled import bundled as bundled_folder
from kg.inputs import Checked, check, find_inputs
from kg.problems import Report
from kg.records.evidence import Trust
from kg.sources import texts
from kg.store.generation import Generation

NOTES = "source: {{id: {key}, title: T, kind: {kind}}}\nentities:\n- {{id: {key}-camel, class: Model, name: Camel}}\n"


def note(folder: Path, name: str, key: str | None = None, kind: str = "article") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NOTES.format(key=key or path.stem, kind=kind), encoding="utf-8")
    return path


def codes(checked: Checked) -> list[str]:
    return [problem.code for problem in checked.report]


def names(*paths: Path) -> list[str]:
    return [name for _, name in find_inputs(paths, Report())]


def test_a_folder_gives_the_files_that_some_reader_opens(tmp_path: Path) -> None:
    for name in (
        "b.yaml",
        "a/c.yml",
        "a/d.ttl",
        "e.YAML",
        ".hidden.yaml",
        ".git/f.yaml",
        "g.txt",
        "h",
    ):
        note(tmp_path, name, "x")
    assert names(tmp_path) == ["a/c.yml", "a/d.ttl", "b.yaml", "e.YAML"]


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    paths = [note(tmp_path, name) for name in ("b.yaml", "a.yaml", "sub/c.yaml")]
    assert len({tuple(find_inputs(order, Report())) for order in permutations(paths)}) == 1


def test_links_lead_nowhere_else(tmp_path: Path) -> None:
    outside = note(tmp_path, "outside/secret.yaml")
    folder = tmp_path / "folder"
    note(folder, "a.yaml")
    (folder / "out.yaml").symlink_to(outside)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "up").symlink_to(folder, target_is_directory=True)
    (folder / "dead.yaml").symlink_to(folder / "nothing")
    (folder / "in.yaml").symlink_to(folder / "a.yaml")
    assert names(folder) == ["a.yaml", "in.yaml"]
    ring = check([folder / "loop.yaml"])
    assert codes(ring) == ["not-found"]


@pytest.mark.parametrize("name", ["nowhere.yaml", "nowhere/", "a\x00b.yaml", "x" * 300 + ".yaml"])
def test_what_is_not_there(tmp_path: Path, name: str) -> None:
    checked = check([tmp_path / name])
    assert codes(checked) == ["not-found"] and not checked.claims


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert not check([tmp_path]).claims


def test_two_files_of_one_name(tmp_path: Path) -> None:
    paths = [note(tmp_path, name) for name in ("one/a.yaml", "two/a.yaml")]
    found = [check(order) for order in (paths, paths[::-1])]
    assert [codes(checked) for checked in found] == [["same-name"]] * 2
    assert found[0].claims == found[1].claims
    assert codes(check([paths[0], paths[0]])) == []


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    for suffix in ("yaml", "ttl", "parquet"):
        os.mkfifo(tmp_path / f"pipe.{suffix}")
        assert codes(check([tmp_path / f"pipe.{suffix}"])) == ["not-a-file"]
    assert codes(check([Path("/dev/null")])) == ["unknown-format"]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, fine = note(tmp_path, "a.yaml"), note(tmp_path, "b.yaml")
    read = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    checked = check([path, fine])
    (problem,) = checked.report
    assert (problem.code, problem.text) == (
        "unreadable",
        "The file cannot be read: Permission denied.",
    )
    assert list(checked.hashes) == ["b.yaml"]


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(9 * 2**20)
    (problem,) = check([path]).report
    assert problem.code == "too-large" and "8,388,608 is the most" in problem.text
    assert texts.read_bytes(note(tmp_path, "a.yaml"), "a.yaml", 10).code == "too-large"  # type: ignore[union-attr]


# -- trust -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["article", "correction", "artefact", "card", "registry", "anything"]
)
def test_a_file_cannot_raise_its_own_trust(tmp_path: Path, kind: str) -> None:
    path = note(tmp_path, "mine.yaml", kind=kind)
    assert check([path]).sources["mine"].trust == Trust.ARTICLE


@pytest.mark.parametrize(
    ("kind", "level"),
    [("article", Trust.ARTICLE), ("registry", Trust.REGISTRY), ("card", Trust.CARD), ("correction", Trust.CARD)],
)  # fmt: skip
def test_the_command_gives_the_most_that_is_trusted(
    tmp_path: Path, kind: str, level: Trust
) -> None:
    path = note(tmp_path, "mine.yaml", kind=kind)
    assert check([path], Trust.CARD).sources["mine"].trust == level


def test_trust_in_a_file_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("source: {id: mine, title: T, trust: correction}\nentities: []\n")
    assert codes(check([path])) == ["unknown-key"]


def test_the_package_vouches_for_its_own(bundled: Generation) -> None:
    sources = bundled.manifest()["sources"]
    assert (
        sources["corrections"] == "correction"
        and sources["curator"] == sources["aliases"] == "registry"
    )
    assert {sources[key] for key in sources if key not in TRUST} == {"article"}


def test_a_given_file_that_repeats_a_bundled_source_keeps_its_trust() -> None:
    own, given = check([]), check([bundled_folder("data")])
    assert codes(given) == [] and given.sources == own.sources
    assert sorted(c.claim for c in given.claims) == sorted(c.claim for c in own.claims)
    assert given.sources["corrections"].trust == Trust.CORRECTION


def test_with_another_content_it_is_refused(tmp_path: Path) -> None:
    for path, name in bundled_inputs():
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if name == "corrections.yaml":
            text = text.replace("citation: 'https://", "citation: 'https://not-", 1)
        target.write_text(text, encoding="utf-8")
    checked = check([tmp_path])
    assert codes(checked) == ["source-id"] and "corrections" not in checked.sources
    assert not [claim for claim in checked.claims if claim.source == "corrections"]


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("claims: [{about: nothing, developedBy: x}]\n")
    (tmp_path / "b.ttl").write_text("hello")
    (tmp_path / "c.parquet").write_text("hello")
    checked = check([tmp_path, tmp_path / "nowhere"])
    assert sorted(codes(checked)) == ["missing", "not-found", "parquet", "rdf", "unknown-id"]


def test_what_is_said_twice_in_one_place_is_not_lost_silently(tmp_path: Path) -> None:
    path = note(tmp_path, "twice.yaml")
    line = "- {about: twice-camel, commercialUse: allowed, condition: %s}\n"
    written = path.read_text("utf-8") + "claims:\n" + line % "below 700 M users"
    path.write_text(written + line % "below 700 M users", "utf-8")
    assert codes(check([path])) == []
    path.write_text(written + line % "with a licence", "utf-8")
    (problem,) = check([path]).report
    assert problem.code == "said-twice"
    assert "commercialUse" in problem.field
