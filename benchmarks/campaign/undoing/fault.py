"""Watch a site while something is taken from it."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from benchmarks.campaign.wire import Answer, exchange, request_bytes
from tests.support.patience import wait_until
from tests.support.site import BAR, Site

JSON = {"Content-Type": "application/json"}
PAUSE = 0.05
UNAVAILABLE = 503


@dataclass
class Watched:
    """What was seen of a site meanwhile."""

    skipped: str = ""
    """Why it could not be tried."""
    read: int = 0
    unread: list[str] = field(default_factory=list)
    slowest: float = 0.0
    usual: float = 0.0
    """The slowest answer before."""
    said: str = ""
    says_so: bool = False
    recovered: float | None = None


def recognize(site: Site, contributor: str = "") -> Answer:
    """Have a drawing read on a connection of its own."""
    body = {**BAR, **({"contributor": contributor} if contributor else {})}
    return exchange(site.url, request_bytes("POST", "/api/v1/recognize", JSON, json.dumps(body).encode()))


@dataclass
class Reader:
    """Somebody who draws without end; what is not read is noted."""

    site: Site
    watched: Watched
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Draw until told to stop."""
        while not self.stop.wait(PAUSE):
            answer = recognize(self.site)
            self.watched.slowest = max(self.watched.slowest, answer.seconds)
            if answer.status == 200 and b'"text":"1"' in answer.body:
                self.watched.read += 1
            else:
                self.watched.unread.append(
                    f"{answer.status} after {answer.seconds:.2f} s: {answer.body[:200]!r}"
                )


def give(site: Site) -> Answer:
    """Give a drawing, which has to be written; its receipt is one of this moment."""
    read = recognize(site)
    if read.status != 200:
        return read
    body = {
        "contributor": secrets.token_urlsafe(32),
        "consent": 1,
        "receipt": json.loads(read.body)["receipt"],
        "strokes": BAR["strokes"],
        "digits": [{"said": 1, "strokes": [0]}],
    }
    return exchange(site.url, request_bytes("POST", "/api/v1/feedback", JSON, json.dumps(body).encode()))


def status(site: Site, path: str) -> int:
    """Return how an address is answered."""
    return exchange(site.url, request_bytes("GET", path)).status


def told(answer: Answer) -> str:
    """Return an answer's status and what it says."""
    try:
        return f"{answer.status} after {answer.seconds:.1f} s: {json.loads(answer.body)['detail']}"
    except (ValueError, KeyError, TypeError):
        return f"{answer.status} after {answer.seconds:.1f} s"


def is_refusal(answer: Answer) -> bool:
    """Whether an answer says that something cannot be done now, and when to try again."""
    return answer.status == UNAVAILABLE and "Retry-After" in answer.headers


def is_kept(answer: Answer) -> bool:
    """Whether a gift was kept."""
    return answer.status == 201


def watch(
    site: Site,
    fault: AbstractContextManager[object],
    seconds: float,
    *,
    says_so: Callable[[Answer], bool] = is_refusal,
    write: Callable[[Site], Answer] = give,
) -> Watched:
    """Read while the fault lasts, try to write, and wait until that works again by the same processes."""
    watched = Watched(usual=max(recognize(site).seconds for _ in range(20)))
    first = write(site)
    if not is_kept(first):
        raise AssertionError(told(first))
    processes = site.server_memory().keys()
    reader = Reader(site, watched)
    thread = threading.Thread(target=reader.run)
    thread.start()
    try:
        with fault:
            end = time.monotonic() + seconds
            refused = write(site)
            watched.said, watched.says_so = told(refused), says_so(refused)
            time.sleep(max(0.0, end - time.monotonic()))
        began = time.monotonic()
        wait_until(lambda: is_kept(write(site)), lambda: told(write(site)))
        wait_until(lambda: status(site, "/readyz") == 200, site.log.read_text)
        if site.server_memory().keys() == processes:
            watched.recovered = time.monotonic() - began
    except AssertionError as error:
        watched.said += f" – afterwards {error}"
    finally:
        reader.stop.set()
        thread.join()
    return watched
