"""Tables that are no invoices: price lists, stock lists, timetables, statements of account."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.goods import SHOPS_RO, goods_ro, shortened
from training.synthetic.model import Cell, Document, Frame, center, left, right
from training.synthetic.money import NumberStyle
from training.synthetic.names import coined, company_ro, iban, person_ro
from training.synthetic.receipt_ro import moment
from training.synthetic.sheet import Sheet
from training.synthetic.world import COUNTRIES, goods_abroad

if TYPE_CHECKING:
    from random import Random

_TITLES = {
    "prices": {"ro": ("LISTĂ DE PREȚURI", "Meniul zilei", "Catalog de produse"), "en": ("PRICE LIST", "Menu"), "de": ("PREISLISTE", "Speisekarte"), "fr": ("TARIFS", "Carte"), "hu": ("ÁRLISTA", "Étlap")},
    "stock": {"ro": ("Listă de inventar", "Notă de recepție", "Fișă de magazie"), "en": ("Stock list",), "de": ("Lagerliste",), "fr": ("Inventaire",), "hu": ("Leltár",)},
    "people": {"ro": ("Tabel nominal", "Condică de prezență", "Situația orelor lucrate"), "en": ("Timesheet",), "de": ("Stundenliste",), "fr": ("Feuille de présence",), "hu": ("Jelenléti ív",)},
    "statement": {"ro": ("EXTRAS DE CONT", "Extras de cont"), "en": ("ACCOUNT STATEMENT",), "de": ("KONTOAUSZUG",), "fr": ("RELEVÉ DE COMPTE",), "hu": ("SZÁMLAKIVONAT",)},
}  # fmt: skip
_HEADS = {
    "prices": {"ro": ("Produs", "U.M.", "Preț"), "en": ("Item", "Unit", "Price"), "de": ("Artikel", "Einheit", "Preis"), "fr": ("Article", "Unité", "Prix"), "hu": ("Termék", "Egység", "Ár")},
    "stock": {"ro": ("Cod", "Denumire", "Stoc", "Valoare"), "en": ("Code", "Description", "Stock", "Value"), "de": ("Nr.", "Bezeichnung", "Bestand", "Wert"), "fr": ("Code", "Désignation", "Stock", "Valeur"), "hu": ("Kód", "Megnevezés", "Készlet", "Érték")},
    "people": {"ro": ("Nume și prenume", "Data", "Sosire", "Plecare", "Ore"), "en": ("Name", "Date", "In", "Out", "Hours"), "de": ("Name", "Datum", "Beginn", "Ende", "Std."), "fr": ("Nom", "Date", "Début", "Fin", "Heures"), "hu": ("Név", "Dátum", "Kezdés", "Vége", "Óra")},
    "statement": {"ro": ("Data", "Detalii", "Debit", "Credit", "Sold"), "en": ("Date", "Details", "Debit", "Credit", "Balance"), "de": ("Datum", "Vorgang", "Soll", "Haben", "Saldo"), "fr": ("Date", "Libellé", "Débit", "Crédit", "Solde"), "hu": ("Dátum", "Leírás", "Terhelés", "Jóváírás", "Egyenleg")},
}  # fmt: skip
_EDGES = {
    "prices": (0.0, 0.62, 0.78, 1.0),
    "stock": (0.0, 0.16, 0.66, 0.8, 1.0),
    "people": (0.0, 0.36, 0.56, 0.7, 0.84, 1.0),
    "statement": (0.0, 0.16, 0.52, 0.68, 0.84, 1.0),
}
_COUNTRY = {"en": "GB", "de": "DE", "fr": "FR", "hu": "HU"}


def _thing(rng: Random, language: str, width: int) -> tuple[str, Decimal]:
    goods = goods_ro(rng, rng.choice(SHOPS_RO)) if language == "ro" else goods_abroad(rng, _COUNTRY[language])
    return shortened(rng, goods.name, width), goods.price


def _who(rng: Random, language: str) -> str:
    return person_ro(rng) if language == "ro" else f"{rng.choice(COUNTRIES[_COUNTRY[language]].people)} {coined(rng)}"


def _line(rng: Random, shape: str, language: str, numbers: NumberStyle, balance: Decimal) -> tuple[list[str], Decimal]:
    """Texts of one line of the table, and the running balance."""
    day = moment(rng).strftime("%d.%m.%Y")
    if shape == "prices":
        name, price = _thing(rng, language, 50)
        return [name, rng.choice(("buc", "kg", "l", "set", "m")), numbers.money(price)], balance
    if shape == "stock":
        name, price = _thing(rng, language, 40)
        count = rng.randint(1, 400)
        return [
            f"{rng.choice('ABCDKX')}{rng.randint(100, 99999)}",
            name,
            str(count),
            numbers.money(price * count),
        ], balance
    if shape == "people":
        begin, hours = rng.randint(6, 11), rng.randint(4, 10)
        minute = rng.choice(("00", "15", "30"))
        return [_who(rng, language), day, f"{begin:02d}:{minute}", f"{begin + hours:02d}:{minute}", str(hours)], balance
    amount = Decimal(rng.randint(500, 300000)).scaleb(-2)
    income = rng.random() < 0.4
    balance += amount if income else -amount
    money = numbers.money(amount)
    return [day, shortened(rng, rng.choice((_who(rng, language), company_ro(rng).name, f"{coined(rng)} {rng.randint(10, 9999)}")), 30),
        "" if income else money, money if income else "", numbers.money(balance)], balance  # fmt: skip


def _cells(shape: str, texts: list[str]) -> list[Cell]:
    edges = _EDGES[shape]
    words = {"prices": 1, "stock": 2, "people": 2, "statement": 2}[shape]
    return [
        left(text, edges[i] + 0.01) if i < words else right(text, edges[i + 1] - 0.01) for i, text in enumerate(texts)
    ]


def make_table(rng: Random) -> Document:
    """A page with one table, ruled or not."""
    language = rng.choices(("ro", "en", "de", "fr", "hu"), (45, 20, 13, 12, 10))[0]
    shape = rng.choice(tuple(_TITLES))
    sheet = Sheet(columns=rng.choice((80, 88, 96)), marks=language != "ro" or rng.random() < 0.75)
    numbers = NumberStyle(
        decimal="," if language != "en" else ".",
        thousands=rng.choice(("", "." if language != "en" else ",")),
        places=0 if language == "hu" else 2,
    )
    sheet.put(
        center(rng.choice(_TITLES[shape][language])),
        tall=rng.choice((1.4, 2)),
        wide=rng.choice((1.2, 1.6)),
        bold=rng.random() < 0.6,
    )
    if shape == "statement":
        sheet.put(center(f"IBAN {iban(rng, _COUNTRY.get(language, 'RO'))}"))
    sheet.gap(0.8)
    edges, starts = _EDGES[shape], [len(sheet.blocks)]
    heads = _HEADS[shape][language]
    sheet.put(
        *(center(head, (edges[i] + edges[i + 1]) / 2) for i, head in enumerate(heads)),
        bold=rng.random() < 0.6,
        inverted=rng.random() < 0.1,
    )
    balance = Decimal(rng.randint(100000, 5000000)).scaleb(-2)
    for _ in range(rng.randint(8, 34)):
        starts.append(len(sheet.blocks))
        texts, balance = _line(rng, shape, language, numbers, balance)
        sheet.put(*_cells(shape, texts))
    roll = rng.random()
    frames: tuple[Frame, ...] = ()
    if roll < 0.6:
        verticals = edges if roll < 0.4 else (0.0, 1.0)
        ends = [*[start - 1 for start in starts[1:]], len(sheet.blocks) - 1]
        frames = tuple(
            Frame(first=first, last=last, verticals=verticals) for first, last in zip(starts, ends, strict=True)
        )
    sheet.fields = {"document_type": "other"}
    return Document(
        kind="table",
        language=language,
        media="a4",
        columns=sheet.columns,
        blocks=tuple(sheet.blocks),
        fields=sheet.fields,
        frames=frames,
    )
