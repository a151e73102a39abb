"""Larger graphs by a seeded generator, shaped like the real one."""

from __future__ import annotations

import random

from kg.ask.subgraph import Edge, Fact, Node, Subgraph

from .fixtures import S1, S2, S3, claim, edge, iri

_FAMILIES = [
    "Llama",
    "Qwen",
    "Yi",
    "Mistral",
    "Falcon",
    "Bloom",
    "GLM",
    "百川",
    "书生",
    "Pythia",
    "Phi",
    "Gemma",
    "悟道",
    "MOSS",
    "Aquila",
    "OPT",
    "MPT",
    "Cerebras",
]
_TUNES = ["Chat", "Instruct", "Code", "中文", "Math", "Vision", "GPTQ", "Lite", "对齐版", "v2"]
_DERIVATIONS = (
    ["finetune"] * 8
    + ["quantized"] * 4
    + ["adapter"] * 3
    + ["merge", "merge", "distillation", "multimodal", "continued-pretraining", "unspecified"]
)


def generated(nodes: int, edges: int, seed: int = 1, *, focus: bool = False) -> Subgraph:
    """A graph shaped like the real one: families that grow by preference, and what stands beside."""
    rng = random.Random(seed)
    made: list[Node] = []
    links: list[Edge] = []
    models: list[str] = []
    popular: list[str] = []
    for number in range(nodes):
        share = rng.random()
        if share < 0.66 or number < 5:
            _grow(rng, number, made, links, models, popular)
        else:
            kind = rng.choice(
                ["Dataset"] * 4
                + ["Institution"] * 4
                + ["Method"] * 2
                + ["Software", "Benchmark", "Person", "Platform"]
            )
            label = f"{kind} {number}"
            made.append(Node(iri(f"n{number}"), label, f"{label} 名称", kind, kind.lower()))
    _link_beside(rng, made, links, models, edges)
    facts = {node.iri: _facts(rng, number) for number, node in enumerate(made)}
    start = popular[0] if focus else None
    return Subgraph(start, tuple(made), tuple(links[:edges]), 0, 0, facts)


def _grow(
    rng: random.Random,
    number: int,
    made: list[Node],
    links: list[Edge],
    models: list[str],
    popular: list[str],
) -> None:
    key = f"n{number}"
    family = rng.choice(_FAMILIES)
    if popular and rng.random() < 0.8:
        parent = rng.choice(popular)
        label = f"{family}-{rng.choice([7, 13, 34, 70])}B-{rng.choice(_TUNES)}"
        relation = rng.choice(_DERIVATIONS)
        cite = claim(
            rng.choice([S1, S2, S3]),
            number * 11,
            f"{number}. {family}",
            modality=rng.choice(["stated"] * 6 + ["hedged", "reported"]),
        )
        links.append(edge(key, parent, relation, cite))
        if relation == "merge":
            links.append(edge(key, rng.choice(popular), relation, cite))
        popular += [parent, key]
        kind = "Model" if rng.random() < 0.6 else "Checkpoint"
    else:
        label, kind = f"{family} {number}", "ModelFamily"
        popular += [key] * 3
    made.append(
        Node(
            iri(key),
            label,
            f"{label} 模型",
            kind,
            "descendant",
            stub=rng.random() < 0.1,
            hidden=rng.choice([0] * 20 + [7]),
        )
    )
    models.append(key)


def _link_beside(
    rng: random.Random, made: list[Node], links: list[Edge], models: list[str], wanted: int
) -> None:
    words = {"Dataset": "trainedOn", "Institution": "developedBy", "Method": "usesMethod"}
    beside = [node for node in made if node.kind not in ("Model", "ModelFamily", "Checkpoint")]
    while len(links) < wanted and beside:
        node = rng.choice(beside)
        relation = words.get(node.kind, "uses" + node.kind)
        cite = claim(rng.choice([S1, S2, S3]), rng.randrange(9000))
        links.append(edge(rng.choice(models), node.iri.rsplit("/", 1)[-1], relation, cite))


def _facts(rng: random.Random, number: int) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            f"property{k}",
            f"property {k}",
            f"属性 {k}",
            f"value {number} of property {k}, in some words",
            claims=tuple(
                claim(rng.choice([S1, S2, S3]), number * 50 + k * 7 + c, f"{number}. Section")
                for c in range(rng.randrange(1, 3))
            ),
        )
        for k in range(rng.randrange(2, 7))
    )
