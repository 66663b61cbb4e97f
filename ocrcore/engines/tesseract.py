"""Tesseract 5 through its program: small and everywhere, good on clean scans, the first to suffer from shadows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocrcore.engines.base import Availability, ReadOptions, missing
from ocrcore.errors import EngineError, EngineTimeout, EngineUnavailable, figure
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
COLUMNS = 12
"""Of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
WORD_LEVEL = "5"
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
"""Tesseract's threads wait for each other in a loop: more than one cost many times a page's work and bring next to nothing."""


class _Word(NamedTuple):
    line: tuple[str, ...]
    edges: tuple[float, float, float, float]
    confidence: float
    text: str


class TesseractEngine:
    """Runs the `tesseract` program once a page and takes its words from the TSV output."""

    name = "tesseract"
    label = "Tesseract: light and everywhere, for clean scans"
    tiers: tuple[str, ...] = ("light",)
    stops_early = False
    upright_confidence = 0.62
    """Scans and photos are read with 0.71 to 0.88, upside down with 0.40 to 0.53 (9 of them, 2026-11-28)."""

    @classmethod
    def availability(cls) -> Availability:
        """Tell version and languages, or that the program is missing."""
        program = shutil.which("tesseract")
        if program is None:
            return missing(EngineUnavailable(program="tesseract"), install=INSTALL)
        try:
            version, languages = _installed(program)
        except EngineUnavailable as error:
            return missing(error, install=INSTALL)
        if not languages:
            lack = EngineUnavailable(engine="Tesseract", version=version)
            return missing(lack, install=INSTALL, version=version)
        return Availability(available=True, version=version, languages=languages)

    def load(self, *, threads: int) -> None:
        """Check that the program is there; it runs with one thread, whatever it may have.

        Raises:
            EngineUnavailable: The program or its languages are missing.
        """
        del threads
        found = self.availability()
        if not found.available:
            raise EngineUnavailable(case="install", why=found.error or found.reason, install=found.install)

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image; every word is a detection, tilted as its line is.

        Raises:
            EngineUnavailable: The program is missing.
            EngineTimeout: It took longer than `options.timeout_s`.
            EngineError: It failed, or printed what is not UTF-8.
        """
        # For OCR processes only: the server asks for the availability without OpenCV.
        import cv2  # noqa: PLC0415

        from ocrcore.layout.level import level  # noqa: PLC0415

        languages = [code for code in options.languages if code in self.availability().languages]
        gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
        page = level(gray)
        picture = b"P5 %d %d 255\n" % page.gray.shape[::-1] + page.gray.tobytes()
        choice = ("-l", "+".join(languages)) if languages else ()
        command = ("tesseract", "stdin", "stdout", "--psm", str(PAGE_MODE), *choice, "tsv")
        found = _detections(_words(_run(*command, stdin=picture, timeout_s=options.timeout_s)))
        return [replace(piece, quad=_on_page(piece.quad, page.to_page)) for piece in found]


def _on_page(quad: Quad, to_page: NDArray[np.float64]) -> Quad:
    first, second, third, fourth = ((x, y) for x, y in (np.asarray(quad) @ to_page[:, :2].T + to_page[:, 2]).tolist())
    return first, second, third, fourth


@lru_cache(maxsize=4)
def _installed(program: str) -> tuple[str, tuple[str, ...]]:
    """Return version and languages.

    Raises:
        EngineUnavailable: The program does not run.
    """
    try:
        first = _run(program, "--version").partition("\n")[0]
        languages = _run(program, "--list-langs").splitlines()[1:]
    except EngineError as error:
        raise EngineUnavailable(program=program, reason=error.message) from error
    return first.removeprefix("tesseract").strip(), tuple(sorted(set(languages) - {"osd"}))


def _run(*command: str, stdin: bytes = b"", timeout_s: float = 30.0) -> str:
    """Run Tesseract and return what it printed.

    Raises:
        EngineUnavailable: The program is missing.
        EngineTimeout: It took longer than `timeout_s`.
        EngineError: It failed, or printed what is not UTF-8.
    """
    environment = {**os.environ, **ONE_THREAD}
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout_s, env=environment, check=True)
        return done.stdout.decode()
    except FileNotFoundError as error:
        raise EngineUnavailable(case="program_gone", install=INSTALL) from error
    except OSError as error:
        raise EngineUnavailable(program="Tesseract", reason=str(error)) from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace")[:300].strip()
        raise EngineError(engine="Tesseract", status=error.returncode, reason=told) from error
    except subprocess.TimeoutExpired as error:
        raise EngineTimeout(engine="Tesseract", seconds=figure(timeout_s)) from error
    except UnicodeDecodeError as error:
        raise EngineError(engine="Tesseract") from error


def _words(table: str) -> list[_Word]:
    """Return the words of Tesseract's TSV that it is not too unsure of."""
    rows = (line.split("\t", COLUMNS - 1) for line in table.splitlines())
    return [
        _Word(
            (block, paragraph, line), (float(left), float(top), float(width), float(height)), float(sure), text.strip()
        )
        for level, _, block, paragraph, line, _, left, top, width, height, sure, text in filter(_is_word, rows)
        if float(sure) >= MIN_CONFIDENCE
    ]


def _is_word(row: list[str]) -> bool:
    return len(row) == COLUMNS and row[0] == WORD_LEVEL and bool(row[-1].strip())


def _detections(words: Sequence[_Word]) -> Iterator[Detection]:
    """Yield words, each with a quadrilateral sheared along its line's slope."""
    lines: dict[tuple[str, ...], list[_Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    slopes = [_slope(np.array([word.edges for word in line])) for line in lines.values()]
    known = [slope for slope in slopes if slope is not None]
    common = float(np.median(known)) if known else 0.0
    for line, slope in zip(lines.values(), slopes, strict=True):
        for word in line:
            quad = _sheared(word.edges, common if slope is None else slope)
            yield Detection(text=word.text, confidence=word.confidence / 100, quad=quad)


def _slope(edges: NDArray[np.float64]) -> float | None:
    """Return a line's slope from its words' middles; None when it has too few to tell."""
    if len(edges) < MIN_WORDS_FOR_SLOPE:
        return None
    x, y = edges[:, 0] + edges[:, 2] / 2, edges[:, 1] + edges[:, 3] / 2
    return float(np.polyfit(x, y, 1, w=edges[:, 2])[0]) if np.ptp(x) > 0 else None


def _sheared(edges: tuple[float, float, float, float], slope: float) -> Quad:
    left, top, width, height = edges
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
