"""WebDriver BiDi, the W3C's protocol for driving browsers: commands, answers and events by WebSocket."""

import asyncio
import itertools
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp

from tests.support.patience import PATIENCE_SECONDS


class BidiError(Exception):
    """The browser refused a command."""


class Bidi:
    """A connection to a browser. Whoever asks waits for the answer; events that come meanwhile are kept.

    It runs in a thread of its own: in that of the tests Playwright may keep an event loop.
    """

    def __init__(self, url: str) -> None:
        self.events: deque[dict[str, Any]] = deque()
        """What the browser told by itself, in its order; whoever has seen to it takes it out."""
        self._numbers = itertools.count(1)
        self._runner = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1, "bidi")
        self._thread.submit(self._runner.run, self._connect(url)).result()

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Send a command and return its result.

        Raises:
            BidiError: the browser refused it.
        """
        return self._thread.submit(self._runner.run, self._ask(method, params)).result()

    def close(self) -> None:
        """Let the connection go."""
        self._thread.submit(self._runner.run, self._session.close()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    async def _connect(self, url: str) -> None:
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(url, max_msg_size=0)

    async def _ask(self, method: str, params: dict[str, object]) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json(timeout=PATIENCE_SECONDS)
            if message["type"] == "event":
                self.events.append(message)
            elif message["id"] == number:
                if message["type"] == "error":
                    raise BidiError(f"{method}: {message['error']}: {message['message']}")
                result: dict[str, Any] = message["result"]
                return result
