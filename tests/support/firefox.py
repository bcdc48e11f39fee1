"""A real Firefox without a window, driven by WebDriver BiDi, which it speaks by itself."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.bidi import Bidi, BidiError
from tests.support.patience import PATIENCE_SECONDS, wait_until

FIREFOX_NAMES = ("firefox-esr", "firefox")
WITHOUT_FIREFOX = "no Firefox is installed; scripts/system-packages firefox brings it as root on Debian"

WINDOW = {"width": 1280, "height": 900}
ADDRESS = "WebDriverBiDiServer.json"
"""What Firefox writes into its profile as soon as it listens."""

PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.backup.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,",  # no lists of experiments and the like
}
"""Beside what Firefox itself turns off when it is driven: nothing is asked of its makers."""

LOG, REQUEST, ANSWER, FAILURE = (
    "log.entryAdded",
    "network.beforeRequestSent",
    "network.responseCompleted",
    "network.fetchError",
)

IDLE = "new Promise((done) => requestIdleCallback(() => done(true)))"
"""True as soon as the page has done what it had to do."""


def firefox_program() -> str | None:
    """Return the path of Firefox, or None where there is none."""
    return next(filter(None, map(shutil.which, FIREFOX_NAMES)), None)


class Firefox:
    """One window, and what was said of the pages in it.

    `complaints` are errors and warnings in the console, what the Content-Security-Policy forbade, what nobody
    caught, and requests that were refused or went to another host than the page's.
    """

    def __init__(self, bidi: Bidi) -> None:
        self.complaints: list[str] = []
        self._bidi = bidi
        self._under_way: set[str] = set()
        bidi.ask("session.new", capabilities={})
        bidi.ask("session.subscribe", events=[LOG, REQUEST, ANSWER, FAILURE])
        self._context = bidi.ask("browsingContext.getTree", maxDepth=0)["contexts"][0]["context"]
        bidi.ask("browsingContext.setViewport", context=self._context, viewport=WINDOW)

    def open(self, url: str) -> None:
        """Open a page, and wait until it has all that it asks for."""
        self._url = url
        self._under_way.clear()
        self._bidi.ask("browsingContext.navigate", context=self._context, url=url, wait="complete")
        self.rest()

    def rest(self) -> None:
        """Wait until no request is under way."""
        wait_until(self._rests, lambda: f"Requests without an answer: {sorted(self._under_way)}")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever it is
        """Return what an expression of JavaScript is on the page, as JSON has it; promises are waited for."""
        answer = self._bidi.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"].get("value", "null"))

    def comes_to(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true on the page."""
        wait_until(lambda: self._is(expression), lambda: f"It never came to {expression}\n{self.complaints}")

    def _is(self, expression: str) -> bool:
        """Whether it is true; not so while another page comes."""
        with contextlib.suppress(BidiError):
            return bool(self.evaluate(expression))
        return False

    def draw(self, strokes: Iterable[Sequence[tuple[float, float]]]) -> None:
        """Draw strokes with the mouse, in the window's CSS pixels."""
        actions: list[dict[str, Any]] = []
        for stroke in strokes:
            moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in stroke]
            actions += [
                moves[0],
                {"type": "pointerDown", "button": 0},
                *moves[1:],
                {"type": "pointerUp", "button": 0},
            ]
        mouse = {"type": "pointer", "id": "mouse", "actions": actions}
        self._bidi.ask("input.performActions", context=self._context, actions=[mouse])

    def print(self) -> str:
        """Return the page as it would be printed, a PDF in Base64."""
        pdf: str = self._bidi.ask("browsingContext.print", context=self._context)["data"]
        return pdf

    def _rests(self) -> bool:
        if not self._is(IDLE):
            return False
        self._bidi.ask("session.status")  # events that were before it have come when it is answered
        while self._bidi.events:
            event = self._bidi.events.popleft()
            self._hear(event["method"], event["params"])
        return not self._under_way

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method == LOG:
            if params["level"] in {"error", "warn"}:
                frames = params.get("stackTrace", {}).get("callFrames", [])
                where = "".join(f"\n  {frame['url']}:{frame['lineNumber']}" for frame in frames)
                self.complaints.append(f"{self._url}: {params['text']}{where}")
            return
        request = params["request"]
        if method == REQUEST:
            self._under_way.add(request["request"])
            if urlsplit(request["url"]).netloc not in {urlsplit(self._url).netloc, ""}:
                self.complaints.append(f"{self._url} asks {request['url']}")
        else:
            self._under_way.discard(request["request"])
            if method == ANSWER and params["response"]["status"] >= 400:
                self.complaints.append(f"{self._url}: {params['response']['status']} of {request['url']}")


@contextlib.contextmanager
def running_firefox(folder: Path) -> Iterator[Firefox]:
    """Run Firefox with a profile and a home in an empty folder, until the block ends."""
    program = firefox_program()
    assert program, WITHOUT_FIREFOX
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines))
    log = folder / "firefox.log"
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        bidi = Bidi(wait_until(lambda: address(profile, process, log), log.read_text))
        try:
            yield Firefox(bidi)
        finally:
            bidi.close()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)


def address(profile: Path, process: "subprocess.Popen[bytes]", log: Path) -> str | None:
    """Return where it listens, or None until it does; fail with its log if it has ended."""
    assert process.poll() is None, log.read_text()
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        server = json.loads((profile / ADDRESS).read_text())
        return f"ws://{server['ws_host']}:{server['ws_port']}/session"
    return None
