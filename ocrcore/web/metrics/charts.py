"""The Metrics page's charts, from measured runs, with words and figures as the visitor writes them. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ocrcore.metrics.measurement import RunOutcome
from ocrcore.web.i18n.texts import plain, plain_or

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.metrics.figures import EngineFigures
    from ocrcore.metrics.measurement import RunMeasurement
    from ocrcore.web.i18n.formats import Formats

HEIGHT_PX = 220
_ROW_PX = 46
_ENGINE_COLOURS = ["#1f6f5c", "#c0792a", "#4a6fa5", "#8b5e83", "#7a7a4f"]
"""Told apart by their lightness too; the engine's name stands beside each."""
_TIERS = ("light", "words", "page", "medium")
"""Tiers in the order in which a document goes through them."""
_MOST_POINTS = 500
_GREY: dict[str, Any] = {"color": "#888888"}
_SPANS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400]
"""Lengths of time at which an axis of durations has its marks."""


def throughput(runs: Sequence[RunMeasurement], formats: Formats, *, since: datetime | None, now: datetime) -> alt.Chart:
    """Return the documents that ended over time, by engine: a bar an hour within three days, else one a day."""
    ended = [run for run in runs if run.outcome is not RunOutcome.WILL_RETRY]
    start = since if since is not None else min((run.finished_at for run in ended), default=now)
    by_hour = now - start <= timedelta(days=3)
    bins = _bins(start, now, formats, by_hour=by_hour)
    counts = Counter((_beginning(run.finished_at, formats, by_hour=by_hour), run.engine) for run in ended)
    names = {each: formats.hour(each) if by_hour else formats.day(each) for each in bins}
    rows = [
        {"at": place, "name": names[each], "engine": engine, "documents": counts[each, engine]}
        for place, each in enumerate(bins)
        for engine in sorted({run.engine for run in runs})
        if counts[each, engine]
    ]
    labels = {str(place): names[each] for place, each in enumerate(bins)}
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["at", "name", "engine", "documents"]), height=HEIGHT_PX)
        .mark_bar()
        .encode(
            x=alt.X(
                "at:O",
                title=None,
                scale=alt.Scale(domain=list(range(len(bins))), paddingInner=0.2),
                axis=alt.Axis(labelExpr=_lookup(labels), labelAngle=0, labelOverlap=True, values=_spread(len(bins))),
            ),
            y=alt.Y("documents:Q", title=plain("metrics.axis.documents"), axis=_counts(formats)),
            color=_engine_colour(runs),
            tooltip=[_told("name", "time"), _told("engine"), _told("documents")],
        )
    )
    return chart


def page_time(runs: Sequence[RunMeasurement], formats: Formats) -> alt.LayerChart | alt.FacetChart | None:
    """Return how the seconds a page of completed documents spread, by engine; None when none was completed."""
    rows = [
        {"engine": run.engine, "seconds": seconds, "told": formats.seconds(seconds)}
        for run in runs
        if run.outcome is RunOutcome.COMPLETED and run.pages
        for seconds in (run.processing_ms / 1000 / run.pages,)
    ]
    if not rows:
        return None
    axis = alt.Axis(labelExpr=_local_number(formats))
    x = alt.X("seconds:Q", title=plain("metrics.axis.seconds"), scale=alt.Scale(zero=True), axis=axis)
    y, colour = alt.Y("engine:N", title=None), _engine_colour(runs, legend=False)
    box = alt.Chart(pd.DataFrame(rows)).mark_boxplot(extent="min-max", size=24, opacity=0.55, rule=_GREY)
    ticks = alt.Chart(pd.DataFrame(rows[-_MOST_POINTS:])).mark_tick(size=24, thickness=1.5, opacity=0.5)
    return alt.layer(
        box.encode(x=x, y=y, color=colour),
        ticks.encode(x=x, y=y, color=colour, tooltip=[_told("engine"), _told("told", "seconds")]),
    ).properties(height=_rows_px(rows))


def failures(runs: Sequence[RunMeasurement], formats: Formats) -> alt.Chart | None:
    """Return how many runs failed by reason; None when none did."""
    rows = [
        {"reason": plain_or(f"failure.{code}", code.replace("_", " ")), "engine": run.engine}
        for run in runs
        if (code := run.error_code) is not None
    ]
    if not rows:
        return None
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(size=18)
        .encode(
            x=alt.X("count():Q", title=plain("metrics.axis.runs"), axis=_counts(formats)),
            y=alt.Y("reason:N", title=None, sort="-x", axis=alt.Axis(labelLimit=260)),
            color=_engine_colour(runs),
            tooltip=[_told("reason"), _told("engine"), alt.Tooltip("count():Q", title=plain("metrics.axis.runs"))],
        )
        .properties(height=_rows_px(rows, "reason") + 56)
    )
    return chart


def fast_path(figures: Mapping[str, EngineFigures], formats: Formats) -> alt.Chart | None:
    """Return with which tier documents were done, by engine; None when no engine has tiers."""
    rows = [
        {"engine": engine, "tiers": plain(f"metrics.fast.{name}"), "share": share, "told": formats.percent(share)}
        | {"place": _TIERS.index(name)}
        for engine, each in figures.items()
        for name, share in _last_tiers(each).items()
    ]
    if not rows:
        return None
    occurring = {name for each in figures.values() for name in _last_tiers(each)}
    words = [plain(f"metrics.fast.{name}") for name in _TIERS if name in occurring]
    colours = alt.Scale(domain=words, range=_ENGINE_COLOURS[: len(words)])
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(size=18)
        .encode(
            x=alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
            y=alt.Y("engine:N", title=None),
            color=alt.Color(
                "tiers:N", scale=colours, sort=words, legend=alt.Legend(title=None, orient="top", labelLimit=0)
            ),
            order=alt.Order("place:Q"),
            tooltip=[_told("engine"), _told("tiers"), _told("told", "share")],
        )
        .properties(height=_rows_px(rows) + 40)
    )
    return chart


def _last_tiers(figures: EngineFigures) -> dict[str, float]:
    """Return which share of documents was done with each tier; nothing for an engine without tiers."""
    if figures.fast_path is None:
        return {}
    shares, rest = {"light": figures.fast_path.mean}, 1 - figures.fast_path.mean
    runs = {name: figures.tiers[name].runs for name in _TIERS[1:] if name in figures.tiers}
    counts = [*runs.values(), 0]
    ended = {name: max(0, counts[place] - counts[place + 1]) for place, name in enumerate(runs)}
    if rest and not sum(ended.values()):
        return shares | {"medium": rest}
    return shares | {name: rest * count / sum(ended.values()) for name, count in ended.items() if count}


def eta(runs: Sequence[RunMeasurement], formats: Formats) -> alt.LayerChart | alt.FacetChart | None:
    """Return predicted against actual seconds of the newest documents; None without a prediction."""
    rows = [
        {"predicted": predicted, "actual": actual, "engine": run.engine}
        | {"predicted_told": formats.seconds(predicted), "actual_told": formats.seconds(actual)}
        for run in runs[-_MOST_POINTS:]
        if run.eta_ms is not None and run.turnaround_ms is not None
        for predicted, actual in ((max(run.eta_ms, 1) / 1000, max(run.turnaround_ms, 1) / 1000),)
    ]
    if not rows:
        return None
    data = pd.DataFrame(rows)
    ends = [float(data[["predicted", "actual"]].min().min()), float(data[["predicted", "actual"]].max().max())]
    line = alt.Chart(pd.DataFrame({"predicted": ends, "actual": ends})).mark_line(strokeDash=[4, 4], **_GREY)
    tooltip = [_told("engine"), _told("predicted_told", "predicted"), _told("actual_told", "actual")]
    points = alt.Chart(data).mark_point(filled=True, opacity=0.6, size=36)
    x, y = (_durations(name, ends, formats) for name in ("predicted", "actual"))
    encoded = points.encode(
        x=alt.X("predicted:Q", **x), y=alt.Y("actual:Q", **y), color=_engine_colour(runs), tooltip=tooltip
    )
    straight = line.encode(x=alt.X("predicted:Q", **x), y=alt.Y("actual:Q", **y))
    return alt.layer(straight, encoded).properties(height=HEIGHT_PX + 40)


def _durations(name: str, ends: Sequence[float], formats: Formats) -> dict[str, Any]:
    """Return how a logarithmic axis of durations between two ends looks."""
    low, high = ends[0] * 0.8, ends[1] * 1.25
    marks = [each for each in _SPANS_S if low <= each <= high]
    axis = alt.Axis(labelExpr=_lookup({str(each): formats.span(each) for each in marks}), values=marks)
    return {
        "title": plain(f"metrics.axis.{name}"),
        "scale": alt.Scale(type="log", domain=[low, high], nice=False),
        "axis": axis,
    }


def _bins(start: datetime, now: datetime, formats: Formats, *, by_hour: bool) -> list[datetime]:
    """Return the beginnings of all hours or days from `start` to `now`, in the visitor's own time."""
    step = timedelta(hours=1) if by_hour else timedelta(days=1)
    bins: list[datetime] = []
    moment = start
    while moment < now + step:
        beginning = _beginning(moment, formats, by_hour=by_hour)
        if beginning <= now and beginning not in bins[-1:]:
            bins.append(beginning)
        moment += step
    return bins


def _beginning(moment: datetime, formats: Formats, *, by_hour: bool) -> datetime:
    local = moment.astimezone(formats.timezone).replace(minute=0, second=0, microsecond=0)
    return local if by_hour else local.replace(hour=0)


def _spread(count: int, most: int = 8) -> list[int]:
    """Return at most `most` evenly spread places out of `count`."""
    step = max(1, -(-count // most))
    return list(range(0, count, step))


def _lookup(labels: Mapping[str, str]) -> str:
    """Return a Vega expression that shows a value's label; the labels are ours, made of digits and units."""
    quoted = ", ".join(f"'{value}': '{label}'" for value, label in labels.items())
    return f"({{{quoted}}})[datum.value]"


def _local_number(formats: Formats) -> str:
    return f"replace(datum.label, '.', '{formats.decimal_mark}')"


def _counts(formats: Formats) -> alt.Axis:
    grouped = f"replace(datum.label, ',', '{formats.group_mark}')"
    return alt.Axis(tickMinStep=1, format=",d", labelExpr=grouped)


def _told(field: str, name: str = "") -> alt.Tooltip:
    return alt.Tooltip(f"{field}:N", title=plain(f"metrics.axis.{name or field}"))


def _rows_px(rows: Sequence[Mapping[str, object]], key: str = "engine") -> int:
    return 70 + _ROW_PX * len({row[key] for row in rows})


def _engine_colour(runs: Sequence[RunMeasurement], *, legend: bool = True) -> alt.Color:
    engines = sorted({run.engine for run in runs})
    shown: Any = alt.Legend(title=None, orient="top") if legend else None
    return alt.Color("engine:N", scale=alt.Scale(domain=engines, range=_ENGINE_COLOURS), legend=shown)
