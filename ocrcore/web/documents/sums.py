"""What the chosen documents add up to: by currency, and by rate of VAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.documents.table import money
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say, say_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ocrcore.reviews.overview import RateSums, Sums
    from ocrcore.web.i18n.formats import Formats

_HEADS = ("currency", "rate", "base", "amount", "total")


def sums_table(sums: Sequence[Sums], *, of_selection: bool) -> None:
    """Show the sums of the ticked documents, or of all that match."""
    formats = visitor_formats()
    count = sum(each.documents for each in sums)
    st.subheader(say_count("documents.sums_selected" if of_selection else "documents.sums", count), anchor=False)
    heads = [plain(f"documents.sums.{name}") for name in _HEADS]
    lines = [f"| {' | '.join(map(escape, heads))} |", "|:--|:--|--:|--:|--:|"]
    for each in sums:
        lines += [_line(each.currency, row, formats) for row in each.by_rate]
        lines.append(_total(each, formats))
    with st.container(key="documents_sums"):
        st.markdown("\n".join(lines))
    without_total, without_tax = (
        sum(getattr(each, name) for each in sums) for name in ("without_total", "without_tax")
    )
    if without_total:
        st.caption(f":material/info: {say_count('documents.without_total', without_total)}")
    if without_tax:
        st.caption(f":material/info: {say_count('documents.without_tax', without_tax)}")


def rate_text(rate: Decimal | None, formats: Formats) -> str:
    """Return a rate of VAT: `21 %`."""
    return plain("documents.no_rate") if rate is None else f"{formats.figure(float(rate))} %"


def _line(currency: str, row: RateSums, formats: Formats) -> str:
    cells = (currency, rate_text(row.rate, formats), *(money(each, formats) for each in (row.base, row.amount)))
    return f"| {' | '.join(map(escape, cells))} | {escape(money(row.base + row.amount, formats))} |"


def _total(each: Sums, formats: Formats) -> str:
    cells = [escape(money(amount, formats)) for amount in (each.net, each.tax, each.total)]
    name = escape(each.currency) if each.currency else say("documents.no_currency")
    return f"| **{name}** | **{say('documents.all_rates')}** | {' | '.join(f'**{cell}**' if cell else '' for cell in cells)} |"
