"""How long a new browser window takes to show a page, by the browser's own clock and with nobody watching it.

Playwright watches every request of a page; for the 90 to 150 scripts of a first look that is about a third
of the time on two cores. Here Chromium is asked by its own protocol to open a window and to tell afterwards what it saw.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 60.0
_QUIET_S = 1.5
"""Nothing is asked of the browser for so long: an answer takes processor time, too."""
_NOTE = """
const look = () => {
  const part = document.querySelector(%s);
  if (part && part.getBoundingClientRect().width) window.deskMain = performance.now(); else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_SEEN = """
JSON.stringify([performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null, window.deskMain ?? null])
"""


@dataclass(frozen=True, slots=True)
class Look:
    """When a window showed its first text or picture, and the part that was looked for; ms since it asked for the page."""

    first_ms: float
    main_ms: float


class Browser:
    """A Chromium without anything kept; each window is a new visitor's."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)

    def look(self, url: str, sign: str) -> tuple[Look, Look]:
        """Open a page in a new window, and then once more in the same, which has kept its scripts.

        Args:
            url: The page.
            sign: CSS selector of the part whose first drawing ends the look.

        Raises:
            TimeoutError: It was not drawn within `DEADLINE_S`.
        """
        visitor = self._ask("Target.createBrowserContext")["browserContextId"]
        window = self._ask("Target.createTarget", url="about:blank", browserContextId=visitor)["targetId"]
        session = self._ask("Target.attachToTarget", targetId=window, flatten=True)["sessionId"]
        self._ask("Page.enable", session)
        self._ask("Page.addScriptToEvaluateOnNewDocument", session, source=_NOTE % json.dumps(sign))
        looks = self._look(session, url), self._look(session, url)
        self._ask("Target.disposeBrowserContext", browserContextId=visitor)
        return looks

    def _look(self, session: str, url: str) -> Look:
        self._ask("Page.navigate", session, url=url)
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            time.sleep(_QUIET_S)
            first, main = json.loads(self._ask("Runtime.evaluate", session, expression=_SEEN)["result"]["value"])
            if first is not None and main is not None:
                return Look(first, main)
        raise TimeoutError(url)

    def _ask(self, method: str, session: str | None = None, **parameters: str | bool) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                result: dict[str, Any] = answer["result"]
                return result


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and stop it at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            CHROMIUM or "chromium",
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            *ARGUMENTS,
        ]
        with subprocess.Popen([*command, "about:blank"], stderr=subprocess.DEVNULL) as process:
            try:
                with connect(_address(Path(profile) / "DevToolsActivePort"), max_size=None) as socket:
                    yield Browser(socket)
            finally:
                process.kill()


def _address(told: Path) -> str:
    """Return where Chromium listens; it writes port and path into this file."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.1)
    raise TimeoutError(told.name)
