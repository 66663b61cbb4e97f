"""How a document was read: engine, tiers, times, file and story."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.review_state import ReviewState
from ocrcore.errors import StorageError
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.result.parts import link_origin
from ocrcore.web.session import services
from ocrcore.web.shared.actions import find_job
from ocrcore.web.shared.story import story

if TYPE_CHECKING:
    from ocrcore.pipeline.result import Result
    from ocrcore.queue.job import Job
    from ocrcore.reviews.review import Review
    from ocrcore.web.i18n.formats import Formats


def details_tab(job: Job, result: Result, review: Review) -> None:
    """Show the details of a completed job."""
    formats = visitor_formats()
    st.markdown(f"**{say('details.reading')}**")
    _pairs("reading", _reading(job, result, formats))
    _layers(result)
    if result.tiers:
        _tiers(result, formats)
    st.markdown(f"**{say('details.file')}**")
    _pairs("file", _file(job, result, formats))
    _original(job)
    st.markdown(f"**{say('details.story')}**")
    story(job)
    link_origin(job)
    _kept_until(find_job(job.id) or job, review, formats)


def _kept_until(job: Job, review: Review, formats: Formats) -> None:
    waits = review.state is ReviewState.CONFIRMED
    moment = formats.moment(job.expires_at, now=datetime.now(UTC))
    st.caption(say("result.expires_confirmed" if waits else "result.expires", moment=moment))


def _pairs(key: str, pairs: dict[str, str]) -> None:
    rows = [f"| {escape(name)} | {escape(value)} |" for name, value in pairs.items()]
    with st.container(key=f"pairs_{key}"):
        st.markdown("\n".join(["| | |", "|:--|:--|", *rows]))


def _reading(job: Job, result: Result, formats: Formats) -> dict[str, str]:
    pairs = {plain("details.engine"): f"{result.engine} {result.engine_version}".strip()}
    if result.mean_confidence is not None:
        pairs[plain("details.sure")] = formats.percent(result.mean_confidence)
    if job.queue_wait_ms is not None:
        pairs[plain("details.waited")] = formats.seconds(job.queue_wait_ms / 1000)
    for name in ("load", "preprocess", "ocr", "extract", "total"):
        time_ms = getattr(result.timings_ms, name)
        if time_ms or name == "total":
            pairs[plain(f"details.time.{name}")] = _milliseconds(time_ms, formats)
    return pairs


def _milliseconds(time_ms: int, formats: Formats) -> str:
    return f"{formats.number(time_ms)} ms" if time_ms < 1000 else formats.seconds(time_ms / 1000)


def _layers(result: Result) -> None:
    taken = [page.number for page in result.pages if page.source == "text_layer"]
    if taken:
        whole = len(taken) == len(result.pages)
        pages = plain("details.all_pages") if whole else plain("details.some_pages", pages=", ".join(map(str, taken)))
        st.markdown(f":material/text_snippet: {say('details.text_layer', pages=pages)}")
    if any(field.get("source") == "e_invoice" for field in result.fields.values() if isinstance(field, dict)):
        st.markdown(f":material/receipt_long: {say('details.e_invoice')}")
    if result.fast_path is not None:
        st.markdown(f":material/bolt: {say('details.fast_path' if result.fast_path else 'details.slow_path')}")


def _tiers(result: Result, formats: Formats) -> None:
    heads = [plain(f"details.{name}") for name in ("tier", "tier_ocr", "tier_score", "tier_accepted")]
    rows = [
        (
            tier.name,
            _milliseconds(tier.ocr_ms, formats),
            formats.number(tier.score, 2),
            plain("details.yes" if tier.accepted else "details.no"),
        )
        for tier in result.tiers
    ]
    lines = [f"| {' | '.join(heads)} |", "|:--|--:|--:|:--|"]
    lines += [f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows]
    with st.container(key="tiers"):
        st.markdown("\n".join(lines))


def _file(job: Job, result: Result, formats: Formats) -> dict[str, str]:
    return {
        plain("details.name"): job.original_filename,
        plain("details.kind"): job.mime_type,
        plain("details.size"): formats.size(job.size_bytes),
        plain("details.pages"): formats.number(len(result.pages)),
        plain("details.number"): job.id,
    }


def _original(job: Job) -> None:
    def content() -> bytes:
        return services().storage.read(job.file_path)

    try:
        here = services().storage.exists(job.file_path)
    except StorageError:
        here = False
    if here:
        st.download_button(
            say("result.download_file"), content, job.original_filename, job.mime_type, icon=":material/download:",
            on_click="ignore", key="download_file",
        )  # fmt: skip
