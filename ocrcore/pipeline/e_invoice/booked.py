"""What a document with an e-invoice gives: the XML's values as fields, its rules as checks, the picture beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.checks.recheck import check_fields
from ocrcore.extraction.fields import Check
from ocrcore.pipeline.e_invoice.agreement import Agreement, agreement
from ocrcore.pipeline.e_invoice.fields import lists_of, scalars_of, tax_ids_printed
from ocrcore.pipeline.e_invoice.places import places_on
from ocrcore.pipeline.e_invoice.printed import prints_of
from ocrcore.pipeline.e_invoice.rules import run_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.documents.e_invoice.embedded import FoundInvoice
    from ocrcore.documents.e_invoice.invoice import EInvoice
    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box, OcrPage
    from ocrcore.pipeline.e_invoice.rules import Rule

SOURCE = "e_invoice"
"""The `source` of every field and row that comes from the XML."""
CONFIDENCE = 1.0
DOUBTED = 0.5
"""The confidence of a value that a failed rule or the picture speaks against."""
_PERSONAL_DIGITS = 13
_CHECKSUMS = frozenset({"vendor_tax_id_checksum", "customer_tax_id_checksum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Fields as a Result has them, and the checks."""

    fields: Mapping[str, Any]
    checks: tuple[Check, ...]


def booked(found: FoundInvoice, pages: Sequence[OcrPage], read: Extraction) -> Extraction | Booked:
    """Return the fields of a document that is or carries an e-invoice.

    Args:
        found: The e-invoice.
        pages: The document's pages with their text.
        read: What was read in the sender's picture; nothing when the pages were drawn from the XML.
    """
    invoice = found.invoice
    if invoice is None:
        message = f"The PDF carries an e-invoice that cannot be used, so its picture was read. {found.problem}"
        return replace(read, checks=(*read.checks, Check(code="e_invoice_readable", passed=False, message=message)))
    values, lists = scalars_of(invoice), lists_of(invoice)
    if found.places is not None:
        places, seen = dict(found.places), Agreement(check=Check(code="xml_agrees_with_picture", passed=None))
    else:
        prints = prints_of(pages)
        places, seen = places_on(prints, values, lists, read), agreement(values, prints, read)
    rules = run_rules(invoice)
    doubted = {name for rule in rules if rule.check.passed is False for name in rule.fields} | set(seen.differing)
    sure = {name: DOUBTED if name in doubted else CONFIDENCE for name in [*values, *lists]}
    fields: dict[str, Any] = {
        name: {"value": value, **_where(name, sure[name], places)} for name, value in values.items()
    }
    for name, printed in tax_ids_printed(invoice).items():
        fields[name]["printed"] = printed
    for name, rows in lists.items():
        fields[name] = [row | _where(f"{name}.{at}", sure[name], places) for at, row in enumerate(rows)]
    fields |= _only_in_picture(invoice, fields, read)
    checks = (seen.check, *(_with_facts(rule, values) for rule in rules), *_checksums(fields))
    return Booked(fields=fields, checks=checks)


def _with_facts(rule: Rule, values: Mapping[str, str]) -> Check:
    """Return a rule's check; a failed one names its fields, so that it is let go when one of them is corrected."""
    if rule.check.passed:
        return rule.check
    return replace(rule.check, facts={**rule.check.facts, **{name: values.get(name, "") for name in rule.fields}})


def _where(name: str, confidence: float, places: Mapping[str, tuple[int, Box]]) -> dict[str, Any]:
    tree: dict[str, Any] = {"confidence": confidence, "source": SOURCE}
    if name in places:
        page, box = places[name]
        tree |= {"page": page, "box": [round(float(edge), 5) for edge in box]}
    return tree


def _only_in_picture(invoice: EInvoice, fields: Mapping[str, Any], read: Extraction) -> dict[str, Any]:
    """Return what only the picture tells, of an XML without lines: profiles such as MINIMUM hold the totals alone."""
    if invoice.lines:
        return {}
    return {name: value for name, value in read.fields.items() if name not in fields}


def _checksums(fields: Mapping[str, Any]) -> list[Check]:
    made = check_fields(fields, datetime.now(UTC).date())
    # A private buyer's number in Romania has 13 digits and a checksum of its own.
    return [each for each in made if each.code in _CHECKSUMS and len(each.facts.get("id", "")) != _PERSONAL_DIGITS]
