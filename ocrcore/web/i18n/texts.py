"""Every word that the pages say, in one place, so that another language is another table.

`say` is for places where Streamlit reads Markdown: what is filled in is escaped. `plain` is for places that show
letters as they are (tables, `st.text`, tooltips of a chart).
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from ocrcore.web.i18n import texts_desk, texts_result, texts_upload
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts_ro import ROMANIAN

ENGLISH: Final[dict[str, str]] = (
    texts_desk.ENGLISH
    | texts_upload.ENGLISH
    | texts_result.ENGLISH
    | {
        "product": "OCR desk",
        "error.page": "This page cannot be shown. {message}",
        "sign_in.why": "Sign in to see your documents.",
        "sign_in.button": "Sign in",
        # Navigation and the small live status
        "nav.upload": "Upload",
        "nav.queue": "Queue",
        "nav.result": "Result",
        "live.workers.one": "1 worker",
        "live.workers.other": "{count} workers",
        "live.idle": "nothing waits",
        "live.waiting": "{count} waiting",
        "live.reading": "{count} being read",
        "live.eta": "~{duration}",
        "live.none": "No worker is running",
        "live.none_help": (
            "Documents are kept and wait until a worker runs. Start one on the server with:  "
            "`python -m ocrcore worker`  The server starts one by itself unless OCR_WORKER_AUTOSTART is 0."
        ),
        "live.help": "Workers read the documents; each can read several at the same time.",
        # States of a document
        "state.pending": "Waiting",
        "state.processing": "Being read",
        "state.completed": "Done",
        "state.failed": "Failed",
        "state.cancelled": "Cancelled",
        "state.retry": "Tried again soon",
        "story.place": "{place} in the queue",
        "story.next": "next in the queue",
        "story.about": "done about {time}",
        "story.no_worker": "waits until a worker runs",
        "story.retry": "attempt {attempt} of {attempts} did not succeed and is repeated: {reason}",
        "story.page": "page {page} of {pages}",
        "story.reading": "reading has begun",
        "story.took": "read in {duration}",
        "story.cancelled": "cancelled on request",
        # Queue
        "queue.title": "Queue",
        "queue.waiting": "Waiting",
        "queue.reading": "Being read",
        "queue.done_today": "Done today",
        "queue.failed_today": "Failed today",
        "queue.all_done": "Everything is done in about {duration}, at {time}.",
        "queue.all_quiet": "Nothing waits and nothing is being read.",
        "queue.stalled": "No worker is running. Documents wait; none is lost. Start one with `python -m ocrcore worker`.",
        "queue.starting": "A worker is starting.",
        "queue.empty": "The queue is empty. Documents that you upload appear here.",
        "queue.empty_filtered": "No document matches these filters.",
        "queue.to_upload": "Upload a document",
        "queue.clear_filters": "Clear the filters",
        "queue.filter_state": "State",
        "queue.filter_engine": "Engine",
        "queue.any_engine": "All engines",
        "queue.search": "Search",
        "queue.search_hint": "Search a name or vendor",
        "queue.column.place": "Place",
        "queue.column.document": "Document",
        "queue.column.state": "State",
        "queue.column.progress": "Progress",
        "queue.column.note": "What happens",
        "queue.column.engine": "Engine",
        "queue.column.pages": "Pages",
        "queue.column.waited": "Waited",
        "queue.column.running": "Reading",
        "queue.column.done": "Done",
        "queue.column.done_help": "When it was done, or about when it will be",
        "queue.about": "~{time}",
        "queue.table": "Documents in the queue",
        "queue.select": "Tick rows to cancel, retry, delete or export them.",
        "queue.selected.one": "{name}",
        "queue.selected.other": "{count} documents selected",
        "queue.open": "Open",
        "queue.cancel": "Cancel",
        "queue.retry": "Retry",
        "queue.retry_same": "with the same engine",
        "queue.retry_with": "with {engine}",
        "queue.retry_label": "Retry with {engine}",
        "queue.delete": "Delete",
        "queue.delete_title": "Delete for good?",
        "queue.delete_ask.one": "“{name}” is removed with its text. This cannot be undone.",
        "queue.delete_ask.other": "{count} documents are removed with their text. This cannot be undone.",
        "queue.newer": "Newer",
        "queue.older": "Older",
        "queue.story": "Story",
        # What was done
        "done.cancel.one": "1 document cancelled.",
        "done.cancel.other": "{count} documents cancelled.",
        "done.retry.one": "1 document goes round again.",
        "done.retry.other": "{count} documents go round again.",
        "done.delete.one": "1 document deleted.",
        "done.delete.other": "{count} documents deleted.",
        "done.none": "Nothing was changed: {reason}",
        # Result
        "result.none": "No document has been read yet.",
        "result.missing": "There is no such document here. It may have expired or been deleted; upload it again.",
        "result.newer": "Newer document",
        "result.older": "Older document",
        "result.page": "Page",
        "result.picture": "Page {page} of {name}, with a box around every word that was read",
        "result.no_picture": "The picture of this page is not there any more.",
        "result.blank": "No text was found on this page.",
        "result.blank_document": "No text was found in this document.",
        "result.boxes": "Boxes",
        "result.boxes_all": "All words",
        "result.boxes_doubtful": "Doubtful",
        "result.boxes_none": "None",
        "result.line": "Line",
        "result.legend": (
            "Hover over a box to see its word. Boxes: :green[thin line, sure (90 % and more)] · "
            ":orange[dashed, look again (70 to 90 %)] · :red[thick dots, doubtful (under 70 %)]"
        ),
        "result.sure": "sure",
        "result.look": "look again",
        "result.doubtful": "doubtful",
        "result.tab.fields": "Fields",
        "result.tab.text": "Text",
        "result.tab.details": "Details",
        "result.word": "Word",
        "result.confidence": "Sure",
        "result.doubtful_words.one": "1 word to look at again",
        "result.doubtful_words.other": "{count} words to look at again",
        "result.doubtful_words_help": "Choose one and its box lights up on the page.",
        "result.no_doubtful": "Every word on this page was read with 90 % and more.",
        "result.download_text": "Text",
        "result.download_json": "JSON",
        "result.download_file": "Original",
        "result.download": "Download",
        "result.failed_with": "This document could not be read.",
        "result.cancelled": "This document was cancelled before it was read.",
        "result.to_queue": "See the queue",
        "result.about": "{engine} · {pages} · read in {duration} · uploaded {moment}",
        "result.expires": "Kept until {moment}, then deleted with its text.",
        "result.summary.lines.one": "1 line",
        "result.summary.lines.other": "{count} lines",
        "result.summary.pages.one": "1 page",
        "result.summary.pages.other": "{count} pages",
        "result.summary.nothing": "no text was found",
        # Fields of a result
        "fields.sure": "Sure",
        "fields.sure_help": "How sure the reading is. ! look again (under 90 %), !! doubtful (under 60 %)",
        "fields.look": "! {share}",
        "fields.doubtful": "!! {share}",
        "fields.items": "Items",
        "fields.taxes": "VAT by rate",
        "fields.payments": "Payments",
        "check.vendor_tax_id_checksum": "tax id is valid",
        "check.customer_tax_id_checksum": "customer's tax id is valid",
        "check.items_sum_to_total": "items make the total",
        "check.quantity_times_price": "quantity × price fits",
        "check.payments_cover_total": "paid in full",
        "check.net_and_tax_make_total": "net and tax make the total",
        "check.taxes_sum_to_tax_total": "taxes add up",
        "check.tax_fits_rate": "tax fits its rate",
        "check.rate_valid_on_date": "rates were in force",
        "check.items_fit_taxes": "taxes fit the items",
        "check.date_plausible": "date is plausible",
        "check.totals_agree": "one total only",
        "check.qr_agrees": "QR code agrees",
        # Details of a result
        "details.engine": "Engine",
        "details.reading": "Reading",
        "details.file": "File",
        "details.story": "Story",
        "details.tier": "Tier",
        "details.tier_ocr": "In the engine",
        "details.tier_score": "Score",
        "details.tier_accepted": "Accepted",
        "details.yes": "yes",
        "details.no": "no",
        "details.text_layer": "Taken from the PDF's own text, without OCR: {pages}.",
        "details.all_pages": "all pages",
        "details.some_pages": "page {pages}",
        "details.fast_path": "The light tier was enough.",
        "details.slow_path": "The light tier was not sure enough, so the medium tier read it again.",
        "details.time.load": "Opening the file",
        "details.time.preprocess": "Preparing the pages",
        "details.time.ocr": "In the engine",
        "details.time.extract": "Finding the fields",
        "details.time.total": "All together",
        "details.waited": "Waited in the queue",
        "details.name": "Name",
        "details.kind": "Kind",
        "details.size": "Size",
        "details.pages": "Pages",
        "details.number": "Number",
        "details.sure": "Mean confidence",
    }
)
"""English. A key that ends in `.one` or `.other` is chosen by a number (`count`)."""


INTERFACES: Final = {"en": "English", "ro": "Română"}
"""The languages of the pages, each in its own words."""
_CHOSEN = "interface_language"


def choose_interface(language: str) -> None:
    """Say everything on this person's pages in a language of `INTERFACES`, English for any other."""
    st.session_state[_CHOSEN] = language


def _text(key: str) -> str:
    return ROMANIAN[key] if is_romanian() and key in ROMANIAN else ENGLISH[key]


def is_romanian() -> bool:
    """Tell whether this person's pages are in Romanian."""
    return st.runtime.exists() and st.session_state.get(_CHOSEN) == "ro"


def _counted(key: str, count: int) -> str:
    if count == 1:
        return f"{key}.one"
    # Romanian says „2 documente" but „20 de documente" (Unicode CLDR, plural rules).
    if is_romanian() and f"{key}.few" in ROMANIAN and (count == 0 or 1 <= count % 100 <= 19):
        return f"{key}.few"
    return f"{key}.other"


def plain(key: str, /, **values: str | float) -> str:
    """Return a text for a place that shows letters as they are."""
    return _text(key).format(**values)


def is_known(key: str) -> bool:
    """Tell whether there is a text for a key that comes from data, such as a check's code."""
    return key in ENGLISH


def say(key: str, /, **values: str | float) -> str:
    """Return a text for a place that reads Markdown; what is filled in is escaped."""
    return _text(key).format(**{name: escape(str(value)) for name, value in values.items()})


def say_count(key: str, count: int, /, **values: str | float) -> str:
    """Return the singular or plural of a text for a place that reads Markdown."""
    return say(_counted(key, count), count=count, **values)


def plain_count(key: str, count: int, /, **values: str | float) -> str:
    """Return the singular or plural of a text for a place that shows letters as they are."""
    return plain(_counted(key, count), count=count, **values)


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `4th`, … `11th`; in Romanian `primul`, `al 2-lea` and so on."""
    if is_romanian():
        return "primul" if number == 1 else f"al {number}-lea"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def field_name(name: str) -> str:
    """Return the name of a result's field for a person: `vendor_tax_id` is `Vendor tax id`."""
    return plain(f"field.{name}") if is_known(f"field.{name}") else name.replace("_", " ").capitalize()
