"""Invoices whose parties stand side by side: each side's name, tax id and address stay its own."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract
from ocrcore.extraction.text.page_text import PlainLine, PlainPage

TODAY = date(2026, 11, 24)
LETTER, ROW = 0.01, 0.02
RIGHT, EDGE = 0.55, 0.95
LEFT_SIDE = ("Furnizor", "Argeș Bio S.R.L.", "C.U.I. RO14399840", "Aleea Lacului, NR 63", "Loc. Pitești, Jud. Argeș")
RIGHT_SIDE = ("Client", "SC Retail Doi S.R.L.", "Piața Iancu nr. 48", "012883 Alexandria", "CIF: 1590082")
BODY = ("Total fără TVA 100,00", "TVA 21% 21,00", "Total de plată 121,00 lei")


def _words(text: str, x: float, y: float) -> list[PlainLine]:
    found = []
    for word in text.split():
        found.append(PlainLine(text=word, confidence=1.0, box=(x, y, x + LETTER * len(word), y + ROW * 0.8)))
        x += LETTER * (len(word) + 1)
    return found


def _read(
    left: tuple[str, ...], right: tuple[str, ...], heading_at: float | None = None, *, flush_right: bool = False
) -> Extraction:
    rows = [[(0.1, "FACTURĂ")], [(0.1, "Nr. 11373 Data emiterii: 11-02-2026")]]
    for index in range(max(len(left), len(right))):
        x = heading_at if index == 0 and heading_at is not None else RIGHT
        if flush_right and index < len(right):
            x = EDGE - LETTER * len(right[index])
        pair = [(0.1, left[index] if index < len(left) else ""), (x, right[index] if index < len(right) else "")]
        rows.append([(place, text) for place, text in pair if text])
    rows += [[(0.1, text)] for text in BODY]
    lines = []
    for number, cells in enumerate(rows):
        words = [word for x, text in cells for word in _words(text, x, number * ROW)]
        text = " ".join(word.text for word in words)
        box = (words[0].box[0], number * ROW, words[-1].box[2], number * ROW + ROW * 0.8)
        lines.append(PlainLine(text=text, confidence=1.0, box=box, words=tuple(words)))
    return extract([PlainPage(number=1, width=800, height=1100, lines=tuple(lines))], today=TODAY)


def _assert_each_side_has_its_own(extraction: Extraction) -> None:
    found = {name: field.value for name, field in extraction.scalars.items()}
    assert found["vendor_name"] == "Argeș Bio S.R.L."
    assert found["vendor_tax_id"] == "14399840"
    assert found["vendor_address"] == "Aleea Lacului, NR 63, Loc. Pitești, Jud. Argeș"
    assert found["customer_name"] == "SC Retail Doi S.R.L."
    assert found["customer_tax_id"] == "1590082"


@pytest.mark.parametrize("heading_at", [RIGHT, RIGHT + 0.1], ids=["above", "in the middle"])
def test_two_headings_part_two_columns(heading_at: float) -> None:
    extraction = _read(LEFT_SIDE, RIGHT_SIDE, heading_at=heading_at)
    _assert_each_side_has_its_own(extraction)
    assert extraction.scalars["document_number"].value == "11373"
    assert extraction.scalars["net_total"].value == "100.00"


@pytest.mark.parametrize(
    ("left", "right"),
    [(LEFT_SIDE, RIGHT_SIDE[1:]), (LEFT_SIDE[1:], RIGHT_SIDE), (LEFT_SIDE[1:], RIGHT_SIDE[1:])],
    ids=["the right one without", "the left one without", "both without"],
)
def test_a_column_without_a_heading_is_known_by_its_company(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    _assert_each_side_has_its_own(_read(left, right))


def test_boxes_stay_where_the_words_stand() -> None:
    extraction = _read(LEFT_SIDE, RIGHT_SIDE)
    assert extraction.scalars["vendor_name"].box[0] == pytest.approx(0.1, abs=0.001)
    assert extraction.scalars["customer_name"].box[0] == pytest.approx(RIGHT, abs=0.001)


@pytest.mark.parametrize("long_row", [False, True], ids=["with a gap", "a long row on the left"])
def test_a_right_column_that_ends_flush_right_is_parted_at_each_rows_own_gap(long_row: bool) -> None:
    left = (*LEFT_SIDE, "CONT RON: RO92 DMAS RN17 5BOB F1RD 5CGE, Banca Exemplu") if long_row else LEFT_SIDE
    right = (*RIGHT_SIDE, "J: J3/3459/2001") if long_row else RIGHT_SIDE
    _assert_each_side_has_its_own(_read(left, right, flush_right=True))


def test_a_buyer_s_tax_id_with_two_names_for_it_heads_no_column() -> None:
    lines = ("ALFA MARKET S.A.", "CUI: RO14399840", "CUI/CNP CLIENT: 18547290", "CLIENT: VATRA NOUA SRL")
    goods = ("1.000 BUC X 29.50", "PRIZA CU CAPAC 29.50 A", "2.000 BUC X 7.00", "BURETE 14.00 A", "TOTAL 43.50")
    extraction = _read((*lines, *goods), ())
    assert [entry.members["amount"] for entry in extraction.lists["items"]] == ["29.50", "14.00"]
    assert [entry.members["quantity"] for entry in extraction.lists["items"]] == ["1", "2"]
