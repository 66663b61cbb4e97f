"""Words as they stand on receipts, invoices and letters: amounts, dates, codes, names and plain words of several languages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from training.alphabet import SPACE, VOCABULARY, known, plain

if TYPE_CHECKING:
    import numpy as np

_HUNSPELL, _DICT = Path("/usr/share/hunspell"), Path("/usr/share/dict")
_DICTIONARIES = {
    "ro": _HUNSPELL / "ro_RO.dic",
    "en": _DICT / "american-english",
    "de": _DICT / "ngerman",
    "fr": _DICT / "french",
    "hu": _HUNSPELL / "hu_HU.dic",
    "it": _DICT / "italian",
    "es": _DICT / "spanish",
    "pt": _DICT / "portuguese",
    "pl": _DICT / "polish",
    "cs": _HUNSPELL / "cs_CZ.dic",
    "sk": _HUNSPELL / "sk_SK.dic",
    "hr": _HUNSPELL / "hr_HR.dic",
    "sl": _HUNSPELL / "sl_SI.dic",
    "lv": _HUNSPELL / "lv_LV.dic",
    "lt": _HUNSPELL / "lt_LT.dic",
    "et": _HUNSPELL / "et_EE.dic",
    "tr": _HUNSPELL / "tr_TR.dic",
    "sv": _DICT / "swedish",
    "da": _DICT / "danish",
    "no": _DICT / "bokmaal",
    "is": _HUNSPELL / "is_IS.dic",
}
_LANGUAGE_WEIGHTS = {
    "ro": 0.34, "en": 0.25, "de": 0.07, "fr": 0.06, "hu": 0.07, "it": 0.03, "es": 0.03, "pt": 0.02, "pl": 0.025, "cs": 0.01, "sk": 0.01,
    "hr": 0.01, "sl": 0.005, "lv": 0.02, "lt": 0.01, "et": 0.01, "tr": 0.01, "sv": 0.005, "da": 0.005, "no": 0.005, "is": 0.005,
}  # fmt: skip
_LANGUAGES, _SHARE_OF_LANGUAGE = tuple(_LANGUAGE_WEIGHTS), tuple(_LANGUAGE_WEIGHTS.values())
_MOST_WORDS, _MOST_MARKED = 120_000, 4_000
"""Words kept of one list, and those of it that are kept for one letter: forms of a word make up most of the long lists."""

ROMANIAN_MARKS = "ăâîșțĂÂÎȘȚ"
_SMALL_MARKED = "".join(letter for letter in VOCABULARY[94:] if letter.islower() and letter not in "ªºµ")

_LABELS = """total lei tva bon fiscal casa data ora nr suma card numerar rest plata client cod produs bucati buc kg litru
pâine brânză lapte ouă țuică șuncă carne măr fără și în la cu din pentru magazin strada str bd bulevardul sector județ jud
municipiul oraș mun București Cluj-Napoca Iași Timișoara Constanța Brașov Craiova Galați Ploiești Oradea Brăila Arad Pitești
Sibiu Bacău Târgu-Mureș Baia-Mare Suceava Botoșani Satu-Mare cif cui rc c.i.f. c.u.i. amef subtotal reducere discount sgr
garanție ambalaj ambalaje motorină benzină premium farmacie medicamente restaurant mâncare cafea espresso apă minerală suc
bere vin roșu alb dulce hârtie igienică detergent șampon săpun mulțumim vă așteptăm factură chitanță seria numărul furnizor
cumpărător preț unitar valoare cotă scutit taxare inversă operator casier tranzacție autorizare aprobat terminal comerciant
s.r.l. srl s.a. sa pfa s.c. nr. str. bl. sc. ap. et. tel tel. fax casier: total: tva: lei/buc ron eur buc. tichete masă
numerar: credit voucher avans bacșiș bon nefiscal cod-fiscal id unic punct lucru sediu social capital subscris iban banca
trezorerie delegat semnătura ștampila expediere mijloc transport aviz însoțire marfă total-tva bază impozabilă
receipt invoice tax date time cash change amount due subtotal store manager thank you for shopping visit again item qty
price vat gst sdn bhd no tel fax road street jalan taman lot floor address company reg number table server order paid
total: cash: change: rounding adjustment incl excl inclusive exclusive gst: sr zr summary description discount disc unit
pcs bill invoice: receipt: cashier: counter date: time: sales tender balance visa mastercard debit approval code ref trace
batch terminal merchant copy customer please come again goods sold are not returnable exchangeable refundable within days
kuala lumpur selangor johor bahru penang malaysia trading enterprise hardware restoran kedai pasar mini market sdn. bhd.
co reg gst-reg id: no: no. gst-id invoice-no doc. s/n member points rm
rechnung betrag summe mwst ust gesamt netto brutto bar gegeben zurück steuer datum uhrzeit kasse filiale danke für ihren
einkauf straße telefon kunde artikel menge einzelpreis zahlung überweisung
facture montant tva ht ttc reçu espèces carte bancaire rendu merci de votre visite à bientôt quantité prix désignation
remise adresse téléphone siret total à payer
számla összesen áfa készpénz visszajáró bankkártya nyugta adószám dátum köszönjük vásárlást tétel mennyiség egységár fizetendő
""".split()


@functools.cache
def dictionary(language: str) -> tuple[str, ...]:
    """Return a language's words, those that the vocabulary can print; the labels when no word list is installed."""
    path = _DICTIONARIES[language]
    if not path.exists():
        return tuple(_LABELS)
    lines = path.read_text(encoding=_encoding(path), errors="replace").splitlines()
    words = (known(line.split("/")[0].split("\t")[0]) for line in lines[:: 1 + len(lines) // _MOST_WORDS])
    return tuple(word for word in words if 1 < len(word) < 19 and " " not in word)


def _encoding(path: Path) -> str:
    """Return the encoding that a word list's affix file names; of a bare list, the one in which it can be read."""
    affixes = path.with_suffix(".aff")
    if not affixes.exists():
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return "iso-8859-1"
        return "utf-8"
    named = next((line for line in affixes.read_bytes().splitlines() if line.startswith(b"SET ")), b"SET UTF-8")
    return named.split()[1].decode("ascii").lower().replace("iso8859", "iso-8859")


@functools.cache
def words_with(letter: str) -> tuple[str, ...]:
    """Return words of every language that hold a small letter beyond ASCII, up to some thousands of each; or the letter."""
    found: list[str] = []
    for language in _LANGUAGES:
        holding = _words_by_letter(language).get(letter, [])
        found += holding[:: 1 + len(holding) // _MOST_MARKED]
    return tuple(found) or (letter,)


@functools.cache
def _words_by_letter(language: str) -> dict[str, list[str]]:
    """Return a language's words by each letter beyond ASCII that they hold."""
    words: dict[str, list[str]] = {}
    for word in dictionary(language):
        if not word.isascii():
            for letter in dict.fromkeys(word):
                if not letter.isascii():
                    words.setdefault(letter, []).append(word)
    return words


@functools.cache
def _romanian_with_marks() -> tuple[str, ...]:
    return tuple(word for word in (*dictionary("ro"), *_LABELS) if any(letter in ROMANIAN_MARKS for letter in word))


def _pick(rng: np.random.Generator, options: tuple[str, ...] | list[str] | str) -> str:
    return options[int(rng.integers(len(options)))]


def _digits(rng: np.random.Generator, count: int) -> str:
    return "".join(map(str, rng.integers(0, 10, count)))


def _cased(rng: np.random.Generator, word: str) -> str:
    chance = rng.random()
    if chance < 0.48:
        is_turkish = "ı" in word or "ğ" in word
        capitals = known((word.replace("i", "İ") if is_turkish else word).upper())
        return capitals if len(capitals) == len(word) and "ß" not in word else word
    return word[:1].upper() + word[1:] if chance < 0.72 else word


def plain_word(rng: np.random.Generator) -> str:
    """A word of a dictionary or of a form, in any case, at times with punctuation or without its diacritics."""
    if rng.random() < 0.4:
        word = _pick(rng, _LABELS)
    else:
        word = _pick(rng, dictionary(_LANGUAGES[int(rng.choice(len(_LANGUAGES), p=_SHARE_OF_LANGUAGE))]))
    word = _cased(rng, word)
    if rng.random() < 0.2:
        word = plain(word)
    chance = rng.random()
    if chance < 0.16:
        word += _pick(rng, ":::.,,;-!?.:)*")
    elif chance < 0.2:
        word = _pick(rng, ("({})", "[{}]", '"{}"', "({}", "*{}", "<{}>", "„{}”", "-{}", "#{}", "*{}*", "'{}'")).format(
            word
        )
    return word


def romanian_with_marks(rng: np.random.Generator) -> str:
    """A Romanian word with ă, â, î, ș or ț."""
    return _pick(rng, _romanian_with_marks())


def marked_word(rng: np.random.Generator) -> str:
    """A word with a letter beyond ASCII: one half Romanian, the other half each letter of the alphabet as often as the next."""
    word = romanian_with_marks(rng) if rng.random() < 0.5 else _pick(rng, words_with(_pick(rng, _SMALL_MARKED)))
    word = _cased(rng, word)
    return word + _pick(rng, ":.,;-)") if rng.random() < 0.12 else word


def amount(rng: np.random.Generator) -> str:
    """Money, quantities and rates, with every separator met in print."""
    size = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.2, 0.3, 0.24, 0.14, 0.08, 0.04]))
    whole = _digits(rng, size).lstrip("0") or "0"
    decimals = _digits(rng, int(rng.choice([2, 3, 1, 4], p=[0.85, 0.11, 0.02, 0.02])))
    if rng.random() < 0.35:
        decimals = _pick(rng, ("00", "50", "99", "90", "000", "25", "95", "49", "05"))
    point = "," if rng.random() < 0.5 else "."
    if len(whole) > 3 and rng.random() < 0.6:
        whole = f"{whole[:-3]}{'.' if point == ',' else ','}{whole[-3:]}"
    text = whole + point + decimals
    chance = rng.random()
    if chance < 0.12:
        text = whole if rng.random() < 0.7 else text + "%"
    elif chance < 0.22:
        text = _pick(rng, ("-", "$", "€", "+", "RM", "£", "*", "=", "x", "X", "@", "(")) + text
    elif chance < 0.4:
        text += _pick(
            rng,
            (
                "A",
                "B",
                "C",
                "D",
                "E",
                "*",
                "-",
                "€",
                "lei",
                "LEI",
                "kg",
                "KG",
                "L",
                "SR",
                "%",
                "RON",
                "T",
                ")",
                "X",
                "x",
                "S",
                "Z",
            ),
        )
    elif chance < 0.43:
        text = _pick(
            rng,
            (
                "19%",
                "9%",
                "5%",
                "21%",
                "11%",
                "0%",
                "6%",
                "19,00%",
                "21.00%",
                "A-19%",
                "B-9%",
                "TVA-19%",
                "@6%",
                "6.00%",
                "0.00%",
            ),
        )
    return text


def date_or_time(rng: np.random.Generator) -> str:
    """A date or a time of day."""
    day, month, year = int(rng.integers(1, 32)), int(rng.integers(1, 13)), int(rng.integers(1995, 2031))
    hour, minute, second = int(rng.integers(24)), int(rng.integers(60)), int(rng.integers(60))
    if rng.random() < 0.6:
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "IAN", "FEB", "MAR",
            "APR", "MAI", "IUN", "IUL", "AUG", "SEP", "OCT", "NOI", "DEC")  # fmt: skip
        forms = (f"{day:02}/{month:02}/{year}", f"{day:02}.{month:02}.{year}", f"{day:02}-{month:02}-{year}",
            f"{year}-{month:02}-{day:02}", f"{day}/{month}/{year}", f"{day:02}/{month:02}/{year % 100:02}",
            f"{day:02}-{_pick(rng, months)}-{year}", f"{day:02}{_pick(rng, months)}{year}", f"{day:02}.{month:02}.{year % 100:02}",
            f"{year}/{month:02}/{day:02}", f"{month:02}/{day:02}/{year}", f"DATA:{day:02}/{month:02}/{year}")  # fmt: skip
    else:
        forms = (f"{hour:02}:{minute:02}:{second:02}", f"{hour:02}:{minute:02}", f"{hour:02}-{minute:02}-{second:02}",
            f"{hour % 12 + 1}:{minute:02}", f"{hour % 12 + 1}:{minute:02}{_pick(rng, ('AM', 'PM', 'am', 'pm'))}", f"ORA:{hour:02}-{minute:02}-{second:02}",
            f"{hour:02}:{minute:02}:{second:02}", f"ORA:{hour:02}:{minute:02}")  # fmt: skip
    return _pick(rng, forms)


def code(rng: np.random.Generator) -> str:
    """Tax ids, registry numbers, phones, bar codes, IBANs, receipt and till numbers, quantities with units."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number = _digits(rng, int(rng.integers(1, 14)))
    forms = (
        f"RO{_digits(rng, int(rng.integers(6, 10)))}", f"RO{_digits(rng, 8)}", f"J{_digits(rng, 2)}/{_digits(rng, int(rng.integers(2, 5)))}/{rng.integers(1991, 2027)}",
        f"07{_digits(rng, 8)}", f"0{_digits(rng, 3)}.{_digits(rng, 3)}.{_digits(rng, 3)}", f"0{_digits(rng, 1)}-{_digits(rng, 8)}", f"+40{_digits(rng, 9)}",
        number, number, number, f"{_digits(rng, 4)}", f"{_digits(rng, 13)}", f"#{_digits(rng, 4)}", f"Z:{_digits(rng, 4)}", f"BF:{_digits(rng, 4)}",
        f"{_pick(rng, letters)}{_pick(rng, letters)}{_digits(rng, 6)}", f"{_pick(rng, letters)}{_digits(rng, int(rng.integers(1, 6)))}",
        f"{_pick(rng, letters)}{_pick(rng, letters)}-{_digits(rng, 5)}", f"({_digits(rng, 6)}-{_pick(rng, letters)})", f"{_digits(rng, 12)}",
        f"RO{_digits(rng, 2)}{''.join(_pick(rng, letters) for _ in range(4))}{_digits(rng, 16)}"[: int(rng.integers(4, 25))],
        f"{rng.integers(1, 100)}X", f"x{rng.integers(1, 20)}", f"{rng.integers(1, 20)}x", f"{rng.integers(1, 100)}{_pick(rng, ('BUC', 'KG', 'ML', 'G', 'L', 'PCS', 'gr', 'ml', 'cl', 'W', 'MM', 'CM', '%'))}",
        f"NR.{_digits(rng, 4)}", f"{_digits(rng, 6)}-{_digits(rng, 4)}", f"*{_digits(rng, 4)}", f"****{_digits(rng, 4)}", f"{'X' * 8}{_digits(rng, 4)}",
        f"{_pick(rng, letters)}{_digits(rng, 2)}{_pick(rng, letters)}{_digits(rng, 3)}", f"{_digits(rng, 3)}/{_digits(rng, 3)}", f"{rng.integers(1, 9)}/{rng.integers(1, 9)}",
        "".join(_pick(rng, letters + "0123456789") for _ in range(int(rng.integers(2, 12)))), f"{_digits(rng, 3)}-{_digits(rng, 7)}", f"({_digits(rng, 2)})", f"{_digits(rng, 5)}",
        f"({_digits(rng, int(rng.integers(4, 8)))}-{_pick(rng, letters)})", f"{_digits(rng, int(rng.integers(4, 8)))}-{_pick(rng, letters)}",
    )  # fmt: skip
    return _pick(rng, forms)


def address(rng: np.random.Generator) -> str:
    """Sites, mail addresses and compound names."""
    first, second = (plain(_pick(rng, dictionary(_pick(rng, ("ro", "en"))))) for _ in range(2))
    forms = (f"www.{first}.{_pick(rng, ('ro', 'com', 'eu', 'com.my', 'de'))}", f"{first}@{second}.{_pick(rng, ('ro', 'com'))}", f"{first}.{second}", f"{first}-{second}",
        f"{first.title()}-{second.title()}", f"{first}/{second}", f"{first}&{second}".upper(), f"{first.upper()}+{second.upper()}", f"{first.title()}{second.title()}",
        f"{first[:1].upper()}.{second.upper()}", f"{first}_{second}", f"{first[:3].upper()}.{second[:5].upper()}", f"{first[:2].upper()}/{second[:4].upper()}")  # fmt: skip
    return _pick(rng, forms)


def letters(rng: np.random.Generator) -> str:
    """Letters and signs in no order, so that rare ones and hard neighbours are seen too."""
    printable = VOCABULARY.replace(SPACE, "")
    alphabets = ("abcdefghijklmnopqrstuvwxyzăâîșț", "ABCDEFGHIJKLMNOPQRSTUVWXYZĂÂÎȘȚ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "oO0Q8B5S1IlT7Z2G6.,:;",
        "cCsSvVwWxXzZoOuUpPkK", "().,:;-/'\"*+=#%&@!?[]<>|\\_", printable, printable[94:])  # fmt: skip
    alphabet = _pick(rng, alphabets)
    return "".join(_pick(rng, alphabet) for _ in range(int(rng.integers(1, 10))))


def sign(rng: np.random.Generator) -> str:
    """What stands alone between words."""
    return _pick(rng, ("-", ":", "=", "x", "X", "*", "&", "@", "/", "+", "#", "%", "A", "B", "C", "D", "a", "e", "o", "in", "și", "la", "€", "$", ".", "•",
        "1", "2", "3", "0", "5", "7", "I", "RM", "|", "--", "**", "***", "N", "S", "T", "L", "(", ")", "—", "–", "No", "Lei", "RON", "SR", "ZR", "to", "of", "de", "cu"))  # fmt: skip


KINDS: dict[str, tuple[float, Callable[[np.random.Generator], str]]] = {
    "word": (0.43, plain_word), "amount": (0.24, amount), "date": (0.07, date_or_time), "code": (0.13, code), "address": (0.04, address),
    "letters": (0.04, letters), "sign": (0.05, sign),
}  # fmt: skip
"""Kinds of words: their share, and what makes one."""

_SHARES = [share for share, _ in KINDS.values()]


def word(rng: np.random.Generator) -> tuple[str, str]:
    """Return a random kind and a word of it."""
    kind = list(KINDS)[int(rng.choice(len(KINDS), p=_SHARES))]
    while True:
        text = known(KINDS[kind][1](rng))
        if text and " " not in text:
            return kind, text
