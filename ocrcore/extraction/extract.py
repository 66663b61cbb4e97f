"""From the lines of any engine to the fields that an accountant books, each with its confidence and its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.credit_note import credited
from ocrcore.extraction.checks.confidence import calibrated, factor, outcome_of, score
from ocrcore.extraction.checks.doubt import with_doubt
from ocrcore.extraction.checks.verdict import Outcome, run_checks
from ocrcore.extraction.derived import SOURCE
from ocrcore.extraction.fields import Extraction, Field, ListRow, place
from ocrcore.extraction.list_fields import list_fields
from ocrcore.extraction.parsed_document import ParsedDocument, parse_document
from ocrcore.extraction.text.rows import build_rows
from ocrcore.extraction.values.habit import find_habit
from ocrcore.extraction.values.numbers import plain
from ocrcore.extraction.values.qr import parse_codes
from ocrcore.extraction.voting import Voter, doubted, elect, tiers_agree, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.amounts.items import Item
    from ocrcore.extraction.fields import Check
    from ocrcore.extraction.parties.identifiers import Identifier
    from ocrcore.extraction.parties.vendor import Name
    from ocrcore.extraction.text.page_text import PageText
    from ocrcore.extraction.values.labelled_amounts import Amount
    from ocrcore.extraction.values.qr import CodeFields

LEAST_CONFIDENCE = 0.05
"""A field less sure than this is not shown."""


def extract(
    pages: Sequence[PageText],
    *,
    others: Sequence[Sequence[PageText]] = (),
    codes: Sequence[str] = (),
    today: date | None = None,
) -> Extraction:
    """Return the fields of a document and what was checked.

    Args:
        pages: The document's pages in order, lines in reading order: the reading that is shown.
        others: Further readings of the same pages, which vote on the fields: one by another engine, or the several
            readings that the shown one was put together from.
        codes: Texts of the codes on the document (see `qr.read_codes`); they are compared with what is printed.
        today: The day against which a date is judged plausible; by default the present day in UTC.
    """
    day = today or datetime.now(UTC).date()
    parsed = parse_codes(codes)
    shown = _heard(pages, day, parsed)
    if not others:
        return shown.extraction
    further = [_heard(each, day, parsed) for each in others]
    independent = further if len(further) > 1 else [shown, *further]
    heard = [voter for voter in (shown, *further) if voter.reading.read]
    if not heard:
        return shown.extraction
    elected = _voter(elect(heard), day, parsed, tiers_agree(independent))
    again = (_voter(voter.reading, day, parsed, tiers_agree(independent)) for voter in heard)
    best = max(again, key=lambda voter: voter.outcome.verdict)
    if best.outcome.verdict > elected.outcome.verdict:  # what was put together proves less than one reading alone
        elected = best
    doubts = frozenset[str]().union(*(voter.doubts for voter in heard))
    return with_doubt(weighed(elected.extraction, elected, independent), doubts)


def _heard(pages: Sequence[PageText], day: date, codes: Sequence[CodeFields]) -> Voter:
    """Return one reading; where the document's habit is open, the one whose checks hold, and in doubt what they leave so."""
    rows = build_rows(pages)
    habit = find_habit(rows)
    best = _voter(parse_document(rows, day, habit), day, codes)
    equals: list[Voter] = []
    for name in habit.open:
        other = _voter(parse_document(rows, day, habit.turned(name)), day, codes)
        if other.outcome.verdict > best.outcome.verdict:
            best, habit = other, habit.turned(name)
        elif other.outcome.verdict == best.outcome.verdict:
            equals.append(other)
    return doubted(best, equals) if equals else best


def _voter(reading: ParsedDocument, day: date, codes: Sequence[CodeFields], *further: Check) -> Voter:
    outcome = run_checks(reading, day, codes, further or (tiers_agree(()),))
    return Voter(reading=reading, outcome=outcome, extraction=_extraction(reading, outcome))


def _extraction(reading: ParsedDocument, outcome: Outcome) -> Extraction:
    """Return what was found on a document as fields with their confidences."""
    if not reading.read:
        return Extraction(checks=outcome.checks)
    scalars = {
        name: found for name, found in _scalars(reading, outcome).items() if found.confidence >= LEAST_CONFIDENCE
    }
    lists: dict[str, tuple[ListRow, ...]] = list_fields(reading, outcome) if reading.document_type != "other" else {}
    verdict = outcome.verdict * factor(reading)
    found = Extraction(
        document_type=reading.document_type, scalars=scalars, lists=lists, checks=outcome.checks, verdict=verdict
    )
    return credited(with_doubt(found, _of_others(reading)), reading.credit)


def _of_others(reading: ParsedDocument) -> set[str]:
    """Return the fields that were taken from words about something else: an order's day, a card terminal's time."""
    is_slips = reading.time is not None and reading.time[1].index in reading.slip
    is_another_s = reading.when is not None and reading.when.of_another
    return {name for name, doubted in (("date", is_another_s), ("time", is_slips)) if doubted}


def _scalars(reading: ParsedDocument, outcome: Outcome) -> dict[str, Field]:
    found: dict[str, Field] = {"document_type": _document_type(reading, outcome)}
    found.update(_parties(reading, outcome))
    found.update(_when(reading, outcome))
    found.update(_amounts(reading, outcome))
    found.update(_numbers(reading))
    sure = factor(reading)
    return {
        name: replace(value, confidence=calibrated(name, value.confidence) * (1.0 if name == "document_type" else sure))
        for name, value in found.items()
    }


def _document_type(reading: ParsedDocument, outcome: Outcome) -> Field:
    row = reading.read[0].row
    sure = 0.6 + 0.35 * outcome.verdict if reading.document_type != "other" else 0.7
    return Field(value=reading.document_type, confidence=sure, page=row.page, box=row.box, source=row.text)


def _parties(reading: ParsedDocument, outcome: Outcome) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name, party in (
        ("vendor_name", reading.vendor),
        ("vendor_address", reading.address),
        ("customer_name", reading.customer),
    ):
        if party is not None:
            found[name] = _name(party)
    for name, identifier in (("vendor_tax_id", reading.vendor_id), ("customer_tax_id", reading.customer_id)):
        if identifier is not None:
            found[name] = _identifier(identifier, 0.8, (outcome_of(outcome, f"{name}_checksum"),))
    if reading.phone is not None:
        found["vendor_phone"] = _identifier(reading.phone, 0.85)
    return found


def _name(party: Name) -> Field:
    base = min(0.25 + 0.11 * party.score, 0.95)
    end = party.span if party.last is party.row else (0, len(party.row.text))
    raw = score(base, party.row.confidence_of(*end))
    shown = place(party.row, end, party.text, raw)
    x0, y0, x1, y1 = shown.box
    if party.last is not party.row and party.last.page == party.row.page:
        a0, b0, a1, b1 = party.last.box
        box = (min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1))
        return Field(value=shown.value, confidence=raw, page=shown.page, box=box, source=party.text)
    return shown


def _identifier(found: Identifier, base: float, passed: Sequence[bool | None] = ()) -> Field:
    raw = score(base * found.weight, found.row.confidence_of(*found.span), passed=passed)
    source = found.row.text[slice(*found.span)].strip()
    made = place(found.row, found.span, found.value, raw, repaired=source if found.repaired else None)
    return replace(made, printed=found.printed)


def _when(reading: ParsedDocument, outcome: Outcome) -> dict[str, Field]:
    found: dict[str, Field] = {}
    if reading.when is not None:
        item, row = reading.when.found, reading.when.row
        base = min(0.45 + 0.09 * reading.when.score + 0.05 * (reading.when.rows - 1), 0.97) - 0.06 * min(
            reading.when.rivals, 3
        )
        raw = score(
            max(base, 0.05), row.confidence_of(item.start, item.end), passed=(outcome_of(outcome, "date_plausible"),)
        )
        source = row.text[item.start : item.end]
        found["date"] = place(
            row, (item.start, item.end), item.value.isoformat(), raw, repaired=None if item.exact else source
        )
    if reading.time is not None:
        moment, row = reading.time
        raw = score(0.9, row.confidence_of(moment.start, moment.end))
        found["time"] = place(row, (moment.start, moment.end), moment.text, raw)
    if reading.due is not None and reading.document_type == "invoice":
        item, row = reading.due
        raw = score(0.85, row.confidence_of(item.start, item.end))
        found["due_date"] = place(row, (item.start, item.end), item.value.isoformat(), raw)
    return found


def _amounts(reading: ParsedDocument, outcome: Outcome) -> dict[str, Field]:
    found: dict[str, Field] = {}
    total = reading.total
    if total is not None:
        base = min(0.3 + 0.14 * total.label_score, 0.9) * (1.0 if total.margin > 0.5 else 0.8)
        checks = (outcome_of(outcome, "totals_agree"), outcome_of(outcome, "payments_cover_total"))
        raw = score(base, _ocr(total.found), passed=checks, proofs=len(total.supports))
        found["total"] = _amount(total.found, total.value, raw, repaired=total.read_as)
    net_and_tax = outcome_of(outcome, "net_and_tax_make_total")
    if reading.net is not None:
        found["net_total"] = _amount(
            reading.net, reading.net.value, score(0.75, _ocr(reading.net), passed=(net_and_tax,))
        )
    if reading.tax_total is not None:
        passed = (net_and_tax, outcome_of(outcome, "taxes_sum_to_tax_total"), outcome_of(outcome, "tax_fits_rate"))
        raw = score(0.75, _ocr(reading.tax_total), passed=passed)
        found["tax_total"] = _amount(reading.tax_total, reading.tax_total.value, raw)
    elif reading.taxes:
        found["tax_total"] = _summed_taxes(reading, outcome)
    discount = _discount(reading, outcome)
    if discount is not None:
        found["discount_total"] = discount
    if reading.currency is not None:
        found["currency"] = _currency(reading)
    return found


def _ocr(amount: Amount) -> float:
    return amount.row.confidence_of(amount.number.start, amount.number.end)


def _amount(amount: Amount, value: Decimal, raw: float, *, repaired: str | None = None) -> Field:
    return place(amount.row, (amount.number.start, amount.number.end), plain(value), raw, repaired=repaired)


def _summed_taxes(reading: ParsedDocument, outcome: Outcome) -> Field:
    """The tax total of a document that prints its taxes by rate only."""
    last = reading.taxes[-1]
    summed = sum((tax.amount for tax in reading.taxes), Decimal(0))
    raw = score(0.7, last.row.confidence_of(*last.span), passed=(outcome_of(outcome, "tax_fits_rate"),))
    found = place(last.row, last.span, plain(summed), raw)
    return found if len(reading.taxes) == 1 else replace(found, source=SOURCE, derived_from=("taxes",))


def _discount(reading: ParsedDocument, outcome: Outcome) -> Field | None:
    """The sum of the reductions: as printed, or of those on the goods and on the whole."""
    printed, goods = reading.discounts, reading.items.discounts
    if not printed and not goods:
        return None
    summed_up = len(printed) == 1 and _sums_up(printed[0], goods)
    summed = sum((abs(each.value) for each in printed), Decimal(0)) - (
        0 if summed_up else sum((d.amount for d in goods), Decimal(0))
    )
    if not summed:
        return None
    row, span = (
        (printed[-1].row, (printed[-1].number.start, printed[-1].number.end))
        if printed
        else (goods[-1].rows[-1], (0, 0))
    )
    raw = score(
        0.65,
        row.confidence_of(*(span if printed else (0, len(row.text)))),
        passed=(outcome_of(outcome, "items_sum_to_total"),),
    )
    return place(row, span if printed else (0, len(row.text)), plain(summed), raw)


def _sums_up(printed: Amount, goods: Sequence[Item]) -> bool:
    return bool(goods) and abs(printed.value) == abs(sum((each.amount for each in goods), Decimal(0)))


def _currency(reading: ParsedDocument) -> Field:
    currency = reading.currency
    if currency is None:
        raise ValueError("no currency")
    span = currency.span if currency.printed else (0, len(currency.row.text))
    return place(currency.row, span, currency.code, 0.95 if currency.printed else 0.8)


def _numbers(reading: ParsedDocument) -> dict[str, Field]:
    found: dict[str, Field] = {}
    if reading.number is not None:
        found["document_number"] = _identifier(reading.number, 0.25)
        raw = score(
            min(0.2 + 0.18 * reading.number.weight, 0.92), reading.number.row.confidence_of(*reading.number.span)
        )
        found["document_number"] = place(reading.number.row, reading.number.span, reading.number.value, raw)
    if reading.fiscal_id is not None:
        found["fiscal_id"] = _identifier(reading.fiscal_id, 0.9)
    if reading.z_number is not None and reading.document_type == "receipt":
        found["z_number"] = _identifier(reading.z_number, 0.85)
    return found
