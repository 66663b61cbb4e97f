"""What a server of Streamlit leaves open where no browser is needed to see it. A test that fails here tells that a patch may go."""

from __future__ import annotations

import json
from inspect import signature
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from ocrcore.web.streamlit_patches.clicks import keep_clicks
from ocrcore.web.streamlit_patches.page_runs import pages_are_shown
from ocrcore.web.streamlit_patches.scripts_in_memory import FOLDER
from ocrcore.web.streamlit_patches.streamlit_words import WORDS
from tests.web.streamlit_patches.server import SECRET
from tests.web.streamlit_patches.test_clicks import told, wanted
from tests.web.streamlit_patches.test_room import is_public

if TYPE_CHECKING:
    from collections.abc import Callable


def parameters(function: Callable[..., Any]) -> set[str]:
    return set(signature(function).parameters) - {"self"}


WIDGET = {"args", "disabled", "help", "key", "kwargs", "label", "label_visibility", "on_change", "width"}


@pytest.mark.parametrize(
    ("command", "known"),
    [
        # drop_area: no words of one's own, no height
        (st.file_uploader, WIDGET | {"accept_multiple_files", "max_upload_size", "type"}),
        # page_style: no padding
        (st.set_page_config, {"initial_sidebar_state", "layout", "menu_items", "page_icon", "page_title"}),
    ],
)  # fmt: skip
def test_streamlit_takes_no_wish_that_would_do_instead(command: Callable[..., Any], known: set[str]) -> None:
    """A new parameter: look whether it does what the patch does, then name it here."""
    assert parameters(command) == known


def tells(alone: str, **headers: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.get(f"{alone}/tell", headers=headers).raise_for_status().json()
    return answer


def test_a_route_does_not_know_who_has_signed_in(alone: str) -> None:
    """`signed_in` mends this."""
    user = json.dumps({"is_logged_in": True, "email": "ana@example.ro", "origin": "http://localhost"})
    cookie = create_signed_value(SECRET, "_streamlit_user", user).decode()
    assert "ana@example.ro" not in str(tells(alone, cookie=f"_streamlit_user={cookie}")["user"])


def test_a_route_answers_under_any_name_of_the_server(alone: str) -> None:
    """`allowed_hosts` mends this."""
    assert tells(alone, host="another.example")["without_delay"]


def test_no_page_is_shown_here_and_streamlit_documents_nothing_that_tells_it() -> None:
    """`page_runs` may go when something public does."""
    assert not pages_are_shown()
    assert {name for name in dir(st) if "runtime" in name or "running" in name} == {"runtime"}
    assert not is_public("streamlit.runtime")


def test_small_answers_wait(alone: str) -> None:
    """`no_delay` mends this."""
    assert set(tells(alone)["without_delay"]) == {0}


def test_a_script_is_read_from_the_disk_for_each_visitor(alone: str) -> None:
    """`scripts_in_memory` mends this."""
    script = next((FOLDER / "static" / "js").glob("index.*.js")).name
    assert "last-modified" in httpx.get(f"{alone}/static/js/{script}").headers


def test_a_timer_takes_a_click_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """`clicks` mends this."""
    keep_clicks()
    for owner, name in ((ScriptRequests, "_request_rerun_locked"), (ScriptRunner, "_run_script")):
        monkeypatch.setattr(owner, name, getattr(owner, name).__wrapped__)
    timer = RerunData(page_script_hash="upload", fragment_id="rows", widget_states=told("old"), is_auto_rerun=True)
    assert wanted(RerunData(page_script_hash="result"), timer).page_script_hash == "upload"
    assert wanted(RerunData(fragment_id="table", widget_states=told("new")), timer).widget_states == told("old")


def test_streamlit_says_its_own_words_in_english_and_each_of_them_still() -> None:
    """`streamlit_words` mends this; a word that Streamlit does not say any more goes from its list."""
    scripts = "".join(script.read_text("utf-8") for script in (FOLDER / "static").rglob("*.js"))
    assert sorted(word for word in WORDS if word not in scripts) == []
