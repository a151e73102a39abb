"""Help that helps: sections, examples under every command, did-you-mean."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from kg.cli import _SECTIONS, kg
from tests.conftest import Runner

NAMES = sorted(kg.commands)


def test_every_command_stands_in_a_section() -> None:
    assert sorted(name for names in _SECTIONS.values() for name in names) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_examples_that_name_real_options(name: str) -> None:
    command = kg.commands[name]
    text = CliRunner().invoke(kg, [name, "--help"]).output
    examples = [line.strip() for line in text.splitlines() if line.startswith(f"    kg {name}")]
    assert examples, f"kg {name} --help shows no example"
    options = {word for param in command.params for word in (*param.opts, *param.secondary_opts)}
    for example in examples:
        for word in example.partition("'")[0].split("  ")[0].split():
            if word.startswith("-") and word != "-":
                assert word in options, example


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_in_one_line_what_it_does(name: str) -> None:
    short = kg.commands[name].get_short_help_str(70)
    assert short and not short.endswith("...")


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("build", "check", "questions")])
def test_every_asking_command_takes_a_store(name: str) -> None:
    params = kg.commands[name].params
    assert any("--store" in param.opts for param in params if isinstance(param, click.Option))


def test_unknown_command_is_guessed(kg: Runner) -> None:
    ran = kg("buld")
    assert ran.code == 2
    assert "Did you mean 'build'" in ran.err


def test_no_boxes_and_no_colour_in_a_pipe(kg: Runner) -> None:
    out = kg("--help").out
    assert "\x1b" not in out
    assert not set("╭─│╰") & set(out)
