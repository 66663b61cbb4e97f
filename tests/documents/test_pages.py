from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocrcore.config import load_settings
from ocrcore.documents.pages import PageImage, open_document
from ocrcore.errors import (
    EmptyFile,
    EncryptedDocument,
    FileTooLarge,
    InputError,
    TooManyPages,
    TooManyPixels,
    UnreadableDocument,
    UnsupportedType,
)
from tests.documents.made_files import (
    encoded,
    image_object,
    locked_pdf,
    marked,
    oriented_jpeg,
    pdf,
    stream_object,
    text_stream,
    tiff_pages,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ocrcore.config import Settings

Read: TypeAlias = "Callable[..., list[PageImage]]"

RECEIPT = text_stream(
    [
        (60, 700, "MAGAZIN DE PROBA SRL"),
        (60, 680, "Strada Lunga 12, Cluj"),
        (60, 640, "TOTAL LEI"),
        (400, 640, "59,37"),
        (60, 620, "Data: 12.03.2025"),
    ]
)

ROWS = ["MAGAZIN DE PROBA SRL", "Strada Lunga 12, Cluj", "TOTAL LEI 59,37", "Data: 12.03.2025"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path, max_upload_mb=2, max_pages=20, max_pixels=8_000_000)


@pytest.fixture
def read(tmp_path: Path, settings: Settings) -> Read:
    """Return a function that reads all pages of a file with this content."""

    def read(data: bytes, mime_type: str | None = None) -> list[PageImage]:
        path = tmp_path / "document"
        path.write_bytes(data)
        with open_document(path, mime_type, settings) as document:
            pages = list(document)
            assert len(document) == len(pages)
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))
        for page in pages:
            assert page.image.dtype == np.uint8
            assert page.image.ndim == 3
            assert page.image.shape[2] == 3
        return pages

    return read


def is_marked(image: np.ndarray[Any, Any]) -> bool:
    """Tell whether only the top left quarter is dark, as in `marked()`."""
    height, width = image.shape[:2]
    dark = [bool(image[int(height * y), int(width * x)].mean() < 128) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    return dark == [True, False, False, False]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF"])
def test_every_kind_of_picture_is_one_page(read: Read, kind: str) -> None:
    (page,) = read(encoded(marked(), kind))
    assert page.image.shape == (80, 120, 3)
    assert is_marked(page.image)
    assert page.text_page is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_the_camera_is_applied(read: Read, orientation: int) -> None:
    (page,) = read(oriented_jpeg(orientation))
    assert page.image.shape == (80, 120, 3)
    assert is_marked(page.image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("tags", [b"XXXX", b"MM\x00*\xff\xff\xff\xff"])
def test_a_broken_exif_block_does_not_hide_the_picture(read: Read, kind: str, tags: bytes) -> None:
    (page,) = read(encoded(marked(), kind, exif=b"Exif\x00\x00" + tags + bytes(20)))
    assert is_marked(page.image)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_depth_of_a_png_becomes_rgb(read: Read, mode: str) -> None:
    image = marked()
    if mode == "I;16":
        grey = np.asarray(image.convert("L")).astype(np.uint16) * 257
        image = Image.fromarray(grey)
        assert image.mode == "I;16"
    (page,) = read(encoded(image if mode == "I;16" else image.convert(mode), "PNG"))
    assert is_marked(page.image)
    assert page.image[-1, -1].tolist() == [255, 255, 255]


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_deep_tiffs_keep_their_greys(read: Read, dtype: Any) -> None:
    grey = np.asarray(marked().convert("L"))
    deep = (grey / np.float32(255)) if dtype is np.float32 else grey.astype(dtype) * 257
    (page,) = read(encoded(Image.fromarray(deep.astype(dtype)), "TIFF"))
    assert np.abs(page.image[:, :, 0].astype(int) - grey.astype(int)).max() <= 1


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_colours_become_rgb(read: Read, kind: str) -> None:
    (page,) = read(encoded(marked(mode="CMYK"), kind))
    assert is_marked(page.image)


def test_lab_becomes_readable(read: Read) -> None:
    (page,) = read(encoded(Image.merge("LAB", [marked().convert("L")] * 3), "TIFF"))
    assert is_marked(page.image)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(read: Read, mode: str) -> None:
    image = Image.new("RGBA", (120, 80), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 59, 39), fill=(0, 0, 0, 255))
    (page,) = read(encoded(image.convert(mode) if mode != "P" else image.quantize(4), "PNG"))
    assert is_marked(page.image)


def test_the_first_frame_of_a_moving_picture_is_the_page(read: Read) -> None:
    moving = encoded(marked(), "GIF", save_all=True, append_images=[marked().rotate(180)] * 3)
    (page,) = read(moving)
    assert is_marked(page.image)


def test_the_pages_of_a_tiff_come_in_order(read: Read) -> None:
    assert [page.image.shape[1] for page in read(tiff_pages(5))] == [100, 101, 102, 103, 104]


def test_a_small_copy_inside_a_tiff_is_no_page(read: Read) -> None:
    assert [page.image.shape[1] for page in read(tiff_pages(3, thumbnail=True))] == [100, 101, 102]


def test_the_pictures_of_a_heif_collection_are_pages(read: Read) -> None:
    pages = read(encoded(marked(), "HEIF", save_all=True, append_images=[marked(90)]))
    assert [page.image.shape[1] for page in pages] == [120, 90]


def test_pages_are_read_one_at_a_time(tmp_path: Path, settings: Settings) -> None:
    whole = tiff_pages(3)
    path = tmp_path / "document"
    path.write_bytes(whole.replace(whole[-400:-200], b"\xff" * 200))
    with open_document(path, "image/tiff", settings) as document:
        assert next(iter(document)).image.shape == (80, 100, 3)


def test_a_pdf_page_is_drawn_at_200_dpi(read: Read) -> None:
    (page,) = read(pdf([b"0 0 0 rg 0 421 297 421 re f"]))
    assert page.image.shape == (2339, 1653, 3)
    assert is_marked(page.image)


def test_a_scan_is_drawn_at_its_own_resolution(read: Read) -> None:
    paint = b"q 216 0 0 144 0 0 cm /I1 Do Q"
    (page,) = read(pdf([paint], size=(216, 144), objects=[image_object(marked(750, 500))]))
    assert page.image.shape == (500, 750, 3)
    assert is_marked(page.image)


@pytest.mark.parametrize(
    ("rotate", "quarter"),
    [(0, b"0 421 297 421"), (90, b"0 0 297 421"), (180, b"298 0 297 421"), (270, b"298 421 297 421")],
)
def test_the_rotation_of_a_page_is_applied(read: Read, rotate: int, quarter: bytes) -> None:
    (page,) = read(pdf([b"0 0 0 rg " + quarter + b" re f"], page_extra=f"/Rotate {rotate}"))
    assert (page.image.shape[0] > page.image.shape[1]) is (rotate in (0, 180))
    assert is_marked(page.image)


def test_only_the_crop_box_is_drawn(read: Read) -> None:
    (page,) = read(pdf([b"0 0 0 rg 100 250 100 50 re f"], page_extra="/CropBox [100 200 300 300]"))
    assert page.image.shape == (278, 556, 3)
    assert is_marked(page.image)


@pytest.mark.parametrize("size", [(14400, 14400), (1, 14400), (14400, 1), (0.01, 0.01), (3, 3), (100000, 100000)])
def test_pages_of_odd_sizes_stay_within_bounds(read: Read, settings: Settings, size: tuple[float, float]) -> None:
    (page,) = read(pdf([b""], size=size))
    height, width = page.image.shape[:2]
    assert 1 <= height * width <= settings.max_pixels * 1.01
    assert max(height, width) <= 16_001


def test_form_fields_are_drawn(read: Read) -> None:
    look = stream_object(b"0 0 0 rg 0 0 297 421 re f", "/Type /XObject /Subtype /Form /BBox [0 0 297 421]")
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (x) /F 4 /Rect [0 421 297 842] /AP << /N 4 0 R >> >>"
    (page,) = read(
        pdf(
            [RECEIPT],
            objects=[look, field],
            page_extra="/Annots [5 0 R]",
            catalog_extra="/AcroForm << /Fields [5 0 R] >>",
        )
    )
    assert is_marked(page.image)
    assert page.text_page is None, "the text layer lacks what stands in the field"


def test_a_born_digital_page_is_read_from_its_text(read: Read) -> None:
    (page,) = read(pdf([RECEIPT]))
    assert page.text_page is not None
    assert page.text_page.source == "text_layer"
    assert page.text_page.text.splitlines() == ROWS
    assert (page.text_page.height, page.text_page.width) == page.image.shape[:2]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_text_that_the_page_turns_upright_or_askew_keeps_its_rows(read: Read, rotate: int) -> None:
    matrix = {90: b"0 1 -1 0 842 0 cm\n", 180: b"-1 0 0 -1 842 842 cm\n", 270: b"0 -1 1 0 0 842 cm\n"}[rotate]
    for content in (RECEIPT, matrix + RECEIPT):
        (page,) = read(pdf([content], size=(842, 842), page_extra=f"/Rotate {rotate}"))
        assert page.text_page is not None
        assert page.text_page.text.splitlines() == ROWS


@pytest.mark.parametrize("extra", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox [50 600 500 750]"])
def test_the_boxes_of_the_text_lie_on_the_ink(read: Read, extra: str) -> None:
    (page,) = read(pdf([RECEIPT], page_extra=extra))
    assert page.text_page is not None
    height, width = page.image.shape[:2]
    ink = page.image.min(axis=2) < 128
    seen = ink.copy()
    for line in page.text_page.lines:
        for word in line.words:
            x0, y0, x1, y1 = word.box
            box = slice(int(y0 * height) - 2, int(y1 * height) + 3), slice(int(x0 * width) - 2, int(x1 * width) + 3)
            assert ink[box].mean() > 0.05, f"{word.text} has no ink"
            seen[box] = False
    assert seen.sum() < 0.02 * ink.sum(), "all ink belongs to a word"


SCAN = image_object(Image.effect_noise((200, 280), 80))
FULL_PAGE = b"q 595 0 0 842 0 0 cm /I1 Do Q\n"
SHIFTED = text_stream([(60, 700 - 20 * row, "".join(chr(ord(c) - 29) for c in "DocumentulFiscal")) for row in range(3)])

NOT_TRUSTED = {
    "nothing is written": pdf([b""]),
    "too little is written": pdf([text_stream([(60, 700, "Pagina 1")])]),
    "the text is invisible": pdf([text_stream([(60, 700, "words below a picture that is a scan")], mode=3)]),
    "the page is a scan with text over it": pdf([FULL_PAGE + RECEIPT], objects=[SCAN]),
    "the page is a scan with text under it": pdf([RECEIPT + FULL_PAGE], objects=[SCAN]),
    "a large picture may hold more text": pdf([RECEIPT + b"q 400 0 0 400 50 50 cm /I1 Do Q"], objects=[SCAN]),
    "the codes are shifted": pdf([SHIFTED.replace(b"\\", b"")]),
    "the text is signs": pdf([text_stream([(60, 700, "#$%& *+,-/ :;<=> ?@[]^ _`{|}~ !#$%&*+")])]),
    "the text lies beside the page": pdf([text_stream([(900, 700, "words that nobody can see on this page")])]),
    "words without vowels": pdf([text_stream([(60, 700, "wrtn whtt nythng lk lnggs hv btwn cnsnnts")])]),
}


@pytest.mark.parametrize("why", NOT_TRUSTED)
def test_a_layer_that_cannot_be_trusted_is_left_to_ocr(read: Read, why: str) -> None:
    (page,) = read(NOT_TRUSTED[why])
    assert page.text_page is None


def test_a_logo_does_not_spoil_the_layer(read: Read) -> None:
    (page,) = read(pdf([RECEIPT + b"q 150 0 0 60 400 750 cm /I1 Do Q"], objects=[SCAN]))
    assert page.text_page is not None


def test_each_page_is_judged_by_itself(read: Read) -> None:
    pages = read(pdf([RECEIPT, FULL_PAGE, RECEIPT], objects=[SCAN]))
    assert [page.text_page is not None for page in pages] == [True, False, True]


def test_previews_are_small_upright_jpegs(read: Read) -> None:
    (page,) = read(oriented_jpeg(6))
    (large,) = read(pdf([RECEIPT]))
    for data, longest in (
        (page.preview(), 120),
        (page.thumbnail(), 120),
        (large.preview(), 1600),
        (large.thumbnail(), 160),
    ):
        with Image.open(BytesIO(data)) as copy:
            assert copy.format == "JPEG"
            assert max(copy.size) == longest
    with Image.open(BytesIO(page.preview())) as copy:
        assert is_marked(np.asarray(copy))


BAD: dict[str, tuple[bytes, type[InputError]]] = {
    "empty": (b"", EmptyFile),
    "text": (b"plain text", UnsupportedType),
    "too large": (encoded(marked(), "PNG") + bytes(2 * 1024 * 1024), FileTooLarge),
    "truncated": (encoded(marked(600, 400), "JPEG")[:2000], UnreadableDocument),
    "locked": (locked_pdf(), EncryptedDocument),
    "too many pages": (pdf([b""] * 300), TooManyPages),
    "too many pages of a tiff": (tiff_pages(21), TooManyPages),
    "too many pixels": (encoded(Image.new("1", (3000, 3000)), "PNG"), TooManyPixels),
    "too many pixels on page 2": (
        encoded(Image.new("1", (9, 9)), "TIFF", save_all=True, append_images=[Image.new("1", (3000, 3000))]),
        TooManyPixels,
    ),
    "a page that is no page": (
        pdf([b"", b""]).replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 9 0 R]"),
        UnreadableDocument,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_the_limits_hold_here_too(read: Read, name: str) -> None:
    data, kind = BAD[name]
    with pytest.raises(kind):
        read(data)


def test_a_file_that_is_gone_is_a_clear_error(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match="exists"), open_document(tmp_path / "gone", None, settings):
        pass
