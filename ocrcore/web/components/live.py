"""How pages stay live: a part is redrawn often while something is active, and not at all when all is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_S = 0.8
"""While something is active. Below half a second Streamlit can lose an upload."""
WATCH_S = 10.0
"""How often the status line looks whether somebody else has brought work."""


def live(draw: Callable[[], bool], *, active: bool, idle_s: float | None = None) -> None:
    """Show a part of the page and keep it fresh while `active`.

    Args:
        draw: Draws the part and returns whether there is still something to follow. When that changes, the whole
            page runs again, so that its other parts start or stop following, too.
        active: Whether there is something to follow now.
        idle_s: How often to look when there is not; None for never.
    """

    def part() -> None:
        if draw() != active:
            st.rerun()

    st.fragment(part, run_every=POLL_S if active else idle_s)()
