"""Where the time of a request goes: stage by stage, in one process, beside a view that does nothing.

A part of `make bench-serving`. The site's own application answers, as the server calls it; functions at the
borders of stages are timed, each without what it calls of other stages. Times are a processor's, so that what
else the machine does changes them little; turns of both requests follow each other.
"""

import io
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from statistics import median
from typing import Any
from unittest.mock import patch
from wsgiref.types import WSGIApplication

TURNS, REQUESTS = 9, 200
REST = "middleware and routing"
"""What no other stage has: Django's handler, all middleware, finding the view, django-ninja."""

BORDERS = (
    ("parsing", "recognizer.api.endpoints", "parse_recognize"),
    ("validation", "recognizer.api.bodies", "validated"),
    ("strokes to tile", "recognizer.services.recognition.reading", "lattice_from_strokes"),
    ("strokes to tile", "recognizer.services.recognition.scorer", "network_input"),
    ("network", "recognizer.nn.network.Network", "predict"),
    ("reading", "recognizer.api.endpoints", "recognize_strokes"),
    ("answer", "recognizer.api.endpoints", "answer"),
    ("answer", "recognizer.api.endpoints", "receipt_of"),
    ("answer", "recognizer.api.endpoints", "AnswerThen"),
    ("telemetry", "recognizer.api.endpoints", "watch"),
    ("telemetry", "digitweb.observed", "count"),
    ("telemetry", "recognizer.api.limits.in_flight.load", "request"),
)
"""Stages with the functions that begin them, each by the module or class that calls it by this name."""
STAGES = tuple(dict.fromkeys([stage for stage, _place, _name in BORDERS] + [REST]))


@dataclass
class Stopwatch:
    """Adds up a thread's processor time by stage, that of the innermost alone."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _stages: list[str] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as a stage, but for the stages in it."""
        self._change()
        self._stages.append(name)
        try:
            yield
        finally:
            self._change()
            self._stages.pop()

    def _change(self) -> None:
        now = time.thread_time()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is timed as a stage."""

        @wraps(function, updated=())
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any function
            with self.stage(name):
                return function(*arguments, **options)

        return call

    @contextmanager
    def at_borders(self) -> Iterator[None]:
        """Time all stages in the block."""
        with ExitStack() as patches:
            for stage, place, name in BORDERS:
                owner = found(place)
                patches.enter_context(patch.object(owner, name, self.timed(stage, getattr(owner, name))))
            yield


def found(place: str) -> object:
    """Return a module, or what one has by a name."""
    try:
        return import_module(place)
    except ModuleNotFoundError:
        module, _, name = place.rpartition(".")
        owner: object = getattr(import_module(module), name)
        return owner


@dataclass(frozen=True, kw_only=True)
class Question:
    """A request, as a server hands it to the application."""

    path: str
    body: bytes = b""

    def environ(self) -> dict[str, Any]:
        """Return it by the rules of WSGI."""
        return {
            "REQUEST_METHOD": "POST" if self.body else "GET",
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "CONTENT_TYPE": "application/json" if self.body else "",
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def ask(self, application: WSGIApplication) -> bytes:
        """Return the answer, taken in whole and closed as a server does; end the program on a failure."""
        statuses: list[str] = []

        def start_response(status: str, _headers: object, _error: object = None) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _data: None

        parts: Iterable[bytes] = application(self.environ(), start_response)
        answer = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        if statuses != ["200 OK"]:
            sys.exit(f"{self.path} was answered with {statuses[0]}:\n{answer.decode()}")
        return answer


def seconds_of(question: Question, application: WSGIApplication, *, requests: int = REQUESTS) -> float:
    """Return the processor time of a request."""
    began = time.thread_time()
    for _ in range(requests):
        question.ask(application)
    return (time.thread_time() - began) / requests


def stages_of(
    question: Question, application: WSGIApplication, *, requests: int = REQUESTS
) -> Mapping[str, float]:
    """Return the processor time of each stage of a request."""
    watch = Stopwatch()
    with watch.at_borders():
        for _ in range(requests):
            with watch.stage(REST):
                question.ask(application)
    return {stage: watch.seconds[stage] / requests for stage in STAGES}


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What a request takes of a processor, in seconds."""

    whole: float
    """In the application."""
    nothing: float
    """A request to the view that does nothing, in the application."""
    stages: Mapping[str, float]

    def lines(self, served: float | None = None) -> Iterator[str]:
        """Yield the lines of a table; `served` is what the view that does nothing takes with the server."""
        rows = dict(self.stages)
        if served is not None:
            rows["server"] = max(0.0, served - self.nothing)
        whole = sum(rows.values())
        rows |= {"a request to read a digit": whole, "a view that does nothing": served or self.nothing}
        yield "| stage | µs | of a request |"
        yield "| --- | --- | --- |"
        for name, seconds in rows.items():
            yield f"| {name} | {1e6 * seconds:.0f} | {100 * seconds / whole:.1f} % |"


def budget_of(
    reading: Question, nothing: Question, application: WSGIApplication, *, turns: int, requests: int
) -> Budget:
    """Measure both requests in turns, and return the medians.

    What the stopwatch itself takes is in no stage: they are scaled to the time of a request without it.
    """
    for question in (reading, nothing):
        seconds_of(question, application, requests=requests)  # warm up
    measured = [
        (
            seconds_of(reading, application, requests=requests),
            seconds_of(nothing, application, requests=requests),
            stages_of(reading, application, requests=requests),
        )
        for _ in range(turns)
    ]
    whole = median(turn[0] for turn in measured)
    stages = {stage: median(turn[2][stage] for turn in measured) for stage in STAGES}
    scale = whole / sum(stages.values())
    return Budget(
        whole=whole,
        nothing=median(turn[1] for turn in measured),
        stages={stage: scale * seconds for stage, seconds in stages.items()},
    )


def body_of(stroke: Sequence[Sequence[float]]) -> bytes:
    """Return a request to read a stroke as one digit."""
    return json.dumps({"strokes": [stroke], "mode": "digit"}).encode()


def main() -> None:
    """Measure the site whose data lies in DIGITWEB_DATA_DIR, and print the table.

    The argument is the processor time of a request to the view that does nothing, with the server's part.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    os.environ["RECOGNIZE_RATE"] = "0"
    from benchmarks.serving import two  # noqa: PLC0415 - which calls this module
    from digitweb.wsgi import application  # noqa: PLC0415 - loads the model

    reading, nothing = Question(path="/api/v1/recognize", body=body_of(two())), Question(path="/healthz")
    budget = budget_of(reading, nothing, application, turns=TURNS, requests=REQUESTS)
    print("\n".join(budget.lines(float(sys.argv[1]) if len(sys.argv) > 1 else None)), flush=True)
    os._exit(0)  # threads of the application look after what a site does beside its requests


if __name__ == "__main__":
    main()
