"""How boxes are framed before they are cut out, and what is read in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocrcore.engines.doctr.crops import CropReader, cut, framed
from ocrcore.engines.doctr.manifest import WEIGHTS, read_manifest
from ocrcore.engines.onnx.checked_file import read_checked
from ocrcore.engines.onnx.network import OnnxNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_margins_are_told_in_heights_of_the_box() -> None:
    box = np.array([[100, 50], [180, 50], [180, 70], [100, 70]], np.float64)
    assert framed(box, (0.1, -0.05, 0.2, -0.1)) == pytest.approx(
        np.array([[98, 51], [184, 51], [184, 68], [98, 68]], np.float64)
    )


def test_a_tilted_box_grows_along_its_own_sides() -> None:
    turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
    box = np.array([[0, 0], [80, 0], [80, 20], [0, 20]], np.float64)
    level = framed(box, (0.1, 0.2, 0.3, 0.4))
    assert framed(box @ turn, (0.1, 0.2, 0.3, 0.4)) == pytest.approx(level @ turn)


def test_a_crop_is_as_high_as_the_network_reads() -> None:
    page = np.full((100, 300), 255, np.uint8)
    crop = cut(page, np.array([[10, 10], [110, 10], [110, 60], [10, 60]], np.float64))
    assert crop.shape == (32, 64)


PAIRS = """12.49 C, PAINE CU, TOTAL LEI, 1.00 BUC, BUC. X, FARA TVA, STR. GARII, PRET UNIC, -1.40 C, COVRIGI CU, 11.89 C, REST LEI,
CASIER 2, NR: 4519, SUMA RON, TVA A, BON FISCAL, APA PLATA, LAPTE 1L, SARE 1KG""".replace("\n", " ").split(", ")

NUMBERS = [
    ("RM20.", "40"),
    ("12,", "50"),
    ("1.", "00"),
    ("21.", "03.2026"),
    ("10:", "34"),
    ("283,", "90"),
    ("6.", "90"),
]


@pytest.fixture(scope="module")
def reader() -> CropReader:
    told = read_manifest(WEIGHTS).recognition
    network = OnnxNetwork(read_checked(WEIGHTS / told["file"], told["sha256"]), threads=1)
    return CropReader(network, vocabulary=told["vocabulary"], widths=told["widths"], mean=told["mean"], std=told["std"])


def test_two_words_in_one_box_are_told_apart_by_a_narrow_gap_and_a_word_stays_whole(reader: CropReader) -> None:
    apart = reader.read([drawn(*pair.split(), gap_px=5) for pair in PAIRS])
    assert sum(found.text == pair for found, pair in zip(apart, PAIRS, strict=True)) >= 18
    whole = reader.read([drawn(*pair.split(), gap_px=0) for pair in PAIRS])
    assert not [found.text for found in whole if " " in found.text]


@pytest.mark.parametrize("gap_px", range(2, 7))
def test_a_number_is_not_torn_at_its_sign(reader: CropReader, gap_px: int) -> None:
    for found in reader.read([drawn(*parts, gap_px=gap_px) for parts in NUMBERS]):
        assert " " not in found.text


def drawn(left: str, right: str, *, gap_px: int) -> NDArray[np.uint8]:
    """Draw two words on one row and return the crop of both."""
    font = ImageFont.load_default(size=24)
    image = Image.new("L", (400, 80), 255)
    ink, start = ImageDraw.Draw(image), 20 + font.getlength(left) + gap_px
    ink.text((20, 20), left, font=font, fill=0)
    ink.text((start, 20), right, font=font, fill=0)
    _, top, _, bottom = font.getbbox("TL1", anchor="la")
    end = start + font.getlength(right)
    box = np.array([[20, 18 + top], [end, 18 + top], [end, 22 + bottom], [20, 22 + bottom]], np.float64)
    return cut(np.asarray(image), framed(box, (0.0, -0.04, -0.04, -0.08)))
