"""Receipts as born-digital PDF: read from their own text, so that a test of the pages need not wait for OCR."""

from __future__ import annotations

from fpdf import FPDF

WIDTH_PT, ROW_PT = 226, 15


def receipt_rows(number: int, *, total: str = "20,00") -> list[str]:
    """Return the rows of a till receipt whose items make 20,00; every number gives another document."""
    return [
        "MAGAZIN TEST SRL",
        "STR. LUNGA 5, BRASOV",
        "COD FISCAL: RO12345674",
        "2 BUC X 5,99",
        "PAINE ALBA 11,98 A",
        "LAPTE 1L 8,02 A",
        f"TOTAL LEI {total}",
        "TVA A - 21% 3,47",
        "TOTAL TVA 3,47",
        f"CARD {total}",
        f"BON NR: {number:04d}",
        "DATA: 14-03-2026 ORA: 12:30:05",
        "BON FISCAL",
    ]


def invoice_pages(number: int) -> list[list[str]]:
    """Return the rows of an invoice of two pages: two items on the first, one item and the totals on the second."""
    head = "Denumire U.M. Cant. Pret Valoare"
    return [
        [
            "FACTURA",
            f"Nr. {number:05d} din 14.03.2026",
            "Furnizor: MAGAZIN TEST SRL",
            "CUI: RO12345674",
            head,
            "1 HARTIE A4 buc 2 18,50 37,00",
            "2 TONER NEGRU buc 1 63,00 63,00",
        ],
        [
            head,
            "3 TRANSPORT buc 1 100,00 100,00",
            "Total fara TVA 200,00",
            "Total TVA 21% 42,00",
            "TOTAL DE PLATA 242,00 LEI",
            "Cod de verificare: 0817",
            "Va multumim",
        ],
    ]


def pdf_receipt(rows: list[str], *, pages: int = 1) -> bytes:
    """Return a PDF with these rows on every page."""
    return pdf_document([rows] * pages)


def pdf_document(pages: list[list[str]]) -> bytes:
    """Return a PDF with the rows of each page."""
    pdf = FPDF(unit="pt", format=(WIDTH_PT, ROW_PT * (max(map(len, pages)) + 4)))
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Courier", size=10)
    for rows in pages:
        pdf.add_page()
        for line, row in enumerate(rows):
            pdf.text(14, ROW_PT * (line + 2), row)
    return bytes(pdf.output())
