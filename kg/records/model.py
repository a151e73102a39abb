"""Models at every level, datasets, and the derivations and evaluations that carry facts."""

from __future__ import annotations

from typing import Annotated

from kg.records.evidence import Statement
from kg.records.fields import Amount, Count, Link, Ref, Value
from kg.records.terms import IRI, KG, PROV, XSD
from kg.records.things import TERM, Thing

MODEL = ("model",)


class Weights(Thing):
    """What is said of a model at any level; sizes differ between a model and a family."""

    kind = "model"
    rdf_class = KG.Model

    fine_tuned_from: Annotated[tuple[Ref, ...], Link(KG.fineTunedFrom, MODEL)] = ()
    adapter_of: Annotated[tuple[Ref, ...], Link(KG.adapterOf, MODEL)] = ()
    continued_pretraining_of: Annotated[
        tuple[Ref, ...], Link(KG.continuedPretrainingOf, MODEL)
    ] = ()
    merged_from: Annotated[tuple[Ref, ...], Link(KG.mergedFrom, MODEL)] = ()
    distilled_from: Annotated[tuple[Ref, ...], Link(KG.distilledFrom, MODEL)] = ()
    quantized_from: Annotated[tuple[Ref, ...], Link(KG.quantizedFrom, MODEL)] = ()
    composed_from: Annotated[tuple[Ref, ...], Link(KG.composedFrom, MODEL)] = ()
    converted_from: Annotated[tuple[Ref, ...], Link(KG.convertedFrom, MODEL)] = ()
    pruned_from: Annotated[tuple[Ref, ...], Link(KG.prunedFrom, MODEL)] = ()
    upcycled_from: Annotated[tuple[Ref, ...], Link(KG.upcycledFrom, MODEL)] = ()
    derived_from: Annotated[tuple[Ref, ...], Link(KG.derivedFrom, MODEL)] = ()
    architecture_from: Annotated[tuple[Ref, ...], Link(KG.architectureFrom, MODEL)] = ()
    recipe_from: Annotated[tuple[Ref, ...], Link(KG.recipeFrom, MODEL)] = ()
    trained_from_scratch: Annotated[bool | None, Value(KG.trainedFromScratch, XSD.boolean)] = None
    derivation: Annotated[tuple[IRI, ...], Link(KG.derivation, ("derivation",))] = ()
    based_on_work_of: Annotated[tuple[Ref, ...], Link(KG.basedOnWorkOf)] = ()
    shares_technology_with: Annotated[tuple[Ref, ...], Link(KG.sharesTechnologyWith, MODEL)] = ()

    trained_on: Annotated[tuple[Ref, ...], Link(KG.trainedOn, ("dataset",))] = ()
    pretrained_on: Annotated[tuple[Ref, ...], Link(KG.pretrainedOn, ("dataset",))] = ()
    fine_tuned_on: Annotated[tuple[Ref, ...], Link(KG.fineTunedOn, ("dataset",))] = ()
    aligned_on: Annotated[tuple[Ref, ...], Link(KG.alignedOn, ("dataset",))] = ()
    trained_on_date: Annotated[tuple[str, ...], Value(KG.trainedOnDate)] = ()
    training_data_size: Annotated[
        tuple[Amount, ...], Value(KG.trainingDataSize, XSD.decimal, ("GB",))
    ] = ()
    training_cost: Annotated[tuple[Amount, ...], Value(KG.trainingCost, XSD.decimal, ("USD",))] = ()
    training_duration: Annotated[
        tuple[Amount, ...], Value(KG.trainingDuration, XSD.decimal, ("months",))
    ] = ()
    training_efficiency: Annotated[
        tuple[Amount, ...], Value(KG.trainingEfficiency, XSD.decimal, ("times",))
    ] = ()
    development_duration: Annotated[
        tuple[Amount, ...], Value(KG.developmentDuration, XSD.decimal, ("years", "year"))
    ] = ()

    architecture: Annotated[tuple[Ref, ...], Link(KG.architecture, ("architecture",))] = ()
    uses_component: Annotated[tuple[Ref, ...], Link(KG.usesComponent, ("architecture",))] = ()
    handles_modality: Annotated[tuple[Ref, ...], Link(KG.handlesModality, TERM)] = ()
    method_effect: Annotated[tuple[str, ...], Value(KG.methodEffect)] = ()
    trained_tokens: Annotated[Count | None, Value(KG.trainedTokens, XSD.integer, ("tokens",))] = (
        None
    )
    context_length: Annotated[Count | None, Value(KG.contextLength, XSD.integer, ("tokens",))] = (
        None
    )
    active_parameter_count: Annotated[
        Count | None,
        Value(KG.activeParameterCount, XSD.integer, ("parameters", "parameters per token")),
    ] = None
    expert_count: Annotated[
        Count | None, Value(KG.expertCount, XSD.integer, ("experts", "parameter groups"))
    ] = None
    active_expert_count: Annotated[
        Count | None,
        Value(KG.activeExpertCount, XSD.integer, ("experts", "experts per token per layer")),
    ] = None


class Model(Weights):
    """A set of weights, or a service that people treat as one."""

    parameter_count: Annotated[
        Count | None, Value(KG.parameterCount, XSD.integer, ("parameters",))
    ] = None


class Checkpoint(Model):
    """Released weights: one file set, one repository revision."""

    rdf_class = KG.Checkpoint


class ModelFamily(Weights):
    """Models of one name and line; a family has one parameter count a size."""

    rdf_class = KG.ModelFamily

    parameter_count: Annotated[
        tuple[Count, ...], Value(KG.parameterCount, XSD.integer, ("parameters",))
    ] = ()


class Dataset(Thing):
    """Data that models are trained or measured on."""

    kind = "dataset"
    rdf_class = KG.Dataset

    dataset_derived_from: Annotated[tuple[Ref, ...], Link(KG.datasetDerivedFrom, ("dataset",))] = ()
    generated_by: Annotated[tuple[Ref, ...], Link(KG.generatedBy, MODEL)] = ()
    filtered_with: Annotated[tuple[Ref, ...], Link(KG.filteredWith, ("software",))] = ()
    dataset_language: Annotated[tuple[Ref, ...], Link(KG.datasetLanguage, ("language",))] = ()
    dataset_size: Annotated[
        tuple[Count, ...], Value(KG.datasetSize, XSD.integer, ("entries", "examples"))
    ] = ()
    dataset_task: Annotated[tuple[str, ...], Value(KG.datasetTask)] = ()
    data_cost: Annotated[tuple[Amount, ...], Value(KG.dataCost, XSD.decimal, ("USD",))] = ()
    labelled_by: Annotated[
        tuple[Count, ...], Value(KG.labelledBy, XSD.integer, ("employees", "people"))
    ] = ()


class Derivation(Statement):
    """An edge with facts of its own, never shared between children (PROV-O qualified form)."""

    kind = "derivation"
    rdf_class = KG.Derivation

    entity: Annotated[IRI, Link(PROV.entity, MODEL)]
    derivation_kind: Annotated[IRI, Link(KG.derivationKind, TERM)]
    uses_method: Annotated[tuple[Ref, ...], Link(KG.usesMethod, ("method",))] = ()
    merge_weight: Annotated[float | None, Value(KG.mergeWeight, XSD.decimal)] = None
    revision: Annotated[str | None, Value(KG.revision)] = None
    trained_on: Annotated[tuple[Ref, ...], Link(KG.trainedOn, ("dataset",))] = ()
    teacher: Annotated[tuple[Ref, ...], Link(KG.teacher, MODEL)] = ()
    part: Annotated[str | None, Value(KG.part)] = None
    bits: Annotated[int | None, Value(KG.bits, XSD.integer)] = None
    frozen: Annotated[bool | None, Value(KG.frozen, XSD.boolean)] = None


class Evaluation(Statement):
    """One result: a benchmark, a metric where given, and a number or words."""

    kind = "evaluation"
    rdf_class = KG.Evaluation

    benchmark: Annotated[IRI, Link(KG.benchmark, ("benchmark",))]
    metric: Annotated[str | None, Value(KG.metric)] = None
    value: Annotated[float | str | None, Value(KG.value, XSD.decimal, or_text=True)] = None
