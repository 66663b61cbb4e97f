"""What one can install instead of the desk, each with one thread, over the same pictures: the readers beside its engines.

RapidOCR with its own settings, the program Tesseract with the desk's languages, OCRmyPDF, and python-doctr's
`ocr_predictor` with the desk's weights in an environment that has it (see `stock_doctr`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.processor_time import processor_s
from ocrcore.engines.base import threads_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Readings = Iterator[tuple[str, float]]

LANGUAGES = "ron+eng"


def bare_readers(stock_python: Path | None) -> dict[str, Callable[[Sequence[Path]], Readings]]:
    """Return those that are there by name: each yields text and processor time in seconds, picture by picture."""
    readers: dict[str, Callable[[Sequence[Path]], Readings]] = {"bare RapidOCR": rapidocr}
    if shutil.which("tesseract"):
        readers["bare Tesseract"] = tesseract
    if shutil.which("ocrmypdf"):
        readers["OCRmyPDF"] = ocrmypdf
    if stock_python is not None:
        readers["python-doctr"] = lambda paths: python_doctr(paths, stock_python)
    return readers


def rapidocr(paths: Sequence[Path]) -> Readings:
    """Read with RapidOCR as it comes, one thread."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - in the process that measures it

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    reader: Any = RapidOCR(params={"Global.log_level": "error", **threads})
    reader(str(paths[0]))
    for path in paths:
        started = processor_s()
        found = reader(str(path))
        yield "\n".join(found.txts or ()), processor_s() - started


def tesseract(paths: Sequence[Path]) -> Readings:
    """Read with the program Tesseract."""
    for path in paths:
        yield _ran("tesseract", str(path), "stdout", "-l", LANGUAGES)


def ocrmypdf(paths: Sequence[Path]) -> Readings:
    """Read with OCRmyPDF, which makes a PDF of the picture and leaves the text beside it."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder) / "text"
            options = ("--image-dpi", "300", "-l", LANGUAGES, "-j", "1", "--output-type", "pdf", "--sidecar", str(text))
            _, spent_s = _ran("ocrmypdf", *options, str(path), str(Path(folder) / "out.pdf"))
            yield text.read_text("utf-8") if text.exists() else "", spent_s


def python_doctr(paths: Sequence[Path], python: Path) -> Readings:
    """Read with python-doctr, in the environment of another Python."""
    answer, _ = _ran(str(python), "-W", "ignore", "-m", "benchmarks.stock_doctr", "1", *map(str, paths))
    told = json.loads(answer.splitlines()[-1])
    yield from zip(told["texts"], told["seconds"], strict=True)


def _ran(*command: str) -> tuple[str, float]:
    """Run a program with one thread and return what it printed and its processor time."""
    started = processor_s()
    environment = {**os.environ, **threads_environment(1)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode(errors="replace"), processor_s() - started
