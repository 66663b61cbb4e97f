"""The truth of synthetic documents agrees with itself and with what is printed."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from stdnum.de import vat as german_vat
from stdnum.fr import tva as french_vat
from stdnum.gb import vat as british_vat
from stdnum.hu import anum as hungarian_number
from stdnum.iban import is_valid as is_iban
from stdnum.ro import cui

from training.alphabet import VOCABULARY
from training.synthetic import KINDS, make_document
from training.synthetic.chitanta import in_words
from training.synthetic.names import iban
from training.synthetic.receipt_ro import NEW_RATES

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = range(120)


def _documents(kind: str) -> list[tuple[Any, dict[str, Any]]]:
    return [
        (document, document.fields) for document in (make_document(Random(f"{kind}{seed}"), kind) for seed in SEEDS)
    ]


def _sum(entries: list[dict[str, str]], key: str) -> Decimal:
    return sum((Decimal(entry[key]) for entry in entries), Decimal(0))


@pytest.mark.parametrize("kind", ["receipt", "receipt_ro"])
def test_articles_less_discounts_are_the_total_but_for_rounding_to_coins(kind: str) -> None:
    checked = 0
    for document, fields in _documents(kind):
        if "items" not in fields:
            continue
        due = _sum(fields["items"], "amount") - Decimal(fields.get("discount_total", "0"))
        coin = {"en": Decimal("0.03"), "hu": Decimal(3)}.get(document.language, Decimal(0))
        assert abs(due - Decimal(fields["total"])) <= coin, document.text
        checked += 1
    assert checked > len(SEEDS) / 2


def test_romanian_taxes_follow_from_the_gross_amounts_and_the_day() -> None:
    seen: set[str] = set()
    for document, fields in _documents("receipt_ro"):
        taxes = fields.get("taxes", [])
        allowed = {"21", "11", "0"} if fields["date"] >= NEW_RATES.isoformat() else {"19", "9", "5", "0"}
        for tax in taxes:
            seen.add(tax["rate"])
            assert tax["rate"] in allowed, document.text
            if "base" in tax:
                gross = Decimal(tax["base"]) + Decimal(tax["amount"])
                assert abs(
                    gross * Decimal(tax["rate"]) / (100 + Decimal(tax["rate"])) - Decimal(tax["amount"])
                ) <= Decimal("0.005")
        if taxes and "tax_total" in fields:
            assert _sum(taxes, "amount") == Decimal(fields["tax_total"]), document.text
    assert {"21", "11", "19", "9", "0"} <= seen


def test_payments_cover_the_total() -> None:
    for document, fields in _documents("receipt_ro"):
        paid = _sum(fields["payments"], "amount")
        if all(payment["method"] != "cash" for payment in fields["payments"]):
            assert paid == Decimal(fields["total"]), document.text
        else:
            assert abs(paid) >= abs(Decimal(fields["total"])), document.text


def test_quantity_times_price_is_the_amount() -> None:
    checked = 0
    for kind in ("receipt", "invoice"):
        for document, fields in _documents(kind):
            for item in fields.get("items", []):
                if {"quantity", "unit_price"} <= set(item):
                    exact = Decimal(item["quantity"]) * Decimal(item["unit_price"])
                    step = Decimal("0.005") if "." in item["amount"] else Decimal("0.5")
                    assert abs(exact - Decimal(item["amount"])) <= max(step, Decimal("0.01")), document.text
                    checked += 1
    assert checked > 300


def test_an_invoices_net_and_tax_make_its_total() -> None:
    for document, fields in _documents("invoice"):
        assert Decimal(fields["net_total"]) + Decimal(fields["tax_total"]) == Decimal(fields["total"]), document.text
        assert _sum(fields["items"], "amount") == Decimal(fields["net_total"]), document.text
        if "taxes" in fields:
            assert _sum(fields["taxes"], "amount") == Decimal(fields["tax_total"]), document.text


def test_tax_ids_have_right_control_digits() -> None:
    valid: dict[str, Callable[[str], bool]] = {"ro": cui.is_valid, "de": german_vat.is_valid, "fr": french_vat.is_valid,
        "hu": lambda number: hungarian_number.is_valid(number.partition("-")[0])}  # fmt: skip
    seen: set[str] = set()
    for kind in ("receipt", "invoice"):
        for document, fields in _documents(kind):
            for key in ("vendor_tax_id", "customer_tax_id"):
                number = fields.get(key, "")
                if number.startswith("GB"):
                    assert british_vat.is_valid(number), number
                elif number and document.language in valid:
                    assert valid[document.language](number), number
                    seen.add(document.language)
    assert seen == set(valid)
    assert all(is_iban(iban(Random(seed), country)) for seed in range(20) for country in ("RO", "DE", "HU", "GB"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_fields_say_is_printed(kind: str) -> None:
    for document, fields in _documents(kind):
        squeezed = document.text.replace(" ", "").replace("\n", "")
        for key in ("vendor_name", "vendor_tax_id", "document_number", "fiscal_id", "customer_tax_id", "vendor_phone"):
            parts = fields.get(key, "").split() if key == "document_number" else [fields.get(key, "").replace(" ", "")]
            assert all(part in squeezed for part in parts), (key, document.text)
        digits = "".join(char for char in document.text if char.isdigit())
        for key in ("total", "net_total", "tax_total"):
            if key in fields and not (key == "tax_total" and len(fields.get("taxes", [])) == 1):
                assert "".join(char for char in fields[key] if char.isdigit()).lstrip("0") in digits, (
                    key,
                    document.text,
                )


@pytest.mark.parametrize("kind", KINDS)
def test_every_character_is_known_to_the_recogniser(kind: str) -> None:
    known = set(VOCABULARY) | {"\n", " "}
    for document, _ in _documents(kind):
        assert set(document.text) <= known, set(document.text) - known


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_document(kind: str) -> None:
    assert make_document(Random("x"), kind) == make_document(Random("x"), kind)
    assert make_document(Random("x"), kind) != make_document(Random("y"), kind)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        make_document(Random(1), "novel")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (5, "cinci"),
        (19, "nouăsprezece"),
        (42, "patruzecișidoi"),
        (100, "osută"),
        (222, "douăsutedouăzecișidoi"),
        (2300, "douămiitreisute"),
    ],
)
def test_sums_in_words(number: int, words: str) -> None:
    assert in_words(number) == words
