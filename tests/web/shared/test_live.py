"""How often live pages are redrawn."""

from __future__ import annotations

import pytest
from streamlit import config

from ocrcore.web.shared.live import PAGES_AT_FULL_PACE, POLL_S, pace_s


@pytest.mark.parametrize("open_pages", [0, 1, PAGES_AT_FULL_PACE])
def test_a_few_pages_are_redrawn_at_full_pace(open_pages: int) -> None:
    assert pace_s(open_pages) == POLL_S


@pytest.mark.parametrize("open_pages", range(PAGES_AT_FULL_PACE, 200))
def test_many_pages_together_are_redrawn_no_more_often_than_a_few(open_pages: int) -> None:
    assert open_pages / pace_s(open_pages) <= PAGES_AT_FULL_PACE / POLL_S
    assert pace_s(open_pages) <= pace_s(open_pages + 1)


def test_a_drawing_does_not_walk_through_the_whole_memory() -> None:
    assert config.get_option("runner.postScriptGC") is False
