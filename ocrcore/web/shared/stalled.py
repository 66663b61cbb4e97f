"""What the pages say while documents wait and no worker runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.web.i18n.texts import say
from ocrcore.web.i18n.wording import error_text

if TYPE_CHECKING:
    from ocrcore.web.shared.snapshot import Snapshot


def stalled(now: Snapshot) -> str:
    """Return it in Markdown, with the reason where the server knows it."""
    return say("queue.stalled") if now.fault is None else say("queue.stalled_because", reason=error_text(now.fault))
