"""Receipt, invoice or something else: by titles, by what tills print, and by the shape of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ocrcore.extraction.amounts.payments import is_card_slip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.amounts.payments import Payments
    from ocrcore.extraction.amounts.totals import Total
    from ocrcore.extraction.values.labelled_amounts import ReadRow

DocumentType = Literal["receipt", "invoice", "other"]

_RECEIPT = re.compile(
    r"BON FISCAL|BON NEFISCAL|BON DE CASA|CHITANTA|\bRECEIPT\b|KASSENBON|KASSENZETTEL|QUITTUNG|"
    r"\bBON\b|TICKET DE CAISSE|\bTICKET\b|KASES CEKS|\bCEKS\b|KVITS|KASSABON|CASH BILL|CASH SALES|"
    r"GUEST CHECK|NYUGTA|KVIITUNG|OSTUTSEKK"
)
_RECEIPT_TITLE = re.compile(r"^\W{0,4}(?:BON (?:NE)?FISCAL|CHITANTA|RECEIPT|QUITTUNG|KASSENBON|KVITS)", re.MULTILINE)
_TILL = re.compile(
    r"CASHIER|CASIER|\bCASA\b|OPERATOR|\bTILL\b|SERVED BY|KASSIER|KASSE|CAISSE|KASIERIS|\bZ\s?:|"
    r"\bBF\s?:|TABLE|\bPAX\b|GOODS SOLD|COME AGAIN|VA MAI ASTEPTAM|MULTUMIM|ID UNIC|PLATA CARD|"
    r"MONNAIE|ESPECES|ZURUCK|RUCKGELD|PENZTAR|VISSZAJARO|KESZPENZ|BANKKARTYA|"
    r"CHANGE|TERMINAL|\bREST\b|SIMPLIFIED TAX INVOICE|NUMERAR"
)
_FISCAL_DEVICE = re.compile(
    r"\bAMEF\b|SERIE FISCALA|ID UNIC|\bNUI\b|\bBF\W{0,2}\d+\W{1,3}Z\W{0,2}\d|\bZ\W{0,2}\d+\W{1,3}BF\b"
)
"""What Romanian tills alone print: their own number, and the receipt's beside the day's."""
_BUYERS_TAX_ID = re.compile(r"(?:\bC\W?[IU]\W?[FI]\b\W?|COD FISCAL )\s?(?:CUMPARATOR|CLIENT|BENEFICIAR)")
"""A till prints it on request."""
_INVOICE = re.compile(
    r"\bFACTURA\b|\bINVOICE\b|\bRECHNUNG\b|\bFACTURE\b|\bREKINS\b|\bFACTUUR\b|FURNIZOR|CUMPARATOR|"
    r"RECHNUNGSNR|CREDIT (?:NOTE|MEMO)|\bGUTSCHRIFT\b|NOTA DE CREDIT|\bARVE\b|\bFATTURA\b|\bSZAMLA\b"
)
_INVOICE_PARTS = re.compile(
    r"CUMPARATOR|BENEFICIAR|BILL TO|\bIBAN\b|SCADEN|DUE DATE|ZAHLUNGSZIEL|RECHNUNGSDATUM|"
    r"FACTUURDATUM|INVOICE DATE|NR\.? ?CRT|NR\.? ?REG\.? ?COM|KUNDENN|DELEGAT|AVIZ|EXPEDI|CONT RON|"
    r"ECHEANCE|PAYMENT TERMS|KLANTNUMMER|BILLING PERIOD|KUNDEN(?!BELEG)|\bVEVO\b|\bELADO\b|HATARIDO|TELJESITES|BANKSZAMLASZAM"
)
_ELSE = re.compile(
    r"EXTRAS DE CONT|ACCOUNT STATEMENT|STATEMENT OF ACCOUNT|BANK STATEMENT|KONTOAUSZUG|"
    r"RELEVE DE COMPTE|SOLD INITIAL|SOLD FINAL|SOLD ANTERIOR|OPENING BALANCE|CLOSING BALANCE|"
    r"KONTA IZRAKSTS|SZAMLAKIVONAT|SOLDE (?:AU|DU)|(?:ANCIEN|NOUVEAU) SOLDE|KONTOSTAND|SPEISEKARTE|\bETLAP\b|"
    r"RULAJ|CHAPTER|CAPITOLUL|MENIU\b|\bMENU\b|CURRICULUM|CONTRACT DE|KAPITEL|"
    r"CHAPITRE|PRICE LIST|LISTA DE PRETURI"
)
NARROW = 0.62
"""A page narrower than this, against its height, is a till's strip."""


def classify(read: Sequence[ReadRow], total: Total | None, payments: Payments, ids: int) -> DocumentType:
    """Return what kind of document this is.

    Args:
        read: The document's rows.
        total: The chosen total, if any.
        payments: What was paid.
        ids: How many tax ids were found.
    """
    if not read:
        return "other"
    text = "\n".join(each.row.folded for each in read[:400])
    receipt = (
        2.0 * bool(_RECEIPT.search(text))
        + 2.0 * bool(_RECEIPT_TITLE.search(text))
        + 0.6 * min(len(set(_TILL.findall(text))), 3)
    )
    receipt += 1.5 * is_card_slip(read) + 1.5 * bool(_FISCAL_DEVICE.search(text))
    receipt += 0.8 * bool(payments.made) + 0.8 * (payments.change is not None)
    receipt += 0.9 if read[0].row.aspect < NARROW else 0.0
    text = _BUYERS_TAX_ID.sub("", text)
    invoice = 2.0 * bool(_INVOICE.search(text)) + 0.8 * min(len(set(_INVOICE_PARTS.findall(text))), 4)
    booked = _evidence(total, payments, ids)
    if len(set(_ELSE.findall(text))) * 1.5 > booked or booked < 1.5:
        return "other"
    if max(receipt, invoice) < 0.8 and booked < 3.5:
        return "other"
    return "invoice" if invoice > receipt else "receipt"


def _evidence(total: Total | None, payments: Payments, ids: int) -> float:
    """Return how much of a booking document is there: a total, what proves it, a payment, a tax id."""
    if total is None:
        return 0.8 * min(ids, 1) + 0.5 * bool(payments.made)
    proofs = len(total.supports - {"adjusted"})
    paid = 0.5 * bool(payments.made)
    return paid + min(total.label_score, 3.0) * 0.7 + 0.9 * min(proofs, 3) + 0.6 * min(ids, 1)
