"""Till receipts of other countries, from the same parts with other words, taxes and habits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.synthetic.items import ItemStyle, print_items, signed
from training.synthetic.model import Document, Graphic, Row, left, right
from training.synthetic.money import plain
from training.synthetic.receipt_ro import moment
from training.synthetic.sale import Sale, SaleRules, make_sale
from training.synthetic.sheet import Sheet
from training.synthetic.world import COUNTRIES, Country, company_abroad, goods_abroad

if TYPE_CHECKING:
    from decimal import Decimal
    from random import Random

    from training.synthetic.names import Company

_LAYOUTS = ("below", "one_line", "inline", "table", "before", "after")
_TAX_NAMES = {("GBP", "en"): ("VAT", "Tax"), ("MYR", "en"): ("Tax(RM)", "GST", "Tax (RM)"), ("EUR", "de"): ("MwSt", "Steuer"),
    ("EUR", "fr"): ("TVA",), ("HUF", "hu"): ("ÁFA",)}  # fmt: skip
_SIGNS = {"GBP": "£", "EUR": "€", "MYR": "RM", "HUF": "Ft"}


def _style(rng: Random, country: Country) -> ItemStyle:
    coded = country.labels["tax_id"][0].startswith(("USt", "GST", "TVA", "Adó")) or rng.random() < 0.4
    return ItemStyle(layout=rng.choices(_LAYOUTS, (16, 26, 18, 22, 10, 8))[0], numbers=rng.choice(country.numbers),
        times=rng.choice((" x ", " X ", " x ", " @ " if country.language == "en" else " * ")),
        code_join=" " if coded and rng.random() < 0.75 else None, minus_after=rng.random() < 0.12,
        units=rng.choice(country.units), reduction=rng.choice(country.labels["discount"]), cut_names=rng.random() < 0.5,
        headings=country.labels["headings"][:4], barcodes=rng.random() < 0.08)  # type: ignore[arg-type]  # fmt: skip


def _header(rng: Random, sheet: Sheet, country: Country, company: Company) -> None:
    if rng.random() < 0.25:
        sheet.draw(Graphic(shape="logo", height=rng.uniform(2.5, 6)))
    align = "c" if rng.random() < 0.85 else "l"
    if company.brand:
        sheet.paragraph(company.brand, align=align, wide=rng.choice((1, 1.5, 2)), tall=rng.choice((1.5, 2)))
    name = sheet.paragraph(company.name, align=align, bold=rng.random() < 0.5, tall=rng.choice((1, 1, 1, 1.5)))
    sheet.fields["vendor_name"] = " ".join(name)
    if country.currency == "MYR" and rng.random() < 0.7:
        sheet.paragraph(
            rng.choice(("({0})", "Co. Reg. No: {0}", "Company No. {0}", "CO.REG : {0}")).format(company.registration),
            align=align,
        )
    address = [row for part in company.address for row in sheet.paragraph(part, align=align)]
    sheet.fields["vendor_address"] = " ".join(address)
    if company.phone:
        sheet.paragraph(rng.choice(country.labels["phone"]).format(company.phone), align=align)
        sheet.fields["vendor_phone"] = company.phone
    if country.currency == "EUR" and company.registration and rng.random() < 0.6:
        sheet.paragraph(f"SIRET {company.registration} {rng.randint(10, 99999):05d}", align=align)
    if rng.random() < 0.85:
        sheet.paragraph(rng.choice(country.labels["tax_id"]).format(company.tax_id), align=align)
        sheet.fields["vendor_tax_id"] = sheet.say(company.tax_id)
    title = rng.choice(country.labels["title"])
    if title:
        sheet.paragraph(title, bold=rng.random() < 0.5, tall=rng.choice((1, 1, 2)), lead=0.4)


def _moment(rng: Random, sheet: Sheet, country: Country, sale: Sale) -> None:
    shown, clock = rng.choice(country.dates), rng.choice(country.times)
    day, hour = sale.when.strftime(shown), sale.when.strftime(clock)
    label = rng.choice(country.labels["date"]).format(day)
    if len(label) + len(hour) + 1 > sheet.columns or rng.random() < 0.2:
        sheet.put(left(label))
        sheet.put(left(hour))
    elif rng.random() < 0.5:
        sheet.put(left(label), right(hour))
    else:
        sheet.paragraph(f"{label} {hour}", align=rng.choice(("l", "c")))
    sheet.fields["date"] = sale.when.date().isoformat()
    sheet.fields["time"] = sale.when.strftime("%H:%M:%S" if "%S" in clock else "%H:%M")


def _reference(rng: Random, sheet: Sheet, country: Country) -> None:
    number = rng.choice((f"{rng.randint(1, 999999):06d}", f"CS{rng.randint(1, 99999):08d}", f"{rng.randint(1, 9999)}",
        f"{rng.randint(1, 99)}-{rng.randint(1000, 99999)}", f"A{rng.randint(10**7, 10**8)}"))  # fmt: skip
    if sheet.columns < len(number) + 16:
        number = number[-6:]
    sheet.paragraph(rng.choice(country.labels["number"]).format(number), align=rng.choice(("l", "l", "c")))
    sheet.fields["document_number"] = number


def _clerk(rng: Random, sheet: Sheet, country: Country) -> None:
    if rng.random() < 0.6:
        sheet.paragraph(rng.choice(country.labels["cashier"]).format(rng.choice(country.people)), align="l")
    if rng.random() < 0.5:
        sheet.paragraph(rng.choice(country.labels["extra"]).format(rng.randint(1, 60)), align="l")


def _amount(style: ItemStyle, sign: str, amount: Decimal) -> str:
    text = signed(style, amount)
    if not sign:
        return text
    if sign in {"€", "Ft"}:
        return f"{text} {sign}"
    return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"


def _totals(rng: Random, sheet: Sheet, country: Country, style: ItemStyle, sale: Sale) -> None:
    labels, sign = country.labels, _SIGNS[country.currency] if rng.random() < 0.4 else ""
    if sale.reduction or rng.random() < 0.4:
        sheet.pair(rng.choice(labels["subtotal"]), _amount(style, sign, sale.subtotal))
    if sale.reduction:
        sheet.pair(rng.choice(labels["discount"]), _amount(style, sign, -sale.reduction))
    if sale.rounding or (country.cash_step and rng.random() < 0.3):
        sheet.pair(rng.choice(labels["rounding"]), _amount(style, sign, sale.rounding))
    big = rng.choice((1, 1.5, 2, 2, 1))
    sheet.pair(rng.choice(labels["total"]), _amount(style, sign, sale.total), tall=big, wide=rng.choice((1, big)),
        bold=rng.random() < 0.5, lead=0.3)  # fmt: skip
    sheet.fields["total"] = f"{sale.total:.{country.places}f}"
    if sale.reductions:
        sheet.fields["discount_total"] = f"{sale.reductions:.{country.places}f}"


def _payments(rng: Random, sheet: Sheet, country: Country, style: ItemStyle, sale: Sale) -> None:
    for payment in sale.payments:
        sheet.pair(rng.choice(country.labels[payment.method]), signed(style, payment.amount))
    if sale.change or rng.random() < 0.2:
        sheet.pair(rng.choice(country.labels["change"]), signed(style, sale.change))
    sheet.fields["payments"] = [{"method": p.method, "amount": f"{p.amount:.{country.places}f}"} for p in sale.payments]


def _taxes(rng: Random, sheet: Sheet, country: Country, style: ItemStyle, sale: Sale) -> None:
    places, labels = country.places, country.labels
    truth = [
        {"code": t.code, "rate": plain(t.rate), "base": f"{t.base:.{places}f}", "amount": f"{t.amount:.{places}f}"}
        for t in sale.taxes
    ]
    percent = {tax.code: plain(tax.rate).replace(".", style.numbers.decimal) + "%" for tax in sale.taxes}
    if rng.random() < 0.55 and sheet.columns >= 30:
        sheet.put(left(rng.choice(labels["rate"])), right(rng.choice(labels["net"]), 0.5),
            right(rng.choice(_TAX_NAMES[country.currency, country.language]), 0.74), right(rng.choice(labels["gross"])))  # fmt: skip
        for tax in sale.taxes:
            sheet.put(left(f"{tax.code} {percent[tax.code]}"), right(signed(style, tax.base), 0.5), right(signed(style, tax.amount), 0.74),
                right(signed(style, tax.base + tax.amount)))  # fmt: skip
    else:
        form = rng.choice(labels["tax"])
        for tax, entry in zip(sale.taxes, truth, strict=True):
            sheet.pair(form.format(c=tax.code, r=percent[tax.code]), signed(style, tax.amount))
            del entry["base"]
            if "{c}" not in form and style.code_join is None:
                del entry["code"]
    sheet.fields["taxes"] = truth
    if rng.random() < 0.4:
        sheet.pair(rng.choice(labels["tax_total"]), signed(style, sale.tax_total))
        sheet.fields["tax_total"] = f"{sale.tax_total:.{places}f}"


def make_receipt_abroad(rng: Random, code: str) -> Document:
    """One till receipt of a country of `COUNTRIES`."""
    country = COUNTRIES[code]
    sheet = Sheet(columns=rng.choice((28, 32, 36, 38, 40, 42, 48)), upper=rng.random() < 0.3, marks=rng.random() < 0.9)
    sheet.fields["document_type"] = "receipt"
    style, when = _style(rng, country), moment(rng, country.since, country.until)
    rules = SaleRules(
        codes=rng.choice(country.codes),
        places=country.places,
        cash_step=country.cash_step if rng.random() < 0.6 else None,
    )
    sale = make_sale(rng, rules, when, lambda: goods_abroad(rng, code), 1 + int(14 * rng.random() ** 2))
    separator = rng.choice(("-", "-", "=", "line", "*", ""))
    _header(rng, sheet, country, company_abroad(rng, code))
    parts = [
        lambda: _reference(rng, sheet, country),
        lambda: _moment(rng, sheet, country, sale),
        lambda: _clerk(rng, sheet, country),
    ]
    rng.shuffle(parts)
    early = rng.choice((3, 3, 2, 1, 0))
    for part in parts[:early]:
        part()
    sheet.rule(separator)
    print_items(rng, style, sheet, sale.lines)
    sheet.rule(separator)
    _totals(rng, sheet, country, style, sale)
    blocks = [_payments, _taxes] if rng.random() < 0.7 else [_taxes, _payments]
    for block in blocks:
        if block is _payments or rng.random() < 0.85:
            block(rng, sheet, country, style, sale)
            sheet.rule(separator if rng.random() < 0.4 else "")
    for part in parts[early:]:
        part()
    for _ in range(rng.choice((0, 1, 1, 2))):
        sheet.paragraph(rng.choice(country.labels["thanks"]), lead=0.2)
    if rng.random() < 0.15:
        sheet.draw(Graphic(shape="code128", height=rng.uniform(2, 3.5), payload=f"{rng.randrange(10**12):012d}"))
    printed = {
        token
        for block in sheet.blocks
        if isinstance(block, Row)
        for cell in block.cells
        for token in re.findall(r"[€£]|[A-Za-z]+", cell.text)
    }
    if printed & {_SIGNS[country.currency], country.currency}:
        sheet.fields["currency"] = country.currency
    return Document(
        kind="receipt",
        language=country.language,
        media="till",
        columns=sheet.columns,
        blocks=tuple(sheet.blocks),
        fields=sheet.fields,
    )
