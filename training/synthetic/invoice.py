"""Invoices on A4: two parties, a table of articles at net prices, tax by rate, totals, bank account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from training.synthetic.goods import SHOPS_RO, goods_ro
from training.synthetic.invoice_words import INVOICES, InvoiceWords
from training.synthetic.model import Cell, Document, Frame, Graphic, center, left, right
from training.synthetic.money import NumberStyle, plain, quantize
from training.synthetic.names import Company, company_ro, iban, person_ro
from training.synthetic.receipt_ro import NEW_RATES, moment
from training.synthetic.sheet import Sheet
from training.synthetic.world import COUNTRIES, company_abroad, goods_abroad

if TYPE_CHECKING:
    from random import Random

_COLUMNS = 100
_OLD_RATES_RO = (Decimal(19), Decimal(9), Decimal(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    net: Decimal
    rate: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invoice:
    """One invoice's content and habits."""

    country: str
    words: InvoiceWords
    numbers: NumberStyle
    seller: Company
    buyer: Company
    day: date
    articles: tuple[_Article, ...]

    def by_rate(self) -> dict[Decimal, tuple[Decimal, Decimal]]:
        """Net and tax of each rate, tax being the sum of the articles' taxes."""
        found: dict[Decimal, tuple[Decimal, Decimal]] = {}
        for article in self.articles:
            net, tax = found.get(article.rate, (Decimal(0), Decimal(0)))
            found[article.rate] = (net + article.net, tax + article.tax)
        return dict(sorted(found.items(), reverse=True))

    def value(self, amount: Decimal) -> str:
        return f"{amount:.{self.numbers.places}f}"


def _article(rng: Random, country: str, words: InvoiceWords, rates: tuple[Decimal, ...], places: int) -> _Article:
    rate = rates[0] if rng.random() < 0.7 else rng.choice(rates)
    unit = "piece"
    if rng.random() < 0.3:
        name, price = rng.choice(words.services), Decimal(rng.randint(4000, 250000)).scaleb(-2)
        unit = rng.choice(("piece", "hour"))
    else:
        goods = goods_ro(rng, rng.choice(SHOPS_RO)) if country == "RO" else goods_abroad(rng, country)
        name, price, unit = goods.name, goods.price * rng.choice((1, 1, 3, 10)), goods.unit
    if places == 0:
        price = quantize(price * (200 if price < 100 else 1), 0)
    if unit in {"kg", "litre"}:
        quantity = Decimal(rng.randint(5, 4000)).scaleb(-1)
    else:
        quantity = Decimal(rng.choice((1, 1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 50, 100)))
    net = quantize(price * quantity, places)
    tax = quantize(net * rate / 100, places)
    return _Article(
        name=name, unit=rng.choice(words.units[unit]), quantity=quantity, price=price, net=net, rate=rate, tax=tax
    )


def _party(rng: Random, words: InvoiceWords, company: Company, head: str, phone: bool) -> list[tuple[str, str]]:
    """Rows of one party with what each one is: `label`, `name`, `address`, `tax_id` or nothing."""
    labels = words.labels
    rows = [("name", company.name)]
    if rng.random() < 0.75:
        rows.insert(0, ("label", head))
    elif rng.random() < 0.5:
        rows = [("name", f"{head.rstrip(':')}: {company.name}")]
    tax_id = ("tax_id", rng.choice(labels["tax_id"]).format(company.tax_id))
    address = [("address", part) for part in company.address]
    rows += [tax_id, *address] if rng.random() < 0.4 else [*address, tax_id]
    if company.registration and rng.random() < 0.7:
        rows.append(("", rng.choice(labels["registration"]).format(company.registration)))
    if phone and company.phone:
        rows.append(("phone", rng.choice(labels["phone"]).format(company.phone)))
    if rng.random() < 0.6:
        rows.append(("", rng.choice(labels["iban"]).format(company.iban or iban(rng, words.iban))))
        if company.bank:
            rows.append(("", rng.choice(labels["bank"]).format(company.bank)))
    if phone and labels["capital"] and rng.random() < 0.3:
        rows.append(("", rng.choice(labels["capital"]).format(f"{rng.randint(1, 90) * 200}")))
    return [(role, text[:47]) for role, text in rows]


def _note_party(sheet: Sheet, rows: list[tuple[str, str]], company: Company, side: str) -> None:
    fields = sheet.fields
    fields[f"{side}_name"] = sheet.say(next(text for role, text in rows if role == "name").split(": ", 1)[-1])
    fields[f"{side}_tax_id"] = sheet.say(company.tax_id).replace(" ", "")
    if side == "vendor":
        fields["vendor_address"] = sheet.say(" ".join(text for role, text in rows if role == "address"))
        if any(role == "phone" for role, _ in rows):
            fields["vendor_phone"] = company.phone


def _parties(rng: Random, sheet: Sheet, invoice: _Invoice) -> None:
    """Seller and buyer beside each other, or one below the other."""
    labels = invoice.words.labels
    seller = _party(rng, invoice.words, invoice.seller, rng.choice(labels["seller"]), phone=True)
    buyer = _party(rng, invoice.words, invoice.buyer, rng.choice(labels["buyer"]), phone=False)
    _note_party(sheet, seller, invoice.seller, "vendor")
    _note_party(sheet, buyer, invoice.buyer, "customer")
    if rng.random() < 0.65:
        at = rng.choice((0.52, 0.56, 0.6)) if rng.random() < 0.75 else 1.0
        for number in range(max(len(seller), len(buyer))):
            cells: list[Cell] = []
            if number < len(seller):
                cells.append(left(seller[number][1]))
            if number < len(buyer):
                cells.append(left(buyer[number][1], at) if at < 1 else right(buyer[number][1]))
            bold = number < 2 and rng.random() < 0.3
            sheet.put(*cells, bold=bold)
        return
    for rows, indent in ((seller, 0.0), (buyer, rng.choice((0.0, 0.5)))):
        for role, text in rows:
            sheet.put(left(text, indent), bold=role == "name" and rng.random() < 0.5)
        sheet.gap(0.6)


def _heading(rng: Random, sheet: Sheet, invoice: _Invoice) -> None:
    labels, words = invoice.words.labels, invoice.words
    series = "".join(rng.choice("ABCDEFGHKLMNPRSTVX") for _ in range(rng.randint(2, 4)))
    number = rng.choice((f"{rng.randint(1, 99999):0{rng.choice((1, 4, 6, 7))}d}", f"{invoice.day.year}-{rng.randint(1, 9999):04d}",
        f"{series}{rng.randint(1, 999999):06d}"))  # fmt: skip
    shown = rng.choice(words.dates)
    form = rng.choice(labels["number"])
    rows = [form.format(number, series), rng.choice(labels["date"]).format(invoice.day.strftime(shown))]
    if rng.random() < 0.6:
        due = invoice.day + timedelta(days=rng.choice((0, 7, 14, 15, 30, 60)))
        rows.append(rng.choice(labels["due"]).format(due.strftime(shown)))
    sheet.fields["document_number"] = sheet.say(f"{series} {number}" if "{1}" in form else number)
    sheet.fields["date"] = invoice.day.isoformat()
    style = rng.random()
    sheet.put(center(rng.choice(labels["title"])) if style < 0.6 else left(rng.choice(labels["title"])), tall=rng.choice((1.6, 2, 2.4)),
        wide=rng.choice((1.6, 2)), bold=rng.random() < 0.6)  # fmt: skip
    if style < 0.3:
        sheet.put(center(" ".join(rows[:2])))
        rows = rows[2:]
    for row in rows:
        sheet.put(center(row) if style < 0.6 else left(row) if style < 0.8 else right(row))


def _table(rng: Random, sheet: Sheet, invoice: _Invoice) -> tuple[Frame, ...]:
    """The articles: description wrapped in its column, numbers at the right of theirs; drawn with lines or rules."""
    words, numbers = invoice.words, invoice.numbers
    edges = rng.choice(((0.0, 0.05, 0.46, 0.53, 0.63, 0.76, 0.88, 1.0), (0.0, 0.06, 0.5, 0.57, 0.66, 0.78, 0.9, 1.0)))
    show_tax, show_rate = rng.random() < 0.75, rng.random() < 0.3
    if not show_tax:
        edges = (*edges[:6], 1.0, 1.0)
    room = int((edges[2] - edges[1]) * _COLUMNS) - 3
    first = len(sheet.blocks)
    heads = [rng.choice(options) for options in words.headings]
    _heads(sheet, heads, edges, show_tax)
    framed = rng.random()
    if framed > 0.6:
        sheet.rule(rng.choice(("line", "-", "double")))
    groups, items = [(first, len(sheet.blocks) - 1)], []
    for number, article in enumerate(invoice.articles, start=1):
        name = sheet.say(article.name)
        if show_rate and show_tax:
            name = f"{name} ({plain(article.rate)}%)"
        parts = _wrap(name, room)
        tax = [right(numbers.money(article.tax), edges[7] - 0.008)] if show_tax else []
        whole = article.quantity == article.quantity.to_integral_value()
        quantity = numbers.number(article.quantity, 0 if whole and number % 2 else 2 if words.currency != "HUF" else 1)
        start = len(sheet.blocks)
        sheet.put(left(f"{number}", edges[0] + 0.012), left(parts[0], edges[1] + 0.01), left(article.unit, edges[2] + 0.01), right(quantity, edges[4] - 0.01),
            right(numbers.money(article.price), edges[5] - 0.01), right(numbers.money(article.net), edges[6] - 0.008), *tax)  # fmt: skip
        for part in parts[1:]:
            sheet.put(left(part, edges[1] + 0.01))
        groups.append((start, len(sheet.blocks) - 1))
        items.append({"description": " ".join(parts), "quantity": plain(article.quantity), "unit": sheet.say(article.unit), "unit_price": invoice.value(article.price),
            "amount": invoice.value(article.net)})  # fmt: skip
        if framed > 0.85:
            sheet.rule("line")
    sheet.fields["items"] = items
    last = len(sheet.blocks) - 1
    if framed > 0.6:
        sheet.rule("line")
        return ()
    verticals = edges if show_tax else edges[:7]
    if framed < 0.25:
        return (Frame(first=first, last=last, verticals=verticals, horizontals=False),)
    return tuple(Frame(first=begin, last=end, verticals=verticals, horizontals=False) for begin, end in groups)


def _wrap(text: str, room: int) -> list[str]:
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > room:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _heads(sheet: Sheet, heads: list[str], edges: tuple[float, ...], show_tax: bool) -> None:
    """Headings in the middle of their columns, wrapped to their widths."""
    columns = [(edges[0] + edges[1]) / 2, (edges[1] + edges[2]) / 2, (edges[2] + edges[3]) / 2, (edges[3] + edges[4]) / 2,
        (edges[4] + edges[5]) / 2, (edges[5] + edges[6]) / 2, (edges[6] + edges[7]) / 2]  # fmt: skip
    count = 7 if show_tax else 6
    wrapped = [
        _wrap(head, max(4, int((edges[i + 1] - edges[i]) * _COLUMNS) - 3)) for i, head in enumerate(heads[:count])
    ]
    for row in range(max(map(len, wrapped))):
        sheet.put(*(center(parts[row], columns[i]) for i, parts in enumerate(wrapped) if row < len(parts)))


def _totals(rng: Random, sheet: Sheet, invoice: _Invoice) -> None:
    labels, numbers = invoice.words.labels, invoice.numbers
    rates = invoice.by_rate()
    net = sum((pair[0] for pair in rates.values()), Decimal(0))
    tax = sum((pair[1] for pair in rates.values()), Decimal(0))
    at = rng.choice((0.55, 0.6, 0.65))
    currency = rng.choice(invoice.words.currency_words) if rng.random() < 0.5 else ""

    def row(label: str, amount: Decimal, **look: Any) -> None:  # noqa: ANN401 - a row's looks
        sheet.put(left(label, at), right(f"{numbers.money(amount)} {currency}"), **look)

    row(rng.choice(labels["net"]), net)
    sheet.fields["net_total"] = invoice.value(net)
    detailed = len(rates) > 1 or rng.random() < 0.5
    form, base_form, bases = rng.choice(labels["tax"]), rng.choice(labels["base"]), rng.random() < 0.5
    taxes = []
    for rate, (base, amount) in rates.items():
        percent = plain(rate).replace(".", numbers.decimal) + "%"
        entry = {"rate": plain(rate), "base": invoice.value(base), "amount": invoice.value(amount)}
        if not detailed:
            break
        if bases and len(rates) > 1:
            row(base_form.format(r=percent), base)
        else:
            entry.pop("base")
        row(form.format(r=percent), amount)
        taxes.append(entry)
    if taxes:
        sheet.fields["taxes"] = taxes
    if len(taxes) != 1:
        row(rng.choice(labels["tax_total"]), tax)
    sheet.fields["tax_total"] = invoice.value(tax)
    row(rng.choice(labels["total"]), net + tax, bold=rng.random() < 0.7, tall=rng.choice((1, 1.2, 1.4)), lead=0.2)
    sheet.fields["total"] = invoice.value(net + tax)
    if currency:
        sheet.fields["currency"] = invoice.words.currency


def _foot(rng: Random, sheet: Sheet, invoice: _Invoice) -> None:
    sheet.gap(rng.uniform(0.5, 2))
    who = person_ro(rng) if invoice.country == "RO" else rng.choice(COUNTRIES[invoice.country].people)
    day = invoice.day.strftime(invoice.words.dates[0])
    papers = f"{rng.choice('XBCKZ')}{rng.choice('ABTRX')} {rng.randint(100000, 999999)}"
    for note in rng.sample(invoice.words.notes, rng.randint(0, min(4, len(invoice.words.notes)))):
        sheet.paragraph(note.format(who, day, f"{rng.randint(1, 99999)}", papers), align="l")


def make_invoice(rng: Random, country: str) -> Document:
    """An invoice as written in a country of `INVOICES`."""
    words = INVOICES[country]
    numbers, day = rng.choice(words.numbers), moment(rng, date(2019, 1, 1)).date()
    rates = _OLD_RATES_RO if country == "RO" and day < NEW_RATES else words.rates
    maker = company_ro if country == "RO" else lambda r: company_abroad(r, country)
    count = 1 + int(14 * rng.random() ** 1.6)
    invoice = _Invoice(country=country, words=words, numbers=numbers, seller=_prefixed(rng, maker(rng), country), buyer=_prefixed(rng, maker(rng), country),
        day=day, articles=tuple(_article(rng, country, words, rates, numbers.places) for _ in range(count)))  # fmt: skip
    sheet = Sheet(columns=_COLUMNS, upper=rng.random() < 0.04, marks=country != "RO" or rng.random() < 0.7)
    sheet.fields["document_type"] = "invoice"
    if rng.random() < 0.3:
        sheet.draw(Graphic(shape="logo", height=rng.uniform(2, 5), at=rng.choice((0.12, 0.5, 0.85))))
    parts = [_heading, _parties] if rng.random() < 0.5 else [_parties, _heading]
    for part in parts:
        part(rng, sheet, invoice)
        sheet.gap(rng.uniform(0.4, 1.2))
    frames = _table(rng, sheet, invoice)
    sheet.gap(0.6)
    _totals(rng, sheet, invoice)
    _foot(rng, sheet, invoice)
    language = "ro" if country == "RO" else COUNTRIES[country].language
    return Document(
        kind="invoice",
        language=language,
        media="a4",
        columns=_COLUMNS,
        blocks=tuple(sheet.blocks),
        fields=sheet.fields,
        frames=frames,
    )


def _prefixed(rng: Random, company: Company, country: str) -> Company:
    """A Romanian tax id with RO in front more often than not."""
    if country != "RO" or rng.random() < 0.3:
        return company
    return replace(company, tax_id=rng.choice(("RO", "RO", "RO ")) + company.tax_id)
