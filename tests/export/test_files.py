"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kg.errors import KgError, UsageFault
from kg.export.files import written


def test_a_failure_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("before")
    with pytest.raises(RuntimeError), written(path) as out:
        out.write(b"half")
        raise RuntimeError
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_folders_on_the_way_are_made_and_permissions_are_the_users(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "g.nt"
    with written(path) as out:
        out.write(b"x")
    assert path.read_bytes() == b"x"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_links_are_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "target.nt", tmp_path / "link.nt"
    target.write_bytes(b"before")
    link.symlink_to(target)
    with written(link) as out:
        out.write(b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"


def test_devices_are_written_to_and_stay_devices(tmp_path: Path) -> None:
    link = tmp_path / "null.nt"
    link.symlink_to("/dev/null")
    with written(link) as out:
        out.write(b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="is a folder"), written(tmp_path):
        pass
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KgError, match="cannot be written"), written(tmp_path / "file" / "g.nt"):
        pass


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    full = tmp_path / "full.nt"
    full.symlink_to("/dev/full")
    with pytest.raises(KgError, match="No space left"), written(full) as out:
        out.write(b"x" * 100_000)
