"""A click on a link of a live page leads to its page, whatever the page's timers ask meanwhile."""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from ocrcore.web.clicks import keep_clicks


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


def test_a_later_click_wins() -> None:
    keep_clicks()
    keep_clicks()
    asked = wanted(RerunData(page_script_hash="result"), RerunData(page_script_hash="queue"))
    assert asked.page_script_hash == "queue"
