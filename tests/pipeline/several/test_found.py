"""Several documents in one file are told from one with several pages, parts or totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.pipeline.several.found import Found, find_fields
from ocrcore.pipeline.several.groups import ReadPage
from tests.pipeline.several.made_pages import CAFE, FUEL, SHOP, SLIP, bon, page_of

if TYPE_CHECKING:
    from ocrcore.layout.page import OcrPage


def found_in(*pages: OcrPage) -> Found:
    return find_fields([ReadPage(page=page, voices=(page,)) for page in pages], ())


def totals(found: Found) -> list[str]:
    return [part.total for part in found.documents]


def check_of(found: Found) -> bool | None:
    (check,) = [check for check in found.fields.checks if check.code == "one_document"]
    return check.passed


def invoice(number: str, rows: list[str]) -> list[str]:
    return [
        f"FACTURA seria FCT nr. {number} din 14.10.2025",
        "Furnizor: MOARA NOUA SRL   CUI: RO14399840",
        "Client: BRUTARIA VECHE SRL   CUI: RO361579",
        "Denumire            Cant.   Pret   Valoare",
        *rows,
    ]


def sums(net: str, tax: str, total: str) -> list[str]:
    return [f"Total fara TVA   {net}", f"Total TVA 21%   {tax}", f"TOTAL DE PLATA   {total} LEI"]


def test_receipts_on_pages_of_their_own_are_documents_of_their_own() -> None:
    found = found_in(*(page_of((rows, 60, 60), number=at) for at, rows in enumerate((SHOP, CAFE, FUEL), 1)))
    assert totals(found) == ["45.90", "18.50", "310.25"]
    assert [part.pages for part in found.documents] == [(1,), (2,), (3,)]
    assert [part.box for part in found.documents] == [None] * 3
    assert [part.fields["vendor_tax_id"]["value"] for part in found.documents] == ["14399840", "361579", "1590082"]
    assert [part.fields["total"]["page"] for part in found.documents] == [1, 2, 3]


def test_nothing_is_added_up_and_nothing_is_sure_until_they_are_parted() -> None:
    found = found_in(page_of((SHOP, 60, 60)), page_of((CAFE, 60, 60), number=2))
    assert check_of(found) is False
    (failed,) = [check for check in found.fields.checks if check.code == "one_document"]
    assert failed.facts == {"count": "2", "totals": "45.90 / 18.50"}
    fields = found.fields.fields
    assert fields["total"]["value"] == "45.90"
    assert [item["amount"] for item in fields["items"]] == ["45.90"]
    flat = [row for value in fields.values() for row in (value if isinstance(value, list) else [value])]
    assert max(row["confidence"] for row in flat) < 0.6
    assert found.documents[0].fields["total"]["confidence"] > 0.9


def test_two_receipts_side_by_side_are_parted_down_the_middle() -> None:
    found = found_in(page_of((SHOP, 40, 100), (CAFE, 540, 110), height=600))
    assert totals(found) == ["45.90", "18.50"]
    left, right = (part.box for part in found.documents)
    assert left is not None
    assert right is not None
    assert left[2] == right[0]
    assert 0.35 < left[2] < 0.54
    rows = [line.text for line in found.pages[0].lines]
    assert rows.index("CARD 45,90") < rows.index("SC CAFENEAUA VECHE SRL")


def test_receipts_one_under_the_other_are_parted_between_them() -> None:
    found = found_in(page_of((SHOP, 60, 60), (CAFE, 80, 400), (FUEL, 60, 740)))
    assert totals(found) == ["45.90", "18.50", "310.25"]
    boxes = [part.box for part in found.documents if part.box is not None]
    assert [box[1] for box in boxes] == sorted(box[1] for box in boxes)
    assert boxes[0][3] == boxes[1][1]


def test_four_receipts_on_a_sheet_are_four() -> None:
    last = bon("PAPETARIA", "14399840", "7,25", "0990", "12/10/2025 ORA: 11:00:00")
    found = found_in(page_of((SHOP, 40, 60), (CAFE, 540, 60), (FUEL, 40, 500), (last, 540, 500)))
    assert sorted(totals(found)) == ["18.50", "310.25", "45.90", "7.25"]


def test_receipts_of_one_shop_are_told_apart_by_number_and_moment() -> None:
    again = bon("MAGAZIN TEST", "14399840", "45,90", "0108", "08/10/2025 ORA: 17:02:00")
    assert totals(found_in(page_of((SHOP, 60, 60)), page_of((again, 60, 60), number=2))) == ["45.90", "45.90"]


def test_an_invoice_that_goes_on_behind_its_repeated_head_is_one() -> None:
    first = page_of((invoice("2041", ["Faina alba      10   37,00   370,00"]), 60, 60))
    second = page_of(
        (invoice("2041", ["Drojdie      2   15,00   30,00", *sums("400,00", "84,00", "484,00")]), 60, 60), number=2
    )
    found = found_in(first, second)
    assert found.documents == ()
    assert check_of(found) is None
    assert found.fields.fields["total"]["value"] == "484.00"


def test_two_invoices_of_two_pages_each_are_two() -> None:
    pages = [
        invoice("2041", ["Faina alba      10   37,00   370,00"]),
        invoice("2041", ["Drojdie      2   15,00   30,00", *sums("400,00", "84,00", "484,00")]),
        invoice("2042", ["Malai      1   50,00   50,00"]),
        invoice("2042", ["Sare      5   10,00   50,00", *sums("100,00", "21,00", "121,00")]),
    ]
    found = found_in(*(page_of((rows, 60, 60), number=at) for at, rows in enumerate(pages, 1)))
    assert [(part.pages, part.total) for part in found.documents] == [((1, 2), "484.00"), ((3, 4), "121.00")]


@pytest.mark.parametrize(
    "second",
    [SHOP, SLIP, ["Conditii generale", "Marfa se poate returna in 30 de zile.", "Va multumim!"]],
    ids=["a copy", "its card slip", "terms"],
)
def test_a_copy_a_slip_and_terms_are_no_documents_of_their_own(second: list[str]) -> None:
    assert found_in(page_of((SHOP, 60, 60)), page_of((second, 60, 60), number=2)).documents == ()
    assert found_in(page_of((SHOP, 60, 60), (second, 60, 420))).documents == ()


def test_seller_and_buyer_side_by_side_are_no_two_documents() -> None:
    seller = ["FURNIZOR", "MOARA NOUA SRL", "CUI: RO14399840", "Total comenzi 3"]
    buyer = ["CLIENT", "BRUTARIA VECHE SRL", "CUI: RO361579", "Total datorat 484,00"]
    below = invoice("2041", ["Faina alba      10   40,00   400,00", *sums("400,00", "84,00", "484,00")])
    assert found_in(page_of((seller, 40, 60), (buyer, 560, 60), (below, 40, 240))).documents == ()
