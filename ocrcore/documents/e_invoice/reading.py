"""From an XML to the invoice that it holds, by the table of its syntax."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.documents.e_invoice.invoice import (
    AllowanceCharge,
    EInvoice,
    InvoiceLine,
    Payment,
    TaxSubtotal,
    Totals,
    TradeParty,
)
from ocrcore.documents.e_invoice.syntaxes import RENAMED, SYNTAXES
from ocrcore.documents.e_invoice.xml_tree import parse_xml
from ocrcore.errors import NoEInvoice, UnreadableDocument

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from ocrcore.documents.e_invoice.syntaxes import Paths, Syntax

MAX_LINES = 5_000
MAX_LETTERS = 5_000
"""Of one text; what is longer is cut."""
_FIGURE = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})")
_VAT_SCHEMES = frozenset({"VAT", "VA"})


def read_e_invoice(data: bytes) -> EInvoice:
    """Return the invoice of an XML.

    Raises:
        NoEInvoice: It is another XML.
        InputError: It is too large, not safe, not well-formed, or its figures are none.
    """
    root = parse_xml(data, RENAMED)
    for syntax in SYNTAXES:
        if root.tag in syntax.roots and root.find(syntax.needed) is not None:
            return _invoice(root, syntax)
    raise NoEInvoice


def _invoice(root: Element, syntax: Syntax) -> EInvoice:
    texts = {name: _text(root, paths) for name, paths in syntax.texts.items()}
    lines = root.findall(syntax.lines)
    if len(lines) > MAX_LINES:
        raise UnreadableDocument(lines=len(lines), limit=MAX_LINES)
    allowances = [element for path in syntax.allowances for element in root.findall(path)]
    return EInvoice(
        syntax=syntax.name,
        profile=texts["profile"],
        number=texts["number"],
        type_code=texts["type_code"],
        issue_date=_day(texts["issue_date"]),
        due_date=_day(texts["due_date"]),
        currency=texts["currency"],
        tax_currency=texts["tax_currency"],
        notes=_all(root, syntax.notes),
        seller=_party(root.find(syntax.seller), syntax),
        buyer=_party(root.find(syntax.buyer), syntax),
        lines=tuple(_line(line, syntax.line) for line in lines),
        allowances_charges=tuple(_allowance(each, syntax) for each in allowances),
        taxes=tuple(_tax(each, syntax.tax) for each in _in_currency(root, syntax, texts["currency"])),
        totals=_totals(root, syntax, texts),
        payment=Payment(
            means_code=texts["means_code"],
            ibans=tuple(dict.fromkeys("".join(each.split()) for each in _all(root, syntax.ibans))),
            terms="\n".join(_all(root, syntax.terms)),
        ),
    )


def _party(element: Element | None, syntax: Syntax) -> TradeParty:
    if element is None:
        return TradeParty()
    ids = [
        (_text(each, syntax.registration["scheme"]).upper() in _VAT_SCHEMES, _text(each, syntax.registration["id"]))
        for each in element.findall(syntax.registrations)
    ]
    registered = _text(element, syntax.party["legal_id"])
    numbers = [
        *(number for is_vat, number in ids if is_vat),
        *(number for is_vat, number in ids if not is_vat),
        *([] if "/" in registered else [registered]),  # a number of the trade register, J08/123/2020, is no tax id
    ]
    rows = (" ".join(part for path in paths for part in _all(element, path)) for paths in syntax.address)
    # ANAF has private buyers written as 13 zeros: they have no number.
    return TradeParty(
        name=_text(element, syntax.party["name"]),
        tax_id="".join(next((number for number in numbers if number.strip("0")), "").split()),
        address=", ".join(dict.fromkeys(row for row in rows if row)),
        country=_text(element, syntax.party["country"]),
        phone=_text(element, syntax.party["phone"]),
    )


def _line(element: Element, paths: Paths) -> InvoiceLine:
    price, base = _figure(element, paths["price"]), _figure(element, paths["price_base"])
    return InvoiceLine(
        description=_text(element, paths["description"]),
        quantity=_figure(element, paths["quantity"]),
        unit=_text(element, paths["unit"]),
        unit_price=price / base if price is not None and base else price,
        amount=_figure(element, paths["amount"]),
        category=_text(element, paths["category"]),
        rate=_figure(element, paths["rate"]),
    )


def _allowance(element: Element, syntax: Syntax) -> AllowanceCharge:
    paths = syntax.allowance
    told = _text(element, paths["is_charge"]).lower()
    return AllowanceCharge(
        is_charge=element.tag in syntax.always_charges or told in {"true", "1"},
        amount=_figure(element, paths["amount"]),
        reason=_text(element, paths["reason"]),
        category=_text(element, paths["category"]),
        rate=_figure(element, paths["rate"]),
    )


def _in_currency(root: Element, syntax: Syntax, currency: str) -> list[Element]:
    """Return the taxes in the invoice's currency; UBL may give them a second time in that of the accounts."""
    (path,) = syntax.tax["amount"]
    found = ((each, each.find(path)) for each in root.findall(syntax.taxes))
    return [each for each, amount in found if amount is None or amount.get("currencyID", currency) == currency]


def _tax(element: Element, paths: Paths) -> TaxSubtotal:
    return TaxSubtotal(
        category=_text(element, paths["category"]),
        rate=_figure(element, paths["rate"]),
        base=_figure(element, paths["base"]),
        amount=_figure(element, paths["amount"]),
        exemption=_text(element, paths["exemption"]),
    )


def _totals(root: Element, syntax: Syntax, texts: dict[str, str]) -> Totals:
    found = {name: _figure(root, paths) for name, paths in syntax.totals.items()}
    taxes = [each for path in syntax.tax_totals for each in root.findall(path)]
    currency, tax_currency = texts["currency"], texts["tax_currency"]
    own = [each for each in taxes if each.get("currencyID", currency) == currency] or taxes[:1]
    other = [each for each in taxes if each not in own and each.get("currencyID") == tax_currency]
    return Totals(
        **found,
        tax=_number(own[0].text) if own else None,
        tax_in_tax_currency=_number(other[0].text) if other else None,
    )


def _text(element: Element, paths: tuple[str, ...]) -> str:
    """Return the first text that one of the paths leads to."""
    return next((found for path in paths for found in _all(element, path)), "")


def _all(element: Element, path: str) -> tuple[str, ...]:
    """Return every text at a path, tidied; empty ones are left out."""
    path, _, attribute = path.partition("/@")
    texts = (each.get(attribute) if attribute else each.text for each in element.findall(path))
    return tuple(tidy for text in texts if (tidy := _tidy(text or "")))


def _tidy(text: str) -> str:
    """Blanks and line ends become one blank each; characters that no page shows are left out."""
    words = " ".join(text[: 2 * MAX_LETTERS].split())
    return "".join(each for each in words if each.isprintable())[:MAX_LETTERS]


def _figure(element: Element, paths: tuple[str, ...]) -> Decimal | None:
    return _number(_text(element, paths))


def _number(text: str | None) -> Decimal | None:
    """Read a decimal of XML Schema.

    Raises:
        UnreadableDocument: It is none; a figure that is not understood must not be left out.
    """
    figure = (text or "").strip()
    if not figure:
        return None
    if not _FIGURE.fullmatch(figure):
        raise UnreadableDocument(text=figure[:40])
    return Decimal(figure)


def _day(text: str) -> date | None:
    """Read a date of XML Schema (`2026-03-14`, a zone behind it is let go) or of CII (`20260314`)."""
    found = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:[Z+T-].*)?", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
