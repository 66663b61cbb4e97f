"""What failed checks say in the person's language, with figures as they write them."""

from __future__ import annotations

import pytest

from ocrcore.documents.e_invoice.reading import read_e_invoice
from ocrcore.pipeline.e_invoice.rules import run_rules
from ocrcore.pipeline.result import Result
from ocrcore.web.i18n import language
from ocrcore.web.i18n.catalogue import SOURCE, languages, po_file
from ocrcore.web.i18n.formats import Formats
from ocrcore.web.result.form.checks_line import failed_sentences
from tests.documents.made_e_invoices import Goods, Sale, ubl
from tests.pipeline.test_e_invoice import BROKEN

ROMANIAN = Formats.of("ro-RO", "Europe/Bucharest")


def sentences(xml: bytes) -> list[str]:
    checks = [rule.check.to_json() for rule in run_rules(read_e_invoice(xml))]
    return failed_sentences(Result(engine="made", engine_version="1", pages=(), checks=checks), ROMANIAN)


@pytest.fixture
def _romanian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "page_language", lambda: "ro")


@pytest.mark.usefixtures("_romanian")
@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_told_in_romanian_with_both_amounts(code: str) -> None:
    sale, made, given = BROKEN[code]
    told = [each for each in sentences(ubl(sale)) if code in each]
    english = [rule.check.message for rule in run_rules(read_e_invoice(ubl(sale))) if rule.check.code == code]
    assert len(told) == 1
    assert told != english
    assert made.replace(".", ",") in told[0]
    assert given.replace(".", ",") in told[0]


@pytest.mark.usefixtures("_romanian")
def test_rules_of_taxes_name_the_rate_the_category_and_the_rule() -> None:
    wrong_tax = ubl(Sale()).replace(b">62.96<", b">72.96<")
    assert "TVA de 21 % din 299,80 este 62,96, dar este dată ca 72,96 (BR-CO-17)." in sentences(wrong_tax)
    free = Sale(goods=[Goods(name="Servicii", quantity="1", price="100.00", category="AE", rate="0")])
    taxed = ubl(free).replace(b"0.00</cbc:TaxAmount><cac:TaxCategory>", b"21.00</cbc:TaxAmount><cac:TaxCategory>")
    assert "Cu AE nu se datorează TVA, dar este dată ca 21,00 (BR-AE-09)." in sentences(taxed)
    no_name = ubl(Sale(number="", seller="")).replace(b"<cbc:Name>Sign of </cbc:Name>", b"")
    assert "Factura electronică nu are număr (BR-02)." in sentences(no_name)


@pytest.mark.parametrize("name", languages())
def test_every_rule_has_a_name_and_an_explanation(name: str) -> None:
    known = po_file(name).read_text(encoding="utf-8")
    codes = {
        *BROKEN,
        "BR-CO-17",
        "BR-category-08",
        "BR-category-09",
        *(f"BR-{number}" for number in ("02", "03", "05", "06", "14", "15")),
    }
    assert [code for code in codes if f'"check.{code}"' not in known or f'"check_failed.{code}"' not in known] == []
    assert SOURCE in languages()
