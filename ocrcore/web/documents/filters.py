"""Which documents the Documents page shows: of which month and vendor, and found by what; kept in the page's address."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.queue.listing import UNDATED
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain
from ocrcore.web.session import services
from ocrcore.web.shared.listing.filters import choice, choose_owner, clear, search_field
from ocrcore.web.shared.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ocrcore.queue.owner import Owner

_MONTH, _VENDOR = "month", "vendor"


def choose_filters(on_change: Callable[[], None]) -> dict[str, Any]:
    """Show the filters and return what `JobQueue.list_jobs` and a `JobFilter` are to be asked for, with the owner.

    Args:
        on_change: Called before the page is drawn with another choice.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="documents_filters"):
        places = [st.container(width="content") for _ in range(3)]
        owner = choose_owner(on_change)
        months, vendors = _choices(owner)
        with places[0]:
            month = choice(
                _MONTH,
                [each or UNDATED for each in months],
                label=plain("documents.month"),
                nothing=plain("documents.any_month"),
                on_change=on_change,
                word=_month_name,
            )
        with places[1]:
            vendor = choice(
                _VENDOR,
                vendors,
                label=plain("field.vendor_name"),
                nothing=plain("documents.any_vendor"),
                on_change=on_change,
                width=240,
            )
        with places[2]:
            search = search_field(plain("documents.search_hint"), on_change)
    return {"owner": owner, "month": month, "vendor": vendor, "search": search}


def is_narrowed(filters: Mapping[str, Any]) -> bool:
    """Tell whether something but the owner was chosen."""
    return any(filters[name] for name in ("month", "vendor", "search"))


def clear_filters() -> None:
    """Show every document again."""
    clear(_MONTH, _VENDOR)


def _choices(owner: Owner) -> tuple[list[str | None], list[str]]:
    """Return the months and the vendors that there are."""
    overview, call = services().desk.overview, services().call
    return snapshot().once(
        ("months and vendors", owner), lambda: (call(overview.months, owner=owner), call(overview.vendors, owner=owner))
    )


def _month_name(month: str) -> str:
    return (
        plain("documents.undated") if month == UNDATED else visitor_formats().month(date.fromisoformat(f"{month}-01"))
    )
