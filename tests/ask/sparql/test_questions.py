"""Named questions: documented in both languages, exact on the bundled data, deaf to injection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ask.evidence.terms_of_use import commercial_use
from kg.ask.sparql.answer import Answer
from kg.ask.sparql.questions import LITERALS, Question, answer, bind, question, questions, read
from kg.ask.tables import Tables
from kg.errors import Ambiguous, KgError, NotFound, UsageFault
from kg.store.generation import Generation

ALL = questions()
EXPECTED = Path(__file__).parents[2] / "questions" / "expected.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(EXPECTED.read_text("utf-8"))


def named(one: Question) -> str:
    return one.name


def column(found: Answer, name: str) -> list[str]:
    """The local names in one column, without those that are empty."""
    headers, rows = found.table()
    at = headers.index(name)
    return [row[at].partition(":")[2] for row in rows if row[at]]


def test_there_are_many_and_each_is_found_by_its_name() -> None:
    assert len(ALL) >= 28
    assert [question(one.name) for one in ALL] == ALL
    assert len({one.name for one in ALL}) == len(ALL)


def test_at_least_three_show_who_says_so_by_graph() -> None:
    assert sum("GRAPH ?source" in one.text for one in ALL) >= 3


@pytest.mark.parametrize("one", ALL, ids=named)
def test_each_is_documented_in_both_languages(one: Question) -> None:
    meanings = [one.title, *(p.meaning for p in one.parameters), *(c.meaning for c in one.columns)]
    for words in [*meanings, *([one.note] if one.note else [])]:
        assert words.en.isprintable()
        assert words.en
        assert any("\u4e00" <= ch <= "\u9fff" for ch in words.zh)
    assert one.title.en.endswith("?")
    assert one.title.zh.endswith("？")


@pytest.mark.parametrize("one", ALL, ids=named)
def test_each_runs_as_it_stands_with_the_columns_it_documents(
    one: Question, tables: Tables
) -> None:
    found = answer(tables, one.name, {})
    assert found.variables == tuple(column.name for column in one.columns)
    assert found.remarks == ()
    if not found.rows:
        assert one.note
        assert one.note.en.startswith("Empty as long as")
    rows = [tuple(map(str, row)) for row in found.rows]
    assert len(rows) == len(set(rows))
    assert "ORDER BY" in one.text


@pytest.mark.parametrize("one", ALL, ids=named)
def test_its_defaults_mean_what_stands_in_the_file(one: Question, tables: Tables) -> None:
    values = {parameter.name: parameter.default for parameter in one.parameters}
    given = answer(tables, one.name, values)
    assert given.payload == answer(tables, one.name, {}).payload


@pytest.mark.parametrize("one", ALL, ids=named)
def test_no_bracket_of_a_graph_holds_what_the_store_gets_wrong(one: Question) -> None:
    """``GRAPH ?g { sub-select | VALUES | MINUS }`` is answered wrongly by the store."""
    text = "\n".join(line for line in one.text.splitlines() if not line.startswith("#"))
    for inside in graphs(text):
        assert not any(word in inside for word in ("SELECT", "VALUES", "MINUS"))


def graphs(text: str) -> Iterator[str]:
    """What stands between the brackets of each GRAPH."""
    for part in text.split("GRAPH ")[1:]:
        depth = 0
        for at, character in enumerate(part):
            depth += (character == "{") - (character == "}")
            if character == "}" and depth == 0:
                yield part[:at]
                break


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['question']} {c.get('with', '')}")
def test_the_answers_on_the_bundled_data(case: dict[str, Any], tables: Tables) -> None:
    headers, rows = answer(tables, case["question"], case.get("with", {})).table()
    places = [headers.index(name) for name in case["columns"]]
    assert {tuple(row[at] for at in places) for row in rows} == set(map(tuple, case["rows"]))


def test_every_question_has_a_case_with_its_answer() -> None:
    assert {case["question"] for case in CASES} >= {
        one.name for one in ALL if one.name != "claims-of-source"
    }


GOLD = {
    "q01": ("descendants-of", {"base": "llama"}, "model"),
    "q02": ("developed-by", {"developer": "tsinghua"}, "model"),
    "q03": ("touched-by-dataset", {"dataset": "sharegpt"}, "model"),
    "q04": ("methods-with-code", {"group": "fine-tuning"}, "method"),
    "q08": ("by-architecture", {"architecture": "decoder-only-transformer"}, "model"),
    "q09": ("most-discussed", {"least": "3"}, "model"),
    "q11": ("trained-on-at-least", {"least": "1T"}, "model"),
}


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    facts = yaml.load((shared / "seed-facts.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {q["id"]: q.get("answer_corrected", q["answer"]) for q in facts["questions"]}


def test_every_question_of_the_gold_table_is_asked_here(gold: dict[str, Any]) -> None:
    assert set(gold) == {*GOLD, "q06", "q13"}


@pytest.mark.parametrize("key", GOLD)
def test_gold_answers_are_exact(key: str, tables: Tables, gold: dict[str, Any]) -> None:
    name, values, variable = GOLD[key]
    found = column(answer(tables, name, values), variable)
    assert sorted(found) == sorted(gold[key])


def test_gold_compositions_are_exact(tables: Tables, gold: dict[str, Any]) -> None:
    found = answer(tables, "compositions", {})
    parts: dict[str, list[str]] = {}
    for model, part in zip(column(found, "model"), column(found, "part"), strict=True):
        parts.setdefault(model, []).append(part)
    assert {model: sorted(names) for model, names in parts.items()} == gold["q06"]


def test_gold_methods_used_and_not_are_exact(tables: Tables, gold: dict[str, Any]) -> None:
    headers, rows = answer(tables, "method-used-or-not", {"method": "RLHF"}).table()
    model, used = headers.index("model"), headers.index("used")
    found = {
        side: sorted({row[model].partition(":")[2] for row in rows if row[used] == word})
        for side, word in (("with", "true"), ("without", "false"))
    }
    assert found == gold["q13"]


def test_the_verdict_on_commercial_use_is_that_of_the_rest_of_the_house(tables: Tables) -> None:
    rows = answer(tables, "commercial-use", {}).rows
    found = {str(row[0].value): str(row[3].value) for row in rows if row[0] and row[3]}
    assert len(found) > 10
    assert found == {iri: commercial_use(tables, iri) for iri in found}


def test_names_are_taken_in_any_form(tables: Tables) -> None:
    exact = answer(tables, "developed-by", {"developer": "inst:tsinghua"}).payload
    for name in ("tsinghua", "清华大学", "Tsinghua University", "tsinghua university"):
        assert answer(tables, "developed-by", {"developer": name}).payload == exact
    terms = ("open-source", "term:open-source", "Open-Source", "开源")
    found = {answer(tables, "by-openness", {"openness": term}).payload for term in terms}
    assert len(found) == 1


def test_numbers_are_taken_as_people_write_them(tables: Tables) -> None:
    texts = {bind(tables, question("trained-on-at-least"), {"least": n}) for n in
             ("1T", "1000B", "1万亿", "1,000,000,000,000", "1000000000000")}  # fmt: skip
    assert len(texts) == 1


FAULTS: list[tuple[str, dict[str, str], type[KgError], str]] = [
    ("descendents-of", {}, NotFound, "descendants-of"),
    ("descendants-of", {"bse": "llama"}, UsageFault, "Did you mean 'base'?"),
    ("compositions", {"model": "x"}, UsageFault, "It has: none"),
    ("descendants-of", {"base": "no such model at all"}, NotFound, "Nothing is called"),
    ("descendants-of", {"base": "ShareGPT"}, NotFound, "Nothing is called"),
    ("trained-on-at-least", {"least": "many"}, UsageFault, "not a whole number"),
    ("trained-on-at-least", {"least": "1.5"}, UsageFault, "not a whole number"),
    ("trained-on-at-least", {"least": ""}, UsageFault, "not a whole number"),
    ("by-openness", {"openness": "opn-source"}, NotFound, "no term"),
    ("claims-of-source", {"source": "s999"}, NotFound, "no source"),
    ("called", {"name": "\ud800"}, UsageFault, "half a character"),
    ("descendants-of", {"base": "model:nothing"}, NotFound, "Nothing is called"),
    ("descendants-of", {"base": "http://example.org/x"}, NotFound, "Nothing is called"),
]


@pytest.mark.parametrize(("name", "values", "kind", "said"), FAULTS)
def test_what_cannot_be_asked_says_why(
    name: str, values: dict[str, str], kind: type[KgError], said: str, tables: Tables
) -> None:
    with pytest.raises(kind) as caught:
        answer(tables, name, values)
    assert said in str(caught.value)


def test_a_term_of_several_meanings_is_ambiguous(tables: Tables) -> None:
    labels = tables.rows(
        "SELECT label FROM terms WHERE label <> '' GROUP BY label HAVING count(*) > 1 ORDER BY 1"
    )
    assert labels, "the ontology has no two terms of one label any more: mock some"
    with pytest.raises(Ambiguous) as caught:
        bind(tables, question("by-openness"), {"openness": labels[0][0]})
    assert len(caught.value.candidates) > 1


INJECTIONS = [
    "llama> } DROP ALL #",
    '" } } SELECT * { ?s ?p ?o } #',
    "x\n} UNION { ?model ?p ?o",
    "\\u0022 } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    'VALUES ?name { "x" }',
    "{0} %s ?name $name \\1 \\g<0>",
    "'''\"\"\"\r\n\t\x00",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_injections_into_a_text_are_only_text(value: str, tables: Tables) -> None:
    text = bind(tables, question("called"), {"name": value})
    assert body_without_literals(text) == body_without_literals(question("called").text)
    assert answer(tables, "called", {"name": value}).rows == []


@pytest.mark.parametrize("value", INJECTIONS)
def test_injections_into_a_name_find_nothing(value: str, tables: Tables) -> None:
    with pytest.raises(NotFound):
        bind(tables, question("descendants-of"), {"base": value})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_is_bound_as_itself(value: str, tables: Tables) -> None:
    text = bind(tables, question("called"), {"name": value})
    echo = text[text.index("VALUES") :].split("\n")[0]
    rows = list(ox.Store().query(f"SELECT ?name {{ {echo} }}"))
    assert {row["name"].value for row in rows} == {value}


def body_without_literals(text: str) -> str:
    """The query with every string taken out, by the store's own reading of the block."""
    head, _, rest = text.partition("VALUES ?name { ")
    at = 0
    while rest[at] == '"':
        at += 1
        while rest[at] != '"':
            at += 2 if rest[at] == "\\" else 1
        at += 1
        while rest[at] not in '"}':
            at += 1
    return head + rest[at:]


def test_one_value_is_never_taken_for_the_block_of_another(tables: Tables) -> None:
    text = HEADER + (
        "# parameter: one  text  one / 一\n# parameter: two  text  two / 二\n"
        'SELECT ?one ?two { VALUES ?one { "a" } VALUES ?two { "b" } }'
    )
    bound = bind(tables, read("x", text), {"one": 'VALUES ?two { "q" }', "two": '" } evil'})
    (row,) = ox.Store().query(bound)
    assert (row["one"].value, row["two"].value) == ('VALUES ?two { "q" }', '" } evil')


def test_decimals_and_repeated_blocks_are_bound(tables: Tables) -> None:
    text = HEADER + (
        "# parameter: least  decimal  least / 最小\n"
        "SELECT ?least { { VALUES ?least { 1.5 } } UNION { VALUES ?least { 1.5 } } }"
    )
    one = read("x", text)
    assert one.parameters[0].default == "1.5"
    rows = list(ox.Store().query(bind(tables, one, {"least": "2.25"})))
    assert [row["least"].value for row in rows] == ["2.25", "2.25"]


HEADER = "# question: What?\n# 问题: 什么？\n# topic: test\n# column: x  a thing / 一物\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "topic"),
        (HEADER.replace("# 问题: 什么？\n", ""), "问题"),
        (
            HEADER + "# parameter: a  model  only English\nVALUES ?a { model:x }",
            "English and Chinese",
        ),
        (HEADER + "# parameter: a  wombat  a / 甲\nVALUES ?a { model:x }", "no such type: wombat"),
        (HEADER + "# parameter: a  model  a / 甲\nSELECT * {}", "no VALUES ?a"),
        (HEADER + "# parameter: a model\n", "documented"),
    ],
)
def test_a_file_that_is_not_documented_as_it_must_be(text: str, said: str) -> None:
    with pytest.raises(KgError, match="question 'x' is not documented") as caught:
        read("x", text)
    assert said in str(caught.value)


def test_types_of_literals_stand_alone() -> None:
    for one in ALL:
        for parameter in one.parameters:
            assert len(parameter.types) == 1 or not set(parameter.types) & {*LITERALS, "term"}


def test_limits_reach_the_query(tables: Tables, bundled: Generation) -> None:
    with pytest.raises(KgError, match="more than 100 bytes"):
        answer(tables, "sources", {}, most=100)
