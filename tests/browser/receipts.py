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


def pdf_receipt(rows: list[str], *, pages: int = 1) -> bytes:
    """Return a PDF with these rows on every page."""
    pdf = FPDF(unit="pt", format=(WIDTH_PT, ROW_PT * (len(rows) + 4)))
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Courier", size=10)
    for _ in range(pages):
        pdf.add_page()
        for line, row in enumerate(rows):
            pdf.text(14, ROW_PT * (line + 2), row)
    return bytes(pdf.output())
