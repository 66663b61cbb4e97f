"""Purchases for the accounting program SAGA: its own XML of invoices, one `Factura` a document, one line a rate of VAT.

Source: the manual of SAGA C, chapter *Import date* (https://manual.sagasoft.ro/sagac/topic-76-import-date.html). SAGA takes
a document for a purchase when `ClientCIF` is the tax id of the company that is open there.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.etree import ElementTree as ET

from ocrcore.errors import NotBookable
from ocrcore.export.cells import printable
from ocrcore.ledger.entry import LedgerEntry, entry_of
from ocrcore.ledger.fields import day, printed, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ocrcore.export.document import ExportDocument
    from ocrcore.export.options import ExportOptions

NEEDED: Final = ("vendor_name", "vendor_tax_id", "document_number", "date", "total")
"""SAGA finds the supplier by the tax id, and knows a document again by number and date."""
_DATE = "%d.%m.%Y"
_NOT_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class _SagaFile:
    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._stream, self._company = stream, options.company_tax_id
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<Facturi>\n')

    def add(self, document: ExportDocument) -> None:
        fields = document.result.fields
        entry = entry_of(fields)
        missing = [name for name in NEEDED if not scalar(fields, name)]
        if missing or entry.date is None or entry.total is None:
            raise NotBookable(name=document.name, missing=missing or ["date", "total"])
        invoice = ET.Element("Factura")
        head = ET.SubElement(invoice, "Antet")
        for tag, text in self._head(fields, entry).items():
            ET.SubElement(head, tag).text = _NOT_XML.sub("", printable(text))
        content = ET.SubElement(ET.SubElement(invoice, "Detalii"), "Continut")
        for number, (rate, base, amount) in enumerate(_lines(entry), start=1):
            line = ET.SubElement(content, "Linie")
            told = f"Achiziție TVA {rate:f}%" if rate else "Achiziție fără TVA"
            values = {"LinieNrCrt": str(number), "Descriere": told, "UM": "buc", "Cantitate": "1"}
            values |= {"Pret": f"{base:.2f}", "Valoare": f"{base:.2f}", "ProcTVA": f"{rate:f}", "TVA": f"{amount:.2f}"}
            for tag, text in values.items():
                ET.SubElement(line, tag).text = text
        ET.SubElement(invoice, "FacturaID").text = document.job_id
        self._stream.write(ET.tostring(invoice, encoding="utf-8") + b"\n")

    def _head(self, fields: Mapping[str, Any], entry: LedgerEntry) -> dict[str, str]:
        due = day(scalar(fields, "due_date"))
        return {
            "FurnizorNume": entry.vendor_name,
            "FurnizorCIF": printed(fields, "vendor_tax_id"),
            "FurnizorAdresa": scalar(fields, "vendor_address"),
            "FurnizorTelefon": scalar(fields, "vendor_phone"),
            "FurnizorIBAN": scalar(fields, "iban"),
            "ClientNume": scalar(fields, "customer_name"),
            "ClientCIF": printed(fields, "customer_tax_id") or self._company,
            "FacturaNumar": entry.document_number,
            "FacturaData": "" if entry.date is None else entry.date.strftime(_DATE),
            "FacturaScadenta": "" if due is None else due.strftime(_DATE),
            "FacturaTaxareInversa": "Nu",
            "FacturaTVAIncasare": "Nu",
            "FacturaMoneda": entry.currency or "RON",
        }

    def end(self) -> None:
        self._stream.write(b"</Facturi>\n")


def _lines(entry: LedgerEntry) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """Yield rate, base and VAT of each line; what no rate taxes is a line of rate 0, so that all make the total."""
    known = [each for each in entry.vat if None not in (each.rate, each.base, each.amount)]
    rest = entry.total or Decimal()
    for share in known:
        rate, base, amount = share.rate or Decimal(), share.base or Decimal(), share.amount or Decimal()
        rest -= base + amount
        yield rate, base, amount
    if rest or not known:
        yield Decimal(), rest, Decimal()


@contextmanager
def saga_file(stream: BinaryIO, options: ExportOptions) -> Iterator[_SagaFile]:
    """Write one file with all documents that have what SAGA needs."""
    file = _SagaFile(stream, options)
    yield file
    file.end()
