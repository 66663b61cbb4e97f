"""How pages stay live: a part is redrawn often while something is active, and not at all when all is final."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_S = 0.8
"""While something is active. Below half a second Streamlit can lose an upload."""
PAGES_AT_FULL_PACE = 4
"""Beyond so many open pages each is redrawn less often, so that all together leave the processor to the OCR."""
WATCH_S = 10.0
"""How often the status line looks whether somebody else has brought work."""

_VISIT = "visit"
"""Where an open page keeps a name of its own."""
_drawn_at: dict[str, float] = {}
"""When each open page of this process last drew a live part."""


def pace_s(open_pages: int) -> float:
    """Return the seconds between two drawings while something is active; it changes in steps, so that it is steady."""
    crowd = max(1.0, open_pages / PAGES_AT_FULL_PACE)
    return POLL_S * float(2 ** math.ceil(math.log2(crowd)))


def _open_pages() -> int:
    now = time.monotonic()
    _drawn_at[st.session_state.setdefault(_VISIT, uuid4().hex)] = now
    for session, last in list(_drawn_at.items()):
        if now - last > 3 * WATCH_S:
            _drawn_at.pop(session, None)
    return len(_drawn_at)


def pace_now_s() -> float:
    """Return the seconds between two drawings of a part that is watched, with as many pages as are open now."""
    return pace_s(_open_pages())


def live(draw: Callable[[], bool], *, active: bool, at_least_s: float = 0.0, idle_s: float | None = None) -> None:
    """Show a part of the page and keep it fresh while `active`.

    Args:
        draw: Draws the part and returns whether there is still something to follow. When that changes, the whole
            page runs again, so that its other parts start or stop following, too.
        active: Whether there is something to follow now.
        at_least_s: Seconds between two drawings of a part that is read rather than watched.
        idle_s: How often to look when there is not; None for never.
    """

    def pace_here() -> float:
        return max(at_least_s, pace_now_s())

    pace = pace_here()
    is_alone = False

    def part() -> None:
        still_active = draw()
        if still_active != active or (active and pace_here() != pace):
            st.rerun()
        if is_alone:
            show_toasts()

    st.fragment(part, run_every=pace if active else idle_s)()
    # From here on the part runs without the rest of the page.
    is_alone = True
