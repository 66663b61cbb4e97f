"""Tesseract 5 through its program: small and everywhere, good on clean scans, the first to suffer from shadows."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ocrcore.engines.base import Availability, ReadOptions, threads_environment
from ocrcore.errors import EngineError, EngineTimeout, EngineUnavailable
from ocrcore.layout.page import Detection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Quad

INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-ron"
PAGE_MODE = 4
"""One column of text of varying sizes: keeps a receipt's rows whole where the automatic mode breaks them."""
MIN_CONFIDENCE = 20.0
"""Words below this (of 100) are texture and stains taken for letters."""
MIN_WORDS_FOR_SLOPE = 3


class TesseractEngine:
    """Runs the `tesseract` program once a page and takes its words from the TSV output."""

    name = "tesseract"
    label = "Tesseract: light and everywhere, for clean scans"
    tiers: tuple[str, ...] = ("light", "medium")
    stops_early = False
    upright_confidence = 0.85

    @classmethod
    def availability(cls) -> Availability:
        """Tell version and languages, or that the program is missing."""
        program = shutil.which("tesseract")
        if program is None:
            return Availability(available=False, reason="The program tesseract is not installed.", install=INSTALL)
        try:
            version, languages = _installed(program)
        except EngineUnavailable as error:
            return Availability(available=False, reason=error.message, install=INSTALL)
        if not languages:
            reason = f"Tesseract {version} has no language data."
            return Availability(available=False, version=version, reason=reason, install=INSTALL)
        return Availability(available=True, version=version, languages=languages)

    def load(self, *, threads: int) -> None:
        """Check that the program is there and pin its threads.

        Raises:
            EngineUnavailable: The program or its languages are missing.
        """
        found = self.availability()
        if not found.available:
            raise EngineUnavailable(f"{found.reason} Install it with: {found.install}")
        os.environ.update(threads_environment(threads))

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image; every word is a detection, tilted as its line is.

        Raises:
            EngineUnavailable: The program is missing.
            EngineTimeout: It took longer than `options.timeout_s`.
            EngineError: It failed, or printed what is not UTF-8.
        """
        import pytesseract  # noqa: PLC0415 - brings pandas along

        languages = [code for code in options.languages if code in self.availability().languages]
        try:
            table: dict[str, list[Any]] = pytesseract.image_to_data(
                image,
                lang="+".join(languages) or None,
                config=f"--psm {PAGE_MODE}",
                timeout=options.timeout_s,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineUnavailable(f"Tesseract is not installed. Install it with: {INSTALL}") from error
        except pytesseract.TesseractError as error:
            raise EngineError(f"Tesseract failed (status {error.status}): {error.message[:300]}") from error
        except UnicodeDecodeError as error:
            raise EngineError("Tesseract printed text that is not UTF-8.") from error
        except RuntimeError as error:  # pytesseract has no class of its own for this
            raise EngineTimeout(f"Tesseract needed more than {options.timeout_s:g} s for a page.") from error
        return list(_detections(table))


@lru_cache(maxsize=4)
def _installed(program: str) -> tuple[str, tuple[str, ...]]:
    import pytesseract  # noqa: PLC0415

    try:
        version = str(pytesseract.get_tesseract_version())
        languages = tuple(sorted(set(pytesseract.get_languages()) - {"osd"}))
    except (OSError, SystemExit, UnicodeDecodeError) as error:
        raise EngineUnavailable(f"{program} does not run: {error}") from error
    return version, languages


def _detections(table: dict[str, list[Any]]) -> Iterator[Detection]:
    """Yield the words of Tesseract's table, each with a quadrilateral sheared along its line's slope."""
    lines: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i, text in enumerate(table["text"]):
        if text.strip() and float(table["conf"][i]) >= MIN_CONFIDENCE:
            lines[table["block_num"][i], table["par_num"][i], table["line_num"][i]].append(i)
    edges = np.array([table["left"], table["top"], table["width"], table["height"]], dtype=np.float64).T
    slopes = [_slope(edges[line]) for line in lines.values()]
    known = [slope for slope in slopes if slope is not None]
    common = float(np.median(known)) if known else 0.0
    for line, slope in zip(lines.values(), slopes, strict=True):
        for i in line:
            quad = _sheared(edges[i], common if slope is None else slope)
            confidence = float(table["conf"][i]) / 100
            yield Detection(text=table["text"][i].strip(), confidence=confidence, quad=quad)


def _slope(edges: NDArray[np.float64]) -> float | None:
    """Return a line's slope from its words' middles; None when it has too few to tell."""
    if len(edges) < MIN_WORDS_FOR_SLOPE:
        return None
    x, y = edges[:, 0] + edges[:, 2] / 2, edges[:, 1] + edges[:, 3] / 2
    return float(np.polyfit(x, y, 1, w=edges[:, 2])[0]) if np.ptp(x) > 0 else None


def _sheared(edge: Sequence[float] | NDArray[np.float64], slope: float) -> Quad:
    left, top, width, height = (float(value) for value in edge)
    rise = slope * width / 2
    body = max(height - 2 * abs(rise), height / 2) / 2
    middle = top + height / 2
    right = left + width
    return (
        (left, middle - rise - body),
        (right, middle + rise - body),
        (right, middle + rise + body),
        (left, middle - rise + body),
    )
