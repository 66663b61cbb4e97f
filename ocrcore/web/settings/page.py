"""The Settings page: preferences, tokens, what was learnt, and what the desk consists of: engines, workers, limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.engines.base import engine_classes
from ocrcore.errors import OcrDeskError
from ocrcore.export import ExportFormat
from ocrcore.web.i18n.catalogue import languages as page_languages
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.language import choose_language
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, plain_count, plain_or, say
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.session import current_owner, current_user, services
from ocrcore.web.settings.delete_all import delete_all_part
from ocrcore.web.settings.suppliers import suppliers_view
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.live import live
from ocrcore.web.shared.preferences import my_engine, my_preferences
from ocrcore.web.shared.snapshot import Snapshot, snapshot
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from ocrcore.accounts.preferences import Preferences

_NEW_TOKEN = "settings_new_token"  # noqa: S105 - a name in the session's state
_FIGURES = frozenset({"busy", "memory", "documents", "since"})
_LIMITS = (
    "max_upload_mb",
    "max_pages",
    "max_pixels",
    "page_timeout_seconds",
    "memory_limit_mb",
    "max_attempts",
    "job_expiry_hours",
    "keep_confirmed_days",
    "lease_seconds",
)


def settings_view() -> None:
    """Show the page."""
    st.header(say("settings.title"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _preferences(my_preferences())
        _tokens()
        suppliers_view()
    with right:
        _engines()
        _limits()
        delete_all_part()
    st.subheader(say("settings.workers"), anchor=False)
    live(_workers, active=snapshot().is_active)


def _preferences(now: Preferences) -> None:
    st.subheader(say("settings.preferences"), anchor=False)
    longest, days = services().settings.job_expiry_hours, services().settings.keep_confirmed_days
    engines, languages = list(available_engines()), _languages()
    engine_now = my_engine()
    with st.form("preferences", border=False):
        engine = st.selectbox(
            plain("settings.engine"),
            engines,
            index=engines.index(engine_now) if engine_now in engines else None,
            help=plain("settings.engine_help"),
        )
        chosen = st.multiselect(
            plain("settings.languages"),
            languages,
            default=[code for code in now.languages if code in languages],
            placeholder=plain("settings.languages_usual"),
            help=plain("settings.languages_help"),
        )
        hours = st.number_input(
            plain("settings.expiry"),
            min_value=min(1.0, longest),
            max_value=longest,
            value=min(now.expiry_hours or longest, longest),
            step=1.0,
            format="%g",
            help=plain("settings.expiry_help", hours=f"{longest:g}", days=f"{days:g}"),
        )
        formats = [each.value for each in ExportFormat]
        export_format = st.selectbox(
            plain("settings.export"),
            formats,
            index=formats.index(now.export_format) if now.export_format in formats else 0,
            format_func=lambda name: plain(f"settings.export.{name}"),
        )
        interfaces = {"": plain("settings.as_browser"), **page_languages()}
        interface = st.selectbox(
            plain("settings.interface"),
            list(interfaces),
            index=list(interfaces).index(now.interface) if now.interface in interfaces else 0,
            format_func=interfaces.__getitem__,
        )
        saved = st.form_submit_button(say("settings.save"), type="primary")
    if saved:
        shared = services()
        wanted = replace(
            now,
            engine=engine,
            languages=tuple(chosen),
            expiry_hours=None if hours >= longest else hours,
            export_format=export_format,
            interface=interface,
        )
        shared.call(shared.desk.preferences.keep, current_user(), wanted)
        st.session_state.pop("upload_engine", None)
        choose_language(interface)
        toast(say("settings.saved"), icon=":material/check:")
        st.rerun()


@st.cache_resource(ttl=60, show_spinner=False)
def _languages() -> list[str]:
    found = [each.availability().languages for each in engine_classes().values()]
    return sorted({code for codes in found for code in codes})


def _engines() -> None:
    st.subheader(say("settings.engines"), anchor=False)
    default = services().settings.default_engine
    heads = [plain(f"settings.engines.{name}") for name in ("name", "state", "about")]
    lines = [f"| {' | '.join(heads)} |", "|:--|:--|:--|"]
    for name, each in engine_classes().items():
        found = each.availability()
        if found.available:
            state = f":green[:material/check_circle: {say('settings.engine_found', version=found.version)}]"
            about = escape(plain_or(f"engine.{name}", each.label))
        else:
            state = f":orange[:material/warning: {say('settings.engine_missing')}]"
            install = f" {say('settings.engine_install')} `{found.install.replace('`', '')}`" if found.install else ""
            about = f"{escape(error_text(found.error) if found.error else found.reason)}{install}"
        shown = f"**{escape(name)}**" + (f" · {say('settings.engine_default')}" if name == default else "")
        lines.append(f"| {shown} | {state} | {about} |")
    with st.container(key="settings_engines"):
        st.markdown("\n".join(lines))


def _workers() -> bool:
    now = snapshot()
    if not now.has_worker:
        st.markdown(f":orange[:material/warning: {say('queue.stalled')}]")
        return now.is_active
    formats, reading = visitor_formats(), _reading(now)
    rows = [
        {
            "process": f"{each.hostname}, {plain('settings.worker.pid', pid=each.pid)}",
            "state": plain(f"settings.worker.{each.state}"),
            "now": "; ".join(reading.get(each.worker_id, [])) or plain("settings.worker.idle"),
            "busy": f"{each.busy} / {each.processes}",
            "memory": f"{formats.number(each.memory_mb)} MB",
            "documents": each.documents,
            "since": "" if each.started_at is None else formats.moment(each.started_at, now=now.at),
        }
        for each in now.stats.workers
    ]
    config = {
        name: st.column_config.Column(
            plain(f"settings.worker.column.{name}"), alignment="right" if name in _FIGURES else "left"
        )
        for name in rows[0]
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=config, key="settings_workers")
    return now.is_active


def _reading(now: Snapshot) -> dict[str, list[str]]:
    """Return what each worker reads, of this person's documents by name."""
    if not now.processing:
        return {}
    shared, formats = services(), visitor_formats()
    mine = shared.call(shared.desk.jobs.list_jobs, statuses=(JobStatus.PROCESSING,), owner=current_owner(), limit=100)
    told: dict[str, list[str]] = {}
    for job in mine.jobs:
        since = "" if job.started_at is None else formats.time(job.started_at)
        told.setdefault(job.worker_id or "", []).append(
            plain("settings.worker.reading", name=job.original_filename, since=since)
        )
    return told


def _limits() -> None:
    st.subheader(say("settings.limits"), anchor=False)
    settings, formats = services().settings, visitor_formats()
    lines = ["| | | |", "|:--|--:|:--|"]
    for name in _LIMITS:
        value = getattr(settings, name)
        shown = formats.number(value) if float(value).is_integer() else formats.number(value, 1)
        lines.append(f"| {say(f'settings.limit.{name}')} | {shown} | `OCR_{name.upper()}` |")
    with st.container(key="pairs_limits"):
        st.markdown("\n".join(lines))


def _tokens() -> None:
    st.subheader(say("settings.tokens"), anchor=False)
    st.caption(say("settings.tokens_help"))
    shared = services()
    for token in shared.call(shared.desk.tokens.of, current_user()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"token_{token.id}"):
            created = visitor_formats().date(token.created_at)
            st.markdown(
                f"**{escape(token.name)}** :gray[· {say('settings.token_created', date=created)}]", width="stretch"
            )
            st.button(say("settings.token_revoke"), key=f"revoke_{token.id}", on_click=_revoke, args=(token.id,))
    form = st.form("new_token", border=False, clear_on_submit=True)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(plain("settings.token_name"), placeholder=plain("settings.token_hint"), max_chars=100)
        made = st.form_submit_button(say("settings.token_make"))
    if made:
        try:
            st.session_state[_NEW_TOKEN] = shared.call(shared.desk.tokens.create, current_user(), name)
        except OcrDeskError as error:
            st.error(escape(error_text(error)), icon=":material/error:")
        else:
            st.rerun()
    if fresh := st.session_state.pop(_NEW_TOKEN, None):
        st.success(say("settings.token_once"), icon=":material/key:")
        st.code(fresh, language=None)


def _revoke(token_id: str) -> None:
    shared = services()
    shared.call(shared.desk.tokens.revoke, current_user(), token_id)
    toast(plain_count("settings.token_revoked", 1), icon=":material/check:")
