"""A click on a live page does what it should, whatever the page's timers ask meanwhile."""

from __future__ import annotations

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from ocrcore.web.streamlit_patches.clicks import keep_clicks


def wanted(*asked: RerunData) -> RerunData:
    requests = ScriptRequests()
    for each in asked:
        assert requests.request_rerun(each)
    got = requests.on_scriptrunner_ready().rerun_data
    assert got is not None
    return got


def test_a_timer_does_not_take_a_click_back() -> None:
    keep_clicks()
    click, timer = RerunData(page_script_hash="result"), RerunData(page_script_hash="upload", fragment_id="rows")
    automatic = RerunData(page_script_hash="upload", fragment_id="rows", is_auto_rerun=True)
    assert wanted(click, automatic).page_script_hash == "result"
    assert wanted(automatic, click).page_script_hash == "result"
    assert wanted(timer, automatic).fragment_id_queue == ["rows"]


def told(name: str) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id="search", string_value=name)])


def test_a_timer_does_not_change_a_widget_back() -> None:
    keep_clicks()
    click = RerunData(fragment_id="table", widget_states=told("new"))
    stale = RerunData(fragment_id="rows", widget_states=told("old"), is_auto_rerun=True)
    assert wanted(stale).widget_states == WidgetStates()
    assert wanted(click, stale).widget_states == told("new")
    assert wanted(stale, click).widget_states == told("new")
    assert wanted(click, stale).fragment_id_queue == ["table", "rows"]


def test_a_later_click_wins() -> None:
    keep_clicks()
    keep_clicks()
    asked = wanted(RerunData(page_script_hash="result"), RerunData(page_script_hash="queue"))
    assert asked.page_script_hash == "queue"
