"""python-doctr's own predictor with its published weights, downloaded by python-doctr on first use.

Only for comparison and for scripts other than Romanian: its recognisers have no ă, ș or ț.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from ocrcore.engines.base import Availability, missing
from ocrcore.errors import EngineUnavailable
from ocrcore.layout.page import Detection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.layout.page import Quad

INSTALL = "pip install -r requirements-pretrained.txt"
DETECTION, RECOGNITION = "linknet_resnet18", "crnn_mobilenet_v3_small"
LANGUAGES = ("eng", "fra")
DOWNLOAD_TIMEOUT_S = 20.0


def availability() -> Availability:
    """Tell python-doctr's version, or that it is not installed."""
    if find_spec("doctr") is None or find_spec("torch") is None:
        return missing(EngineUnavailable(case="no_doctr"), install=INSTALL)
    try:
        found = version("python-doctr")
    except PackageNotFoundError:
        return missing(EngineUnavailable(case="other_doctr"), install=INSTALL)
    return Availability(available=True, version=f"python-doctr {found}, published weights", languages=LANGUAGES)


class PretrainedNetworks:
    """docTR's `ocr_predictor`, loaded."""

    def __init__(self, *, threads: int) -> None:
        """Download (on first use) and load both networks.

        Raises:
            EngineUnavailable: python-doctr is not installed, or its weights cannot be downloaded.
        """
        import socket  # noqa: PLC0415

        try:
            import torch  # noqa: PLC0415
            from doctr.models import ocr_predictor  # noqa: PLC0415
        except ImportError as error:
            raise EngineUnavailable(case="import_failed", reason=str(error), install=INSTALL) from error
        torch.set_num_threads(threads)
        patience = socket.getdefaulttimeout()
        socket.setdefaulttimeout(DOWNLOAD_TIMEOUT_S)
        try:
            self._predictor: Any = ocr_predictor(
                det_arch=DETECTION,
                reco_arch=RECOGNITION,
                pretrained=True,
                assume_straight_pages=False,
                # The pipeline turns pages itself; two more networks would only be downloaded for it.
                disable_page_orientation=True,
                disable_crop_orientation=True,
            )
        except (URLError, OSError, ValueError) as error:
            cache = os.environ.get("DOCTR_CACHE_DIR", str(Path.home() / ".cache" / "doctr"))
            raise EngineUnavailable(reason=str(error), folder=cache) from error
        finally:
            socket.setdefaulttimeout(patience)

    def read(self, image: NDArray[np.uint8]) -> list[Detection]:
        """Return the words of an RGB page."""
        height, width = image.shape[:2]
        (page,) = self._predictor([image]).pages
        return [
            Detection(text=word.value, confidence=float(word.confidence), quad=_quad(word.geometry, width, height))
            for block in page.blocks
            for line in block.lines
            for word in line.words
        ]


def _quad(geometry: Any, width: int, height: int) -> Quad:  # noqa: ANN401 - docTR gives tuples of two or four points
    points = [(float(x) * width, float(y) * height) for x, y in geometry]
    if len(points) == 2:
        (x0, y0), (x1, y1) = points
        return (x0, y0), (x1, y0), (x1, y1), (x0, y1)
    first, second, third, fourth = points
    return first, second, third, fourth
