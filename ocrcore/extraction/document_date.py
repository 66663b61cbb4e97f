"""The date and the time of the document, chosen among all dates by the words beside them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.dates import DateFound, TimeFound
    from ocrcore.extraction.values.labelled_amounts import ReadRow

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=1)
"""A document may be dated tomorrow: clocks and time zones differ."""
NEIGHBOUR_LETTERS = 34
OF_A_SLIP = 2.5
"""By so much less telling is a date on the slip of a card terminal."""

_ISSUED = re.compile(
    r"DATA\s?(?:FACTURII|FACTURA|EMITERII|EMITERE|DOCUMENT\w{0,4}|BON\w{0,4})|(?:INVOICE|BILL|"
    r"ISSUE|TAX)\s?DATE|DATE\s?(?:OF\s)?(?:ISSUE|INVOICE)|DATE D.?EMISSION|DATE FACTURE|"
    r"RECHNUNGSDATUM|BELEGDATUM|FACTUURDATUM|BIZ ?DATE|DATUMS|IZRAKSTISANAS|EMISA LA|KELT(?![A-Z])|KELTE|KIALLITAS|FACTURE DU|"
    r"RECHNUNG VOM|DIN DATA|REKINA DATUMS"
)
_DATE = re.compile(r"(?<![A-Z])(?:DAT|DATUM|DT|TARIKH|LE|VOM|DIN)(?![A-Z])|DATE|DATA|0ATA")
_OTHER = re.compile(
    r"SCADEN|TERMEN|DUE|EXPIR|VALABIL|VALID|BEST BEFORE|BB\b|GARANT|WARRANT|LIVR|DELIVER|LIEFER|"
    r"LIVRAISON|ORDER|COMAND|BESTELL|CHECK|NAST|BIRTH|BORN|PERIOD|PERIOAD|PANA LA|UNTIL|"
    r"BIS ZUM|ZAHLBAR|ZAHLUNGSZIEL|FALLIG|ECHEANCE|APMAKSAS TERMIN|AVIZ|CONTRACT|EXPEDI[TE]|"
    r"APPROVED|LEGE|NR\.? ?ORD|AUTORIZ|ACT\b|REVISION|VERVAL|ARRIVAL|DEPARTURE|OP JUL|PAID|"
    r"ACHITAT|PRINTED|REG\.? ?COM|PROMO|OFERTA|CAMPANI|TELJESIT|HATARID|ESEDEK|ERVENYES"
)
_DUE = re.compile(
    r"SCADEN|TERMEN(?:UL)?\s(?:DE\s)?PLAT|DUE|ZAHLBAR|ZAHLUNGSZIEL|FALLIG|ECHEANCE|APMAKSAS TERMI|"
    r"VERVALDATUM|PAY BY|PAYABLE BY|FIZETESI HATARIDO|ESEDEKESSEG"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The chosen date with its place, how telling its surroundings are, and how many rows say the same."""

    found: DateFound
    row: Row
    score: float
    rows: int
    rivals: int
    of_another: bool = False
    """Whether the words beside it say that it is the day of something else: an order, a delivery, a contract."""


def choose_date(read: Sequence[ReadRow], today: date, slip: range = range(0)) -> When | None:
    """Return the date of the document, or None when no plausible date is printed.

    Args:
        read: The document's rows.
        today: The day against which a date is judged plausible.
        slip: Indices of the rows of a card's slip below it, whose day counts less than the receipt's own.
    """
    scored = [
        (item, each, _score(read, position, item, today) - (OF_A_SLIP if each.row.index in slip else 0.0))
        for position, each, item in _all(read)
    ]
    if not scored:
        return None
    counts = Counter(item.value for item, each, score in scored if score > 0)
    if not counts:
        return None
    best = max(
        (s for s in scored if s[2] > 0),
        key=lambda s: (s[2] + 0.5 * min(counts[s[0].value] - 1, 2), -s[1].row.index),
    )
    item, each, score = best
    own = [_names_another(read, position, day) for position, _, day in _all(read) if day.value == item.value]
    return When(
        found=item, row=each.row, score=score, rows=counts[item.value], rivals=len(counts) - 1,
        of_another=all(own),
    )  # fmt: skip


def choose_due_date(read: Sequence[ReadRow]) -> tuple[DateFound, Row] | None:
    """Return the day by which an invoice is to be paid."""
    for position, each, item in _all(read):
        if _DUE.search(_before(read, position, item)):
            return item, each.row
    return None


def choose_time(read: Sequence[ReadRow], when: When | None, slip: range = range(0)) -> tuple[TimeFound, Row] | None:
    """Return the time of day nearest to the date: behind it, on its row, or within three rows; else the only one.

    One on a card's slip (`slip`: its rows' indices) only where there is no other: it is the terminal's.
    """
    every = [(item, each) for each in read for item in each.times]
    all_times = [pair for pair in every if pair[1].row.index not in slip] or every
    if not all_times:
        return None
    if when is None:
        return (all_times[0][0], all_times[0][1].row) if len(all_times) == 1 else None

    def distance(pair: tuple[TimeFound, ReadRow]) -> tuple[float, int]:
        item, each = pair
        rows = abs(each.row.index - when.row.index)
        labelled = bool(re.search(r"(?:ORA|TIME|UHR|HEURE|LAIKS)\W{0,4}$", each.row.folded[: item.start]))
        behind = rows == 0 and item.start >= when.found.end
        return rows - (0.5 if behind else 0) - (1.5 if labelled else 0) - (0.2 if len(item.text) > 5 else 0), item.start

    best = min(all_times, key=distance)
    return (best[0], best[1].row) if distance(best)[0] <= 4 else None


def is_plausible(day: date, today: date) -> bool:
    """Tell whether a document of our days may bear this date."""
    return EARLIEST <= day <= today + AHEAD


def _all(read: Sequence[ReadRow]) -> Iterable[tuple[int, ReadRow, DateFound]]:
    return ((position, each, item) for position, each in enumerate(read) for item in each.dates)


def _before(read: Sequence[ReadRow], position: int, item: DateFound) -> str:
    """Return the words in front of a date on its row, else those of the row above."""
    each = read[position]
    previous = max((d.end for d in each.dates if d.end <= item.start), default=0)
    words = each.row.folded[max(previous, item.start - NEIGHBOUR_LETTERS) : item.start]
    if any(letter.isalpha() for letter in words):
        return words
    above = read[position - 1] if position else None
    if above is None or above.row.page != each.row.page or above.dates:
        return ""
    x0, _, x1, _ = each.row.box_of(item.start, item.end)
    cells = [
        above.row.folded[a:b] for a, b in above.row.cells()
        if above.row.box_of(a, b)[0] < x1 and above.row.box_of(a, b)[2] > x0
    ]  # fmt: skip
    return " ".join(cells)[-NEIGHBOUR_LETTERS:]


def _names_another(read: Sequence[ReadRow], position: int, item: DateFound) -> bool:
    """Tell whether the words of a date, on its row or as the head of its column, say that it is another thing's."""
    before = _before(read, position, item)
    on_its_row = any(letter.isalpha() for letter in read[position].row.folded[: item.start])
    return bool(_OTHER.search(before)) and not _ISSUED.search(before) and (on_its_row or bool(_DATE.search(before)))


def _score(read: Sequence[ReadRow], position: int, item: DateFound, today: date) -> float:
    each = read[position]
    before = _before(read, position, item)
    score = 1.5
    issued = _ISSUED.search(before)
    if issued:
        score += 3.0
    elif _DATE.search(before):
        score += 2.0
    if (_OTHER.search(before) or (each.letters > 30 and _OTHER.search(each.row.folded))) and not issued:
        score -= 2.5
    score += 1.2 if any(abs(t.start - item.end) <= 8 or t.start > item.end for t in each.times) else 0.0
    score += 0.4 if item.full_year else 0.0
    score -= 0.8 if not item.exact else 0.0
    score -= (
        1.2
        if len(each.dates) > 1 and re.search(r"^\s?[-–]\s?$", each.row.folded[each.dates[0].end : each.dates[1].start])
        else 0.0
    )
    score -= 1.0 if each.letters > 40 else 0.0
    if not is_plausible(item.value, today):
        score = min(score - 2.0, 1.0)
    return score
