"""docTR, in two ways of use: `doctr` reads a page twice and keeps the better rows; `doctr_plus` stops when it may.

With `OCR_DOCTR_WEIGHTS=bundled` (the default) the networks are the project's own (see `doctr_bundled`), with
`pretrained` python-doctr's published ones (see `pretrained`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ocrcore.config import get_settings
from ocrcore.engines.doctr import manifest, pretrained
from ocrcore.errors import EngineError, EngineUnavailable, OutOfMemory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.engines.base import Availability, ReadOptions
    from ocrcore.layout.page import Detection


class _Networks(Protocol):
    def read(self, image: NDArray[np.uint8]) -> list[Detection]: ...


class DoctrEngine:
    """Reads every page in both tiers."""

    name = "doctr"
    label = "docTR: reads every page twice and keeps the better rows"
    tiers: tuple[str, ...] = ("light", "medium")
    stops_early = False
    upright_confidence = 0.66

    def __init__(self) -> None:
        self._networks: _Networks | None = None

    @classmethod
    def availability(cls) -> Availability:
        """Tell the version of the weights in force, or what they lack."""
        if get_settings().doctr_weights == "pretrained":
            return pretrained.availability()
        return manifest.availability()

    def load(self, *, threads: int) -> None:
        """Load both networks with at most `threads` threads.

        Raises:
            EngineUnavailable: A package or the weights are missing.
        """
        if get_settings().doctr_weights == "pretrained":
            self._networks = pretrained.PretrainedNetworks(threads=threads)
        else:
            # OpenCV and OnnxTR are for OCR processes only: the server asks for the availability without them.
            from ocrcore.engines.doctr.bundled import BundledNetworks  # noqa: PLC0415

            self._networks = BundledNetworks(threads=threads)

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


class DoctrPlusEngine(DoctrEngine):
    """Reads a page in the light tier and stops there when the reading is judged good."""

    name = "doctr_plus"
    label = "docTR plus: reads once, and again only where needed"
    stops_early = True
