"""Tax ids of both sides, the number of the document, the fiscal device, and telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.parties import Heading, Party, party_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.entries import ReadRow
    from ocrcore.extraction.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier with its place. `valid` is None where no checksum is known."""

    value: str
    row: Row
    span: tuple[int, int]
    party: Party = Party.VENDOR
    valid: bool | None = None
    repaired: bool = False
    weight: float = 1.0


_PHONE = re.compile(
    r"(?:TEL(?:EFON|EPHONE|EFON)?|PHONE|MOBILE|MOB|TLF|TALR|HP|H/P|GSM|CONTACT|RUFNUMMER)\b[^0-9+()]{0,14}(?P<value>[+(]?\d[\d\s()./-]{5,17}\d)"
)
_NUMBER_VALUE = r"(?P<value>(?:(?!FISCAL|NR|NO|DIN|DATA|DATE)[A-Z]{1,6}[\s./-]{0,2})?[A-Z0-9/_.-]{0,18}\d[A-Z0-9/_.-]{0,18})(?![A-Z0-9])"
_NO = r"(?:\s?(?:NO|NR|NUM(?:BER|MER|ERO|AR)?|N[O°R]?|#|ID|REF))?"
_NUMBER_LABELS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(rf"(?<![A-Z]){label}[\s.:;#°|(-]{{0,6}}{_NUMBER_VALUE}"), weight)
    for label, weight in (
        (r"SERI[AE]\s?[:.]?\s?(?P<series>[A-Z][A-Z0-9-]{0,9})[\s,;/|]{1,3}(?:SI\s)?(?:NR|NUMAR(?:UL)?|NO)", 4.0),
        (r"(?:FACTUR[AI]|FACT)(?:\s(?:FISCALA|PROFORMA|NR|NUMAR(?:UL)?|SERIA))*[\s.:]{0,3}(?:NR|NUMAR|SERIA)", 3.6),
        (rf"(?:TAX\s?)?INV(?:OICE)?\s?(?:NO|NR|NUM(?:BER)?|#|N°|ID)", 3.6),
        (r"(?:RECHNUNGS?\s?-?\s?(?:NR|NUMMER|NO)|BELEG\s?-?\s?NR|BON\s?-?\s?NR|FACTUURN(?:UMME)?R|FACTUUR\s?(?:NR|NUMMER)|FACTURE\s?N\s?[°O]?|RECU\s?N\s?[°O]?|TICKET\s?N\s?[°O]?|REKINA?\s?(?:NR|NUMURS)|CEKA?\s?(?:NR|NUMURS)|PAVADZIMES?\s?NR|KVITS?\s?NR)", 3.5),
        (r"(?:NR\.?\s?BON(?:\sFISCAL)?|BON(?:\sFISCAL)?\s?(?:NR|NUMAR|NO)|NUMAR\s?BON|BF(?:\s?NR)?|NR\.?\s?BF|CHITANTA(?:\s(?:SERIA|NR))?(?:\s?NR)?|NR\.?\s?CHITANTA|NR\.?\s?DOC(?:UMENT)?)", 3.4),
        (r"(?:RECEIPT\s?(?:NO|NR|NUMBER|#|ID)|BILL\s?(?:NO|NR|NUMBER|#)|DOC(?:UMENT)?\s?(?:NO|NR|NUMBER|#)|SLIP\s?(?:NO|NR|#)|CASH\s?(?:BILL|SALES|INV)\s?(?:NO|#)|CHECK\s?(?:NO|#)|RCPT\s?(?:NO|#)|CS\s?NO|BILL#)", 3.2),
        (r"(?:TRANS(?:ACTION)?\s?(?:NO|NR|ID|#)|TRN\s?(?:NO|#)?|ORDER\s?(?:NO|NR|ID|NUMBER|#)|BOOKING\s?(?:ID|NO|REF)|RESERVATION\s?(?:NO|ID)|BON|TAXINV|INVOICE|RECEIPT|REF(?:ERENCE)?\s?(?:NO|NR|#)?|BON FISCAL)", 2.0),
        (r"(?:NR|NO)", 0.8),
    )
)  # fmt: skip
_HEAD_ONLY = re.compile(
    r"(?:INVOICE\s?(?:NO|NR|NUMBER|#)|RECHNUNGS?\s?-?\s?(?:NR|NUMMER)|FACTUUR\s?NUMMER|FACTURE\s?N[°O]|NR\.?\s?FACTUR[AI]?I?|NUMARUL FACTURII|BOOKING\s?ID|ORDER\s?(?:NO|ID|NUMBER)|REKINA\s?NR|BILL\s?NO|RECEIPT\s?NO|DOC(?:UMENT)?\s?NO)[.:]?\s?$"
)
_OTHER_NUMBER = re.compile(
    r"(?:CLIENT|KUNDEN|KLANT|CUSTOMER|ACCOUNT|ACC\b|REG\b|TEL|FAX|PHONE|GST|CONT\b|CASA|TABLE|MASA|OPERATOR|CASIER|CUI|CIF|C\.I\.F|REG\.? ?COM|ORD\.? ?REG|AVIZ|COMANDA|CONTRACT|TERMINAL|CARD|AUTH|AUTORIZARE|RRN|CRT|STR|STRADA|BD|BL|ITEM|LOT|COMPANY|CO\b|STAN|BATCH|TRADER|MERCHANT|CASHIER|JALAN|BLOK|KM|UNIT|FLOOR|BR|ROC)\W{0,3}$"
)


def find_tax_ids(read: Sequence[ReadRow], headings: Sequence[Heading], *, romanian: bool) -> list[Identifier]:
    """Return the tax ids of both sides, in reading order; letters are taken for digits only where the checksum agrees."""
    found = []
    for position, each in enumerate(read):
        folded = each.row.folded
        if romanian:
            if position and read[position - 1].row.page == each.row.page:
                found += _below_label(read[position - 1], each, headings)
            for digits, start, end, repaired, buyer in ro.tax_ids(folded):
                valid = ro.is_valid_tax_id(digits)
                if repaired and not valid:
                    continue
                party = Party.CUSTOMER if buyer else party_of(headings, each.row, start, end)
                found.append(Identifier(value=digits, row=each.row, span=(start, end), party=party, valid=valid, repaired=repaired))
            continue
        for value, start, end, valid, buyer in generic.tax_ids(folded):
            party = Party.CUSTOMER if buyer else party_of(headings, each.row, start, end)
            found.append(
                Identifier(value=value, row=each.row, span=(start, end), party=party, valid=valid or None, weight=1.0 if valid else 0.8)
            )
    return found


def _below_label(above: ReadRow, each: ReadRow, headings: Sequence[Heading]) -> Iterable[Identifier]:
    """Yield the tax id at the start of a row whose label stands alone at the end of the row above."""
    head = above.row.folded
    for digits, start, end, repaired, buyer in ro.tax_ids(f"{head} {each.row.folded}"):
        first, last = start - len(head) - 1, end - len(head) - 1
        valid = ro.is_valid_tax_id(digits)
        if first >= 0 and not each.row.folded[:first].strip("RO0 :.-") and valid:
            party = Party.CUSTOMER if buyer else party_of(headings, each.row, first, last)
            yield Identifier(value=digits, row=each.row, span=(first, last), party=party, valid=True, repaired=repaired)


def choose_tax_id(found: Iterable[Identifier], party: Party) -> Identifier | None:
    """Return one side's tax id: one with a right checksum before others, the first of equals."""
    own = [each for each in found if each.party is party]
    return max(own, key=lambda each: (each.valid is True, each.valid is None, -each.row.index), default=None)


def find_number(read: Sequence[ReadRow], *, romanian: bool) -> Identifier | None:
    """Return the number of the document: the one with the most telling label."""
    best: Identifier | None = None
    for position, each in enumerate(read):
        for found in (*_numbers_on(each, romanian=romanian), *_number_below(read, position)):
            if best is None or found.weight > best.weight:
                best = found
    return best


def _numbers_on(each: ReadRow, *, romanian: bool) -> Iterable[Identifier]:
    folded = each.row.folded
    taken = [(item.start, item.end) for item in (*each.dates, *each.times)]
    for pattern, weight in _NUMBER_LABELS:
        for match in pattern.finditer(folded):
            start, end = match.span("value")
            value = match.group("value").strip("./-_ ")
            if any(start < stop and begin < end for begin, stop in taken) or not _is_number(value):
                continue
            if weight < 1 and (match.start() > 0 or each.letters > 12):
                continue
            if _OTHER_NUMBER.search(folded[max(0, match.start() - 22) : match.start()]):
                continue
            series = match.groupdict().get("series")
            receipt = romanian and re.match(r"(?:NR\.?\s?)?(?:BON|BF|NUMAR\s?BON)", match.group())
            text = each.row.text[start : start + len(match.group("value").rstrip("./-_ "))]
            shown = f"{series} {text}" if series else (text.lstrip("0") or "0") if receipt else text
            yield Identifier(value=shown.strip(), row=each.row, span=(match.start("series") if series else start, end), weight=weight)
            break


def _number_below(read: Sequence[ReadRow], position: int) -> Iterable[Identifier]:
    """Yield a number that stands under its label, in the same column or alone on the next row."""
    row = read[position].row
    for start, end in row.cells():
        if not _HEAD_ONLY.search(row.folded[start:end]):
            continue
        x0, _, x1, _ = row.box_of(start, end)
        for below in read[position + 1 : position + 3]:
            if below.row.page != row.page:
                continue
            for first, last in below.row.cells():
                left, _, right, _ = below.row.box_of(first, last)
                value = below.row.text[first:last].strip(" .:#")
                is_date = any(first <= day.start < last for day in below.dates)
                if left < x1 + 0.02 and right > x0 - 0.02 and _is_number(value) and " " not in value and not is_date:
                    yield Identifier(value=value, row=below.row, span=(first, last), weight=3.3)
                    return


def _is_number(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    return 1 <= digits and 1 <= len(value) <= 28 and digits * 3 >= len(value.replace(" ", "")) and not re.fullmatch(r"\d+[.,]\d{2}", value)


def find_fiscal_id(read: Sequence[ReadRow]) -> Identifier | None:
    """Return the number of the Romanian fiscal device."""
    for each in read:
        found = ro.fiscal_device(each.row.folded)
        if found:
            return Identifier(value=found[0], row=each.row, span=found[1:])
    return None


def find_z_number(read: Sequence[ReadRow]) -> Identifier | None:
    """Return the number of the fiscal day's report, as Romanian tills print it beside the receipt's number."""
    for each in reversed(read):
        found = ro.z_number(each.row.folded)
        if found and not each.amounts:
            return Identifier(value=found[0], row=each.row, span=found[1:])
    return None


def find_phone(read: Sequence[ReadRow], headings: Sequence[Heading]) -> Identifier | None:
    """Return the vendor's telephone number."""
    for each in read:
        match = _PHONE.search(each.row.folded)
        if match and party_of(headings, each.row, *match.span("value")) is Party.VENDOR:
            value = match.group("value").strip(" ./-")
            return Identifier(value=value, row=each.row, span=match.span("value"))
    return None
