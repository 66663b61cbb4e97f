"""The foot of a Romanian till receipt: moment, numbers, device, till, codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.synthetic.model import Graphic, center, left, right
from training.synthetic.names import coined, person_ro

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from training.synthetic.sale import Sale
    from training.synthetic.sheet import Sheet

_DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%y", "%d-%m-%y")
_TIMES = ("%H:%M:%S", "%H:%M", "%H-%M-%S", "%H:%M:%S", "%H.%M.%S")
_THANKS = ("VĂ MULȚUMIM!", "Vă mulțumim și vă mai așteptăm!", "MULȚUMIM PENTRU CUMPĂRĂTURI", "O ZI BUNĂ!", "Vă așteptăm cu drag!",
    "Poftă bună!", "PĂSTRAȚI BONUL PENTRU GARANȚIE", "Retur în 30 de zile cu bonul fiscal", "Drum bun!", "La revedere!",
    "Urmăriți ofertele noastre", "Program: L-V 08:00-20:00, S 09:00-14:00", "Bonul fiscal poate fi folosit la loterie")  # fmt: skip
_DEVICES = ("DA44", "DB41", "DB42", "DA50", "DC43", "DD45", "EA40", "AC37", "DT20", "JF82")


def print_moment(rng: Random, sheet: Sheet, when: datetime) -> None:
    """Print date and time in one of many forms and record them."""
    day, hour = when.strftime(rng.choice(_DATES)), rng.choice(_TIMES)
    clock = when.strftime(hour)
    sheet.fields["date"] = when.date().isoformat()
    sheet.fields["time"] = when.strftime("%H:%M:%S" if "%S" in hour else "%H:%M")
    roll = rng.random()
    if roll < 0.35:
        form = rng.choice(
            (("DATA: {0}", "ORA: {0}"), ("DATA:{0}", "ORA:{0}"), ("Data: {0}", "Ora: {0}"), ("DATA {0}", "ORA {0}"))
        )
        first, second = form[0].format(day), form[1].format(clock)
        if len(first) + len(second) < sheet.columns - 2 and rng.random() < 0.7:
            sheet.put(left(first), right(second))
        else:
            sheet.put(left(first))
            sheet.put(left(second))
    elif roll < 0.6 and len(day) + len(clock) + 1 < sheet.columns:
        sheet.put(left(day), right(clock))
    else:
        sheet.put(rng.choice((center, left))(f"{day} {clock}"))


def _numbers(rng: Random, sheet: Sheet) -> None:
    width = rng.choice((4, 4, 5, 6, 3))
    number = f"{rng.randint(1, 10 ** min(width, 4) - 1):0{rng.choice((width, width, 1))}d}"
    z = f"{rng.randint(1, 2999):0{rng.choice((4, 1))}d}"
    sheet.fields["document_number"] = number
    form = rng.choice(("Z: {z} BF: {n}", "Z:{z} BF:{n}", "BF: {n} Z: {z}", "NR. BON: {n}", "Nr. bon fiscal {n}", "BON NR. {n} Z {z}",
        "Z{z} BF{n}", "BON FISCAL NR: {n}", "BF {n} / Z {z}", "Nr.bon: {n} Nr.Z: {z}"))  # fmt: skip
    if "BF{n}" in form and ":" not in form:
        sheet.fields["document_number"] = number
    sheet.paragraph(form.format(n=number, z=z), align=rng.choice(("l", "c")))


def _device(rng: Random, sheet: Sheet) -> str:
    device = f"{rng.choice(_DEVICES)}{rng.randrange(10**8):08d}"
    form = rng.choice(
        (
            "ID UNIC: {0}",
            "ID:{0}",
            "{0}",
            "S/N: {0}",
            "AMEF: {0}",
            "NUI: {0}",
            "SERIE FISCALA: {0}",
            "MF {0}",
            "S.F. {0}",
        )
    )
    sheet.paragraph(form.format(device), align=rng.choice(("c", "c", "l")))
    sheet.fields["fiscal_id"] = device
    return device


def _till_rows(rng: Random, sheet: Sheet) -> None:
    operator = rng.choice(
        ("CASIER: {0}", "Operator: {0}", "OPERATOR {0}", "Casier {0}", "Ați fost servit de: {0}", "VANZATOR {0}")
    )
    who = rng.choice((person_ro(rng), f"{rng.randint(1, 40)}", person_ro(rng).split()[1], f"OP{rng.randint(1, 9)}"))
    till = rng.choice(("CASA: {0}", "Casa:{0}", "CASA {0}", "POS {0}", "Punct de lucru {0}")).format(rng.randint(1, 90))
    if rng.random() < 0.5:
        sheet.paragraph(operator.format(who), align="l")
    if rng.random() < 0.4:
        sheet.paragraph(till, align="l")
    if rng.random() < 0.15:
        label = rng.choice(("Puncte acumulate", "PUNCTE CARD", "Bon de masă nr.", "Nr. articole", "Masa"))
        sheet.paragraph(f"{label}: {rng.randint(1, 400)}", align="l")


def print_footer(rng: Random, sheet: Sheet, sale: Sale) -> None:
    """Print what stands below the payments, in any order, and record what it says."""
    order = ["till", "numbers", "moment", "device"]
    rng.shuffle(order)
    device = ""
    for part in order:
        if part == "till":
            _till_rows(rng, sheet)
        elif part == "numbers" and rng.random() < 0.88:
            _numbers(rng, sheet)
        elif part == "moment" and "date" not in sheet.fields:
            print_moment(rng, sheet, sale.when)
        elif part == "device" and rng.random() < 0.7:
            device = _device(rng, sheet)
    if rng.random() < 0.3:
        sheet.gap()
        sheet.paragraph(rng.choice(_THANKS))
    if device and rng.random() < 0.4:
        payload = f"{sale.when:%Y%m%d;%H%M%S};{sheet.fields.get('document_number', '')};{device}"
        sheet.draw(Graphic(shape="qr", height=rng.uniform(5, 8), payload=payload))
    elif rng.random() < 0.12:
        shape = rng.choice(("ean13", "code128"))
        sheet.draw(Graphic(shape=shape, height=rng.uniform(2, 3.5), payload=f"594{rng.randrange(10**9):09d}"))
    if rng.random() < 0.85:
        title = rng.choice(("BON FISCAL", "BON FISCAL", "BON FISCAL", "*** BON FISCAL ***", "BON FISCAL RO"))
        big = rng.random() < 0.35 and sheet.columns >= 2 * len(title)
        sheet.paragraph(
            title, wide=2 if big else 1, tall=rng.choice((1, 2)) if big else 1, bold=rng.random() < 0.3, lead=0.3
        )
    if rng.random() < 0.1:
        sheet.paragraph(f"www.{coined(rng).lower()}.ro")
