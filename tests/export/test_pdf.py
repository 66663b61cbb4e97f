"""A searchable PDF: what was read is found in its place, whatever its letters, over the picture."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ocrcore.errors import StorageError
from ocrcore.export import ExportFormat, exporting
from ocrcore.layout.page import Line, Word
from ocrcore.reviews.review import Correction, Review
from ocrcore.storage.keys import preview_key
from tests.export.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from ocrcore.export import ExportDocument
    from ocrcore.storage.store import Storage


def export(storage: Storage, *documents: ExportDocument) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (600, 900), (200, 30, 30)).save(picture, "JPEG")
    stream = BytesIO()
    with exporting(ExportFormat.PDF, stream, storage) as exporter:
        for each in documents:
            for page in each.result.pages:
                storage.write(preview_key(each.job_id, page.number), picture.getvalue())
            exporter.add(each)
    return stream.getvalue()


def test_diacritics_and_other_scripts_are_found_in_their_place(storage: Storage) -> None:
    rows = ("TOTAL LEI 59,37", "Șoseaua Ștefan înțărcată ăâîșț", "Кафе Ελλάδα 東京 𝔘")
    with pdfium.PdfDocument(export(storage, document(*rows))) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        assert text.get_text_range().split() == " ".join(rows).split()
        searcher = text.search("înțărcată")
        found = searcher.get_next()
        assert found is not None
        first, count = found
        left, bottom, _, top = text.get_charbox(first, loose=True)
        right = text.get_charbox(first + count - 1, loose=True)[2]
        width, height = page.get_size()
        word = document(*rows).result.pages[0].lines[1].words[2]
        assert word.text == "înțărcată"
        assert (left / width, right / width) == pytest.approx((word.box[0], word.box[2]), abs=0.005)
        assert 1 - top / height < (word.box[1] + word.box[3]) / 2 < 1 - bottom / height
        for each in (searcher, text, page):
            each.close()


def test_the_picture_is_seen_and_the_text_is_not(storage: Storage) -> None:
    with pdfium.PdfDocument(export(storage, document("WWWWWWWW"))) as pdf:
        page = pdf[0]
        seen = page.render(scale=0.5).to_pil().convert("RGB")
        page.close()
    low, high = zip(*seen.getextrema(), strict=True)
    assert all(abs(a - b) < 12 for a, b in zip(low, high, strict=True)), "one colour all over"


def test_several_documents_get_bookmarks_and_all_their_pages(storage: Storage) -> None:
    made = (document("unu", name="întâi.jpg", pages=2), document("doi", name="(x) \\ evil", job_id="other"))
    with pdfium.PdfDocument(export(storage, *made)) as pdf:
        assert len(pdf) == 3
        assert [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()] == [
            ("întâi.jpg", 0),
            ("(x) \\ evil", 2),
        ]


def test_a_page_without_text_is_a_picture(storage: Storage) -> None:
    with pdfium.PdfDocument(export(storage, document())) as pdf:
        assert len(pdf) == 1


def test_a_picture_that_is_gone_is_an_error(storage: Storage) -> None:
    with pytest.raises(StorageError), exporting(ExportFormat.PDF, BytesIO(), storage) as exporter:
        exporter.add(document("x", job_id="gone"))


AT = datetime(2026, 3, 14, 12, 30, tzinfo=UTC)


def read_at(row: int, words: tuple[int, int], source: str, value: str) -> dict[str, Any]:
    """Return a field that was read from some words of a row of a made document of rows of three words."""
    top, share = 0.1 + 0.05 * row, 0.8 / 3
    box = [0.1 + share * words[0], top, 0.1 + share * (words[1] + 0.9), top + 0.03]
    return {"value": value, "confidence": 0.6, "page": 1, "box": box, "source": source}


def corrected_to(**values: Any) -> Review:
    return Review(corrections={name: Correction(value=each, raw=None, at=AT, by=None) for name, each in values.items()})


def test_corrected_values_are_found_where_the_wrong_ones_were_read(storage: Storage) -> None:
    rows = ("Magazin Ahum SRL", "TOTAL LEI 5937,00", "DATA 41.03.2026 ora", "PAINE ALDA 9,99", "LAPTE 1L 6,25")
    item = read_at(3, (0, 2), "", "") | {"description": "PAINE ALDA", "amount": "9.99"}
    fields: dict[str, Any] = {
        "document_type": read_at(0, (0, 2), "", "other"),
        "vendor_name": read_at(0, (0, 1), "Magazin Ahum", "Magazin Ahum"),
        "total": read_at(1, (2, 2), "5937,00", "5937.00"),
        "date": read_at(2, (1, 1), "11.03.2026", "2026-03-11"),
        "items": [{name: each for name, each in item.items() if name not in {"value", "source"}}],
    }
    row = {"description": "Pâine albă", "amount": "9.59", "row": 0}
    review = corrected_to(
        vendor_name="Magazin Acum",
        total="59.37",
        date="2026-03-14",
        document_type="receipt",
        customer_name="Popa",
        items=[row],
    )
    with pdfium.PdfDocument(export(storage, document(*rows, fields=fields, review=review))) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        read = text.get_text_range().split()
        assert " ".join(read[:3]) == "Magazin Acum SRL"
        assert read[3:6] == ["TOTAL", "LEI", "59,37"]
        assert read[6:9] == ["DATA", "14.03.2026", "ora"]
        assert " ".join(read[9:15]) == "Pâine albă 9.59 LAPTE 1L 6,25"
        assert read[15:] == ["Popa"], "what has no place is found all the same"
        searcher = text.search("59,37")
        first, _ = searcher.get_next() or (0, 0)
        left, *_ = text.get_charbox(first, loose=True)
        assert left / page.get_width() == pytest.approx(fields["total"]["box"][0], abs=0.005)
        for each in (searcher, text, page):
            each.close()


def close_row(*words: tuple[str, float, float, float]) -> ExportDocument:
    """Return a document of one row of words, each with its left and right edge and its height."""
    made = document("x")
    placed = tuple(
        Word(text=text, confidence=0.9, box=(left, 0.1, right, 0.1 + height)) for text, left, right, height in words
    )
    line = Line(text=" ".join(text for text, *_ in words), confidence=0.9, box=(0.1, 0.1, 0.9, 0.14), words=placed)
    return replace(made, result=replace(made.result, pages=(replace(made.result.pages[0], lines=(line,)),)))


CLOSE = close_row(
    ("TOTAL", 0.1, 0.305, 0.03), ("LEI", 0.3, 0.4, 0.026), ("Ștefăniță", 0.401, 0.6, 0.034), ("și", 0.6, 0.66, 0.03)
)
"""Words whose boxes touch, overlap and differ in height, as engines give them."""


def test_words_whose_boxes_touch_are_laid_down_apart_level_and_of_one_size(storage: Storage) -> None:
    with pdfium.PdfDocument(export(storage, CLOSE)) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        boxes = [text.get_charbox(number, loose=True) for number in range(text.count_chars())]
        letters = text.get_text_range()
        text.close()
        page.close()
    assert letters.split() == ["TOTAL", "LEI", "Ștefăniță", "și"]
    sizes = {round(top - bottom, 1) for _, bottom, _, top in boxes}
    assert len(sizes) == 1
    size = sizes.pop()
    gaps = [
        boxes[place + 1][0] - boxes[place - 1][2]
        for place, letter in enumerate(letters[:-1])
        if letter == " " and place
    ]
    assert len(gaps) == 3
    assert min(gaps) > 0.15 * size


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler's pdftotext is not installed")
def test_poppler_copies_the_words_of_a_row_apart_with_their_diacritics(storage: Storage, tmp_path: Path) -> None:
    file = tmp_path / "row.pdf"
    file.write_bytes(export(storage, CLOSE))
    told = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "TOTAL LEI Ștefăniță și"
