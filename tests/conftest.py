"""What all tests share: settings on a folder of their own, and documents drawn by the tests."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import hypothesis
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocrcore.config import Settings, load_settings

# How long an example takes says how busy the machine is; speed is measured in benchmarks/.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("desk")

pytest_plugins = ["tests.queues", "tests.web.streamlit_patches.server"]

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings on an empty data folder, with two small OCR processes."""
    return load_settings(data_dir=tmp_path / "data", worker_processes=2, lease_seconds=3.0)


def draw_document(rows: Sequence[str], *, pages: int = 1, size_px: int = 28) -> bytes:
    """Return a TIFF with `pages` equal pages of printed rows."""
    font = ImageFont.load_default(size=size_px)
    image = Image.new("L", (640, 60 + len(rows) * size_px * 2), 255)
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        draw.text((30, 30 + number * size_px * 2), row, fill=0, font=font)
    stream = BytesIO()
    image.save(stream, "TIFF", save_all=True, append_images=[image] * (pages - 1))
    return stream.getvalue()
