"""Card slips of payment terminals (no fiscal receipts: `BON NEFISCAL`)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.model import Document, Graphic, left, right
from training.synthetic.money import NumberStyle
from training.synthetic.names import coined, company_ro
from training.synthetic.receipt_ro import moment
from training.synthetic.sheet import Sheet
from training.synthetic.world import COUNTRIES, company_abroad

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Texts = tuple[str, ...]


def _choices(text: str) -> Texts:
    return tuple(text.split("|"))


_WORDS: dict[str, Mapping[str, Texts]] = {
    "RO": {"title": _choices("BON NEFISCAL|CHITANȚĂ CARD|VÂNZARE|COPIE CLIENT|TRANZACȚIE CARD|PLATĂ"), "terminal": _choices("TERMINAL: {0}|TID: {0}|ID TERMINAL {0}|Terminal ID: {0}"),
        "merchant": _choices("COMERCIANT: {0}|MID: {0}|ID Comerciant {0}"), "total": _choices("SUMA|TOTAL|SUMĂ:|TOTAL RON|SUMA LEI|Suma totală"), "currency": _choices("RON|LEI|lei"),
        "approved": _choices("APROBATĂ|TRANZACȚIE APROBATĂ|ACCEPTAT|APROBAT|TRANZACȚIE REUȘITĂ"), "auth": _choices("COD AUTORIZARE: {0}|COD AUT: {0}|Autorizare {0}|NR. AUTORIZARE {0}"),
        "end": _choices("VĂ MULȚUMIM|PĂSTRAȚI CHITANȚA|COPIE CLIENT|BON NEFISCAL|SEMNĂTURA NU ESTE NECESARĂ|PIN VERIFICAT|Exemplar client"), "batch": _choices("LOT: {0}|BATCH {0}|PACHET: {0}")},
    "GB": {"title": _choices("SALE|CUSTOMER COPY|CARDHOLDER COPY|PURCHASE"), "terminal": _choices("TERMINAL ID: {0}|TID: {0}"), "merchant": _choices("MERCHANT ID: {0}|MID: {0}"),
        "total": _choices("AMOUNT|TOTAL|Total|SALE AMOUNT"), "currency": _choices("GBP|£"), "approved": _choices("APPROVED|PIN VERIFIED|NO CARDHOLDER VERIFICATION|CONTACTLESS"), "auth": _choices("AUTH CODE: {0}|APPROVAL CODE {0}"),
        "end": _choices("PLEASE KEEP THIS RECEIPT|THANK YOU|PLEASE DEBIT MY ACCOUNT"), "batch": _choices("BATCH: {0}|BATCH NO {0}")},
    "DE": {"title": _choices("KUNDENBELEG|Kartenzahlung|Händlerbeleg"), "terminal": _choices("Terminal-ID: {0}|Terminal-ID {0}"), "merchant": _choices("VU-Nummer {0}|VU-Nr.: {0}"), "total": _choices("Betrag|Gesamt|Betrag EUR"),
        "currency": _choices("EUR"), "approved": _choices("Zahlung erfolgt|GENEHMIGT|kontaktlos girocard"), "auth": _choices("Genehmigungs-Nr. {0}|AS-Zeit Gen.Nr. {0}"), "end": _choices("Bitte Beleg aufbewahren|Vielen Dank"), "batch": _choices("TA-Nr. {0}|Beleg-Nr. {0}")},
}  # fmt: skip
_CARDS = ("Visa", "VISA DEBIT", "MasterCard", "Mastercard Debit", "MAESTRO", "VISA CLASSIC", "DEBIT MASTERCARD")


def _details(rng: Random, words: Mapping[str, Texts]) -> list[str]:
    card = f"{rng.choice(('XXXX XXXX XXXX ', '************', '**** **** **** ', 'xxxxxxxxxxxx', '####'))}{rng.randrange(10**4):04d}"
    rows = [rng.choice(words["terminal"]).format(f"{rng.randrange(10**8):08d}"), rng.choice(words["merchant"]).format(f"{rng.randrange(10**10):010d}"),
        rng.choice(_CARDS), card, rng.choice(words["auth"]).format(f"{rng.randrange(10**6):06d}"),
        f"AID: A0000000{rng.choice(('031010', '041010', '043060'))}", f"RRN: {rng.randrange(10**12):012d}", rng.choice(words["batch"]).format(f"{rng.randrange(10**4):04d}"),
        f"STAN {rng.randrange(10**6):06d}", f"TVR: {rng.randrange(16**10):010X}", "CONTACTLESS", f"AC: {rng.randrange(16**16):016X}"]  # fmt: skip
    chosen = sorted(rng.sample(range(len(rows)), rng.randint(3, 9)))
    return [rows[number] for number in chosen]


def make_slip(rng: Random) -> Document:
    """A card slip, Romanian more often than not."""
    country = rng.choices(("RO", "GB", "DE"), (70, 18, 12))[0]
    words = _WORDS[country]
    company = company_ro(rng) if country == "RO" else company_abroad(rng, country)
    sheet = Sheet(
        columns=rng.choice((22, 24, 26, 30, 32)), upper=rng.random() < 0.5, marks=country != "RO" or rng.random() < 0.3
    )
    numbers = NumberStyle(decimal="." if country == "GB" or rng.random() < 0.3 else ",")
    total, when = Decimal(rng.randint(150, 90000)).scaleb(-2), moment(rng)
    align = rng.choice(("c", "l"))
    if rng.random() < 0.3:
        sheet.draw(Graphic(shape="logo", height=rng.uniform(2, 4)))
    if rng.random() < 0.4:
        sheet.paragraph(f"{coined(rng)} {rng.choice(('BANK', 'PAY', 'Bank'))}", tall=rng.choice((1, 1.5)))
    name = sheet.paragraph(company.brand or company.name, align=align, bold=rng.random() < 0.4)
    address = [row for part in company.address for row in sheet.paragraph(part, align=align)]
    shown, clock = rng.choice(("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d/%m/%y")), rng.choice(("%H:%M", "%H:%M:%S"))
    title = rng.choice(words["title"])
    sheet.paragraph(title, bold=rng.random() < 0.5, tall=rng.choice((1, 1, 2)), lead=0.3)
    details = _details(rng, words)
    cut = rng.randint(0, len(details))
    for row in details[:cut]:
        sheet.paragraph(row, align="l")
    sheet.put(left(when.strftime(shown)), right(when.strftime(clock)))
    currency = rng.choice(words["currency"])
    amount = f"{numbers.money(total)} {currency}" if currency != "£" else f"£{numbers.money(total)}"
    sheet.pair(
        rng.choice(words["total"]),
        amount,
        tall=rng.choice((1, 1.5, 2)),
        wide=rng.choice((1, 1, 1.5)),
        bold=rng.random() < 0.5,
        lead=0.4,
    )
    for row in details[cut:]:
        sheet.paragraph(row, align="l")
    sheet.paragraph(rng.choice(words["approved"]), bold=rng.random() < 0.4, lead=0.3)
    if country == "RO" and "NEFISCAL" not in title.upper() and rng.random() < 0.6:
        sheet.paragraph("BON NEFISCAL")
    for row in rng.sample(words["end"], rng.randint(0, 2)):
        sheet.paragraph(row)
    sheet.fields |= {"document_type": "receipt", "vendor_name": " ".join(name), "vendor_address": " ".join(address), "date": when.date().isoformat(),
        "time": when.strftime(clock), "total": f"{total:.2f}", "currency": {"RO": "RON", "GB": "GBP", "DE": "EUR"}[country],
        "payments": [{"method": "card", "amount": f"{total:.2f}"}]}  # fmt: skip
    language = "ro" if country == "RO" else COUNTRIES[country].language
    return Document(
        kind="slip",
        language=language,
        media="till",
        columns=sheet.columns,
        blocks=tuple(sheet.blocks),
        fields=sheet.fields,
    )
