"""Whatever the code says to a person can be translated: no error carries a bare text."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from recognizer.phrases import phrase_errors

ROOT = Path(__file__).resolve().parents[2]

NOT_WALKED = ("management", "migrations")
"""What they say is said at a terminal, in English."""

IN_ENGLISH_ALONE = {
    **{
        f"digitweb/environment/{module}.py": "settings that cannot be: the site does not start"
        for module in ("addresses", "files", "servers", "store", "words")
    },
    "digitweb/model_store/folder.py": "`services/shared_store.py` says what the errors of a store mean",
    "digitweb/model_store/objects.py": "`services/shared_store.py` says what the errors of a store mean",
    "digitweb/modules.py": "a script that asks for one that is not there is a mistake of code",
    "digitweb/postgres/base.py": "an error of the database, which the log has",
    "digitweb/release.py": "said by `make release` alone",
    "digitweb/server_errors.py": "said before the site, and its languages, are reached",
    "recognizer/services/backup/database/exclusive.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/database/rows.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/format.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/marker.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/proof.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/reading.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/restoring.py": "said by `backup` and `restore` alone",
    "recognizer/services/backup/writing.py": "said by `backup` and `restore` alone",
    "recognizer/services/bulk/sources.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/pool.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/output.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/cluster.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/ledger.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/manifest.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/reading.py": "said by `recognize_images` alone",
    "recognizer/services/bulk/stores.py": "said by `recognize_images` alone",
}
MISTAKES_OF_CODE = {
    "MathError": "a formula in a template is wrong",
    "AppendOnly": "the log of activations was to be changed; no page offers it",
    "NotImplementedError": "a method is missing",
    "ProtectedError": "the active version was to be deleted; no page offers it",
    "TypeError": "a function was called wrongly",
}
MADE_OF_KEPT_TEMPLATES = {
    "recognizer/models/versions.py": "the choices of the status",
    "recognizer/phrases.py": "what was kept as JSON",
    "recognizer/services/validation_messages.py": "a table of templates",
}
PHRASE_ERRORS = {error.__name__ for error in phrase_errors()}
BESIDE_VALUES = {"retry_after"}
"""What such an error takes beside the values of its sentence."""
MODULES = sorted(
    file
    for package in ("recognizer", "digitweb")
    for file in (ROOT / package).rglob("*.py")
    if not any(part in NOT_WALKED for part in file.parts)
)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def called(node: ast.expr | None) -> str:
    """Return the name of what is called; empty if the node is no call of something with a name."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def messages(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what exceptions are made of: where they are raised, and in the constructors of their classes.

    The literal template of an error that is a phrase is none of it, nor are its values.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            if called(node.exc) in PHRASE_ERRORS:
                yield from (argument for argument in node.exc.args if not isinstance(argument, ast.Constant))
            elif called(node.exc) not in MISTAKES_OF_CODE:
                yield from (*node.exc.args, *(keyword.value for keyword in node.exc.keywords))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__":
            yield from node.args


def bare_texts(message: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts in an exception's argument that neither a phrase nor `gettext` has around it."""
    match message:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield message
        case ast.BinOp(left=left, right=right):
            yield from bare_texts(left)
            yield from bare_texts(right) if isinstance(message.op, ast.Add) else ()
        case ast.IfExp(body=body, orelse=orelse):
            yield from bare_texts(body)
            yield from bare_texts(orelse)
        case ast.Call(func=ast.Name(id="str")):
            yield message  # `message_of` keeps the phrase that an error carries
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join")):
            yield from bare_texts(value)


def untranslatable(source: str) -> list[str]:
    """Return the messages of exceptions in a module that cannot be translated."""
    return [
        f"line {text.lineno}: {ast.unparse(text)}"
        for message in messages(ast.parse(source))
        for text in bare_texts(message)
    ]


def test_what_is_raised_can_be_translated() -> None:
    found = {name_of(file): bare for file in MODULES if (bare := untranslatable(file.read_text()))}
    assert {name: bare for name, bare in found.items() if name not in IN_ENGLISH_ALONE} == {}
    assert set(IN_ENGLISH_ALONE) <= set(found), "the others are no exceptions any more"


@pytest.mark.parametrize(
    "statement",
    [
        "raise ValueError('no words')",
        "raise ValueError(f'no {word}')",
        "raise ValueError('no %s' % word)",
        "raise ValueError('no {}'.format(word))",
        "raise ValueError('no ' + word)",
        "raise ValueError('no words' if none else Phrase('words'))",
        "raise ApiError(400, f'no {word}') from error",
        "raise Refused(str(error)) from error",
        "raise Refused(detail=f'no {word}')",
        "raise ShapeError(f'no {word}')",
        "raise ShapeError('no {}'.format(word))",
        "raise ShapeError(str(error)) from error",
        "class Refused(Exception):\n    def __init__(self, word):\n        super().__init__(f'no {word}')",
    ],
)
def test_it_sees_what_cannot_be_translated(statement: str) -> None:
    assert untranslatable(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "raise",
        "raise error",
        "raise KeyError",
        "raise ValueError(Phrase('no {word}', word=word))",
        "raise ShapeError('no {word}', word=word)",
        "raise ValueError(_('no %(word)s') % {'word': 'for it'})",
        "raise ApiError(400, gettext('no words'))",
        "raise Refused(message_of(error)) from error",
        "raise NotImplementedError('a method')",
    ],
)
def test_it_lets_pass_what_can_be(statement: str) -> None:
    assert untranslatable(statement) == []


def phrases(file: Path) -> Iterator[ast.Call]:
    """Yield where a module makes a phrase, or an error that says one."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and node.args:
            literal = isinstance(node.args[0], ast.Constant)
            if called(node) == "Phrase" or (called(node) in PHRASE_ERRORS and literal):
                yield node


def test_a_phrase_has_a_literal_template_and_just_its_values() -> None:
    dynamic = set()
    for file in MODULES:
        for phrase in phrases(file):
            where = f"{name_of(file)}, line {phrase.lineno}"
            (template,) = phrase.args
            if not isinstance(template, ast.Constant):
                dynamic.add(name_of(file))
                continue
            fields = [field for field in Formatter().parse(str(template.value)) if field[1] is not None]
            assert all(name and name.isidentifier() for _text, name, _spec, _conversion in fields), where
            assert not any(spec or conversion for _text, _name, spec, conversion in fields), where
            given = {keyword.arg for keyword in phrase.keywords} - BESIDE_VALUES
            names = {name for _text, name, _spec, _conversion in fields}
            assert given - {None} <= names, where
            assert given == names or None in given, where
    assert dynamic == set(MADE_OF_KEPT_TEMPLATES)
