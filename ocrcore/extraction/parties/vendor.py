"""The name and address of who writes the document, from its head and from what stands below a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ocrcore.extraction.parties.letterhead import bears_domain, domains, name_end
from ocrcore.extraction.parties.parties import Heading, Party, party_of
from ocrcore.extraction.parties.party_words import (
    ACQUIRER,
    ADDRESS,
    COMPANY,
    FORM_ALONE,
    NAME_PREFIX,
    NOT_A_NAME,
    NOT_ADDRESS,
    REGISTRATION,
    SUFFIX_START,
    TRADE,
    UNFINISHED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow

HEAD_ROWS = 16
"""Rows at the top in which a receipt's vendor stands."""
MIN_SCORE = 0.5
MAX_ADDRESS_ROWS = 6
ALIKE = 80
"""Share of letters, in hundredths, that two prints of one name have in common."""
OF_THE_DOMAIN = 2.0
"""What it adds to a name that the sender's addresses of mail or web bear it, too."""

EDGES = " \t.,:;-–_*=|'\"“”„~#☆★<>·"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name or an address with its place and how well it fits."""

    text: str
    row: Row
    span: tuple[int, int]
    last: Row
    score: float


def find_vendor(read: Sequence[ReadRow], headings: Sequence[Heading], body: int) -> Name | None:
    """Return the vendor's name.

    Args:
        read: The document's rows.
        headings: Headings of vendor and customer.
        body: Index of the first row below the head.
    """
    heights = [each.row.height for each in read] or [1.0]
    usual, own = median(heights), domains(read)
    best: Name | None = None
    for position, each in enumerate(read[:400]):
        if each.row.page != read[0].row.page:
            break
        labelled = bool(each.labelled.hits) and each.labelled.coverage > 0.8
        if each.amounts or each.dates or labelled or _owner_follows(read, position):
            continue
        for start, end in _stretches(each, headings, Party.VENDOR):
            score = _score(each, (start, end), headings, body, usual, formed=form_below(read, position) is not None)
            score += OF_THE_DOMAIN if score > 0 and bears_domain(each.row.folded[start:end], own) else 0.0
            if score > MIN_SCORE and (best is None or score > best.score):
                best = _name(read, each, start, end, score)
    return best


def find_address(read: Sequence[ReadRow], headings: Sequence[Heading], vendor: Name | None, body: int) -> Name | None:
    """Return the vendor's address: the rows in the head that look like one and those between them."""
    if vendor is not None and vendor.row is vendor.last:
        span = vendor.span[1], len(vendor.row.text)
        if ADDRESS.search(vendor.row.folded, *span):
            text = vendor.row.text[slice(*span)].strip(EDGES)
            return Name(text=text, row=vendor.row, span=span, last=vendor.row, score=2.0)
    start = next((i for i, each in enumerate(read) if vendor and each.row.index == vendor.last.index), -1) + 1
    stop = max(body, min(start + HEAD_ROWS, len(read))) if vendor else min(body, len(read))
    rows: list[tuple[ReadRow, int, int]] = []
    for each in read[start:stop]:
        found = _address_part(each, headings, 1 if rows and _goes_on(rows[-1]) else 3)
        if found and (rows or ADDRESS.search(each.row.folded)) and len(rows) < MAX_ADDRESS_ROWS:
            rows.append((each, *found))
        elif rows:
            break
    while rows and not ADDRESS.search(rows[-1][0].row.folded) and not (len(rows) > 1 and _goes_on(rows[-2])):
        rows.pop()
    if not rows:
        return None
    text = ""
    for each, first, last in rows:
        part = each.row.text[first:last].strip(EDGES)
        text = f"{text}{' ' if text.endswith(('.', ',', '-')) or not text else ', '}{part}" if text else part
    each, first, last = rows[0]
    strong = sum(bool(ADDRESS.search(r[0].row.folded)) for r in rows)
    below = rows[min(len(rows), 6) - 1][0].row
    return Name(text=text, row=each.row, span=(first, last), last=below, score=float(strong))


def _owner_follows(read: Sequence[ReadRow], position: int) -> bool:
    """Tell whether the row above says that here stands somebody else than the vendor's sign."""
    return position > 0 and bool(
        re.search(r"(?:OWNED|MANAGED|OPERATED|POWERED|FRANCHISE\w*) BY\W*$", read[position - 1].row.folded)
    )


def _goes_on(found: tuple[ReadRow, int, int]) -> bool:
    return bool(UNFINISHED.search(found[0].row.folded.rstrip()))


def _address_part(each: ReadRow, headings: Sequence[Heading], least: int) -> tuple[int, int] | None:
    folded = each.row.folded
    if each.amounts or each.dates or each.times:
        return None
    cut = re.search(
        r"(?<![A-Z])(?:TEL(?:EFON|EPHONE)?(?![A-Z])|PHONE|FAX|MOBILE|H/P|HP\s?:|C\.?[I1]\.?F|C\.?U\.?[I1]|COD FISCAL|GST|VAT(?![A-Z])|UID|UST|N[°O] TVA|TVA|REG\. ?COM|EMAIL|E-MAIL|WWW)",
        folded,
    )
    end = cut.start() if cut else len(folded)
    start = 0
    label = re.match(r"(?:SEDIUL?(?: SOCIAL)?|ADRESA|ADDRESS|PUNCT DE LUCRU|P\.?L\.?)\s?:\s?", folded)
    if label:
        start = label.end()
    part = folded[start:end]
    if sum(letter.isalnum() for letter in part) < least or NOT_ADDRESS.search(part):
        return None
    if party_of(headings, each.row, start, max(end, start + 1)) is Party.CUSTOMER:
        return None
    return start, end


def _stretches(each: ReadRow, headings: Sequence[Heading], party: Party) -> list[tuple[int, int]]:
    own = [h for h in headings if h.row.index == each.row.index and h.party is party]
    if own:
        rest = (own[0].end, name_end(each.row.folded, own[0].end, len(each.row.text)))
        return [rest] if sum(c.isalpha() for c in each.row.text[rest[0] :]) > 2 else []
    theirs = [h.end for h in headings if h.row.index == each.row.index and h.party is not party and h.end]
    cells = each.row.cells() or [(0, len(each.row.text))]
    free = [(start, end) for start, end in cells if not any(start < other <= end for other in theirs)]
    return [(start, name_end(each.row.folded, start, end)) for start, end in free]


def form_below(read: Sequence[ReadRow], position: int) -> ReadRow | None:
    """Return the row below when it holds nothing but the legal form of the company named here."""
    below = read[position + 1] if position + 1 < len(read) else None
    return below if below and _is_its_form(read[position], below) else None


def _is_its_form(above: ReadRow, below: ReadRow) -> bool:
    same_page = below.row.page == above.row.page
    return same_page and not COMPANY.search(above.row.folded) and bool(FORM_ALONE.match(below.row.folded))


def _score(
    each: ReadRow, span: tuple[int, int], headings: Sequence[Heading], body: int, usual: float, *, formed: bool
) -> float:
    start, end = span
    folded = each.row.folded[start:end]
    if not is_name(each.row.text[start:end], folded):
        return 0.0
    if party_of(headings, each.row, start, end) is Party.CUSTOMER:
        return 0.0
    headed = any(h.party is Party.VENDOR and 0 <= each.row.index - h.row.index <= 2 for h in headings)
    inside = each.row.index < min(body, HEAD_ROWS)
    formed = formed or bool(COMPANY.search(folded))
    if not inside and not headed and not formed:
        return 0.0
    score = 3.0 - 0.2 * max(each.row.index - 3, 0) * inside if formed else 0.0
    score += 1.0 if NAME_PREFIX.search(folded) else 0.0
    score += 0.7 if TRADE.search(folded) else 0.0
    score += 2.0 - 0.25 * each.row.index if inside else 0.2 - 0.005 * each.row.index
    score += 2.0 if headed else 0.0
    score += min(max(each.row.height / usual - 1.0, -0.5), 1.5) * 0.6 if usual > 0 else 0.0
    score -= 2.2 if ADDRESS.search(folded) else 0.0
    score -= 1.5 if ACQUIRER.search(folded) else 0.0
    words = [word for word in re.findall(r"[A-Z]+", folded) if len(word) >= 3]
    score -= 1.5 if not words else 0.0
    score -= 1.5 if len(words) > 9 else 0.0
    score -= 1.0 if sum(c.isdigit() for c in folded) > 0.3 * len(folded) else 0.0
    return score * (0.5 + 0.5 * each.row.confidence_of(start, end))


def is_name(text: str, folded: str) -> bool:
    """Tell whether a stretch of a row may be a name; `folded` is the same in folded letters."""
    text = REGISTRATION.sub("", text)
    letters = sum(letter.isalpha() for letter in text)
    if letters < 3 or len(text) > 90 or letters * 2 < len(text.strip()):
        return False
    return not NOT_A_NAME.search(folded) or bool(
        COMPANY.search(folded) and not re.search(r"REG|TEL|BANC|BANK|CAPITAL|OWNED|FAVOR|POWERED|@", folded)
    )


def _name(read: Sequence[ReadRow], each: ReadRow, start: int, end: int, score: float) -> Name:
    cut = REGISTRATION.search(each.row.folded[start:end])
    text = each.row.text[start : start + cut.start() if cut and cut.start() > 3 else end].strip()
    first = last = each.row
    position = next(i for i, other in enumerate(read) if other.row.index == each.row.index)
    above = read[position - 1] if position else None
    below = read[position + 1] if position + 1 < len(read) else None
    if not COMPANY.search(each.row.folded) and below and COMPANY.search(f"{each.row.folded} {below.row.folded}"):
        if (SUFFIX_START.search(below.row.folded) and len(below.row.text) < 30) or _is_wrapped(read, each, below):
            text, last = f"{text} {below.row.text.strip()}", below.row
    elif above and _goes_before(read, above, each):
        text, first = f"{above.row.text.strip()} {text}", above.row
    whole = first is each.row
    span = (start, end) if whole else (0, len(first.text))
    return Name(text=trimmed(text), row=first, span=span, last=last, score=score)


def _goes_before(read: Sequence[ReadRow], above: ReadRow, each: ReadRow) -> bool:
    folded = above.row.folded
    wrapped = _is_wrapped(read, above, each) or (
        SUFFIX_START.search(each.row.folded)
        and not above.row.text.rstrip().endswith(":")
        and above.row.page == each.row.page
        and not ADDRESS.search(folded)
    )
    return (
        bool(wrapped)
        and not NAME_PREFIX.search(each.row.folded)
        and is_name(above.row.text, folded)
        and not COMPANY.search(folded)
    )


def _names_the_same(above: ReadRow, below: ReadRow) -> bool:
    """Tell whether the lower row repeats the upper one, as the company behind a shop's sign does, letters misread or not."""
    return fuzz.partial_ratio(above.row.folded, below.row.folded) >= ALIKE or set(_words(above)) <= set(_words(below))


def _words(each: ReadRow) -> list[str]:
    return re.findall(r"[A-Z0-9]+", each.row.folded)


def _is_wrapped(read: Sequence[ReadRow], above: ReadRow, below: ReadRow) -> bool:
    """Tell whether the first word of the lower row had no room on the upper one: one text on two rows."""
    if above.row.page != below.row.page or ADDRESS.search(above.row.folded) or ACQUIRER.search(above.row.folded):
        return False
    if _is_its_form(above, below):
        return True
    if _names_the_same(above, below) or not 0.8 < above.row.height / max(below.row.height, 1e-6) < 1.25:
        return False
    if COMPANY.search(f"{above.row.folded} {below.row.folded}") and not COMPANY.search(below.row.folded):
        return True
    edges = [each.row.box for each in read if each.row.page == above.row.page]
    room = max(box[2] for box in edges) - min(box[0] for box in edges)
    width = above.row.box[2] - above.row.box[0]
    letter = width / max(len(above.row.text), 1)
    return width + letter * (len(below.row.text.split(" ", 1)[0]) + 1) > room * 0.99


def trimmed(text: str) -> str:
    """Return a name without the signs around it and without a number behind a dash."""
    text = text.strip(EDGES.replace(".", ""))
    text = re.split(r"\s[-–]\s(?=\S+.*\d)", text)[0]
    return text if COMPANY.search(text.upper()) or not text.endswith(".") else text.rstrip(".")
