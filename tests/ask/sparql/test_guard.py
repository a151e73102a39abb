"""What is refused before a query runs, and what must not be."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.sparql import guard
from kg.ask.sparql.tokens import fault, place, tokens
from kg.errors import QueryFault

PASSES = {
    "a prefix called service": "PREFIX service: <http://x/> SELECT * { ?s service:x ?o }",
    "a graph with a name of such a prefix": "PREFIX service: <http://x/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "a variable": "SELECT ?service { ?service ?load ?drop }",
    "a string": 'SELECT * { ?s ?p "SERVICE <http://x/> { ?a ?b ?c }" }',
    "a long string": "SELECT * { ?s ?p '''it's\n\"SERVICE\" {''' }",
    "a string with an escaped quote": r'SELECT * { ?s ?p "\" SERVICE { \u0022" }',
    "an IRI": "SELECT * { ?s ?p <http://x/SERVICE/LOAD> }",
    "a comment": "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { ( {",
    "a local name": "SELECT * { ?s ?p model:load . ?s ?p model:c.SERVICE }",
    "our own graphs": "SELECT * FROM source:s001 FROM NAMED <https://w3id.org/pedigree/graph/inferred> { ?s ?p ?o }",
    "comparisons": "SELECT * { ?a ?b ?c FILTER(?a<?b&&(?b>?c)) }",
    "paths": "SELECT * { ?a (kg:derivedFrom|^kg:variantOf)+/rdfs:label? ?b }",
    "a hundred brackets": "SELECT * { FILTER(" + "(" * 98 + "1" + ")" * 98 + ") }",
    "Chinese": "SELECT * { ?模型 rdfs:label '骆驼'@zh }",
    "a base": "BASE <https://w3id.org/pedigree/source/> SELECT * FROM <s001> { ?s ?p ?o }",
    "ASK, lower case": "ask { ?s a kg:Model }",
}


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES.keys())
def test_what_passes(text: str) -> None:
    guard.check(text)


REFUSED = {
    "SERVICE": ("SELECT * {\n  SERVICE <http://x/> { ?s ?p ?o } }", 2, 3, "SERVICE is refused"),
    "in lower case": ("SELECT * { service silent <http://x/> { ?s ?p ?o } }", 1, 12, "SERVICE"),
    "SILENT glued on": ("SELECT * { SERVICESILENT<http://x/>{ ?s ?p ?o } }", 1, 12, "SERVICE"),
    "glued to a word": ("SELECT * { ?s kg:b trueSERVICE<http://x/>{ ?s ?p ?o } }", 1, 20, "SERVICE"),
    "glued to a dot": ("SELECT * { ?s kg:b true.SERVICE<http://x/>{ ?s ?p ?o } }", 1, 20, "SERVICE"),
    "glued to a number": ("SELECT * { ?s kg:b 1.service<http://x/>{ ?s ?p ?o } }", 1, 22, "SERVICE"),
    "glued to a language": ('SELECT * { ?s kg:b "x"@en.SERVICE<http://x/>{ ?s ?p ?o } }', 1, 27, "SERVICE"),
    "SERVICE and an empty prefix": ("PREFIX : <http://x/> SELECT * { service:x { ?s ?p ?o } }", 1, 33, "SERVICE"),
    "SERVICE and a prefix": ("PREFIX SERVICEa: <http://x/> PREFIX a: <http://x/> ASK { SERVICEa:x { ?s ?p ?o } }", 1, 58, "SERVICE"),
    "a variable service": ("SELECT * { SERVICE ?where { ?s ?p ?o } }", 1, 12, "SERVICE"),
    "LOAD": ("LOAD <http://x/>", 1, 1, "only read"),
    "INSERT": ("PREFIX a: <http://x/>\nINSERT DATA { a:b a:c 1 }", 2, 1, "only read"),
    "DELETE behind": ("SELECT * { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }", 1, 25, "only read"),
    "another graph": ("SELECT * FROM <http://x/g> { ?s ?p ?o }", 1, 15, "no graph of ours"),
    "a file as graph": ("SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }", 1, 21, "no graph of ours"),
    "a graph by prefix": ("SELECT * FROM model:llama { ?s ?p ?o }", 1, 15, "no graph of ours"),
    "an unknown prefix": ("SELECT * { ?s modl:x 1 }", 1, 15, "'modl:' is not declared"),
    "a prefix declared too late": ("SELECT * { ?s a:x 1 } PREFIX a: <http://x/>", 1, 15, "'a:' is not declared"),
    "nesting of (": ("SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", 1, 117, "More than 100"),
    "nesting of {": ("SELECT * " + "{" * 5000 + "}" * 5000, 1, 110, "More than 100"),
    "an open bracket": ("SELECT * {\n ?s ?p ?o", 1, 10, "never closed"),
    "a bracket too many": ("SELECT * { ?s ?p ?o } }", 1, 23, "closes nothing"),
    "crossed brackets": ("SELECT * {\n ?s ?p (1 2 }", 2, 13, "does not close '(' of line 2, column 8"),
    "an open string": ('SELECT * { ?s ?p "abc }', 1, 18, "string is not closed"),
    "a misspelt form": ("SELCT * { ?s ?p ?o }", 1, 1, "cannot begin with 'SELCT'"),
    "nothing": ("  # nothing\n", 1, 1, "no query"),
    "half a character": ("SELECT * { ?s ?p '\ud800' }", 1, 19, "surrogate"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_and_where(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(QueryFault) as caught:
        guard.check(text)
    assert said in caught.value.sentence
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.sentence.startswith(f"Line {line}, column {column}: ")


def test_a_text_of_more_than_64_kilobytes_is_refused() -> None:
    guard.check("ASK { ?s ?p '" + "x" * (64 * 1024 - 20) + "' }")
    with pytest.raises(QueryFault, match="at most 65,536"):
        guard.check("ASK { ?s ?p '" + "骆" * 22_000 + "' }")


def test_hints_say_what_to_do() -> None:
    with pytest.raises(QueryFault) as prefix:
        guard.check("SELECT * { ?s modl:x 1 }")
    assert prefix.value.hint == "Declare it first: PREFIX modl: <address>. Did you mean 'model'?"
    with pytest.raises(QueryFault) as foreign:
        guard.check("SELECT * { ?s wikidata:Q1 1 }")
    assert foreign.value.hint == "Declare it first: PREFIX wikidata: <address>."
    with pytest.raises(QueryFault) as form:
        guard.check("SELEC * { ?s ?p 1 }")
    assert form.value.hint == "Did you mean 'SELECT'?"


def test_the_caret_stands_under_the_place_also_behind_chinese_and_tabs() -> None:
    text = "ASK {\n\t?s ?p '骆驼' . ?s nope:x 1 }"
    with pytest.raises(QueryFault) as caught:
        guard.check(text)
    shown, caret = caught.value.sentence.split("\n")[1:]
    assert shown == "   ?s ?p '骆驼' . ?s nope:x 1 }"
    before = shown[: shown.index("nope")]
    assert len(caret) - 1 == len(before) + sum(ch in "骆驼" for ch in before)


def test_a_long_line_is_cut_around_the_caret_and_shows_no_control_characters() -> None:
    shown = fault("x\x1b[31m" * 100 + "HERE" + "y" * 500, 600, "Wrong").sentence.split("\n")
    assert "\x1b" not in shown[1]
    assert len(shown[1]) <= 102
    assert shown[1][shown[2].index("^") :].startswith("HERE")


def test_places_count_from_one_and_know_all_line_ends() -> None:
    assert place("a\r\nb\rc\nd", 7) == (4, 1)
    assert place("", 0) == (1, 1)


def test_names_of_ours_come_back_with_their_places() -> None:
    used = guard.check("SELECT * { ?x kg:developdBy <https://w3id.org/pedigree/model/lama> ; a foaf:x }"
                       .replace("foaf:x", "<http://x/>"))  # fmt: skip
    assert [(name.iri.rpartition("pedigree/")[2], name.start) for name in used] == [
        ("ontology#developdBy", 14),
        ("model/lama", 28),
    ]


def test_a_redeclared_prefix_is_the_users_own() -> None:
    assert guard.check("PREFIX kg: <http://x/> ASK { ?s kg:developdBy 1 }") == ()


def test_remarks_on_unknown_names_suggest_the_nearest_term() -> None:
    text = "ASK { ?x kg:developdBy model:lama }"
    base = "https://w3id.org/pedigree/ontology#"
    known = [base + "developedBy", base + "derivedFrom"]
    one, other = guard.remarks(text, guard.check(text), known)
    assert (one.text, one.hint) == (
        "kg:developdBy is not in the ontology.",
        "Did you mean 'developedBy'?",
    )
    assert (one.line, one.column, one.severity) == (1, 10, "remark")
    assert other.text == "model:lama is not in the graph."


SLOW = ["a.", '"""a', "'''\"", "<a", "a:b.", ":a..", "a-", "\\", '"\\', "_:a.", '""" "', "@a-", "<&", "''' '"]  # fmt: skip


@pytest.mark.parametrize("piece", SLOW)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    text = (piece * 64_000)[:64_000]
    started = time.perf_counter()
    sum(1 for _ in tokens(text))
    assert time.perf_counter() - started < 2


@given(
    st.text(
        alphabet=st.sampled_from("SERVICEservice {}()[]<>\"'\\#?:._ ax1\n@^|/*\ud800é骆"),
        max_size=80,
    )
)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        guard.check(text)
    except QueryFault as refused:
        lines = text.replace("\r\n", "\n").split("\n")
        assert 1 <= refused.line <= len(lines)
        assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1


@given(st.text(max_size=60))
def test_a_string_hides_whatever_it_holds(text: str) -> None:
    written = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    )
    if "\ud800" <= max(text, default="") <= "\udfff":
        return
    guard.check(f'SELECT * {{ ?s ?p "{written}" }}')
