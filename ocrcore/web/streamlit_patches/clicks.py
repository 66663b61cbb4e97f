"""Keeps what somebody clicks from being lost on a live page.

Streamlit folds a request that arrives while another one waits into it, and takes the page from the newer one. So when
somebody clicks a link to another page and a live part's timer fires before the server has taken up the click, the
page that they wanted becomes the page that they are on (`ScriptRequests`, Streamlit 1.67). A timer's request is
not needed then: the waiting run draws every part anyway.

A timer's request also tells what every widget of the page held when it was sent. What a click has just changed, as the
button that empties a search does, would be changed back. Nobody has touched anything when a timer fires, so what it
tells is left out.

A request for a part of a page may also arrive while the page that follows is being drawn. Streamlit keeps it until that
is done and then runs it under the name of the page that was left, upon which the browser takes everything off the page
that it shows. Nobody sees that part any more, so nothing is run.

Upstream: no issue; https://github.com/streamlit/streamlit/pull/16158 describes the folding and sorts its own requests around it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequests,
    ScriptRequestType,
    _is_full_app_rerun,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData


def keep_clicks() -> None:
    """Let no request of a live part change a waiting request for a whole page, a widget or the page that came after.

    Once for a process.
    """
    fold = ScriptRequests._request_rerun_locked
    if getattr(fold, "keeps_clicks", False):
        return
    ScriptRequests._request_rerun_locked = _keeping(fold)  # type: ignore[method-assign, assignment]
    ScriptRunner._run_script = _staying(ScriptRunner._run_script)  # type: ignore[method-assign, assignment]


def _keeping(fold: Callable[[ScriptRequests, RerunData], bool]) -> Callable[[ScriptRequests, RerunData], bool]:
    @wraps(fold)
    def keep_or_fold(requests: ScriptRequests, new: RerunData) -> bool:
        if not new.is_auto_rerun:
            return fold(requests, new)
        waits = requests._state is ScriptRequestType.RERUN
        if waits and _is_full_app_rerun(requests._rerun_data):
            return True
        # None leaves those of the waiting request alone; without one, Streamlit needs some to forget the last click.
        return fold(requests, replace(new, widget_states=None if waits else WidgetStates()))

    keep_or_fold.keeps_clicks = True  # type: ignore[attr-defined]
    return keep_or_fold


def _staying(run: Callable[[ScriptRunner, RerunData], None]) -> Callable[[ScriptRunner, RerunData], None]:
    @wraps(run)
    def run_unless_left(runner: ScriptRunner, asked: RerunData) -> None:
        is_left = asked.page_script_hash != runner._pages_manager.current_page_script_hash
        if not (asked.fragment_id_queue and is_left):
            run(runner, asked)

    return run_unless_left
