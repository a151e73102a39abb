"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError, UsageFault


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file when the block ends without an exception.

    Folders on the way are made. Until the end an earlier file stands untouched; what is no regular
    file (a pipe, a device) is written to directly. Raises ``KgError`` when it cannot be written.
    """
    target = path.resolve()
    if target.is_dir():
        raise UsageFault(f"{path} is a folder.", "Give the name of a file.")
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name[:40]}.{os.getpid()}.new")
        try:
            with beside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KgError(f"{path} cannot be written: {reason}.") from None
