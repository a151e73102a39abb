"""Where statements come from: an article, a curated file, a model card, a dump."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict

from kg.records.evidence import WHOLE, Trust
from kg.records.fields import Value
from kg.records.names import slug
from kg.records.terms import DCTERMS, KG, SCHEMA, XSD, Key, digest, is_curated_key

#: where the metadata of a Parquet file of claims describes its sources
SOURCES_KEY: Final = b"pedigree.sources"


class Source(BaseModel):
    """One source, described. ``published`` is the page's date, ``written`` the text's own.

    ``sha256`` and ``characters`` are of the file read by whoever made the claims; ``repost_of`` is
    the address of the original. ``trust`` is set by whoever builds and is never read from a file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Key
    title: Annotated[str, Value(DCTERMS.title)]
    creator: Annotated[str | None, Value(DCTERMS.creator)] = None
    kind: Annotated[str, Value(KG.sourceKind)] = "article"
    published: Annotated[str | None, Value(DCTERMS.issued)] = None
    written: Annotated[str | None, Value(KG.writtenOn)] = None
    language: Annotated[str | None, Value(DCTERMS.language)] = None
    format: Annotated[str | None, Value(DCTERMS.format)] = None
    url: Annotated[str | None, Value(SCHEMA.url, XSD.anyURI)] = None
    repost_of: Annotated[str | None, Value(KG.repostOf, XSD.anyURI)] = None
    file: Annotated[str | None, Value(KG.file)] = None
    sha256: Annotated[str | None, Value(KG.sha256)] = None
    characters: Annotated[int | None, Value(KG.characters, XSD.integer), WHOLE] = None
    note: Annotated[str | None, Value(KG.note)] = None
    trust: Trust = Trust.ARTICLE


def id_of_file(stem: str) -> Key:
    """The id of a source that is a file and gives itself none.

    A name that ASCII cannot spell keeps apart from others by a hash.

    >>> id_of_file("my notes"), id_of_file("骆驼") == id_of_file("羊驼")
    ('my-notes', False)
    """
    if is_curated_key(stem):
        return Key(stem)
    short = slug(stem)
    return Key(short if stem.isascii() and short != "x" else f"{short}-{digest(stem)[:8]}")
