"""Keeps a click on a link from being lost on a live page.

Streamlit folds a request that arrives while another one waits into it, and takes the page from the newer one. So when
somebody clicks a link to another page and a live part's timer fires before the server has taken up the click, the
page that they wanted becomes the page that they are on (`ScriptRequests`, Streamlit 1.67). A timer's request is
not needed then: the waiting run draws every part anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequests,
    ScriptRequestType,
    _is_full_app_rerun,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData


def keep_clicks() -> None:
    """Let no timer of a live part change a waiting request for a whole page; once for a process."""
    fold = ScriptRequests._request_rerun_locked
    if getattr(fold, "keeps_clicks", False):
        return
    ScriptRequests._request_rerun_locked = _keeping(fold)  # type: ignore[method-assign, assignment]


def _keeping(fold: Callable[[ScriptRequests, RerunData], bool]) -> Callable[[ScriptRequests, RerunData], bool]:
    def keep_or_fold(requests: ScriptRequests, new: RerunData) -> bool:
        page_waits = requests._state is ScriptRequestType.RERUN and _is_full_app_rerun(requests._rerun_data)
        return True if page_waits and new.is_auto_rerun else fold(requests, new)

    keep_or_fold.keeps_clicks = True  # type: ignore[attr-defined]
    return keep_or_fold
