"""Run the lecture's short program on a tiny network line by line, beside the library on the same numbers."""

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from recognizer import nn
from recognizer.nn.analysis.inspection import carry_back, trace
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import QuadraticCost
from recognizer.nn.optim.optimizers import SGD
from recognizer.nn.parallel import Workers
from recognizer.nn.parameters import ParameterVector
from recognizer.nn.training.backpropagation import backpropagate
from recognizer.services.course import short_program
from recognizer.services.course.short_program import Layers, Sample
from recognizer.services.paths import PROJECT

SIZES = (2, 2, 1)
ETA = 1.0
WEIGHTS = {2: [[0.5, -0.3], [0.2, 0.8]], 3: [[0.7, -0.4]]}
BIASES = {2: [0.1, -0.2], 3: [0.2]}
SAMPLES = (([0.0, 1.0], [1.0]), ([1.0, 1.0], [0.0]))
"""One mini-batch: two of the four samples of an exclusive or."""

STEPPED = (short_program.train, short_program.update, short_program.backprop)
"""The functions whose lines one sees; the others are a formula each."""
SHOWN = ("k", "x", "y", "layer", "a", "z", "delta", "nabla_w", "nabla_b", "sum_w", "sum_b", "w", "b")
"""Variables in the order in which they are shown."""
RELATIVE_ROUNDING = 1e-12
FIRST_LAYER = 2
"""The number of the first layer with neurons."""

Values = Mapping[tuple[str, int | None], Array]
"""The numbers of variables, by their names and, for those of a layer, its number."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that was run, or the head of a function that was called, and the variables after it."""

    function: str
    number: int
    """In the file."""
    is_call: bool
    values: Values


@dataclass(frozen=True, kw_only=True)
class ComparedLine:
    """A line beside the library."""

    line: Line
    new: frozenset[tuple[str, int | None]]
    """The variables that this line has changed."""
    library: Values
    """What the library computes for variables that it has too."""

    def agrees_on(self, name: str, layer: int | None) -> bool:
        """Whether the library has the same numbers for a variable, but for rounding, or none."""
        key = name, layer
        return key not in self.library or np.allclose(
            self.line.values[key], self.library[key], rtol=RELATIVE_ROUNDING, atol=0
        )


@dataclass(frozen=True, kw_only=True)
class Program:
    """The program and its course."""

    path: str
    """Within the project."""
    first: int
    """The number of the first line of the code."""
    code: list[str]
    course: list[ComparedLine]


@cache
def program_line_by_line() -> Program:
    """Return the short program and what each of its lines does; computed once."""
    lines, _ = inspect.getsourcelines(short_program)
    first = STEPPED[0].__code__.co_firstlineno
    return Program(
        path=Path(short_program.__file__).resolve().relative_to(PROJECT).as_posix(),
        first=first,
        code=[line.partition("  # noqa")[0].rstrip("\n") for line in lines[first - 1 :]],
        course=list(beside_library(recorded_lines())),
    )


def recorded_lines() -> list[Line]:
    """Train the tiny network for an epoch, and return every line that was run."""
    recorder = Recorder()
    w, b = starting_parameters()
    with_trace(recorder, lambda: short_program.train(w, b, training_samples(), ETA, len(SAMPLES), 1))
    return recorder.lines


def starting_parameters() -> tuple[Layers, Layers]:
    """Return weights and biases at the start."""
    return tuple({layer: np.array(values) for layer, values in of.items()} for of in (WEIGHTS, BIASES))  # type: ignore[return-value]


def training_samples() -> list[Sample]:
    """Return the samples."""
    return [(np.array(x), np.array(y)) for x, y in SAMPLES]


def with_trace(recorder: "Recorder", run: Callable[[], None]) -> None:
    """Run with a recorder of lines; whoever traced before goes on afterwards."""
    before = sys.gettrace()
    sys.settrace(recorder)
    try:
        run()
    finally:
        sys.settrace(before)


class Recorder:
    """Notes every line of the stepped functions once it was run."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._codes = {function.__code__: function.__name__ for function in STEPPED}
        self._running: dict[FrameType, int] = {}

    def __call__(self, frame: FrameType, event: str, _argument: object) -> "Recorder | None":
        """Take an event of the interpreter, as `sys.settrace` has it."""
        if frame.f_code not in self._codes:
            return None
        if event == "call":
            self._note(frame, frame.f_code.co_firstlineno, is_call=True)
        elif event in {"line", "return"}:
            before = self._running.pop(frame, None)
            is_going_on = event == "line" and frame.f_lineno == before  # a line with a loop of its own
            if before is not None and not is_going_on:
                self._note(frame, before, is_call=False)
            if event == "line":
                self._running[frame] = frame.f_lineno
        return self

    def _note(self, frame: FrameType, number: int, *, is_call: bool) -> None:
        self.lines.append(
            Line(
                function=self._codes[frame.f_code],
                number=number,
                is_call=is_call,
                values=dict(numbers_in(frame.f_locals)),
            )
        )


def numbers_in(variables: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int | None], Array]]:
    """Yield copies of all numbers among the variables that are shown."""
    for name in SHOWN:
        if name not in variables:
            continue
        value = variables[name]
        of_layers: Mapping[int | None, Any] = value if isinstance(value, dict) else {None: value}
        for layer, values in sorted(of_layers.items(), key=lambda item: item[0] or 0):
            yield (name, layer), np.array(values, dtype=np.float64)


def beside_library(lines: list[Line]) -> Iterator[ComparedLine]:
    """Yield every line with what it has changed, and with the library's numbers for the same variables."""
    library = Library()
    seen: dict[str, Values] = {}
    found: dict[tuple[str, int | None], Array] = {}
    for line in lines:
        before = {} if line.is_call else seen.get(line.function, {})
        new = frozenset(
            key
            for key, values in line.values.items()
            if key not in before or not np.array_equal(before[key], values)
        )
        if line.is_call:
            library.enter(line)
        for key in new:
            theirs = library.value(line, *key)
            if theirs is not None:
                found[key] = theirs
            else:
                found.pop(key, None)
        seen[line.function] = line.values
        yield ComparedLine(
            line=line, new=new, library={key: found[key] for key in line.values if key in found}
        )


class Library:
    """The library at work on the same network, the same samples and the same mini-batches."""

    def __init__(self) -> None:
        self._network = nn.Network(nn.dense_architecture(SIZES), dtype=np.float64)
        for layer, (w, b) in enumerate(zip(*(of.values() for of in starting_parameters()), strict=True)):
            parameters = self._network.layers[layer].parameters
            parameters["W"][:], parameters["b"][:] = w, b
        self._samples = training_samples()
        self._of_sample: Values = {}
        self._sums: dict[tuple[str, int | None], Array] = {}
        self._before = self._after = self._parameters(self._network.vector)

    def enter(self, line: Line) -> None:
        """Do what the function that is called now will do."""
        if line.function == "update":
            self._sums = {}
            self._take_step()
        elif line.function == "backprop":
            self._of_sample = self._numbers_of(line.values["x", None], line.values["y", None])
            for name, layer in list(self._of_sample):
                if name.startswith("nabla"):
                    key = (name.replace("nabla", "sum"), layer)
                    self._sums[key] = self._sums.get(key, 0) + self._of_sample[name, layer]

    def value(self, line: Line, name: str, layer: int | None) -> Array | None:
        """Return what the library has for a variable that has just got its value; None if it has none."""
        if name in {"w", "b"}:
            has_stepped = line.function != "backprop" and not line.is_call
            return (self._after if has_stepped else self._before)[name, layer]
        if name.startswith("sum"):
            return self._sums.get((name, layer))
        return self._of_sample.get((name, layer))

    def _take_step(self) -> None:
        """Compute weights and biases after the mini-batch; the network itself stays for its samples."""
        X, Y = (np.array(values) for values in zip(*self._samples, strict=True))
        self._before = self._parameters(self._network.vector)
        stepped = self._network.vector.zeros_like()
        stepped.values[:] = self._network.vector.values
        gradient = self._gradient(X, Y)
        with Workers() as workers:
            SGD(stepped.values).step(stepped.values, gradient.values, ETA, 1, workers)
        self._after = self._parameters(stepped)

    def _gradient(self, X: Array, Y: Array) -> ParameterVector:
        gradient = self._network.vector.zeros_like()
        backpropagate(
            self._network,
            X,
            Y,
            len(X),
            cost=QuadraticCost(self._network.layers[-1].activation),
            memories=self._network.new_memories(),
            gradient=gradient,
        )
        return gradient

    def _parameters(self, vector: ParameterVector) -> dict[tuple[str, int | None], Array]:
        return {
            (name.lower(), FIRST_LAYER + at): values.copy()
            for at, views in enumerate(vector.by_layer)
            for name, values in views.items()
        }

    def _numbers_of(self, x: Array, y: Array) -> Values:
        """Return z, a, δ and the gradient for one sample."""
        X, Y = x[None], y[None]
        traces = trace(self._network, X)
        cost = QuadraticCost(self._network.layers[-1].activation)
        error = cost.output_error(traces[-1].A, Y, 1, Memory(self._network.dtype))
        deltas = carry_back(self._network, X, error)[1]
        found: dict[tuple[str, int | None], Array] = {}
        for at, (traced, delta) in enumerate(zip(traces, deltas, strict=True)):
            assert traced.Z is not None  # noqa: S101 - the layers are dense
            layer = FIRST_LAYER + at
            found |= {("z", layer): traced.Z[0], ("a", layer): traced.A[0], ("delta", layer): delta[0]}
        for (name, layer_of), values in self._parameters(self._gradient(X, Y)).items():
            found[f"nabla_{name}", layer_of] = values
        return found
