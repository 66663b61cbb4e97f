"""docTR, in two ways of use: `doctr` has its doubtful words read by a second network, `doctr_plus` only where it must.

The second network is PP-OCRv6's, which errs elsewhere (docs/decisions/0015-second-look.md). What is read again says
`pipeline.looks.second_look`.

With `OCR_DOCTR_WEIGHTS=bundled` (the default) the networks are the project's own (see `bundled`), with
`pretrained` python-doctr's published ones (see `pretrained`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from ocrcore.config import get_settings
from ocrcore.engines.doctr import manifest, pretrained
from ocrcore.engines.paddleocr.engine import PaddleOcrEngine
from ocrcore.errors import EngineError, EngineUnavailable, OutOfMemory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.engines.base import Availability, ReadOptions
    from ocrcore.layout.page import Detection


class _Networks(Protocol):
    def read(self, image: NDArray[np.uint8]) -> list[Detection]: ...


class DoctrEngine:
    """Reads every page, and with PP-OCRv6 again every word that it is not sure of."""

    name = "doctr"
    label = "docTR: reads once, and doubtful words with a second network"
    tiers: tuple[str, ...] = ("light", "words")
    stops_early = False
    upright_confidence = 0.66

    def __init__(self) -> None:
        self._networks: _Networks | None = None
        self._second: Future[PaddleOcrEngine] | None = None

    @classmethod
    def availability(cls) -> Availability:
        """Tell the version of the weights in force, or what they lack."""
        if get_settings().doctr_weights == "pretrained":
            return pretrained.availability()
        return manifest.availability()

    def load(self, *, threads: int) -> None:
        """Load docTR's networks with at most `threads` threads; PP-OCRv6's are loaded while the first page is read.

        Where PP-OCRv6 is not installed, `light` is the only tier.

        Raises:
            EngineUnavailable: A package or the weights are missing.
        """
        if get_settings().doctr_weights == "pretrained":
            self._networks = pretrained.PretrainedNetworks(threads=threads)
        else:
            # OpenCV and OnnxTR are for OCR processes only: the server asks for the availability without them.
            from ocrcore.engines.doctr.bundled import BundledNetworks  # noqa: PLC0415

            self._networks = BundledNetworks(threads=threads)
        if PaddleOcrEngine.availability().available:
            background = ThreadPoolExecutor(1)
            self._second = background.submit(_second_network, threads)
            background.shutdown(wait=False)
        else:
            self.tiers = self.tiers[:1]

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image; a detection is a word.

        Raises:
            EngineUnavailable: `load` was not called.
            OutOfMemory: The page needs more memory than there is.
            EngineError: A network failed.
        """
        if self._networks is None:
            raise EngineUnavailable(case="not_loaded", engine=self.name)
        try:
            return self._networks.read(image)
        except MemoryError as error:
            raise OutOfMemory from error
        except Exception as error:
            raise EngineError(engine="docTR", reason=f"{type(error).__name__}: {error}") from error

    def read_words_again(
        self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
    ) -> list[list[Detection]]:
        """Read words with PP-OCRv6's recogniser where docTR found them; see `SecondReader`.

        Raises:
            EngineUnavailable: PP-OCRv6 cannot be loaded.
            OutOfMemory: The page needs more memory than there is.
            EngineError: A network failed.
        """
        return self._second_engine().read_words(image, runs)

    def read_page_again(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read a page with PP-OCRv6 alone; see `SecondReader`.

        Raises:
            EngineUnavailable: PP-OCRv6 cannot be loaded.
            OutOfMemory: The page needs more memory than there is.
            EngineError: A network failed.
        """
        return self._second_engine().detect(image, options)

    def _second_engine(self) -> PaddleOcrEngine:
        if self._second is None:
            raise EngineUnavailable(case="not_loaded", engine=PaddleOcrEngine.name)
        return self._second.result()


class DoctrPlusEngine(DoctrEngine):
    """Stops as soon as the reading is judged good; else PP-OCRv6 reads the doubtful words, and then the page."""

    name = "doctr_plus"
    label = "docTR plus: reads once, and again with a second network only where needed"
    tiers = ("light", "words", "page")
    stops_early = True


def _second_network(threads: int) -> PaddleOcrEngine:
    engine = PaddleOcrEngine()
    engine.load(threads=threads)
    return engine
