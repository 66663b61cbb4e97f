"""The Romanian hand receipt (chitanță): who received what sum from whom, in figures and in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.model import Document, center, left, right
from training.synthetic.money import NumberStyle
from training.synthetic.names import company_ro, person_ro
from training.synthetic.receipt_ro import moment, tax_id_shown
from training.synthetic.sheet import Sheet

if TYPE_CHECKING:
    from random import Random

_ONES = ("zero", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă", "zece", "unsprezece", "doisprezece", "treisprezece",
    "paisprezece", "cincisprezece", "șaisprezece", "șaptesprezece", "optsprezece", "nouăsprezece")  # fmt: skip
_TENS = ("", "", "douăzeci", "treizeci", "patruzeci", "cincizeci", "șaizeci", "șaptezeci", "optzeci", "nouăzeci")


def in_words(number: int) -> str:
    """A number below a million in Romanian words, written together as on cheques: `douăsutedouăzecișidoi`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"și{_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        head = "osută" if hundreds == 1 else ("două" if hundreds == 2 else _ONES[hundreds]) + "sute"
        return head + (in_words(rest) if rest else "")
    thousands, rest = divmod(number, 1000)
    head = (
        "omie"
        if thousands == 1
        else ("două" if thousands == 2 else in_words(thousands)) + ("demii" if thousands > 19 else "mii")
    )
    return head + (in_words(rest) if rest else "")


def make_chitanta(rng: Random) -> Document:
    """A chitanță on a slip of paper."""
    sheet = Sheet(columns=rng.choice((60, 66, 72)), marks=rng.random() < 0.7)
    company, payer, when = company_ro(rng), company_ro(rng), moment(rng)
    total = Decimal(rng.randint(1000, 500000)).scaleb(-2) if rng.random() < 0.5 else Decimal(rng.randint(10, 5000))
    numbers = NumberStyle(decimal=rng.choice((",", ",", ".")))
    tax_id = tax_id_shown(rng, sheet, company.tax_id)
    series, number = (
        "".join(rng.choice("ABCDGHLMRSTV") for _ in range(rng.randint(2, 3))),
        f"{rng.randint(1, 99999):0{rng.choice((1, 4, 6))}d}",
    )
    day = when.strftime(rng.choice(("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")))
    for row in (
        f"{rng.choice(('Furnizor: ', 'Unitatea: ', ''))}{company.name}",
        f"C.I.F.: {tax_id}",
        *company.address,
        f"Nr. reg. com.: {company.registration}",
    ):
        sheet.put(left(row))
    sheet.put(center(rng.choice(("CHITANȚĂ", "CHITANȚA", "Chitanță"))), tall=2, wide=2, bold=True, lead=0.8)
    sheet.put(center(f"Seria {series} nr. {number}"))
    sheet.put(center(f"Data: {day}"))
    sheet.gap(0.8)
    from_person = rng.random() < 0.4
    name = person_ro(rng) if from_person else payer.name
    sheet.paragraph(f"Am primit de la {name}", align="l")
    if not from_person:
        customer_id = tax_id_shown(rng, sheet, payer.tax_id)
        sheet.put(left(f"C.I.F.: {customer_id}"), right(payer.registration))
        sheet.fields["customer_tax_id"] = customer_id.replace(" ", "")
    sheet.paragraph(f"Adresa: {', '.join(payer.address)}", align="l")
    whole, bani = divmod(int(total * 100), 100)
    words = in_words(whole) + " lei" + (f" și {bani} bani" if bani else "")
    sheet.paragraph(f"Suma de {numbers.money(total)} lei, adică {words}", align="l")
    sheet.paragraph(
        f"Reprezentând {rng.choice(('contravaloare factură', 'c/v factura', 'plata facturii'))} nr. {rng.randint(1, 9999)}",
        align="l",
    )
    sheet.put(right(rng.choice(("Casier,", "Semnătura", "Casier: " + person_ro(rng)))), lead=1)
    sheet.fields |= {"document_type": "receipt", "vendor_name": sheet.say(company.name), "vendor_tax_id": tax_id.replace(" ", ""),
        "vendor_address": sheet.say(" ".join(company.address)), "document_number": f"{series} {number}", "date": when.date().isoformat(),
        "total": f"{total:.2f}", "currency": "RON", "customer_name": sheet.say(name)}  # fmt: skip
    return Document(
        kind="receipt",
        language="ro",
        media="a4",
        columns=sheet.columns,
        blocks=tuple(sheet.blocks),
        fields=sheet.fields,
    )
