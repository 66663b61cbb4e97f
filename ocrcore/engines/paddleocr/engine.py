"""PP-OCRv6 (small) on ONNX Runtime: PaddleOCR's networks without PaddlePaddle.

The networks lie inside RapidOCR's wheel, so nothing is downloaded. Their alphabet has all of Europe's Latin letters.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ocrcore.engines.base import Availability, ReadOptions, missing
from ocrcore.engines.onnx.freed_memory import keep_freed_memory, return_freed_memory
from ocrcore.errors import EngineError, EngineUnavailable, OutOfMemory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.engines.paddleocr.reader import PaddleOcrReader
    from ocrcore.layout.page import Detection

INSTALL = "pip install rapidocr onnx onnxruntime opencv-python-headless"
LANGUAGES = ("ron", "eng", "deu", "fra", "hun", "ita", "spa")


class PaddleOcrEngine:
    """Finds runs of print on the whole page, then reads each."""

    name = "paddleocr"
    label = "PaddleOCR: PP-OCRv6, steady on photos"
    tiers: tuple[str, ...] = ()
    stops_early = False
    upright_confidence = 0.85

    def __init__(self) -> None:
        self._reader: PaddleOcrReader | None = None

    @classmethod
    def availability(cls) -> Availability:
        """Tell the version, or which package is missing."""
        lacking = [name for name in ("rapidocr", "onnx", "onnxruntime", "cv2") if find_spec(name) is None]
        try:
            found = "" if lacking else f"PP-OCRv6 small, RapidOCR {version('rapidocr')}"
        except PackageNotFoundError:
            lacking = ["rapidocr"]
        if lacking:
            return missing(EngineUnavailable(packages=", ".join(lacking)), install=INSTALL)
        return Availability(available=True, version=found, languages=LANGUAGES)

    def load(self, *, threads: int) -> None:
        """Load the two networks with at most `threads` threads.

        Raises:
            EngineUnavailable: A package or a network's file is missing.
        """
        try:
            # OpenCV and ONNX Runtime are for OCR processes only: the server asks for the availability without them.
            from ocrcore.engines.paddleocr.reader import PaddleOcrReader  # noqa: PLC0415

            keep_freed_memory()
            self._reader = PaddleOcrReader(threads=threads)
        except ImportError as error:
            raise EngineUnavailable(case="import_failed", reason=str(error), install=INSTALL) from error

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image; a detection is a run of text without wide gaps.

        Raises:
            EngineUnavailable: `load` was not called.
            OutOfMemory: ONNX Runtime could not allocate what the page needs.
            EngineError: A network failed.
        """
        with self._loaded() as reader:
            return reader.read(image)

    def read_words(self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]]) -> list[list[Detection]]:
        """Read words that another engine found on an RGB image; see `run_words.read_runs`.

        Raises:
            EngineUnavailable: `load` was not called.
            OutOfMemory: ONNX Runtime could not allocate what the page needs.
            EngineError: The network failed.
        """
        from ocrcore.engines.paddleocr.run_words import read_runs  # noqa: PLC0415

        with self._loaded() as reader:
            return read_runs(image, runs, reader.recogniser)

    @contextmanager
    def _loaded(self) -> Iterator[PaddleOcrReader]:
        """Give the reader, and turn what its libraries raise into the project's errors."""
        if self._reader is None:
            raise EngineUnavailable(case="not_loaded", engine=self.name)
        try:
            yield self._reader
        except MemoryError as error:
            raise OutOfMemory from error
        except Exception as error:
            raise EngineError(engine="PP-OCRv6", reason=f"{type(error).__name__}: {error}") from error
        finally:
            return_freed_memory()
