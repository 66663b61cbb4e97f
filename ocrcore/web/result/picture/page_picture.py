"""A page's picture with boxes around its words or fields: hovering tells what one holds, a click chooses it. Pure.

The picture keeps its shape at every width: the chart's scales end where the picture ends, and the style sheet gives
the chart's frame the page's own proportions.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ocrcore.web.i18n.texts import plain
from ocrcore.web.streamlit_patches.chart_frame import chart_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.layout.page import Box, OcrPage, Word
    from ocrcore.web.i18n.formats import Formats

SURE = 0.9
"""From here on a word is taken as read rightly and its box stays quiet."""
DOUBTFUL = 0.7
"""Below this a word is marked as doubtful."""
PICK = "pick"
"""Name of the chart's selection; its field `id` tells which word (a number) or field (its name) was chosen."""
MAX_HEIGHT_PX = 1100
_LIT = "#e8590c"
_BANDS = ("result.sure", "result.look", "result.doubtful")
_COLOURS = ("#2b8a3e", "#d9730d", "#c92a2a")
_DASHES = ([1, 0], [5, 3], [2, 2])
_WIDTHS = (0.8, 1.6, 2.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word with its number on the page and the number of its line, both from 0."""

    id: int
    line: int
    word: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedField:
    """A field's box on the page. `band` is 0 for a sure one, 1 for one to look at again, 2 for a doubtful one."""

    name: str
    label: str
    value: str
    sure: str
    band: int
    box: Box


def words_of(page: OcrPage) -> tuple[PlacedWord, ...]:
    """Return a page's words in reading order."""
    words = ((row, word) for row, line in enumerate(page.lines) for word in line.words)
    return tuple(PlacedWord(id=number, line=row, word=word) for number, (row, word) in enumerate(words))


def band(confidence: float) -> int:
    """Return 0 for a sure word, 1 for one to look at again, 2 for a doubtful one."""
    return 0 if confidence >= SURE else 1 if confidence >= DOUBTFUL else 2


def page_picture(
    page: OcrPage,
    jpeg: bytes,
    shown: Sequence[PlacedWord] | Sequence[PlacedField],
    lit: Sequence[Box],
    formats: Formats,
    *,
    marks: Mapping[str, Sequence[Box]] | None = None,
) -> alt.LayerChart:
    """Return the chart of a page.

    Args:
        page: The page; only its shape is used.
        jpeg: Its picture.
        shown: The words or the fields that get a box.
        lit: Boxes to light up, as fractions of the page.
        formats: How the confidence is written.
        marks: By layer's name, boxes that the style sheet lights up.
    """
    ratio = page.width / page.height
    width, height = f"min(width, height * {ratio})", f"min(height, width / {ratio})"
    x, y = (_scale(length) for length in (width, height))
    told = [_told(each, formats) for each in shown]
    layers = [_image(jpeg, width, height, x, y), _boxes(told, x, y), *_outlines(told, x, y)]
    layers += [_lights(boxes, x, y, name=name) for name, boxes in (marks or {}).items() if boxes]
    if lit:
        layers.append(_lights(lit, x, y))
    chart = alt.LayerChart(layer=layers, height=MAX_HEIGHT_PX, padding=0)
    configured: alt.LayerChart = chart.configure_view(strokeWidth=0)
    return configured


def frame_style(key: str, page: OcrPage) -> str:
    """Return the style that gives the frame of the chart under `key` the page's proportions."""
    return chart_frame(key, ratio=page.width / page.height, max_height_px=MAX_HEIGHT_PX)


def _scale(length: str) -> alt.Scale:
    return alt.Scale(domain=[0, 1], nice=False, zero=False, range=[0, alt.expr(length)])


def _image(jpeg: bytes, width: str, height: str, x: alt.Scale, y: alt.Scale) -> alt.Chart:
    uri = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
    middle = pd.DataFrame([{"x": 0.5, "y": 0.5, "url": uri}])
    chart: alt.Chart = (
        alt.Chart(middle)
        .mark_image(aspect=False, width=alt.expr(width), height=alt.expr(height))
        .encode(
            x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None), url="url:N", tooltip=alt.value(None)
        )
    )
    return chart


def _corners(box: Box) -> dict[str, float]:
    return dict(zip(("x0", "y0", "x1", "y1"), box, strict=True))


def _told(shown: PlacedWord | PlacedField, formats: Formats) -> dict[str, Any]:
    """Return the row of one box, its tooltip in two lines."""
    names = [plain(key) for key in _BANDS]
    if isinstance(shown, PlacedField):
        told = {"id": shown.name, "word": f"{shown.label}: {shown.value}", "sure": shown.sure}
        return _corners(shown.box) | told | {"band": names[shown.band]}
    word = shown.word
    told = {"id": str(shown.id), "word": word.text, "sure": formats.percent(word.confidence)}
    return _corners(word.box) | told | {"band": names[band(word.confidence)]}


def _outlines(told: Sequence[Mapping[str, Any]], x: alt.Scale, y: alt.Scale) -> list[alt.Chart]:
    """Return a layer for each band that occurs: doubt is told by the kind of line, too, which is a layer's own."""
    layers = []
    for number, key in enumerate(_BANDS):
        rows = pd.DataFrame([each for each in told if each["band"] == plain(key)])
        if not rows.empty:
            mark = alt.Chart(rows).mark_rect(
                filled=False, stroke=_COLOURS[number], strokeDash=_DASHES[number], strokeWidth=_WIDTHS[number],
                cornerRadius=2, tooltip=None,
            )  # fmt: skip
            layers.append(_placed(mark, x, y))
    return layers


def _placed(chart: alt.Chart, x: alt.Scale, y: alt.Scale) -> alt.Chart:
    placed: alt.Chart = chart.encode(
        x=alt.X("x0:Q", scale=x, axis=None), x2="x1:Q", y=alt.Y("y0:Q", scale=y, axis=None), y2="y1:Q"
    )
    return placed


def _boxes(told: Sequence[Mapping[str, Any]], x: alt.Scale, y: alt.Scale) -> alt.Chart:
    names = [plain(key) for key in _BANDS]
    rows = pd.DataFrame(told, columns=["x0", "y0", "x1", "y1", "id", "word", "sure", "band"])
    pick = alt.selection_point(name=PICK, fields=["id"], on="click", empty=False)
    chart: alt.Chart = (
        _placed(alt.Chart(rows).mark_rect(cursor="pointer", cornerRadius=2), x, y)
        .encode(
            fill=alt.Fill("band:N", scale=alt.Scale(domain=names, range=list(_COLOURS)), legend=None),
            fillOpacity=alt.condition(pick, alt.value(0.4), alt.value(0.08)),
            tooltip=[
                alt.Tooltip("word:N", title=plain("result.word")),
                alt.Tooltip("sure:N", title=plain("result.confidence")),
            ],
        )
        .add_params(pick)
    )
    return chart


def _lights(boxes: Sequence[Box], x: alt.Scale, y: alt.Scale, *, name: str | None = None) -> alt.Chart:
    rows = pd.DataFrame([_corners(box) for box in boxes])
    base = alt.Chart(rows) if name is None else alt.Chart(rows, name=name)
    mark = base.mark_rect(fill=_LIT, fillOpacity=0.25, stroke=_LIT, strokeWidth=3, cornerRadius=2, tooltip=None)
    return _placed(mark, x, y)
