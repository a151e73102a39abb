"""The data and the ontology that come with the package are found, in the package or the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.bundled
from kg.bundled import TRUST, bundled, bundled_inputs
from kg.errors import KgError
from kg.records.evidence import Trust


def test_both_parts_are_there() -> None:
    assert (bundled("ontology") / "kg.ttl").is_file() and (
        bundled("data") / "corrections.yaml"
    ).is_file()


def test_the_package_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kg"
    (tmp_path / "data").mkdir()
    package.mkdir()
    monkeypatch.setattr(kg.bundled, "files", lambda name: package)
    assert bundled("data") == tmp_path / "data"
    (package / "_bundled" / "data").mkdir(parents=True)
    assert bundled("data") == package / "_bundled" / "data"
    with pytest.raises(KgError, match="bundled ontology is missing"):
        bundled("ontology")


def test_inputs_are_the_articles_the_curator_and_the_corrections() -> None:
    names = [name for _, name in bundled_inputs()]
    articles = [f"curated/s00{number}.yaml" for number in range(5)]
    assert names == ["curated/curator.yaml", *articles, "corrections.yaml", "aliases.yaml"]
    assert all(path.is_file() for path, _ in bundled_inputs())


def test_the_package_vouches_for_no_article() -> None:
    assert (
        set(TRUST) == {"corrections", "curator", "aliases"} and Trust.ARTICLE not in TRUST.values()
    )
