"""The number of a document: what stands behind, or below, the most telling label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.extraction.parties.identifiers import Identifier
from ocrcore.extraction.parties.party_words import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.values.labelled_amounts import ReadRow

_NUMBER_VALUE = (
    r"(?P<value>(?:(?!FISCAL|NR|NO|DIN|DATA|DATE)[A-Z]{1,6}[\s./-]{0,2})?"
    r"[A-Z0-9/_.-]{0,18}\d[A-Z0-9/_.-]{0,18})(?![A-Z0-9])"
)
_LABELS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(rf"(?<![A-Z0-9]){label}[\s.:;#°|(-]{{0,6}}{_NUMBER_VALUE}(?![.,]\d)"), weight)
    for label, weight in (
        (
            (
                r"SERI[AE]\s?[:.]?\s?(?!SI\s)(?P<series>[A-Z][A-Z0-9-]{0,9})[\s,;/|]{1,3}(?:SI\s)?(?:NR|NUMAR(?:UL)?|NO)"
            ),
            4.0,
        ),
        (
            (
                r"(?:NR\.?\s?FACTUR(?:A|II|I)?|(?:FACTUR[AI]|FACT)(?:\s(?:FISCALA|PROFORMA|NR|NUMAR(?:UL)?|SERIA))*[\s.:]{0,3}(?:NR|NUMAR|SERIA))"
            ),
            3.6,
        ),
        (r"SERIA\s(?:SI\s)?(?:NR|NUMAR(?:UL)?)", 4.0),
        (r"(?:TAX\s?)?INV(?:OICE)?\s?(?:NO|NR|NUM(?:BER)?|#|N°|ID)", 3.6),
        (
            (
                r"(?:RECHNUNGS?\s?-?\s?(?:NR|NUMMER|NO)|BELEG(?:\s?-?\s?(?:NR|NUMMER))?(?=\W{0,3}[A-Z]{0,4}\d)|BON\s?-?\s?NR|FACTUURN(?:UMME)?R|"
                r"FACTUUR\s?(?:NR|NUMMER)|FACTURE\s?N\s?[°O]?|N\s?[°O]?\s?(?:DE\s)?FACTURE|(?:SZAMLA|NYUGTA|BIZONYLAT|BLOKK)\s?(?:SZAMA?|SORSZAMA?)|SORSZAMA?|RECU\s?N\s?[°O]?|TICKET\s?N\s?[°O]?|REKINA?\s?(?:NR|"
                r"NUMURS)|CEKA?\s?(?:NR|NUMURS)|PAVADZIMES?\s?NR|KVITS?\s?NR)"
            ),
            3.5,
        ),
        (
            (
                r"(?:NR\.?\s?B[O0]N(?:\sFISCAL)?|B[O0]N(?:\sFISCAL)?\s?(?:NR|NUMAR|NO)|NUMAR\s?BON|Z\s?\d{1,6}\s?BF|BF(?:\s?NR)?(?=[\s.:]{0,4}\d)|NR\.?\s?BF|"
                r"CHITANTA(?:\s(?:SERIA|NR))?(?:\s?NR)?|NR\.?\s?CHITANTA|NR\.?\s?DOC(?:UMENT)?)"
            ),
            3.4,
        ),
        (
            (
                r"(?:RECEIPT\s?(?:NO|NR|NUMBER|#|ID)|BILL\s?(?:NO|NR|NUMBER|#)|DOC(?:UMENT)?\s?(?:NO|NR|NUMBER|#)|"
                r"SLIP\s?(?:NO|NR|#)|CASH\s?(?:BILL|SALES|INV)\s?(?:NO|#)|CHECK\s?(?:NO|#)|RCPT\s?(?:NO|#)|CS\s?NO|"
                r"BILL#|TICKET|TRANS(?=\s[A-Z]{0,4}\d))"
            ),
            3.2,
        ),
        (
            (
                r"(?:TRANS(?:ACTION)?\s?(?:NO|NR|ID|#)|TRN\s?(?:NO|#)?|ORDER\s?(?:NO|NR|ID|NUMBER|#)|BOOKING\s?(?:ID|"
                r"NO|REF)|RESERVATION\s?(?:NO|ID)|BON|TAXINV|INVOICE|RECEIPT|REF(?:ERENCE)?\s?(?:NO|NR|#)?|BON FISCAL)"
            ),
            2.0,
        ),
        (r"(?:NR|NO|N°|Nº|NUMAR|NUMERO)", 0.8),
    )
)  # fmt: skip
"""What stands in front of a document's number, and how telling it is."""
_HEAD_ONLY = re.compile(
    r"(?:INVOICE\s?(?:NO|NR|NUMBER|#)|RECHNUNGS?\s?-?\s?(?:NR|NUMMER)|FACTUUR\s?NUMMER|"
    r"FACTURE\s?N[°O]|NR\.?\s?FACTUR[AI]?I?|NUMARUL FACTURII|BOOKING\s?ID|ORDER\s?(?:NO|ID|"
    r"NUMBER)|REKINA\s?NR|BILL\s?NO|RECEIPT\s?NO|DOC(?:UMENT)?\s?NO)[.:]?\s?$"
)
_OTHER_NUMBER = re.compile(
    r"(?:CLIENT|KUNDEN|KLANT|CUSTOMER|ACCOUNT|ACC\b|REG\b|TEL|FAX|PHONE|GST|CONT\b|CASA|TABLE|"
    r"MASA|OPERATOR|CASIER|CUI|CIF|C\.I\.F|REG\.? ?COM|ORD\.? ?REG|AVIZ|COMANDA|CONTRACT|"
    r"TERMINAL|CARD|AUTH|AUTORIZARE|RRN|TVR|AC|AID|TSI|CRT|STR|STRADA|BD|BL|ITEM|LOT|COMPANY|CO\b|STAN|BATCH|"
    r"TRADER|MERCHANT|CASHIER|JALAN|BLOK|KM|UNIT|FLOOR|BR|ROC)\W{0,3}$"
)


_DATE_FOLLOWS = re.compile(r"[\s,;/|]{0,4}(?:DIN\b|DATA|DATE|DATUM|DEL\b|VOM\b|DU\b|KELT|EMIS|ISSUED|AUSGESTELLT)")
_TILL_NUMBER = re.compile(r"(?:NR\.?\s?)?(?:B[O0]N|BF|NUMAR\s?BON)")
"""A till counts with leading zeros; they are no part of the number."""
_NEXT_LABEL = re.compile(r"(?<=\d)(?:NR|Z)\b")
"""The label of another number, without a blank before it: `136NR.Z: 12`."""
_EDGES = "./-_ "


def find_number(read: Sequence[ReadRow], *, romanian: bool) -> Identifier | None:
    """Return the number of the document: the one with the most telling label."""
    best: Identifier | None = None
    for position, each in enumerate(read):
        for found in (*_numbers_on(each, romanian=romanian), *_number_below(read, position)):
            in_address = position > 0 and ADDRESS.search(read[position - 1].row.folded)
            if found.weight < 1 and in_address:
                continue
            if best is None or found.weight > best.weight:
                best = found
    return best


def _numbers_on(each: ReadRow, *, romanian: bool) -> Iterable[Identifier]:
    """Yield the first number behind each kind of label on a row."""
    for pattern, weight in _LABELS:
        match = next((found for found in pattern.finditer(each.row.folded) if _is_meant(each, found, weight)), None)
        if match is None:
            continue
        start, end = match.span("value")
        series = match.groupdict().get("series")
        value = _NEXT_LABEL.split(match.group("value"))[0].rstrip(_EDGES)
        text = each.row.text[start : start + len(value)].strip()
        if series:
            text, start = f"{series} {text}", match.start("series")
        elif romanian and _TILL_NUMBER.match(match.group()):
            text = text.lstrip("0") or "0"
        yield Identifier(value=text, row=each.row, span=(start, end), weight=weight)


def _is_meant(each: ReadRow, match: re.Match[str], weight: float) -> bool:
    """Tell whether what follows a label is a number and the document's: no date, no client's or account's number."""
    start, end = match.span("value")
    taken = [(item.start, item.end) for item in each.dates] + [(item.start, item.end) for item in each.times]
    if any(start < last and first < end for first, last in taken):
        return False
    dated = _DATE_FOLLOWS.match(each.row.folded, end)
    if weight < 1 and (match.start() > 0 or (each.letters > 12 and not dated)):
        return False
    before = each.row.folded[max(0, match.start() - 22) : match.start()]
    return _is_number(match.group("value").strip(_EDGES)) and not _OTHER_NUMBER.search(before)


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
    return (
        digits >= 1
        and 1 <= len(value) <= 28
        and digits * 3 >= len(value.replace(" ", ""))
        and not re.fullmatch(r"\d+[.,]\d{2}", value)
    )
