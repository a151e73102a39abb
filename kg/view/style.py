"""How each kind looks: colour, shape and dash together, so that none of them carries meaning alone.

Colours stay apart under the common colour-vision deficiencies (Okabe and Ito's hues, darkened or
lightened for at least 4.5 : 1 against the page, since the text of a line has its colour); the same
hue comes twice only with another arrowhead and dash. A dotted line is kept for what is inferred,
reported or hedged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: page colours that lines and shapes stand on, light and dark
BACKGROUNDS: Final = ("#f7f8fa", "#10141a")


@dataclass(frozen=True, slots=True)
class Look:
    """One kind's picture: a colour for each theme, a shape (an edge's arrowhead) and a dash."""

    light: str
    dark: str
    shape: str
    dash: tuple[int, ...] = ()
    width: float = 1.6


_BLUE: Final = ("#0067a8", "#5cb0ee")
_GREEN: Final = ("#007355", "#3fc79c")
_RUST: Final = ("#b84300", "#f4935a")
_PINK: Final = ("#a83f86", "#e79ccb")
_GOLD: Final = ("#8a6100", "#e2b443")
_SKY: Final = ("#08758d", "#63cbe2")
_VIOLET: Final = ("#6a4bbf", "#b6a0f5")
_GREY: Final = ("#5c6673", "#9caaba")

#: relation (the design's word for derivations, else the property's local name) -> look
RELATIONS: Final[Mapping[str, Look]] = {
    "finetune": Look(*_BLUE, "triangle", width=2.0),
    "continued-pretraining": Look(*_GREEN, "double", width=2.0),
    "adapter": Look(*_PINK, "circle", (9, 4), 2.0),
    "merge": Look(*_RUST, "diamond", width=2.0),
    "distillation": Look(*_GOLD, "open", (11, 3, 3, 3), 2.0),
    "quantized": Look(*_SKY, "square", (6, 3), 2.0),
    "multimodal": Look(*_VIOLET, "open-diamond", width=2.0),
    "conversion": Look(*_GREY, "bar", (9, 4), 1.8),
    "pruning": Look(*_RUST, "bar", (6, 3), 1.8),
    "upcycled": Look(*_GREEN, "open-diamond", (11, 3, 3, 3), 1.8),
    "unspecified": Look(*_GREY, "open", width=1.8),
    "architecture-of": Look(*_GREY, "open-circle", (12, 7), 1.2),
    "trained-from-scratch": Look(*_GREY, "open-circle", (4, 4), 1.2),
    "variantOf": Look(*_GREY, "dot", width=1.2),
    "trainedOn": Look(*_GREEN, "circle", width=1.1),
    "pretrainedOn": Look(*_GREEN, "square", width=1.1),
    "fineTunedOn": Look(*_GREEN, "triangle", width=1.1),
    "alignedOn": Look(*_GREEN, "diamond", width=1.1),
    "datasetDerivedFrom": Look(*_GREEN, "open", (6, 3), 1.1),
    "generatedBy": Look(*_GOLD, "circle", (6, 3), 1.2),
    "learnedFromOutputsOf": Look(*_GOLD, "open-circle", (6, 3), 1.2),
    "usesMethod": Look(*_VIOLET, "dot", width=1.1),
    "developedBy": Look(*_RUST, "dot", width=1.1),
    "publishedBy": Look(*_RUST, "open-circle", (6, 3), 1.1),
}
_OTHER_RELATION: Final = Look(*_GREY, "dot", width=1.1)

#: class of a node -> look
NODES: Final[Mapping[str, Look]] = {
    "Model": Look(*_BLUE, "circle"),
    "ModelFamily": Look(*_BLUE, "hexagon"),
    "Checkpoint": Look(*_SKY, "ring"),
    "Dataset": Look(*_GREEN, "cylinder"),
    "Method": Look(*_VIOLET, "diamond"),
    "Institution": Look(*_RUST, "square"),
    "Person": Look(*_PINK, "triangle"),
    "Account": Look(*_PINK, "pill"),
    "Architecture": Look(*_VIOLET, "pentagon"),
    "Software": Look(*_GOLD, "square"),
    "Platform": Look(*_GOLD, "pill"),
    "Benchmark": Look(*_GOLD, "star"),
    "License": Look(*_GREY, "pentagon"),
    "Paper": Look(*_GREY, "pill"),
    "Language": Look(*_GREY, "triangle"),
    "Hardware": Look(*_GREY, "square"),
    "Place": Look(*_GREY, "diamond"),
}
_OTHER_NODE: Final = Look(*_GREY, "circle")


def relation_look(relation: str) -> Look:
    """The look of a relation; one that is not listed is a thin grey line with its own text."""
    return RELATIONS.get(relation, _OTHER_RELATION)


def node_look(kind: str) -> Look:
    """The look of a class of node; one that is not listed is a grey circle."""
    return NODES.get(kind, _OTHER_NODE)
