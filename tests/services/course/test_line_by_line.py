"""The lecture's short program, line by line: it computes what the library computes."""

import sys

import numpy as np

from recognizer.services.course.line_by_line import (
    BIASES,
    ETA,
    WEIGHTS,
    program_line_by_line,
    recorded_lines,
    training_samples,
)
from tests.nn.deck import update_mini_batch


def test_the_library_agrees_on_every_number_that_both_have() -> None:
    course = program_line_by_line().course
    compared = [(line, name, layer) for line in course for name, layer in line.library]
    assert all(line.agrees_on(name, layer) for line, name, layer in compared)
    assert {name for _line, name, _layer in compared} == {
        *("w", "b", "z", "a", "delta", "nabla_w", "nabla_b", "sum_w", "sum_b")
    }


def test_a_number_that_differs_is_seen() -> None:
    line = next(line for line in program_line_by_line().course if ("z", 2) in line.library)
    line.line.values["z", 2][0] += 1e-6
    try:
        assert not line.agrees_on("z", 2)
    finally:
        program_line_by_line.cache_clear()


def test_it_ends_with_the_weights_of_the_deck_s_own_loop() -> None:
    X, Y = (np.array(values) for values in zip(*training_samples(), strict=True))
    w, b = ([np.array(values) for values in of.values()] for of in (WEIGHTS, BIASES))
    weights, biases = update_mini_batch(w, b, X, Y, ETA)
    last = recorded_lines()[-1]
    for at in (0, 1):
        np.testing.assert_allclose(last.values["w", at + 2], weights[at], rtol=1e-12)
        np.testing.assert_allclose(last.values["b", at + 2], biases[at], rtol=1e-12)


def test_every_line_is_one_of_the_code_that_is_shown() -> None:
    program = program_line_by_line()
    assert program.path == "recognizer/services/course/short_program.py"
    assert program.code[0].startswith("def train(")
    for compared in program.course:
        text = program.code[compared.line.number - program.first]
        assert text.startswith("def ") is compared.line.is_call
    functions = [compared.line.function for compared in program.course if compared.line.is_call]
    assert functions == ["train", "update", "backprop", "backprop"]


def test_whoever_traced_before_goes_on() -> None:
    def nothing(*_arguments: object) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(nothing)
    try:
        recorded_lines()
        assert sys.gettrace() is nothing
    finally:
        sys.settrace(before)
