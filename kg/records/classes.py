"""One record class a kind of thing, by the name of its class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.records.evidence import Statement
from kg.records.model import Checkpoint, Dataset, Derivation, Evaluation, Model, ModelFamily
from kg.records.things import (
    Account,
    Architecture,
    Benchmark,
    Geography,
    Hardware,
    Institution,
    Language,
    License,
    Method,
    Paper,
    Person,
    Platform,
    Software,
)

#: name of the class in the ontology and in curated files -> record class
RECORDS: Final[Mapping[str, type[Statement]]] = {
    "Model": Model,
    "ModelFamily": ModelFamily,
    "Checkpoint": Checkpoint,
    "Dataset": Dataset,
    "Institution": Institution,
    "Person": Person,
    "Account": Account,
    "Platform": Platform,
    "Method": Method,
    "Architecture": Architecture,
    "Software": Software,
    "License": License,
    "Benchmark": Benchmark,
    "Paper": Paper,
    "Language": Language,
    "Hardware": Hardware,
    "Place": Geography,
    "Derivation": Derivation,
    "Evaluation": Evaluation,
}
