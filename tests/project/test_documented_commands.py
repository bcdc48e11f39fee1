"""Every management command, option and make target that is written about exists, and the other way round."""

import contextlib
import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandParser

from recognizer.services.training.presets import PRESETS
from tests.support.documents import Document, all_typed, documents, management_command, options_of, typed
from tests.support.site import ROOT

OURS = "recognizer"
OF_DJANGO = {"help"}
"""Commands that Django has, but does not count as such."""


@cache
def command_of(name: str) -> BaseCommand:
    return load_command_class(get_commands()[name], name)


@cache
def parser_of(name: str) -> CommandParser:
    return command_of(name).create_parser("manage.py", name)


def own_arguments(name: str) -> Iterator[list[str]]:
    """Yield the names of each argument that our command has beside those of the class it is made of."""
    command = command_of(name)
    inherited = type(command).__mro__[1]().create_parser("manage.py", name)
    known = {action.dest for action in inherited._actions}
    for action in parser_of(name)._actions:
        if action.dest not in known:
            yield list(action.option_strings) or [str(action.metavar or action.dest)]


OUR_COMMANDS = sorted(name for name, app in get_commands().items() if app == OURS)
OUR_OPTIONS = {option for name in OUR_COMMANDS for option in parser_of(name)._option_string_actions}


@cache
def makefile() -> str:
    return (ROOT / "Makefile").read_text()


def targets() -> list[str]:
    """Return what can be made, files left out."""
    declared = re.finditer(r"^\.PHONY: (.*)$", makefile(), re.MULTILINE)
    return [name for line in declared for name in line[1].split() if "/" not in name]


def test_all_targets_are_declared_as_such() -> None:
    """A file of a target's name would keep it from being made."""
    named = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile(), re.MULTILINE))
    assert named == set(targets())


def written_commands() -> list[tuple[str, str, list[str]]]:
    """Return each management command that is written about: where and how, its name, its arguments."""
    return [
        (f"{document}: {line.line}", *found)
        for document, line in all_typed()
        if (found := management_command(line.words) or by_name_alone(line.words))
    ]


def by_name_alone(words: list[str]) -> tuple[str, list[str]] | None:
    return (words[0], words[1:]) if words and words[0] in OUR_COMMANDS else None


@pytest.mark.parametrize(("where", "name", "arguments"), written_commands())
def test_a_command_that_is_written_about_exists_with_its_options(
    where: str, name: str, arguments: list[str]
) -> None:
    assert name in {*get_commands(), *OF_DJANGO}, where
    if name not in OF_DJANGO:
        unknown = options_of(arguments) - set(parser_of(name)._option_string_actions)
        assert not unknown, where


EXAMPLES = [
    (line, *found)
    for document in documents()
    for line in document.commands
    if (found := management_command(typed(line).words))
]


@pytest.mark.parametrize(("line", "name", "arguments"), EXAMPLES, ids=[line for line, *_ in EXAMPLES])
def test_an_example_can_be_typed(line: str, name: str, arguments: list[str]) -> None:
    until_redirected = arguments[: arguments.index(">")] if ">" in arguments else arguments
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            parser_of(name).parse_args(until_redirected)
        except BaseException as error:  # noqa: BLE001 - argparse leaves by SystemExit, Django by CommandError
            pytest.fail(f"{line}: {error} {said.getvalue()}")


@pytest.mark.parametrize("document", documents(), ids=str)
def test_an_option_that_is_named_alone_is_one_of_our_commands(document: Document) -> None:
    spans = [span for span in document.spans if span.startswith("--")]
    assert {option for span in spans for option in options_of(typed(span).words)} <= OUR_OPTIONS


@pytest.mark.parametrize("name", OUR_COMMANDS)
def test_each_of_our_commands_is_written_about_with_all_that_it_takes(name: str) -> None:
    sections = [section for document in documents() for section in document.sections if section.title == name]
    assert sections, f"write about {name} under a heading of its own, in docs/commands.md"
    words = {word for section in sections for span in section.spans for word in span.split()}
    missing = [names for names in own_arguments(name) if not words & set(names)]
    assert not missing, f"write about these under the heading {name}"


def test_every_preset_is_written_about() -> None:
    (table,) = [
        section.rows
        for document in documents()
        for section in document.sections
        if section.rows and section.rows[0][0] == ["preset"]
    ]
    assert [row[0] for row in table[1:]] == [[preset] for preset in PRESETS]


def written_targets() -> list[tuple[str, str, list[str]]]:
    return [
        (f"{document}: {line.line}", line.words[1], line.words[2:])
        for document, line in all_typed()
        if len(line.words) > 1 and line.words[0] == "make"
    ]


@pytest.mark.parametrize(("where", "target", "variables"), written_targets())
def test_a_target_that_is_written_about_can_be_made(where: str, target: str, variables: list[str]) -> None:
    assert target in targets(), where
    for variable in variables:
        assert re.search(rf"\$\({variable.partition('=')[0]}\)", makefile()), where


@pytest.mark.parametrize("target", targets())
def test_each_target_is_written_about(target: str) -> None:
    assert target in {written for _where, written, _variables in written_targets()}
