"""The Metrics page's charts, from measured runs. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ocrcore.queue import RunOutcome
from ocrcore.web.components.texts import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from ocrcore.queue import RunMeasurement

HEIGHT_PX = 220
_ENGINE_COLOURS = ["#1f6f5c", "#c0792a", "#4a6fa5", "#8b5e83", "#7a7a4f"]
"""Told apart by their lightness too; the engine's name stands beside each."""
_MOST_POINTS = 500


def throughput(runs: Sequence[RunMeasurement], zone: tzinfo) -> alt.Chart:
    """Return the documents that ended over time, by engine, in hours or, over more than three days, in days."""
    ended = [run for run in runs if run.outcome is not RunOutcome.WILL_RETRY]
    span = ended[-1].finished_at - ended[0].finished_at if ended else timedelta()
    unit = "yearmonthdate" if span > timedelta(days=3) else "yearmonthdatehours"
    # Without its zone, so that the chart shows the visitor's own clock.
    rows = [{"at": run.finished_at.astimezone(zone).replace(tzinfo=None), "engine": run.engine} for run in ended]
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["at", "engine"]), height=HEIGHT_PX)
        .mark_bar()
        .encode(
            x=alt.X(f"{unit}(at):T", title=plain("metrics.axis.time")),
            y=alt.Y("count():Q", title=plain("metrics.axis.documents"), axis=alt.Axis(tickMinStep=1, format="d")),
            color=_engine_colour(runs),
            tooltip=[alt.Tooltip("engine:N"), alt.Tooltip("count():Q"), alt.Tooltip(f"{unit}(at):T")],
        )
    )
    return chart


def page_time(runs: Sequence[RunMeasurement]) -> alt.Chart:
    """Return how the seconds a page of completed documents spread, by engine."""
    rows = [
        {"engine": run.engine, "seconds": run.processing_ms / 1000 / run.pages}
        for run in runs
        if run.outcome is RunOutcome.COMPLETED and run.pages
    ]
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["engine", "seconds"]), height=HEIGHT_PX)
        .mark_boxplot(extent="min-max", size=24)
        .encode(
            x=alt.X("seconds:Q", title=plain("metrics.axis.seconds"), scale=alt.Scale(zero=True)),
            y=alt.Y("engine:N", title=None),
            color=_engine_colour(runs, legend=False),
        )
    )
    return chart


def failures(runs: Sequence[RunMeasurement]) -> alt.Chart | None:
    """Return how many runs failed by reason; None when none did."""
    rows = [{"code": run.error_code, "engine": run.engine} for run in runs if run.error_code is not None]
    if not rows:
        return None
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows), height=HEIGHT_PX)
        .mark_bar(size=18)
        .encode(
            x=alt.X("count():Q", title=plain("metrics.axis.runs"), axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("code:N", title=None, sort="-x"),
            color=_engine_colour(runs),
            tooltip=[alt.Tooltip("code:N"), alt.Tooltip("engine:N"), alt.Tooltip("count():Q")],
        )
    )
    return chart


def eta(runs: Sequence[RunMeasurement]) -> alt.LayerChart | alt.FacetChart | None:
    """Return predicted against actual seconds of the newest documents; None without a prediction."""
    rows = [
        {"predicted": max(run.eta_ms, 1) / 1000, "actual": max(run.turnaround_ms, 1) / 1000, "engine": run.engine}
        for run in runs[-_MOST_POINTS:]
        if run.eta_ms is not None and run.turnaround_ms is not None
    ]
    if not rows:
        return None
    data = pd.DataFrame(rows)
    ends = [float(data[["predicted", "actual"]].min().min()), float(data[["predicted", "actual"]].max().max())]
    scale = alt.Scale(type="log", domain=[ends[0] * 0.8, ends[1] * 1.25])
    line = alt.Chart(pd.DataFrame({"predicted": ends, "actual": ends})).mark_line(strokeDash=[4, 4], color="#888888")
    points = (
        alt.Chart(data)
        .mark_point(filled=True, opacity=0.6, size=36)
        .encode(
            color=_engine_colour(runs),
            tooltip=[alt.Tooltip("engine:N"), _seconds("predicted"), _seconds("actual")],
        )
    )
    x = alt.X("predicted:Q", title=plain("metrics.axis.predicted"), scale=scale, axis=alt.Axis(tickCount=4))
    y = alt.Y("actual:Q", title=plain("metrics.axis.actual"), scale=scale, axis=alt.Axis(tickCount=4))
    return alt.layer(line.encode(x=x, y=y), points.encode(x=x, y=y)).properties(height=HEIGHT_PX)


def _seconds(name: str) -> alt.Tooltip:
    return alt.Tooltip(f"{name}:Q", title=plain(f"metrics.axis.{name}"), format=".1f")


def _engine_colour(runs: Sequence[RunMeasurement], *, legend: bool = True) -> alt.Color:
    engines = sorted({run.engine for run in runs})
    shown: Any = alt.Legend(title=None, orient="top") if legend else None
    return alt.Color("engine:N", scale=alt.Scale(domain=engines, range=_ENGINE_COLOURS), legend=shown)
