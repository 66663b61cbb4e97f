"""Who writes, where no heading says so: the sender's line above the addressee, and the name in the sender's own domain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.parties.parties import Heading, Party
from ocrcore.extraction.parties.party_words import ADDRESS, COMPANY
from ocrcore.extraction.values.labelled_amounts import heads_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.extraction.values.labelled_amounts import ReadRow

HEAD_ROWS = 16
"""Rows at the top of a page in which a letter's window stands."""
HEAD_ROWS_OF_TWO = 30
"""Rows at the top in which both sides of an invoice stand."""
ADDRESSEE_ROWS = 5
_BANK = re.compile(r"BANC|BANK|IBAN|CONT\b|TRADING AS")
_DOMAIN = re.compile(r"(?:WWW\.|@)(?P<domain>[A-Z0-9-]{3,40})\.[A-Z]{2,}")
_ANYBODYS = frozenset(
    [
        "GMAIL",
        "YAHOO",
        "OUTLOOK",
        "HOTMAIL",
        "LIVE",
        "ICLOUD",
        "GMX",
        "WEB",
        "T-ONLINE",
        "FREEMAIL",
        "CITROMAIL",
        "ORANGE",
        "FREE",
        "INBOX",
    ]
)
"""Domains under which everybody may have an address."""
_POSTCODE = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{1,2}-?)?\d{4,6}(?![0-9])")
_IDENTIFIER = re.compile(
    r"[\s,;:(/|-]+(?:C\.?\s?[I1]\.?\s?F\.?(?![A-Z])|C\.?\s?U\.?\s?[I1]\.?(?![A-Z])|COD (?:UNIC|FISCAL|TVA)|VAT(?![A-Z])|"
    r"UST\W{0,2}ID|BTW|TVA(?![A-Z])|TAX ID|NR\.? ?(?:DE )?REG|REG\.? ?COM)[^\d]{0,24}\d"
)
_TOWN = re.compile(r",\s[A-Z][A-Z .'-]+,\s[A-Z]{2}(?:\s\d{5}(?:-\d{4})?)?\s*$")
_NAME_LETTERS = 3
"""So many signs at least come before what follows a name."""
_TITLE = re.compile(r"RECHNUNG|INVOICE|FACTURE|FACTUUR|FACTURA|FATTURA|REKINS|SZAMLA")


def domains(read: Sequence[ReadRow]) -> frozenset[str]:
    """Return the names of the domains printed in addresses of mail and web pages."""
    found = {match.group("domain") for each in read for match in _DOMAIN.finditer(each.row.folded)}
    return frozenset(re.sub(r"[^A-Z0-9]", "", domain) for domain in found if domain not in _ANYBODYS)


def bears_domain(folded: str, own: frozenset[str]) -> bool:
    """Tell whether a name is that of a domain: `Quality Hosting AG` and `qualityhosting.de`."""
    name = re.sub(r"[^A-Z0-9]", "", COMPANY.sub(" ", folded))
    return len(name) >= 4 and any(
        name == domain or name in domain or domain in name for domain in own if len(domain) >= 4
    )


def name_end(folded: str, start: int, end: int) -> int:
    """Return where a name ends on a row on which its tax id, its town and state, or a company's address follow."""
    for follows in (_IDENTIFIER, _TOWN):
        behind = follows.search(folded, start + _NAME_LETTERS, end)
        end = behind.start() if behind else end
    company = COMPANY.search(folded, start, end)
    rest = folded[company.end() : end] if company else ""
    return company.end() if company and _POSTCODE.search(rest) and ADDRESS.search(rest) else end


def implied_headings(read: Sequence[ReadRow], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return headings of the customer where none is printed: below the sender's line, or at a second company."""
    if any(heading.party is Party.CUSTOMER for heading in headings):
        return ()
    return tuple(_sender_headings(read)) or tuple(_second_company(read))


def _sender_headings(read: Sequence[ReadRow]) -> Iterator[Heading]:
    """Yield a heading of the customer for each sender's line: what stands below it is the addressee.

    In a letter for an envelope with a window the sender prints company, street and town on one row, and right below it
    the addressee (DIN 5008). A letterhead of one row is followed by the sender's numbers or the title instead.
    """
    first: dict[int, int] = {}
    for position, each in enumerate(read):
        top = first.setdefault(each.row.page, position)
        below = [one for one in read[position + 1 : position + 5] if one.letters >= 2][:3]
        if position - top < HEAD_ROWS and _is_sender(each) and _is_addressee(below):
            yield Heading(party=Party.CUSTOMER, row=below[0].row, x=below[0].row.box[0], end=0, reach=ADDRESSEE_ROWS)


def _second_company(read: Sequence[ReadRow]) -> Iterator[Heading]:
    """Yield a heading at the second company in an invoice's head that has a tax id of its own."""
    head = read[:HEAD_ROWS_OF_TWO]
    if not any(_TITLE.search(each.row.folded) for each in head):
        return
    ids: list[str] = []
    waiting: ReadRow | None = None
    named = 0
    for each in head:
        if heads_table(each):
            return
        if COMPANY.search(each.row.folded) and not _BANK.search(each.row.folded):
            named += 1
            waiting = each if named > 1 and ids else None
        own = [value for value, *_ in (*ro.tax_ids(each.row.folded), *generic.tax_ids(each.row.folded))]
        if waiting is not None and own and own[0] not in ids:
            yield Heading(party=Party.CUSTOMER, row=waiting.row, x=waiting.row.box[0], end=0)
            return
        ids += own


def _is_sender(each: ReadRow) -> bool:
    folded = each.row.folded
    return name_end(folded, 0, len(folded)) < len(folded) and ":" not in folded and not each.amounts


def _is_addressee(rows: Sequence[ReadRow]) -> bool:
    """Tell whether rows are a name and an address and nothing else: no label, no number of the sender's."""
    plain = [each for each in rows if ":" not in each.row.text and not each.amounts and not each.dates]
    return len(plain) == len(rows) == 3 and not any(_TITLE.search(each.row.folded) for each in rows[:2])
