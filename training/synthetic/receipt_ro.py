"""Romanian till receipts (bon fiscal) in the layouts of many tills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.fiscal_footer import print_footer, print_moment
from training.synthetic.goods import SHOPS_RO, TaxClass, goods_ro
from training.synthetic.items import LAYOUTS, ItemStyle, print_items, signed
from training.synthetic.model import Document, Graphic, center, left, right
from training.synthetic.money import NumberStyle
from training.synthetic.names import Company, company_name_ro, company_ro, cui
from training.synthetic.sale import Sale, SaleRules, make_sale
from training.synthetic.sheet import Sheet

if TYPE_CHECKING:
    from random import Random

NEW_RATES = date(2025, 8, 1)
"""Law 141/2025: 21 and 11 % instead of 19, 9 and 5 % from this day."""

_LETTERS = (("A", "B", "C", "D"), ("A", "B", "C", "E"), ("A", "B", "C", "E"), ("B", "C", "D", "A"), ("A", "C", "B", "D"),
    ("A", "B", "D", "E"), ("B", "A", "C", "D"))  # fmt: skip
_UNITS = ({"piece": "BUC", "kg": "KG", "litre": "L", "hour": "ORE"}, {"piece": "buc", "kg": "kg", "litre": "l", "hour": "ore"},
    {"piece": "Buc", "kg": "Kg", "litre": "Lt", "hour": "Ore"}, {"piece": "BUC.", "kg": "KG.", "litre": "LITRI", "hour": "H"},
    {"kg": "kg", "litre": "L"}, {})  # fmt: skip
_TAX_ID = ("CIF: {0}", "C.I.F.: {0}", "C.I.F. {0}", "CIF {0}", "CIF : {0}", "COD FISCAL: {0}", "Cod Fiscal C.I.F.: {0}",
    "C.U.I.: {0}", "CUI: {0}", "CUI {0}", "COD FISCAL {0}", "Cod fiscal: {0}", "COD IDENTIFICARE FISCALA: {0}", "CIF:{0}",
    "C.I.F.:{0}", "Cod de identificare fiscală: {0}")  # fmt: skip
_CUSTOMER_ID = ("CIF CLIENT: {0}", "CUI CLIENT: {0}", "C.I.F. CLIENT: {0}", "CIF CUMPARATOR: {0}", "CUI/CNP CLIENT: {0}",
    "Cod fiscal client: {0}", "CIF CLIENT {0}", "CLIENT C.U.I.: {0}")  # fmt: skip
_TOTAL = ("TOTAL LEI", "TOTAL LEI", "TOTAL", "TOTAL:", "TOTAL RON", "TOTAL LEI:", "Total lei", "TOTAL DE PLATA", "Total",
    "TOTAL BON", "TOTAL GENERAL", "TOTAL DE PLATĂ LEI")  # fmt: skip
_PAID = {
    "cash": ("NUMERAR", "NUMERAR LEI", "Numerar", "NUMERAR:", "CASH", "PLATA NUMERAR", "Numerar LEI", "NUMERAR RON"),
    "card": (
        "CARD",
        "CARD LEI",
        "Card",
        "PLATA CARD",
        "PLATA MODERNA",
        "CARD BANCAR",
        "CARD CREDIT",
        "CARD:",
        "Plată card",
    ),
    "voucher": ("TICHETE", "TICHETE MASA", "TICHETE DE MASĂ", "BONURI VALORICE", "VOUCHER", "Tichete valorice"),
    "change": ("REST", "REST LEI", "Rest", "REST:", "REST NUMERAR", "Rest lei", "REST RON"),
}
_TAX_ROW = ("TVA {c} {r}", "TVA {c} - {r}", "TOTAL TVA {c} - {r}", "TVA {c}={r}", "TVA {c} ({r})", "TVA {c}: {r}",
    "TOTAL TVA {c} {r}", "Total taxe {c} {r}", "{c} - TVA {r}", "TVA {r} {c}", "COTA {c} {r}", "TVA-{c} {r}")  # fmt: skip
_TAX_TOTAL = ("TOTAL TVA", "TOTAL TVA:", "TOTAL TVA BON", "Total TVA", "TOTAL TAXE", "TOTAL TVA LEI", "DIN CARE TVA")


def romanian_rates(rng: Random, day: date) -> dict[TaxClass, tuple[str, Decimal]]:
    """Letters and rates of VAT in force on a day; every till assigns letters its own way."""
    standard, reduced, low, zero = rng.choice(_LETTERS)
    if day >= NEW_RATES:
        return {"standard": (standard, Decimal(21)), "reduced": (reduced, Decimal(11)), "low": (reduced, Decimal(11)),
            "zero": (zero, Decimal(0))}  # fmt: skip
    return {"standard": (standard, Decimal(19)), "reduced": (reduced, Decimal(9)), "low": (low, Decimal(5)),
        "zero": (zero, Decimal(0))}  # fmt: skip


def moment(rng: Random, since: date = date(2018, 1, 1), until: date = date(2026, 10, 31)) -> datetime:
    """A moment of trade within a span of days, more often after the newest change of the Romanian rates."""
    first, last = (
        (NEW_RATES, until) if until > NEW_RATES and rng.random() < 0.6 else (since, min(until, date(2025, 7, 31)))
    )
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return datetime(day.year, day.month, day.day, rng.randint(7, 22), rng.randrange(60), rng.randrange(60))  # noqa: DTZ001


@dataclass(frozen=True, slots=True, kw_only=True)
class _Till:
    """One till's habits, drawn once a receipt."""

    items: ItemStyle
    separator: str
    taxes_first: bool
    total_tall: float
    total_wide: float
    total_apart: bool
    pairs_apart: bool


def _habits(rng: Random, columns: int) -> _Till:
    comma = rng.random() < 0.6
    numbers = NumberStyle(decimal="," if comma else ".", thousands=rng.choice(("", "", "." if comma else ",")))
    layout = rng.choices(LAYOUTS, (26, 22, 16, 8, 12, 10, 6))[0]
    codes = rng.choices((" ", "", "*", " *", None), (72, 12, 4, 2, 10))[0]
    places = rng.choice((0, 0, 3, 3, 2))
    reduction = rng.choice(
        ("REDUCERE", "DISCOUNT", "Reducere", "REDUCERE COM.", "DISC.", "Discount articol", "REDUCERE PREȚ")
    )
    deposit = rng.choice(("GARANTIE AMBALAJ SGR", "GARANȚIE AMBALAJ", "GARANTIE SGR", "GARANTIE PET SGR", "AMBALAJ SGR",
        "Garanție SGR 0.50", "TAXA AMBALAJ SGR", "SGR PET", "DEPOZIT SGR"))  # fmt: skip
    big = rng.choice(((1, 1), (2, 1), (2, 1), (2, 2), (1, 1), (1.5, 1.5)))
    items = ItemStyle(layout=layout, numbers=numbers, times=rng.choice((" x ", " X ", " x ", "x", " * ", "X", " x")),
        equals=rng.choice(("", "", "=", " =")) if layout.startswith("after") else "", code_join=codes,
        minus_after=rng.random() < 0.25, quantity_places=places, units=rng.choice(_UNITS), reduction=reduction,
        show_percent=rng.random() < 0.7, reduction_apart=rng.random() < 0.15, deposit=deposit,
        cut_names=rng.random() < 0.6, barcodes=rng.random() < 0.05,
        headings=rng.choice((("Denumire", "Cant", "Pret", "Valoare"), ("PRODUS", "CANT.", "PRET", "VAL."),
            ("Produs", "Cant.", "Preț", "Total"), ("DENUMIRE", "BUC", "P.U.", "LEI"))))  # fmt: skip
    return _Till(items=items, separator=rng.choices(("-", "=", "*", "line", ".", ""), (45, 12, 12, 8, 3, 20))[0],
        taxes_first=rng.random() < 0.5, total_tall=big[0], total_wide=big[1], total_apart=rng.random() < 0.08,
        pairs_apart=rng.random() < 0.05)  # fmt: skip


def tax_id_shown(rng: Random, sheet: Sheet, number: str) -> str:
    """The tax id with or without RO in front."""
    return rng.choice((number, f"RO{number}", f"RO{number}", f"RO {number}"))


def _header(rng: Random, sheet: Sheet, company: Company) -> None:
    align = "c" if rng.random() < 0.8 else "l"
    if rng.random() < 0.22:
        sheet.draw(Graphic(shape="logo", height=rng.uniform(2.5, 6)))
    if company.brand:
        wide = rng.choice((1, 2, 2, 1.5)) if len(company.brand) * 2 <= sheet.columns else 1
        sheet.paragraph(company.brand, align=align, wide=wide, tall=rng.choice((1, 2, 2)), bold=rng.random() < 0.5)
    name = sheet.paragraph(company.name, align=align, bold=rng.random() < 0.3, tall=rng.choice((1, 1, 1, 1, 2)))
    sheet.fields["vendor_name"] = " ".join(name)
    number = sheet.say(tax_id_shown(rng, sheet, company.tax_id))
    tax_row = rng.choice(_TAX_ID).format(number)
    early = rng.random() < 0.25
    if early:
        sheet.paragraph(tax_row, align=align)
    address = [row for part in company.address for row in sheet.paragraph(part, align=align)]
    sheet.fields["vendor_address"] = " ".join(address)
    if company.phone:
        label = rng.choice(("Tel: ", "TEL. ", "Telefon: ", "tel.", "Tel/Fax: "))
        sheet.paragraph(label + company.phone, align=align)
        sheet.fields["vendor_phone"] = company.phone
    if not early:
        sheet.paragraph(tax_row, align=align, lead=rng.choice((0, 0, 0.4)))
    sheet.fields["vendor_tax_id"] = number.replace(" ", "")
    if rng.random() < 0.12:
        sheet.paragraph(rng.choice(("Reg. Com. ", "Nr. Reg. Com.: ", "ORC: ")) + company.registration, align=align)


def _customer(rng: Random, sheet: Sheet) -> None:
    number = tax_id_shown(rng, sheet, cui(rng))
    sheet.paragraph(rng.choice(_CUSTOMER_ID).format(number), align=rng.choice(("l", "l", "c")))
    sheet.fields["customer_tax_id"] = number.replace(" ", "")
    if rng.random() < 0.2:
        name = sheet.paragraph(f"CLIENT: {company_name_ro(rng)[0]}", align="l")
        sheet.fields["customer_name"] = " ".join(name).partition(": ")[2]


def _percent(style: ItemStyle, rate: Decimal, places: int, sign: str) -> str:
    return style.numbers.number(rate, places) + sign


def _taxes(rng: Random, sheet: Sheet, till: _Till, sale: Sale) -> None:
    """VAT by rate and in total; at times a table with bases, at times only the total."""
    style = till.items
    shown = [tax for tax in sale.taxes if tax.rate or rng.random() < 0.8]
    roll, places, sign = rng.random(), rng.choice((0, 2, 0, 2, 1)), rng.choice(("%", "%", "%", " %"))
    truth = [
        {"code": t.code, "rate": f"{t.rate:.0f}", "base": f"{t.base:.2f}", "amount": f"{t.amount:.2f}"} for t in shown
    ]
    if roll < 0.14 and sheet.columns >= 30:
        sheet.put(*(c(t, a) for c, t, a in ((left, "Cota", 0.0), (right, rng.choice(("Bază", "Net", "Fără TVA")), 0.62),
            (right, "TVA", 1.0))))  # fmt: skip
        for tax in shown:
            sheet.put(left(f"{tax.code} {_percent(style, tax.rate, places, sign)}"), right(signed(style, tax.base), 0.62),
                right(signed(style, tax.amount)))  # fmt: skip
    elif roll < 0.92:
        form, apart = rng.choice(_TAX_ROW), till.pairs_apart
        for tax in shown:
            sheet.pair(
                form.format(c=tax.code, r=_percent(style, tax.rate, places, sign)),
                signed(style, tax.amount),
                apart=apart,
            )
        for entry in truth:
            del entry["base"]
    else:
        truth = []
    if truth:
        sheet.fields["taxes"] = truth
    if not truth or rng.random() < 0.8:
        sheet.pair(rng.choice(_TAX_TOTAL), signed(style, sale.tax_total))
        sheet.fields["tax_total"] = f"{sale.tax_total:.2f}"


def _total(rng: Random, sheet: Sheet, till: _Till, sale: Sale) -> None:
    style = till.items
    if sale.reduction:
        sheet.pair(rng.choice(("SUBTOTAL", "Subtotal", "SUBTOTAL LEI")), signed(style, sale.subtotal))
        sheet.pair(rng.choice(("REDUCERE", "DISCOUNT", "REDUCERE SUBTOTAL", "Discount bon", "REDUCERE FIDELITATE")),
            signed(style, -sale.reduction))  # fmt: skip
    elif rng.random() < 0.3:
        sheet.pair(rng.choice(("SUBTOTAL", "Subtotal", "SUBTOTAL:")), signed(style, sale.subtotal))
    label = rng.choice(_TOTAL)
    sheet.pair(label, signed(style, sale.total), wide=till.total_wide, tall=till.total_tall, bold=rng.random() < 0.35,
        apart=till.total_apart, lead=0.3 if till.total_tall > 1 else 0)  # fmt: skip
    sheet.fields["total"] = f"{sale.total:.2f}"
    sheet.fields["currency"] = "RON"
    if sale.reductions:
        sheet.fields["discount_total"] = f"{sale.reductions:.2f}"


def _payments(rng: Random, sheet: Sheet, till: _Till, sale: Sale) -> None:
    for payment in sale.payments:
        sheet.pair(rng.choice(_PAID[payment.method]), signed(till.items, payment.amount), apart=till.pairs_apart)
    if sale.change or (sale.payments[0].method == "cash" and rng.random() < 0.5):
        sheet.pair(rng.choice(_PAID["change"]), signed(till.items, sale.change), apart=till.pairs_apart)
    sheet.fields["payments"] = [{"method": p.method, "amount": f"{p.amount:.2f}"} for p in sale.payments]
    if sale.payments[-1].method == "card" and rng.random() < 0.3:
        sheet.paragraph(rng.choice(("TRANZACTIE CARD ", "Card ", "")) + f"{'*' * rng.choice((4, 8, 12))}{rng.randint(0, 9999):04d}",
            align="l")  # fmt: skip


def make_receipt_ro(rng: Random) -> Document:
    """One Romanian till receipt."""
    columns = rng.choice((24, 28, 30, 32, 32, 34, 36, 38, 40, 42, 42, 48))
    sheet = Sheet(columns=columns, upper=rng.random() < 0.55, marks=rng.random() < 0.4)
    sheet.fields["document_type"] = "receipt"
    till, when, company = _habits(rng, columns), moment(rng), company_ro(rng)
    shop = rng.choices(SHOPS_RO, (40, 10, 8, 8, 12, 7, 4, 7, 4))[0]
    rules = SaleRules(codes=romanian_rates(rng, when.date()), returns=rng.random() < 0.02,
        deposit=Decimal("0.50") if when.date() >= date(2023, 11, 30) else Decimal(0))  # fmt: skip
    most = {"grocery": 28, "fuel": 3, "service": 3, "clothes": 6}.get(shop, 10)
    count = 1 + int(most * rng.random() ** 1.8)
    sale = make_sale(rng, rules, when, lambda: goods_ro(rng, shop), count)
    _header(rng, sheet, company)
    if rng.random() < 0.1:
        print_moment(rng, sheet, when)
    if rng.random() < 0.1:
        _customer(rng, sheet)
    if rng.random() < 0.5:
        sheet.put(rng.choice((right("LEI"), right("Lei"), center("BON FISCAL"), right("RON"))))
    sheet.rule(till.separator)
    print_items(rng, till.items, sheet, sale.lines)
    sheet.rule(till.separator if rng.random() < 0.8 else "")
    _total(rng, sheet, till, sale)
    parts = [_taxes, _payments] if till.taxes_first else [_payments, _taxes]
    for part in parts:
        part(rng, sheet, till, sale)
        sheet.rule(till.separator if rng.random() < 0.3 else "")
    if "customer_tax_id" not in sheet.fields and rng.random() < 0.08:
        _customer(rng, sheet)
    print_footer(rng, sheet, sale)
    return Document(
        kind="receipt", language="ro", media="till", columns=columns, blocks=tuple(sheet.blocks), fields=sheet.fields
    )
