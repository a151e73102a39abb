"""What leaves as files: the whole graph as a picture, and in every format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import context
from kg.cli.faults import say
from kg.cli.output import emit
from kg.errors import UsageFault


@click.command(
    short_help="The whole graph as one offline HTML page.",
    epilog="""
\b
Examples:
  kg view -o graph.html
  kg view --kind model --kind dataset --lang zh -o models.html
""",
)
@click.option("--kind", "kinds", multiple=True, help="Only things of this kind (model, dataset …).")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@context.output_option
@context.store_option
def view(kinds: tuple[str, ...], lang: str, output: str | None) -> None:
    """The whole graph as one interactive HTML page that works offline."""
    from kg.ask.lineage.whole import whole
    from kg.records.names import did_you_mean
    from kg.records.terms import KINDS
    from kg.view import page

    for kind in kinds:
        if kind not in KINDS:
            raise UsageFault(f"There is no kind {kind!r}.", did_you_mean(kind, KINDS))
    if output is None:
        raise UsageFault("Say where the page goes.", "For example: kg view -o graph.html")
    with context.progress("drawing") as announce:
        graph = whole(context.tables(), kinds or None, facts=True)
        announce(f"drawing {len(graph.nodes)} things")
        text = page(graph, "Open models and who says so", "开放模型谱系图", language=lang)
    emit(text, output)


@click.command(
    short_help="The graph as a file in any RDF format and more.",
    epilog="""
\b
Examples:
  kg export -o graph.ttl                     what is believed, as Turtle
  kg export -o graph.nq                      everything, and who says so
  kg export -o s002.ttl --source s002        what one article says
  kg export -o lineage.nt --query 'CONSTRUCT { ?m kg:hasAncestor ?a } { ?m kg:hasAncestor ?a }'
""",
)
@click.option("-o", "--output", required=True, metavar="FILE", help="The suffix is the format.")
@click.option("--source", metavar="ID", help="Only what this source says.")
@click.option("--accepted", is_flag=True, help="Only what is believed.")
@click.option("--all", "everything", is_flag=True, help="Every graph (formats that hold graphs).")
@click.option("--query", "text", metavar="SPARQL", help="The triples of a CONSTRUCT.")
@click.option("--inferred", is_flag=True, help="With what follows by rule.")
@context.store_option
def export(
    output: str,
    source: str | None,
    accepted: bool,
    everything: bool,
    text: str | None,
    inferred: bool,
) -> None:
    """The graph as a file: Turtle, TriG, N-Quads, N-Triples, JSON-LD, RDF/XML, CSV, Parquet,
    GraphML or GEXF, by suffix.

    N-Quads, TriG, JSON-LD and Parquet hold everything by default, and `kg build` reads them back;
    the others hold what is believed.
    """
    from kg.export import export as export_graph

    if sum(map(bool, (source, accepted, everything, text))) > 1:
        raise UsageFault("--source, --accepted, --all and --query exclude each other.")
    scope = (
        f"source:{source}"
        if source
        else "accepted"
        if accepted
        else "all"
        if everything
        else "auto"
    )
    generation = context.generation()
    with context.progress(f"writing {output}"):
        triples = None
        if text:
            from kg.ask.sparql.query import query

            answer = query(generation, text)
            if answer.form != "construct":
                raise UsageFault("--query takes a CONSTRUCT.", "Write tables with `kg query -o`.")
            triples = answer.serialize("nt")
        done = export_graph(
            generation, Path(output), scope=scope, triples=triples, inferred=inferred
        )
    say(f"{output}: {done.count:,} {done.unit}.")


COMMANDS = [view, export]
