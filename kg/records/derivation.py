"""How a model comes from another: the words and their properties, and which says less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.records.terms import IRI, KG

#: relation in files and JSON -> property along which weights flow
DERIVATIONS: Final[Mapping[str, IRI]] = {
    "finetune": KG.fineTunedFrom,
    "adapter": KG.adapterOf,
    "continued-pretraining": KG.continuedPretrainingOf,
    "merge": KG.mergedFrom,
    "distillation": KG.distilledFrom,
    "quantized": KG.quantizedFrom,
    "multimodal": KG.composedFrom,
    "conversion": KG.convertedFrom,
    "pruning": KG.prunedFrom,
    "upcycled": KG.upcycledFrom,
    "unspecified": KG.derivedFrom,
}

#: relation -> property that carries no weights and makes no lineage
INFLUENCES: Final[Mapping[str, IRI]] = {
    "architecture-of": KG.architectureFrom,
    "trained-from-scratch": KG.recipeFrom,
}

RELATIONS: Final[Mapping[str, IRI]] = {**DERIVATIONS, **INFLUENCES}

#: every property of training data, the broadest first
TRAINING: Final = (KG.trainedOn, KG.pretrainedOn, KG.fineTunedOn, KG.alignedOn)

#: narrower property -> the broader one that says less about the same two things
BROADER: Final[Mapping[str, IRI]] = {
    **{iri: KG.derivedFrom for iri in DERIVATIONS.values() if iri != KG.derivedFrom},
    **dict.fromkeys(INFLUENCES.values(), KG.influencedBy),
    **dict.fromkeys(TRAINING[1:], KG.trainedOn),
}

#: property -> relation
RELATION_OF: Final[Mapping[str, str]] = {iri: word for word, iri in RELATIONS.items()}

_SPELLINGS = {
    "finetuned": "finetune",
    "fine-tune": "finetune",
    "fine-tuning": "finetune",
    "lora": "adapter",
    "continued_pretraining": "continued-pretraining",
    "quantisation": "quantized",
    "quantization": "quantized",
    "quantised": "quantized",
    "multimodal-composition": "multimodal",
    "upcycling": "upcycled",
    "pruned": "pruning",
    "converted": "conversion",
    "merged": "merge",
    "distilled": "distillation",
}


def relation(word: str) -> str | None:
    """The table's word for a spelling of it, else ``None``.

    >>> relation("quantisation"), relation("Finetune"), relation("cousin")
    ('quantized', 'finetune', None)
    """
    word = word.strip().lower()
    word = _SPELLINGS.get(word, word)
    return word if word in RELATIONS else None
