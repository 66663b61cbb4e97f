"""What the desk has learnt of a person's suppliers: shown, and forgotten when the person says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.session import current_user, services
from ocrcore.web.shared.listing.summary import format_value
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.reviews.supplier import Supplier
    from ocrcore.web.i18n.formats import Formats

_TABLE = "settings_suppliers"
_TALL_ROWS = 10
_TALL_PX = 390


def suppliers_view() -> None:
    """Show the suppliers that are known, with a button that forgets the chosen ones."""
    st.subheader(say("settings.learnt"), anchor=False)
    st.caption(say("settings.learnt_help"))
    shared, formats = services(), visitor_formats()
    known = shared.call(shared.desk.suppliers.of, current_user())
    if not known:
        st.markdown(f":gray[{say('settings.learnt_none')}]")
        return
    rows = [_row(each, formats) for each in known]
    config = {
        name: st.column_config.Column(
            plain(f"settings.learnt.{name}"), alignment="right" if name == "documents" else "left"
        )
        for name in rows[0]
    }
    # Another key when the rows change: a choice is kept by its row's number, and would be another supplier's then.
    chosen = st.dataframe(
        pd.DataFrame(rows), hide_index=True, column_config=config, key=f"{_TABLE}_{len(known)}", on_select="rerun",
        selection_mode="multi-row", height="content" if len(rows) <= _TALL_ROWS else _TALL_PX,
        alt=plain("settings.learnt"),
    )["selection"]["rows"]  # fmt: skip
    tax_ids = [known[row].tax_id for row in chosen if row < len(known)]
    st.button(
        say("settings.forget"), icon=":material/delete:", disabled=not tax_ids, on_click=_forget, args=(tax_ids,),
        key="forget_suppliers",
    )  # fmt: skip


def _row(supplier: Supplier, formats: Formats) -> dict[str, str | int]:
    confirmed = supplier.confirmed_at
    return {
        "name": supplier.name,
        "tax_id": supplier.tax_id,
        "address": "; ".join(supplier.addresses),
        "rates": ", ".join(f"{format_value('rate', rate, formats)} %" for rate in supplier.rates),
        "number": ", ".join(supplier.numbers.values()),
        "documents": supplier.documents,
        "confirmed": "" if confirmed is None else formats.moment(confirmed, now=datetime.now(UTC)),
    }


def _forget(tax_ids: Sequence[str]) -> None:
    shared = services()
    count = shared.call(shared.desk.suppliers.forget, current_user(), tax_ids)
    toast(plain_count("settings.forgotten", count), icon=":material/check:")
