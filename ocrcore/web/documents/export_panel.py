"""The export of the Documents page: what is ready, or what is ticked, in the form that the ledger takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from ocrcore.database.review_state import ReviewState
from ocrcore.export import DecimalSign, ExportFormat, ExportOptions, Separator, matching_ids
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.headings import headings
from ocrcore.web.i18n.language import page_language
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.export_file import export_bytes
from ocrcore.web.shared.preferences import my_preferences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

S = TypeVar("S", DecimalSign, Separator)
_CSV = (ExportFormat.CSV, ExportFormat.CSV_ITEMS)


def export_panel(ticked: Sequence[str], filters: Mapping[str, Any], state: ReviewState) -> None:
    """Show what makes a file.

    Args:
        ticked: The documents for it.
        filters: Without ticked ones, all documents that match these filters and are ready are in it; those that are exported
            already, where these are shown.
        state: The state whose documents are shown.
    """
    wanted = state if state is ReviewState.EXPORTED else ReviewState.CONFIRMED
    with st.popover(say("queue.export"), icon=":material/download:", key="documents_export"):
        counted = say_count("documents.export_ticked", len(ticked)) if ticked else ""
        st.markdown(counted or say(f"documents.export_all.{wanted}"))
        kind, options = _how()
        _save(ticked, {**filters, "review_states": (wanted,)}, kind, options)


def _how() -> tuple[ExportFormat, ExportOptions]:
    formats, mine = list(ExportFormat), my_preferences().export_format
    kind = st.selectbox(
        plain("settings.export"),
        formats,
        index=formats.index(ExportFormat(mine)) if mine in set(formats) else 0,
        format_func=lambda each: plain(f"settings.export.{each}"),
        key="documents_export_kind",
    )
    decimal, separator, company = DecimalSign.POINT, Separator.COMMA, ""
    if kind in _CSV:
        is_comma = visitor_formats().decimal_mark == ","
        decimal = _sign(DecimalSign.COMMA if is_comma else DecimalSign.POINT, "decimal")
        separator = _sign(Separator.SEMICOLON if is_comma else Separator.COMMA, "separator")
    if kind in {ExportFormat.XLSX_JOURNAL, ExportFormat.XML_SAGA}:
        company = st.text_input(
            plain("documents.company"),
            key="documents_company",
            placeholder="RO12345674",
            help=plain("documents.company_help"),
            max_chars=20,
            persist_state="session",
        )
    if kind is ExportFormat.XML_SAGA:
        st.caption(say("documents.saga_help"))
    heading = headings(page_language())
    return kind, ExportOptions(heading=heading, decimal=decimal, separator=separator, company_tax_id=company.strip())


def _sign(usual: S, name: str) -> S:
    return st.segmented_control(
        plain(f"documents.{name}"),
        list(type(usual)),
        default=usual,
        required=True,
        format_func=lambda each: plain(f"documents.{name}.{each}"),
        key=f"documents_{name}",
        persist_state="session",
    )


def _save(ticked: Sequence[str], filters: Mapping[str, Any], kind: ExportFormat, options: ExportOptions) -> None:
    owner, job_ids = current_owner(), list(ticked)

    def content() -> bytes:
        shared = services()
        chosen = job_ids or shared.call(matching_ids, shared.desk.jobs, **filters)
        return export_bytes(chosen, kind, options, owner=owner)

    st.download_button(
        say("documents.save"),
        content,
        _file_name(kind, options),
        kind.mime_type,
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key="documents_export_save",
    )


def _file_name(kind: ExportFormat, options: ExportOptions) -> str:
    """Return what the file is called; SAGA takes a file only by the name that its manual gives."""
    today = datetime.now(UTC).astimezone(visitor_formats().timezone).date()
    if kind is ExportFormat.XML_SAGA:
        company = "".join(letter for letter in options.company_tax_id if letter.isalnum()) or "0"
        return f"F_{company}_{today:%Y%m%d}_{today:%d-%m-%Y}{kind.suffix}"
    return f"{plain('queue.export_name')}-{today.isoformat()}{kind.suffix}"
