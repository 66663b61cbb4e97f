"""The Metrics page: how the engines have really performed, over a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.engines.base import engine_classes
from ocrcore.metrics.figures import EngineFigures, engine_figures, figures_of
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.metrics import charts
from ocrcore.web.metrics.table import column_config, csv, metrics_table, told_table
from ocrcore.web.session import services
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import page
from ocrcore.web.shared.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt

    from ocrcore.metrics.measurement import RunMeasurement

PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30), "all": None}
_REFRESH_S = 5.0
"""Charts are read, not watched."""
FEW = 5
"""Figures of fewer documents than this are marked as hints."""


def metrics_view() -> None:
    """Show the page."""
    st.header(say("metrics.title"), anchor=False)
    period, engine = _choose()
    live(lambda: _draw(period, engine), active=snapshot().is_active, at_least_s=_REFRESH_S)


def _draw(period: str, engine: str | None) -> bool:
    runs, by_engine = _measured(period, engine)
    if runs:
        _figures(figures_of(runs))
        _warn_of_few(by_engine)
        _charts(runs, by_engine, PERIODS[period])
        _table(by_engine)
    else:
        _nothing()
    return snapshot().is_active


def _nothing() -> None:
    with st.container(key="metrics_empty", horizontal_alignment="center", gap="small"):
        st.space("small")
        st.markdown(f":gray[{say('metrics.empty')}]", width="content")
        st.page_link(page("upload"), label=say("queue.to_upload"), icon=":material/upload_file:")


def _choose() -> tuple[str, str | None]:
    with st.container(horizontal=True, vertical_alignment="center", key="metrics_filters"):
        period = st.segmented_control(
            plain("metrics.period"),
            list(PERIODS),
            default="week",
            required=True,
            format_func=lambda name: plain(f"metrics.period.{name}"),
            key="period",
            bind="query-params",
            label_visibility="collapsed",
        )
        engine = st.selectbox(
            plain("metrics.engine"),
            list(engine_classes()),
            index=None,
            placeholder=plain("metrics.any_engine"),
            key="engine",
            bind="query-params",
            label_visibility="collapsed",
            width=160,
        )
    return period, engine


@st.cache_resource(ttl=4, max_entries=20, show_spinner=False)
def _measured(period: str, engine: str | None) -> tuple[list[RunMeasurement], dict[str, EngineFigures]]:
    shared, length = services(), PERIODS[period]
    since = None if length is None else datetime.now(UTC) - length
    runs = shared.call(shared.desk.measurements.runs, since=since, engine=engine)
    return runs, shared.call(engine_figures, shared.desk.measurements, since=since, engine=engine)


def _figures(whole: EngineFigures) -> None:
    formats = visitor_formats()
    nothing = plain("metrics.none")
    shown = {
        "documents": formats.number(whole.documents),
        "success": formats.percent(whole.success.mean) if whole.success else nothing,
        "median": formats.seconds(whole.processing_ms.median / 1000) if whole.processing_ms else nothing,
        "p95": formats.seconds(whole.processing_ms.p95 / 1000) if whole.processing_ms else nothing,
        "wait": formats.seconds(whole.wait_ms.median / 1000) if whole.wait_ms else nothing,
        "confidence": formats.percent(whole.confidence.mean) if whole.confidence else nothing,
    }
    with st.container(horizontal=True, key="metrics_figures", gap="medium"):
        for name, value in shown.items():
            st.metric(plain(f"metrics.{name}"), value, help=plain(f"metrics.{name}_help"), width=150)


def _warn_of_few(by_engine: Mapping[str, EngineFigures]) -> None:
    few = few_behind(by_engine)
    if few:
        st.markdown(f":orange[:material/info: {say('metrics.few', names=', '.join(few))}]")


def few_behind(by_engine: Mapping[str, EngineFigures]) -> list[str]:
    """Return the engines, and the single figures of other engines, that fewer than `FEW` documents are behind."""
    few = []
    for name, each in by_engine.items():
        if 0 < each.documents < FEW:
            few.append(f"{name} ({each.documents})")
            continue
        parts = {"fast_path": each.fast_path, "accuracy": each.proven, "eta_covered": each.eta}
        few += [
            f"{name}: {plain(f'metrics.column.{part}')} ({found.n})"
            for part, found in parts.items()
            if found is not None and found.n < FEW
        ]
    return few


def _charts(runs: list[RunMeasurement], by_engine: Mapping[str, EngineFigures], length: timedelta | None) -> None:
    formats, now = visitor_formats(), datetime.now(UTC)
    since = None if length is None else now - length
    left, right = st.columns(2, gap="large")
    with left:
        _chart("throughput", charts.throughput(runs, formats, since=since, now=now))
    with right:
        _chart("page_time", charts.page_time(runs, formats), otherwise="metrics.no_times")
        st.caption(say("metrics.chart.page_time_help"))
    left, right = st.columns(2, gap="large")
    with left:
        _chart("failures", charts.failures(runs, formats), otherwise="metrics.no_failures")
        early = {name: each for name, each in by_engine.items() if name not in _engines_that_read_on()}
        _chart("fast", charts.fast_path(early, formats), otherwise="metrics.no_fast")
        _fast_paths(early)
    with right:
        _chart("eta", charts.eta(runs, formats), otherwise="metrics.no_eta")
        _eta_in_words(figures_of(runs))


def _engines_that_read_on() -> set[str]:
    """Return the engines that never stop after the light tier, so that a fast path means nothing."""
    return {name for name, each in engine_classes().items() if not each.stops_early}


def _chart(name: str, chart: alt.Chart | alt.LayerChart | alt.FacetChart | None, *, otherwise: str = "") -> None:
    st.subheader(say(f"metrics.chart.{name}"), anchor=False)
    if chart is None:
        st.markdown(f":gray[{say(otherwise)}]")
    else:
        st.altair_chart(chart.properties(description=plain(f"metrics.chart.{name}_alt")), key=f"chart_{name}")


def _eta_in_words(whole: EngineFigures) -> None:
    if whole.eta is not None:
        formats = visitor_formats()
        error, covered = formats.percent(whole.eta.error), formats.percent(whole.eta.covered)
        st.caption(say("metrics.eta", error=error, covered=covered, count=formats.number(whole.eta.n)))


def _fast_paths(by_engine: Mapping[str, EngineFigures]) -> None:
    formats = visitor_formats()
    for name, each in by_engine.items():
        if each.fast_path is None:
            continue
        told = {
            "engine": name,
            "share": formats.percent(each.fast_path.mean),
            "count": formats.number(each.fast_path.n),
        }
        if each.fast_path_saved_ms is None:
            st.caption(say("metrics.fast_untold", **told))
        else:
            st.caption(say("metrics.fast_told", **told, saved=formats.seconds(each.fast_path_saved_ms / 1000)))


def _blind(by_engine: Mapping[str, EngineFigures]) -> None:
    """Say how many fields were confirmed without anybody looking at them."""
    fields = sum(each.accuracy.fields for each in by_engine.values() if each.accuracy)
    seen = sum(each.looked_at.fields for each in by_engine.values() if each.looked_at)
    if fields > seen:
        formats = visitor_formats()
        st.caption(
            ":material/visibility_off: "
            + say("metrics.blind", unseen=formats.number(fields - seen), fields=formats.number(fields))
        )


def _table(by_engine: Mapping[str, EngineFigures]) -> None:
    st.subheader(say("metrics.table"), anchor=False)
    told = told_table(by_engine, visitor_formats())
    st.dataframe(
        told, hide_index=True, column_config=column_config(told), key="metrics_table", placeholder="–", height="content"
    )
    st.caption(say("metrics.table_help"))
    _blind(by_engine)
    st.download_button(
        say("metrics.download"),
        csv(metrics_table(by_engine)),
        "ocr-desk-metrics.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
