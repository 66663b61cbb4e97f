"""Which parts of a page may hold print."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ocrcore.engines.printed_parts import CELL_PX, printed_parts

WIDTH, HEIGHT, SPECK_PX = 20 * CELL_PX, 30 * CELL_PX, 6

marks = st.tuples(
    st.integers(0, WIDTH - 1),
    st.integers(0, HEIGHT - 1),
    st.integers(1, 120),
    st.integers(1, 60),
    st.integers(0, 255),
)


def paper() -> np.ndarray:
    return np.full((HEIGHT, WIDTH), 230, np.uint8)


def seen(gray: np.ndarray) -> np.ndarray:
    """How often each pixel lies in a part."""
    count = np.zeros(gray.shape, int)
    for part in printed_parts(gray, speck_px=SPECK_PX):
        count[part] += 1
    return count


def test_blank_paper_has_no_parts() -> None:
    shaded = np.linspace(120, 250, HEIGHT)[:, None].repeat(WIDTH, axis=1)
    grain = np.random.default_rng(1).integers(-4, 5, (HEIGHT, WIDTH))
    assert printed_parts((shaded + grain).astype(np.uint8), speck_px=SPECK_PX) == []


def test_a_receipt_in_the_corner_of_a_sheet_is_all_that_is_looked_at() -> None:
    gray = paper()
    gray[70:300:20, 100:250] = 0
    ((rows, columns),) = printed_parts(gray, speck_px=SPECK_PX)
    assert (rows.start, rows.stop, columns.start, columns.stop) == (32, 352, 64, 288)


def test_dust_between_print_does_not_join_it() -> None:
    gray = paper()
    for left in (0, 500):
        gray[50:60, left : left + 90] = 40
        gray[800:812, left : left + 90] = 40
    gray[100:750:37, 10:600:41] = 0
    assert len(printed_parts(gray, speck_px=SPECK_PX)) == 4


def test_the_whole_of_a_framed_page_is_looked_at() -> None:
    gray = paper()
    gray[[2, -3]] = gray[:, [2, -3]] = 0
    gray[400:410, 300:350] = 0
    assert (seen(gray) == 1).all()


def test_light_print_on_dark_is_print() -> None:
    gray = np.full((HEIGHT, WIDTH), 30, np.uint8)
    gray[200:210, 200:260] = 60
    assert seen(gray)[200:210, 200:260].all()


@given(st.lists(marks, max_size=8))
def test_whatever_stands_out_and_is_no_speck_is_seen_once_with_a_margin(
    drawn: list[tuple[int, int, int, int, int]],
) -> None:
    gray = paper()
    for x, y, wide, high, shade in drawn:
        gray[y : y + high, x : x + wide] = shade
    count = seen(gray)
    assert count.max(initial=0) <= 1
    for x, y, wide, high, _ in drawn:
        piece = np.s_[max(0, y - CELL_PX) : y + high + CELL_PX, max(0, x - CELL_PX) : x + wide + CELL_PX]
        shown = gray[y : y + high, x : x + wide]
        stands_out = (np.abs(shown.astype(int) - 230) >= 32).all() and max(shown.shape) > SPECK_PX
        assert not stands_out or count[piece].all()
