"""A document with an e-invoice: its figures to the cent, the standard's sums as checks, the picture compared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.documents.e_invoice.reading import read_e_invoice
from ocrcore.engines.base import Availability
from ocrcore.errors import EngineError, NoEInvoice, UnsafeXml
from ocrcore.extraction.fields import Extraction
from ocrcore.layout.page import Line, OcrPage
from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.e_invoice.fields import lists_of, scalars_of
from ocrcore.pipeline.e_invoice.places import places_on
from ocrcore.pipeline.e_invoice.printed import prints_of
from ocrcore.pipeline.e_invoice.rules import run_rules
from ocrcore.pipeline.result import Result
from ocrcore.pipeline.run import read_document
from tests.documents.made_e_invoices import Goods, Sale, cii, picture_of, spv_zip, ubl, with_embedded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.config import Settings
    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.layout.page import Detection

    Reader = Callable[..., dict[str, Any]]

SALE = Sale()
SUMS = ["BR-CO-10", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-16", "BR-CO-17", "BR-S-08"]


class RefusingEngine:
    """An engine that must not be asked."""

    name, label, stops_early, upright_confidence = "refusing", "", False, 0.8
    tiers: tuple[str, ...] = ("light",)

    @classmethod
    def availability(cls) -> Availability:
        return Availability(available=True, version="1")

    def load(self, *, threads: int) -> None: ...

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        raise EngineError("No page of an e-invoice needs OCR.")


class SilentEngine(RefusingEngine):
    """An engine that reads nothing anywhere."""

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        return []


@pytest.fixture
def read(tmp_path: Path, settings: Settings) -> Reader:
    def read(data: bytes, engine: Engine | None = None) -> dict[str, Any]:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read_document(path, engine=engine or RefusingEngine(), settings=settings).to_dict()

    return read


def values(tree: dict[str, Any]) -> dict[str, str]:
    return {name: found["value"] for name, found in tree["fields"].items() if isinstance(found, dict)}


def outcome(tree: dict[str, Any]) -> dict[str, bool | None]:
    return {check["code"]: check["passed"] for check in tree["checks"]}


@pytest.mark.parametrize(
    "data", [ubl(SALE), cii(SALE), cii(SALE, version=1), spv_zip(SALE)], ids=["ubl", "cii", "zf1", "zip"]
)
def test_every_field_comes_from_the_xml_without_ocr(read: Reader, data: bytes) -> None:
    tree = read(data)
    assert values(tree) | {"vendor_phone": ""} == {
        "document_type": "invoice", "vendor_name": "Moara Nouă SRL", "vendor_tax_id": "14186770", "vendor_phone": "",
        "vendor_address": "Str. Lungă 7, 500123 Brașov, RO", "document_number": "FCT-0042", "date": "2026-03-14",
        "due_date": "2026-04-13", "currency": "RON", "net_total": "344.80", "tax_total": "67.91", "total": "412.71",
        "amount_due": "412.71", "customer_name": "Brutăria din Vale SRL", "customer_tax_id": "1590082",
        "iban": "RO49AAAA1B31007593840000",
    }  # fmt: skip
    rows = {name: [bare(row) for row in tree["fields"][name]] for name in ("taxes", "payments", "items")}
    assert rows == {
        "taxes": [
            {"code": "S11", "rate": "11", "base": "45.00", "amount": "4.95"},
            {"code": "S21", "rate": "21", "base": "299.80", "amount": "62.96"},
        ],
        "payments": [{"method": "transfer", "amount": "412.71"}],
        "items": [
            {
                "description": "Făină albă tip 650",
                "quantity": "10",
                "unit": "kg",
                "unit_price": "4.5",
                "amount": "45.00",
            }
            | {"tax_code": "S11"},
            {"description": "Cuptor <mic> & tavă", "quantity": "2", "unit": "buc", "unit_price": "149.9"}
            | {"amount": "299.80", "tax_code": "S21"},
        ],
    }
    everything = [each for found in tree["fields"].values() for each in (found if isinstance(found, list) else [found])]
    assert {(each["confidence"], each["source"]) for each in everything} == {(1.0, "e_invoice")}
    assert (tree["engine"], tree["tiers"], tree["timings_ms"]["ocr"]) == ("refusing", [], 0)


def bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"confidence", "page", "box", "source"}}


def test_an_xml_is_a_page_with_lines_and_places(read: Reader) -> None:
    tree = read(ubl(SALE))
    (page,) = tree["pages"]
    assert page["source"] == "e_invoice"
    assert "Total cu TVA 412.71" in tree["text"].splitlines()
    x0, y0, x1, y1 = tree["fields"]["total"]["box"]
    (line,) = [line for line in page["lines"] if line["text"] == "Total cu TVA 412.71"]
    assert line["words"][-1]["box"] == pytest.approx([x0, y0, x1, y1], abs=0.001)
    for number, row in enumerate(tree["fields"]["items"]):
        (line,) = [line for line in page["lines"] if line["text"].startswith(f"{number + 1} {row['description']}")]
        assert line["box"] == pytest.approx(row["box"], abs=0.001)
    assert outcome(tree)["xml_agrees_with_picture"] is None, "there is no picture of the sender's"


@pytest.mark.parametrize("kind", ["381", "380"])
def test_what_is_given_back_is_negative(read: Reader, kind: str) -> None:
    quantity = "2" if kind == "381" else "-2"
    sale = Sale(kind=kind, goods=[Goods(name="Cuptor", quantity=quantity, price="149.90")])
    tree = read(ubl(sale))
    found = values(tree)
    assert (found["document_type"], found["total"], found["amount_due"]) == ("invoice", "-362.76", "-362.76")
    assert (found["net_total"], found["tax_total"]) == ("-299.80", "-62.96")
    (item,), (tax,) = tree["fields"]["items"], tree["fields"]["taxes"]
    assert (item["quantity"], item["unit_price"], item["amount"]) == ("-2", "149.9", "-299.80")
    assert (tax["rate"], tax["base"], tax["amount"]) == ("21", "-299.80", "-62.96")
    assert False not in outcome(tree).values()


def test_allowances_charges_prepaid_and_the_taxes_currency() -> None:
    sale = Sale(
        allowances=[("Reducere", "4.80", "S", "21")], charges=[("Transport", "15.00", "S", "21")], prepaid="50.00",
        rounding="0.02", currency="EUR", tax_currency="RON", tax_in_tax_currency="347.15", means="48",
    )  # fmt: skip
    invoice = read_e_invoice(cii(sale))
    found = scalars_of(invoice)
    assert (found["discount_total"], found["charge_total"], found["net_total"]) == ("4.80", "15.00", "355.00")
    assert (found["currency"], found["tax_currency"], found["tax_total_in_tax_currency"]) == ("EUR", "RON", "347.15")
    assert (found["total"], found["amount_due"]) == ("425.05", "375.07")
    assert lists_of(invoice)["payments"] == [
        {"method": "other", "amount": "50.00"},
        {"method": "card", "amount": "375.07"},
    ]
    codes = {rule.check.code: rule.check.passed for rule in run_rules(invoice)}
    assert codes == dict.fromkeys([*SUMS, "BR-CO-11", "BR-CO-12"], True)


@pytest.mark.parametrize(
    ("category", "rule"), [("AE", "AE"), ("E", "E"), ("Z", "Z"), ("K", "IC"), ("G", "G"), ("O", "O")]
)
def test_categories_without_tax(category: str, rule: str) -> None:
    sale = Sale(goods=[Goods(name="Servicii", quantity="1", price="100.00", category=category, rate="0")])
    invoice = read_e_invoice(ubl(sale))
    assert lists_of(invoice)["taxes"] == [{"code": category, "rate": "0", "base": "100.00", "amount": "0.00"}]
    codes = {each.check.code: each.check.passed for each in run_rules(invoice)}
    assert codes[f"BR-{rule}-08"] is True
    assert codes[f"BR-{rule}-09"] is True


BROKEN = {
    "BR-CO-10": (
        Sale(given={"lines": "344.81", "net": "344.81", "gross": "412.72", "payable": "412.72"}),
        "344.80",
        "344.81",
    ),
    "BR-CO-11": (replace(SALE, allowances=[("a", "1.00", "S", "21")], given={"allowances": "2.00"}), "1.00", "2.00"),
    "BR-CO-12": (replace(SALE, charges=[("a", "1.00", "S", "21")], given={"charges": "2.00"}), "1.00", "2.00"),
    "BR-CO-13": (Sale(given={"net": "344.70"}), "344.80", "344.70"),
    "BR-CO-14": (Sale(given={"tax": "67.90"}), "67.91", "67.90"),
    "BR-CO-15": (Sale(given={"gross": "412.70"}), "412.71", "412.70"),
    "BR-CO-16": (Sale(given={"payable": "400.00"}), "412.71", "400.00"),
}


@pytest.mark.parametrize("code", BROKEN)
@pytest.mark.parametrize("writer", [ubl, cii])
def test_a_broken_sum_fails_under_its_rule_with_both_amounts(writer: Callable[[Sale], bytes], code: str) -> None:
    sale, made, given = BROKEN[code]
    failed = {rule.check.code: rule for rule in run_rules(read_e_invoice(writer(sale))) if not rule.check.passed}
    message = failed[code].check.message
    assert f"{made}," in message
    assert f"{given} ({code})" in message


def test_a_tax_that_its_rate_does_not_make() -> None:
    xml = ubl(SALE).replace(b">62.96<", b">72.96<")
    failed = {rule.check.code: rule.check.message for rule in run_rules(read_e_invoice(xml)) if not rule.check.passed}
    assert "A tax of 21 % on 299.80 makes 62.96, it is given as 72.96" in failed["BR-CO-17"]
    assert "BR-CO-14" in failed


def test_a_base_that_the_lines_do_not_make() -> None:
    xml = ubl(SALE).replace(
        b"<cbc:Percent>21</cbc:Percent></cac:TaxCategory>", b"<cbc:Percent>19</cbc:Percent></cac:TaxCategory>"
    )
    xml = xml.replace(b">299.80</cbc:TaxableAmount>", b">100.00</cbc:TaxableAmount>").replace(
        b"Percent>19<", b"Percent>21<"
    )
    assert "BR-S-08" in {rule.check.code for rule in run_rules(read_e_invoice(xml)) if not rule.check.passed}


def test_tax_where_the_category_has_none() -> None:
    sale = Sale(goods=[Goods(name="Servicii", quantity="1", price="100.00", category="AE", rate="0")])
    xml = ubl(sale).replace(b"0.00</cbc:TaxAmount><cac:TaxCategory>", b"21.00</cbc:TaxAmount><cac:TaxCategory>")
    assert "BR-AE-09" in {rule.check.code for rule in run_rules(read_e_invoice(xml)) if not rule.check.passed}


def test_what_the_standard_asks_for_and_is_not_there() -> None:
    xml = ubl(Sale(number="", seller="")).replace(b"<cbc:Name>Sign of </cbc:Name>", b"")
    failed = {rule.check.code: rule.check.message for rule in run_rules(read_e_invoice(xml)) if not rule.check.passed}
    assert failed == {
        "BR-02": "The e-invoice has no number, which BR-02 asks for.",
        "BR-06": "The e-invoice has no name of the seller, which BR-06 asks for.",
    }


def test_a_failed_sum_makes_its_fields_doubtful(read: Reader) -> None:
    fields = read(ubl(Sale(given={"gross": "412.70", "payable": "412.70"})))["fields"]
    assert {name for name in fields if isinstance(fields[name], dict) and fields[name]["confidence"] < 0.6} == {
        "total", "net_total", "tax_total",
    }  # fmt: skip


def test_a_corrected_field_lets_go_of_the_rules_about_it(read: Reader) -> None:
    result = Result.from_dict(read(ubl(Sale(given={"gross": "412.70", "payable": "412.70"}))))
    failed = {check["code"]: check["passed"] for check in corrected(result, {"net_total": "344.79"}).checks}
    assert failed["BR-CO-15"] is None
    assert {check["code"] for check in corrected(result, {"iban": "RO1"}).checks if check["passed"] is False} == {
        "BR-CO-15"
    }


ROWS = [
    "Factura FCT-0042",
    "Data 14.03.2026",
    "Moara SRL",
    "Total fara TVA 344,80",
    "TVA 67,91",
    "Total de plata 412,71",
]


def hybrid(rows: list[str], xml: bytes) -> bytes:
    return with_embedded(picture_of(rows), {"factur-x.xml": xml})


def test_a_picture_that_says_the_same_agrees(read: Reader) -> None:
    tree = read(hybrid(ROWS, cii(SALE)))
    assert outcome(tree)["xml_agrees_with_picture"] is True
    assert tree["pages"][0]["source"] == "text_layer", "the sender's picture is read as it is"
    assert values(tree)["vendor_name"] == "Moara Nouă SRL"
    (line,) = [line for line in tree["pages"][0]["lines"] if line["text"] == "Total de plata 412,71"]
    total = tree["fields"]["total"]
    assert (total["value"], total["confidence"], total["source"]) == ("412.71", 1.0, "e_invoice")
    assert total["box"][1] == pytest.approx(line["box"][1], abs=0.005)
    assert "box" not in tree["fields"]["iban"], "what is not printed has no place"


@pytest.mark.parametrize(
    ("was", "now", "field", "words"),
    [
        ("412,71", "512,71", "total", "total 412.71, in the picture 512.71"),
        ("14.03.2026", "15.03.2026", "date", "date 2026-03-14, in the picture 2026-03-15"),
    ],
)
def test_a_picture_that_says_otherwise_is_told(read: Reader, was: str, now: str, field: str, words: str) -> None:
    tree = read(hybrid([row.replace(was, now) for row in ROWS], cii(SALE)))
    (check,) = [check for check in tree["checks"] if check["code"] == "xml_agrees_with_picture"]
    assert check["passed"] is False
    assert words in check["message"]
    assert tree["fields"][field]["confidence"] < 0.6
    assert values(tree)[field] == values(read(cii(SALE)))[field], "the XML's value stays"


def test_a_picture_without_figures_says_nothing(read: Reader) -> None:
    tree = read(hybrid(["Gasiti factura in fisierul atasat acestui document", "Cu multumiri, echipa"], cii(SALE)))
    assert outcome(tree)["xml_agrees_with_picture"] is None
    assert tree["fields"]["total"]["confidence"] == 1.0


def test_a_profile_without_lines_is_completed_from_the_picture(read: Reader) -> None:
    rows = [*ROWS[:3], "Cuptor mic 2 buc x 149,90 299,80", *ROWS[3:], "Telefon 0268 123 456"]
    tree = read(hybrid(rows, cii(SALE, lines=False)))
    assert tree["fields"]["total"]["source"] == "e_invoice"
    assert tree["fields"]["vendor_phone"]["source"] != "e_invoice"
    assert "vendor_phone" not in read(hybrid(rows, cii(SALE)))["fields"], "a whole invoice holds all there is"
    assert False not in {passed for code, passed in outcome(tree).items() if code.startswith("BR")}


def test_a_pdf_with_a_broken_xml_is_read_as_a_picture_and_says_so(read: Reader) -> None:
    tree = read(hybrid(ROWS, cii(SALE)[:3000]), SilentEngine())
    (check,) = [check for check in tree["checks"] if check["code"] == "e_invoice_readable"]
    assert check["passed"] is False
    assert "damaged" in check["message"]
    assert values(tree)["total"] == "412.71"
    assert tree["fields"]["total"]["source"] == "412,71"


def test_what_is_no_e_invoice_is_refused(read: Reader) -> None:
    with pytest.raises(NoEInvoice):
        read(b"<?xml version='1.0'?><feed/>")
    with pytest.raises(UnsafeXml):
        read(b"<?xml version='1.0'?><!DOCTYPE feed><feed/>")


def test_a_tax_id_with_a_wrong_control_digit_is_told(read: Reader) -> None:
    assert outcome(read(ubl(SALE)))["vendor_tax_id_checksum"] is True
    assert outcome(read(ubl(Sale(seller_id="RO14186771"))))["vendor_tax_id_checksum"] is False
    assert "customer_tax_id_checksum" not in outcome(read(ubl(Sale(buyer_id="1800101080014")))), "a person's number"


def test_an_amount_that_is_printed_twice_is_shown_where_totals_stand() -> None:
    texts = ["Cuptor 412,71", "FCT-0042", "Total 412,71", "Vezi FCT-0042"]
    lines = tuple(
        Line(text=text, confidence=1.0, box=(0.0, at / 10, 1.0, at / 10 + 0.05), words=())
        for at, text in enumerate(texts)
    )
    prints = prints_of([OcrPage(number=1, width=100, height=100, lines=lines)])
    places = places_on(prints, {"total": "412.71", "document_number": "FCT-0042"}, {}, Extraction())
    assert places == {"total": (1, lines[2].box), "document_number": (1, lines[1].box)}


@pytest.mark.parametrize(
    "print_", ["412,71", "412.71 lei", "-412,71", "1.412,71", "1 412,71", "1'412.71", "1,412.71", "1\u00a0412,71"]
)
def test_amounts_are_found_as_the_world_prints_them(print_: str) -> None:
    line = Line(text=f"Total: {print_}", confidence=1.0, box=(0.0, 0.0, 1.0, 0.1), words=())
    (found,) = prints_of([OcrPage(number=1, width=9, height=9, lines=(line,))])
    assert found.amounts == {Decimal("1412.71" if print_.startswith("1") else "412.71")}


def test_figures_keep_their_cents() -> None:
    found = scalars_of(read_e_invoice(ubl(Sale(given={"gross": "412.7", "payable": "1000000000.5"}))))
    assert (found["total"], found["amount_due"]) == ("412.70", "1000000000.50")
    assert Decimal(found["amount_due"]) == Decimal("1000000000.5")
