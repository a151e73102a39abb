"""The vis-network script, read out of the installed pyvis package; nobody's script is committed."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

from kg.errors import KgError

#: pyvis carries two versions, the older one far larger; the newest is taken
_FOLDER: Final = re.compile(r"vis-(\d+)\.(\d+)\.(\d+)\Z")
_SOURCE_MAP: Final = re.compile(r"\n?//# sourceMappingURL=.*\s*\Z")


@cache
def vis_script() -> str:
    """The text of vis-network (standalone build), without its pointer to a source map.

    Raises :class:`KgError` where pyvis is missing or does not hold it.
    """
    try:
        library = resources.files("pyvis") / "lib"
        folders = [(_version(entry.name), entry) for entry in library.iterdir()]
        newest = max((pair for pair in folders if pair[0]), key=lambda pair: pair[0])[1]
        text = (newest / "vis-network.min.js").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError, ValueError) as fault:
        raise KgError(
            "The picture needs the vis-network script of the package pyvis, which was not found.",
            "Install it with: pip install --force-reinstall 'pyvis>=0.3.2'",
        ) from fault
    return _SOURCE_MAP.sub("", text).replace("</script", r"<\/script")


def _version(name: str) -> tuple[int, ...]:
    match = _FOLDER.match(name)
    return tuple(int(part) for part in match.groups()) if match else ()
