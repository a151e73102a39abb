"""The files of a build: found, opened, read and checked, before anything is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from kg.bundled import TRUST, bundled_inputs
from kg.claims.rows import compile_record
from kg.claims.table import Claim, to_table
from kg.problems import Problem, Report
from kg.records.evidence import Trust
from kg.records.source import Source
from kg.records.terms import compact
from kg.sources.reading import Reading, Register, open_document, suffixes, unfit

Announce = Callable[[str], None]

#: how far a source of this kind may be trusted at most
_KIND_TRUST: Mapping[str, Trust] = {
    "correction": Trust.CORRECTION,
    "artefact": Trust.ARTEFACT,
    "card": Trust.CARD,
    "registry": Trust.REGISTRY,
}


@dataclass(slots=True)
class Checked:
    """What a build is made of: sources with their trust, their claims, and what was wrong."""

    sources: dict[str, Source] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    hashes: dict[str, str] = field(default_factory=dict)

    def table(self) -> pa.Table:
        """The claims as an Arrow table, sorted, each once."""
        return to_table(self.claims)


def find_inputs(paths: Iterable[Path], report: Report) -> list[tuple[Path, str]]:
    """Files to read with the names they get, in order of name.

    A folder gives every file below it that some reader opens, hidden ones and links that lead out
    of it left out. What is not there, and a name that two files would get, are problems.
    """
    found: dict[str, Path] = {}
    for path in sorted(set(paths)):
        if not _exists(path):
            text = "There is no such file or folder."
            report.add(Problem(str(path), 0, 0, "", "not-found", text))
            continue
        for file, name in _below(path) if path.is_dir() else [(path, path.name)]:
            if name in found and found[name].resolve() != file.resolve():
                text = f"Two files would be called {name}: {found[name]} too."
                report.add(Problem(str(file), 0, 0, "", "same-name", text, "Rename one."))
            else:
                found[name] = file
    return [(found[name], name) for name in sorted(found)]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _below(folder: Path) -> Iterator[tuple[Path, str]]:
    root, known = folder.resolve(), tuple(suffixes())
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if not hidden and name.lower().endswith(known) and _inside(file, root):
            yield file, name


def _inside(file: Path, root: Path) -> bool:
    try:
        return file.is_file() and file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead in a ring
        return False


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def check(
    paths: Iterable[Path],
    trust: Trust = Trust.ARTICLE,
    announce: Announce = lambda _: None,
    *,
    with_bundled: bool = False,
) -> Checked:
    """Read and check everything; no paths means the bundled data, ``with_bundled`` both.

    Never raises for bad input: what is wrong stands in ``report``, in terms of the paths given.
    """
    given = list(paths)
    checked = Checked()
    inputs = bundled_inputs() if with_bundled or not given else []
    inputs += find_inputs(given, checked.report)
    readings = _read(inputs, checked, announce)
    vouched = _vouched(readings) if given else None
    for name, reading in readings:
        _take(reading, name, checked, trust, vouched)
    return checked


def _read(
    inputs: list[tuple[Path, str]], checked: Checked, announce: Announce
) -> list[tuple[str, Reading]]:
    register = Register()
    opened = []
    for path, name in inputs:
        document = open_document(path, name)
        if isinstance(document, Problem):
            checked.report.add(replace(document, file=str(path)))
            continue
        document.define(register)
        opened.append((path, name, document))
    readings = []
    for path, name, document in opened:
        announce(f"reading {name}")
        reading = document.read(register)
        shown = str(path)
        checked.report.extend(replace(p, file=shown) for p in reading.problems)
        if reading.sources and (content := _hash(path)):
            checked.hashes[name] = content
        readings.append((shown, reading))
    return readings


def _vouched(readings: list[tuple[str, Reading]]) -> dict[str, tuple[str, Trust]]:
    """Content hash and trust of the bundled sources, where a given file names one of them."""
    reserved = {path.stem for path, _ in bundled_inputs()}
    named = {source.id for _, reading in readings for source in reading.sources}
    if not reserved & named:
        return {key: ("", trust) for key, trust in TRUST.items()}
    own = check(())
    by_source = _by_source(own.claims)
    return {
        key: (_content(source, by_source.get(key, [])), source.trust)
        for key, source in own.sources.items()
    }


def _by_source(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.source, []).append(claim)
    return found


def _content(source: Source, claims: Iterable[Claim]) -> str:
    """A hash of all that a source says and how it describes itself, its trust left out."""
    described = source.model_dump_json(exclude={"trust"})
    lines = sorted({repr(claim) for claim in claims})
    return hashlib.sha256("\n".join([described, *lines]).encode()).hexdigest()


def _take(
    reading: Reading,
    name: str,
    checked: Checked,
    trust: Trust,
    vouched: Mapping[str, tuple[str, Trust]] | None,
) -> None:
    claims = _by_source(claim for record in reading.records for claim in compile_record(record))
    for source in reading.sources:
        faults = [Problem(name, 0, 0, *why) for why in unfit(source)]
        checked.report.extend(faults)
        if faults:
            continue
        own = claims.get(source.id, [])
        level = _level(source, own, trust, vouched)
        earlier = checked.sources.get(source.id)
        if level is None or earlier is not None:
            whose = "Pedigree's own source" if level is None else "a source of another file"
            text = f"{source.id!r} is {whose}, and this is not its content."
            hint = "Give it an id of its own."
            checked.report.add(Problem(name, 0, 0, "source.id", "source-id", text, hint))
            continue
        checked.report.extend(_said_twice(own, name))
        checked.sources[source.id] = source.model_copy(update={"trust": level})
        checked.claims += own


def _said_twice(claims: list[Claim], name: str) -> Iterator[Problem]:
    """Claims of one key that differ in more than it holds: only one of them could be kept."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if first.setdefault(claim.claim, claim) != claim:
            about = f"{compact(claim.subject)} {compact(claim.predicate)}"
            text = "The same is said twice in one place, with other qualifiers."
            hint = "Give each its own place (`at:`), or keep one."
            yield Problem(name, 0, 0, about, "said-twice", text, hint)


def _level(
    source: Source,
    claims: list[Claim],
    trust: Trust,
    vouched: Mapping[str, tuple[str, Trust]] | None,
) -> Trust | None:
    """How far to trust a source; ``None`` when it only claims to be one of the package's."""
    if vouched is None:
        return TRUST.get(source.id, Trust.ARTICLE)
    if source.id in vouched:
        content, level = vouched[source.id]
        return level if content == _content(source, claims) else None
    return min(_KIND_TRUST.get(source.kind, Trust.ARTICLE), trust)
