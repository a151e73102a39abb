"""Free SPARQL: what comes back, in which forms, and how faults read."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.sparql.answer import FORMATS, Answer
from kg.ask.sparql.query import query
from kg.errors import QueryFault, UsageFault
from kg.records.terms import PREFIXES
from kg.store.generation import Generation

SIZES = """SELECT ?model ?label ?n WHERE {
  VALUES ?model { model:llama-7b model:bloom model:vicuna-13b }
  ?model rdfs:label ?label
  OPTIONAL { ?model kg:parameterCount ?n }
} ORDER BY ?model"""


def results(*rows: dict[str, dict[str, str]], names: tuple[str, ...] = ("x",)) -> Answer:
    """An answer without a store, from bindings as in W3C results JSON."""
    document = {"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}
    return Answer("select", json.dumps(document).encode())


def graph(*triples: ox.Triple) -> Answer:
    return Answer("construct", ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def test_all_prefixes_are_declared(bundled: Generation) -> None:
    text = "ASK { " + " ".join(f"?{p} {p}:x 1 ." for p in PREFIXES) + " }"
    assert query(bundled, text).boolean is False


def test_rows_are_terms_in_the_order_of_the_variables(bundled: Generation) -> None:
    answer = query(bundled, SIZES)
    assert answer.form == "select"
    assert answer.variables == ("model", "label", "n")
    assert [row[0].value for row in answer.rows if row[0]] == [
        PREFIXES["model"] + key for key in ("bloom", "llama-7b", "vicuna-13b")
    ]
    assert answer.rows[0][1] == ox.Literal("BLOOM", language="en")
    assert answer.rows[0][2] == ox.Literal(176_000_000_000)


def test_an_unbound_value_is_none_and_an_empty_cell() -> None:
    answer = results({"y": {"type": "literal", "value": "1"}}, names=("x", "y"))
    assert answer.rows == [(None, ox.Literal("1"))]
    assert answer.table() == (("x", "y"), [("", "1")])
    assert answer.serialize("csv") == b"x,y\r\n,1\r\n"


def test_the_default_graph_is_what_we_believe_and_a_source_what_it_says(
    bundled: Generation,
) -> None:
    believed = "SELECT ?who { model:falcon kg:developedBy ?who }"
    said = "SELECT ?who { GRAPH source:s002 { model:falcon kg:developedBy ?who } }"
    assert query(bundled, believed).table()[1] == [("inst:tii",)]
    assert query(bundled, said).table()[1] == [("inst:uae-university",)]
    assert query(bundled, said.replace("{ GRAPH source:s002 ", "FROM source:s002 { ")).rows


def test_ask(bundled: Generation) -> None:
    answer = query(bundled, "ASK { model:vicuna-13b kg:hasAncestor model:llama-13b }")
    assert answer.form == "ask"
    assert answer.boolean is True
    assert answer.table() == (("answer",), [("true",)])
    assert json.loads(answer.serialize("json")) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in answer.serialize("xml")


def test_json_is_what_the_store_wrote(bundled: Generation) -> None:
    store = ox.Store.read_only(str(bundled.store))
    written = store.query(SIZES, prefixes=dict(PREFIXES)).serialize(
        format=ox.QueryResultsFormat.JSON
    )
    assert query(bundled, SIZES).serialize("json") == written


def test_csv_tsv_and_xml_hold_the_same_rows(bundled: Generation) -> None:
    answer = query(bundled, SIZES)
    rows = list(csv.reader(io.StringIO(answer.serialize("csv").decode())))
    assert rows[0] == ["model", "label", "n"]
    assert rows[1] == [PREFIXES["model"] + "bloom", "BLOOM", "176000000000"]
    tsv = ox.parse_query_results(answer.serialize("tsv"), ox.QueryResultsFormat.TSV)
    assert [tuple(row) for row in tsv] == answer.rows
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert len(ET.fromstring(answer.serialize("xml")).findall(f".//{space}result")) == len(rows) - 1


def test_parquet_has_whole_numbers_only_where_all_are(bundled: Generation) -> None:
    table = pq.read_table(io.BytesIO(query(bundled, SIZES).serialize("parquet")))
    assert [field.type for field in table.schema] == [pa.string(), pa.string(), pa.int64()]
    assert table["n"].to_pylist()[:2] == [176_000_000_000, 7_000_000_000]
    integer = {"type": "literal", "datatype": PREFIXES["xsd"] + "integer"}
    for other in ("1.50", "seven", str(2**63)):
        datatype = PREFIXES["xsd"] + ("decimal" if other == "1.50" else "integer")
        mixed = results({"x": integer | {"value": "007"}},
                        {"x": integer | {"value": other, "datatype": datatype}})  # fmt: skip
        read = pq.read_table(io.BytesIO(mixed.serialize("parquet")))
        assert read.schema.field("x").type == pa.string()
        assert read["x"].to_pylist() == ["007", other]


def test_parquet_of_nothing_keeps_its_columns() -> None:
    read = pq.read_table(io.BytesIO(results(names=("a", "b")).serialize("parquet")))
    assert (read.column_names, read.num_rows) == (["a", "b"], 0)


DESCRIBED = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { model:llama dataset:alpaca-52k } ?s ?p ?o }"


def test_turtle_is_grouped_stable_and_without_loss(bundled: Generation) -> None:
    answer = query(bundled, DESCRIBED)
    text = answer.serialize("ttl").decode()
    assert text == query(bundled, DESCRIBED).serialize("ttl").decode()
    assert "\n\ndataset:alpaca-52k a kg:Dataset ;\n\t" in text
    assert text.index("dataset:alpaca-52k a") < text.index("model:llama a")
    assert "@prefix benchmark:" not in text
    read = {quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)}
    assert read == set(answer.triples)


def test_ntriples_are_sorted_and_each_once(bundled: Generation) -> None:
    lines = query(bundled, DESCRIBED).serialize("nt").decode().splitlines()
    assert len(lines) == len(set(lines)) > 20
    assert [line.split(" ", 2)[:2] for line in lines] == sorted(x.split(" ", 2)[:2] for x in lines)


def test_jsonld_is_compact_stable_and_without_loss(bundled: Generation) -> None:
    answer = query(bundled, DESCRIBED)
    text = answer.serialize("jsonld")
    assert text == query(bundled, DESCRIBED).serialize("jsonld")
    document = json.loads(text)
    assert list(document) == ["@context", "@graph"]
    assert [node["id"] for node in document["@graph"]] == ["dataset:alpaca-52k", "model:llama"]
    assert document["@graph"][1]["developedBy"] == ["inst:meta"]
    read = {quad.triple for quad in ox.parse(text, ox.RdfFormat.JSON_LD)}
    assert read == set(answer.triples)


def test_jsonld_of_one_subject_and_of_none(bundled: Generation) -> None:
    one = query(bundled, "DESCRIBE model:llama")
    assert {q.triple for q in ox.parse(one.serialize("jsonld"), ox.RdfFormat.JSON_LD)} == set(
        one.triples
    )
    none = query(bundled, "CONSTRUCT WHERE { ?s kg:bits 'none' }")
    assert json.loads(none.serialize("jsonld"))["@graph"] == []
    assert none.serialize("ttl").strip() == b""


def test_describe_is_a_graph(bundled: Generation) -> None:
    answer = query(bundled, "DESCRIBE model:llama")
    assert answer.form == "construct"
    assert answer.variables == ("subject", "predicate", "object")
    assert ("model:llama", "kg:developedBy", "inst:meta") in answer.table()[1]
    assert pq.read_table(io.BytesIO(answer.serialize("parquet"))).num_rows == len(answer.rows)


@pytest.mark.parametrize(
    ("answer", "format"),
    [
        (results(), "ttl"),
        (results(), "nt"),
        (results(), "table"),
        (Answer("ask", b'{"boolean":true}'), "csv"),
        (graph(), "json"),
        (graph(), "x\x1b"),
    ],
)
def test_a_format_that_does_not_fit_lists_those_that_do(answer: Answer, format: str) -> None:
    with pytest.raises(UsageFault) as caught:
        answer.serialize(format)
    assert caught.value.exit_code == 2
    assert caught.value.hint == f"Take one of: {', '.join(FORMATS[answer.form])}."
    assert "\x1b" not in str(caught.value)


def test_a_table_shows_nothing_that_could_harm_a_terminal() -> None:
    evil = "a\x1b[2Jb\u202ec\nd\te"
    answer = results({"x": {"type": "literal", "value": evil}})
    assert answer.table()[1] == [("a�[2Jb�c↵d e",)]
    named = results({"x": {"type": "uri", "value": "http://x/\u202e"}})
    assert "\u202e" not in named.table()[1][0][0]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30))
def test_any_text_survives_json_tsv_and_parquet(text: str) -> None:
    answer = results({"x": {"type": "literal", "value": text}})
    assert answer.rows == [(ox.Literal(text),)]
    if "\x00" not in text:  # TSV of others is read back where it can be
        tsv = ox.parse_query_results(answer.serialize("tsv"), ox.QueryResultsFormat.TSV)
        assert [tuple(row) for row in tsv] == answer.rows
    assert pq.read_table(io.BytesIO(answer.serialize("parquet")))["x"].to_pylist() == [text]


FAULTS = {
    "SELECT * { ?s kg:x 1 ?y }": (1, 22, "'?y'"),
    'SELECT ?x WHERE { ?x rdfs:label "a" LIMIT 3 }': (1, 37, "'LIMIT'"),
    'SELECT ?x\nWHERE {\n  ?x rdfs:label "骆驼" foo }': (3, 22, "'foo'"),
    "SELECT ?x { ?x ?p ?y } ORDER BY x LIMIT 4": (1, 33, "'x'"),
    'SELECT ?x { ?x ?p ?y FILTER(CONTAIN(?x, "a")) }': (1, 29, "'CONTAIN'"),
    "SELECT ?x { ?x ?p ?y } LIMIT x": (1, 30, "'x'"),
    "SELECT ?x (COUNT(*) AS ?n) { ?x kg:note ?y }": (1, 1, "variable that is unbound"),
    "SELECT ?x { ?x ?p ?y } } # {": (1, 24, "closes nothing"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_syntax_fault_says_what_and_where(bundled: Generation, text: str) -> None:
    line, column, said = FAULTS[text]
    with pytest.raises(QueryFault) as caught:
        query(bundled, text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert said in caught.value.sentence
    shown, caret = caught.value.sentence.split("\n")[1:]
    assert shown == "  " + text.split("\n")[line - 1]
    assert caret.strip() == "^"


def test_names_that_nothing_has_are_remarked_and_not_refused(bundled: Generation) -> None:
    answer = query(bundled, "SELECT * { ?x kg:developdBy inst:meta ; kg:derivedFrom model:lama }")
    assert answer.rows == []
    one, other = answer.remarks
    assert one.column == 15
    assert one.hint.startswith("Did you mean 'developedBy'")
    assert other.text == "model:lama is not in the graph."
    assert query(bundled, "SELECT * { model:llama kg:quote ?x }").remarks == ()
    assert query(bundled, "SELECT * { GRAPH source:s001 { ?x kg:minValue ?y } }").remarks == ()
