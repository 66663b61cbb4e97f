"""A searchable PDF: what was read is found in its place, whatever its letters, over the picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ocrcore.errors import StorageError
from ocrcore.export import ExportFormat, exporting
from ocrcore.storage.keys import preview_key
from tests.export.conftest import document

if TYPE_CHECKING:
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
