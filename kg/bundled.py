"""The data and the ontology that come with Pedigree: found in the package, else in the checkout."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from kg.errors import KgError
from kg.records.evidence import Trust

#: what the package vouches for beyond an article
TRUST: Final[Mapping[str, Trust]] = {
    "corrections": Trust.CORRECTION,
    "curator": Trust.REGISTRY,
    "aliases": Trust.REGISTRY,
}


def bundled(part: str) -> Path:
    """The folder ``data`` or ``ontology`` of this installation.

    Raises ``KgError`` when neither the package nor a checkout around it holds it.
    """
    package = Path(str(files("kg")))
    for folder in (package / "_bundled" / part, package.parent / part):
        if folder.is_dir():
            return folder
    raise KgError(f"The bundled {part} is missing.", "Install pedigree-kg again.")


def bundled_inputs() -> list[tuple[Path, str]]:
    """The bundled curated files with their names in the graph, in order."""
    data = bundled("data")
    paths = [*sorted(data.glob("curated/*.yaml")), data / "corrections.yaml", data / "aliases.yaml"]
    return [(path, path.relative_to(data).as_posix()) for path in paths]
