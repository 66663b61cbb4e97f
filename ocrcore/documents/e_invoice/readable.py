"""The readable page of an e-invoice that came without a picture: everything that is booked, nothing that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.documents.e_invoice.figures import amount_text, figure_text
from ocrcore.documents.e_invoice.labels import labels_for
from ocrcore.documents.e_invoice.sheet import MARGIN, TITLE_PX, WIDTH, Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.documents.e_invoice.invoice import EInvoice, TradeParty

_LABEL_WIDTH = 300
_INNER = WIDTH - 2 * MARGIN
_HALF = (_INNER - 40) // 2
_COLUMNS = (
    ("line", 60, False), ("description", 415, False), ("quantity", 120, True), ("unit", 90, False),
    ("price", 140, True), ("tax", 90, True), ("amount", 140, True),
)  # fmt: skip
"""Of the table of lines: label, width in pixels, whether figures stand at its right end."""
_GAP = 5


def print_invoice(invoice: EInvoice) -> Sheet:
    """Return the pages; texts that are a field or belong to a row of a list are named after it (`total`, `items.0`)."""
    sheet, labels = Sheet(), labels_for(invoice)
    title = labels["credit_note" if invoice.is_credit_note else "invoice"]
    sheet.row([Cell(text=title, x=MARGIN, width=_INNER, bold=True, size=TITLE_PX, name="document_type")])
    _fact(sheet, labels["number"], invoice.number, "document_number")
    _fact(sheet, labels["date"], invoice.issue_date.isoformat() if invoice.issue_date else "", "date")
    _fact(sheet, labels["due_date"], invoice.due_date.isoformat() if invoice.due_date else "", "due_date")
    _fact(sheet, labels["currency"], invoice.currency, "currency")
    _parties(sheet, invoice, labels)
    _lines(sheet, invoice, labels)
    _allowances(sheet, invoice, labels)
    _taxes(sheet, invoice, labels)
    _totals(sheet, invoice, labels)
    sheet.gap()
    for iban in invoice.payment.ibans:
        _fact(sheet, labels["iban"], iban, "iban")
    _fact(sheet, labels["terms"], invoice.payment.terms, "")
    for note in invoice.notes:
        _fact(sheet, labels["note"], note, "")
    return sheet


def _fact(sheet: Sheet, label: str, value: str, name: str) -> None:
    if value:
        x, width = MARGIN + _LABEL_WIDTH, _INNER - _LABEL_WIDTH
        sheet.row(
            [Cell(text=label, x=MARGIN, width=_LABEL_WIDTH), Cell(text=value, x=x, width=width, name=name)],
        )


def _parties(sheet: Sheet, invoice: EInvoice, labels: Mapping[str, str]) -> None:
    sheet.gap()
    seller = _party(invoice.seller, labels["seller"], labels, "vendor")
    buyer = _party(invoice.buyer, labels["buyer"], labels, "customer")
    for row in range(max(len(seller), len(buyer))):
        cells = []
        for x, party in ((MARGIN, seller), (MARGIN + _HALF + 40, buyer)):
            if row < len(party):
                text, name = party[row]
                cells.append(Cell(text=text, x=x, width=_HALF, bold=row == 0, name=name))
        sheet.row(cells)


def _party(party: TradeParty, label: str, labels: Mapping[str, str], side: str) -> list[tuple[str, str]]:
    rows = [(label, ""), (party.name, f"{side}_name"), (party.address, f"{side}_address")]
    if party.tax_id:
        rows.append((f"{labels['tax_id']} {party.tax_id}", f"{side}_tax_id"))
    if party.phone:
        rows.append((f"{labels['phone']} {party.phone}", f"{side}_phone"))
    return [row for row in rows if row[0]]


def _lines(sheet: Sheet, invoice: EInvoice, labels: Mapping[str, str]) -> None:
    if not invoice.lines:
        return
    sheet.gap()
    sheet.row(_table_row([labels[name] for name, _, _ in _COLUMNS], "", bold=True))
    for number, line in enumerate(invoice.lines):
        texts = [
            str(number + 1), line.description, figure_text(line.quantity), line.unit, amount_text(line.unit_price),
            _rate(line.category, figure_text(line.rate)), amount_text(line.amount),
        ]  # fmt: skip
        sheet.row(_table_row(texts, f"items.{number}"))


def _table_row(texts: list[str], name: str, *, bold: bool = False) -> list[Cell]:
    cells, x = [], MARGIN
    for text, (_, width, right) in zip(texts, _COLUMNS, strict=True):
        cells.append(Cell(text=text, x=x, width=width - _GAP, right=right, bold=bold, name=name))
        x += width + _GAP
    return cells


def _rate(category: str, rate: str) -> str:
    return f"{category} {rate}%" if rate else category


def _allowances(sheet: Sheet, invoice: EInvoice, labels: Mapping[str, str]) -> None:
    if invoice.allowances_charges:
        sheet.gap()
    for each in invoice.allowances_charges:
        label = labels["charge" if each.is_charge else "allowance"]
        told = " ".join(part for part in (label, each.reason, _rate(each.category, figure_text(each.rate))) if part)
        _sum(sheet, told, amount_text(each.amount if each.is_charge or each.amount is None else -each.amount), "")


def _taxes(sheet: Sheet, invoice: EInvoice, labels: Mapping[str, str]) -> None:
    if invoice.taxes:
        sheet.gap()
    for number, tax in enumerate(invoice.taxes):
        told = f"{labels['tax_total']} {_rate(tax.category, figure_text(tax.rate))} · {labels['base']} {amount_text(tax.base)}"
        told += f" · {tax.exemption}" if tax.exemption else ""
        _sum(sheet, told, amount_text(tax.amount), f"taxes.{number}")


def _totals(sheet: Sheet, invoice: EInvoice, labels: Mapping[str, str]) -> None:
    totals = invoice.totals
    sheet.gap()
    for label, value, name in (
        ("lines", totals.lines, ""),
        ("allowance", totals.allowances or None, "discount_total"),
        ("charge", totals.charges or None, "charge_total"),
        ("net", totals.net, "net_total"),
        ("tax_total", totals.tax, "tax_total"),
        ("total", totals.gross, "total"),
        ("prepaid", totals.prepaid or None, "payments.0"),
        ("rounding", totals.rounding or None, ""),
        ("payable", totals.payable, "amount_due"),
    ):
        _sum(sheet, labels[label], amount_text(value), name, bold=name in {"total", "amount_due"})
    if totals.tax_in_tax_currency is not None:
        told = f"{labels['tax_total']} ({invoice.tax_currency})"
        _sum(sheet, told, amount_text(totals.tax_in_tax_currency), "tax_total_in_tax_currency")


def _sum(sheet: Sheet, label: str, amount: str, name: str, *, bold: bool = False) -> None:
    if amount:
        width = _INNER - 220
        sheet.row(
            [
                Cell(text=label, x=MARGIN, width=width, bold=bold),
                Cell(text=amount, x=MARGIN + width + 20, width=200, right=True, bold=bold, name=name),
            ]
        )
