"""PP-OCRv6 (small) through RapidOCR on ONNX Runtime: PaddleOCR's networks without PaddlePaddle.

The networks lie inside RapidOCR's wheel, so nothing is downloaded. Their alphabet has all of Romanian and of the
larger Latin-script languages.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from ocrcore.engines.base import Availability, ReadOptions
from ocrcore.engines.onnx.freed_memory import keep_freed_memory, return_freed_memory
from ocrcore.errors import EngineError, EngineUnavailable, OutOfMemory
from ocrcore.layout.page import Detection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocrcore.layout.page import Quad

INSTALL = "pip install rapidocr onnxruntime opencv-python-headless"
LANGUAGES = ("ron", "eng", "deu", "fra", "hun", "ita", "spa")
MAX_SIDE_PX = 3200
"""Longer pages are scaled down to this. RapidOCR's own 2,000 leaves a long receipt's print too small to read."""
MAX_ASPECT = 100
"""A strip longer than this many times its width holds no text; RapidOCR would scale it down to nothing."""
VERTICAL_RATIO = 1.5
"""RapidOCR turns a crop this much higher than wide before it reads it: the text runs downwards."""


class PaddleOcrEngine:
    """One RapidOCR pipeline: detection, then recognition of each run of text."""

    name = "paddleocr"
    label = "PaddleOCR: PP-OCRv6, steady on photos"
    tiers: tuple[str, ...] = ()
    stops_early = False
    upright_confidence = 0.85

    def __init__(self) -> None:
        self._rapidocr: Any = None

    @classmethod
    def availability(cls) -> Availability:
        """Tell the version, or which package is missing."""
        missing = [name for name in ("rapidocr", "onnxruntime", "cv2") if find_spec(name) is None]
        try:
            found = "" if missing else f"PP-OCRv6 small, RapidOCR {version('rapidocr')}"
        except PackageNotFoundError:
            missing = ["rapidocr"]
        if missing:
            reason = f"Missing Python packages: {', '.join(missing)}."
            return Availability(available=False, reason=reason, install=INSTALL)
        return Availability(available=True, version=found, languages=LANGUAGES)

    def load(self, *, threads: int) -> None:
        """Load the two networks with at most `threads` threads.

        Raises:
            EngineUnavailable: A package or a network's file is missing.
        """
        try:
            import cv2  # noqa: PLC0415
            from rapidocr import RapidOCR  # noqa: PLC0415
        except ImportError as error:
            raise EngineUnavailable(f"{error}. Install it with: {INSTALL}") from error
        keep_freed_memory()
        cv2.setNumThreads(threads)
        self._rapidocr = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": MAX_SIDE_PX,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image; a detection is a run of text without wide gaps.

        Raises:
            EngineUnavailable: `load` was not called.
            OutOfMemory: ONNX Runtime could not allocate what the page needs.
            EngineError: RapidOCR failed.
        """
        if self._rapidocr is None:
            raise EngineUnavailable("The engine paddleocr is not loaded.")
        height, width = image.shape[:2]
        if max(height, width) > MAX_ASPECT * min(height, width):
            return []
        try:
            output = self._rapidocr(np.ascontiguousarray(image[:, :, ::-1]))
        except MemoryError as error:
            raise OutOfMemory from error
        except Exception as error:
            raise EngineError(f"RapidOCR failed: {error}") from error
        finally:
            return_freed_memory()
        if output.boxes is None or output.txts is None:
            return []
        found = zip(output.boxes.tolist(), output.txts, output.scores, strict=True)
        return [Detection(text=text, confidence=float(score), quad=_reading_quad(box)) for box, text, score in found]


def _reading_quad(box: list[list[float]]) -> Quad:
    """Return the corners from the text's own top left; for text that runs downwards that is the box's top right."""
    corners = np.asarray(box, dtype=np.float64)
    across = max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[2] - corners[3]))
    down = max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2]))
    if int(down) >= VERTICAL_RATIO * int(across):
        corners = np.roll(corners, -1, axis=0)
    first, second, third, fourth = ((x, y) for x, y in corners.tolist())
    return first, second, third, fourth
