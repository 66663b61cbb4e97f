"""What the readable page of an e-invoice calls its parts: Romanian for invoices from Romania, English for all others.

The page is stored with the document, so it cannot be in the language of whoever looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.documents.e_invoice.invoice import EInvoice

_ENGLISH: Final = {
    "invoice": "E-invoice", "credit_note": "Credit note (e-invoice)", "number": "Number", "date": "Date",
    "due_date": "Due date", "currency": "Currency", "seller": "Seller", "buyer": "Buyer", "tax_id": "Tax id",
    "phone": "Phone", "line": "No.", "description": "Description", "quantity": "Quantity", "unit": "Unit",
    "price": "Unit price", "tax": "Tax", "amount": "Amount", "allowance": "Allowance", "charge": "Charge",
    "category": "Tax category", "rate": "Rate", "base": "Base", "lines": "Sum of lines", "net": "Total without tax",
    "tax_total": "Tax", "total": "Total with tax", "prepaid": "Prepaid", "rounding": "Rounding", "payable": "To be paid",
    "iban": "IBAN", "terms": "Terms of payment", "note": "Note",
}  # fmt: skip
_ROMANIAN: Final = {
    "invoice": "Factură electronică", "credit_note": "Notă de credit (factură electronică)", "number": "Număr",
    "date": "Data", "due_date": "Scadența", "currency": "Moneda", "seller": "Vânzător", "buyer": "Cumpărător",
    "tax_id": "Cod fiscal", "phone": "Telefon", "line": "Nr.", "description": "Denumire", "quantity": "Cantitate",
    "unit": "UM", "price": "Preț unitar", "tax": "TVA", "amount": "Valoare", "allowance": "Reducere",
    "charge": "Taxă suplimentară", "category": "Categoria de TVA", "rate": "Cota", "base": "Baza",
    "lines": "Suma liniilor", "net": "Total fără TVA", "tax_total": "TVA", "total": "Total cu TVA",
    "prepaid": "Achitat în avans", "rounding": "Rotunjire", "payable": "De plată", "iban": "IBAN",
    "terms": "Termeni de plată", "note": "Notă",
}  # fmt: skip


def labels_for(invoice: EInvoice) -> Mapping[str, str]:
    """Return the labels in the language of the seller."""
    return _ROMANIAN if invoice.seller.country == "RO" else _ENGLISH
