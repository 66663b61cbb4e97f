"""PP-OCRv6's two small networks, as they lie in RapidOCR's wheel; the recogniser's last layer cut to letters in use."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ocrcore.engines.onnx.checked_file import read_checked
from ocrcore.engines.onnx.network import OnnxNetwork
from ocrcore.errors import EngineUnavailable

INSTALL = "pip install rapidocr onnx onnxruntime opencv-python-headless"
DETECTOR = ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
RECOGNISER = ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")
"""Name and SHA-256 of the files that the figures of docs/benchmarks.md were measured with."""
LAST_LATIN = "\u024f"
"""The end of Unicode's block Latin Extended-B: ASCII and all letters of Europe's Latin alphabets lie before it."""
SIGNS = "‘’“”–—•…€™"
"""What else is printed on receipts and invoices."""


class Recognition(NamedTuple):
    """The recogniser: CTC probabilities of shape (n, steps, letters), and the letters; the first is CTC's blank."""

    network: OnnxNetwork
    letters: tuple[str, ...]


def load_detector(*, threads: int) -> OnnxNetwork:
    """Return the detector: normalised BGR of shape (1, 3, height, width) to probabilities of shape (1, 1, height, width).

    Raises:
        ImportError: ONNX Runtime is not installed.
        EngineUnavailable: The file is missing or another one.
    """
    return OnnxNetwork(_content(*DETECTOR), threads=threads)


def load_recogniser(*, threads: int) -> Recognition:
    """Return the recogniser of which only the letters in use are left: a twelfth of its time went to the others.

    Raises:
        ImportError: A package is missing.
        EngineUnavailable: The file is missing or another one.
    """
    import onnx  # noqa: PLC0415 - only where the engine is loaded
    from onnx import numpy_helper  # noqa: PLC0415

    model = onnx.load_from_string(_content(*RECOGNISER))
    alphabet = next(entry.value for entry in model.metadata_props if entry.key == "character").splitlines()
    letters = ("", *alphabet, " ")
    kept = [place for place, letter in enumerate(letters) if _in_use(letter)]
    for tensor in model.graph.initializer:
        if tensor.dims and tensor.dims[-1] == len(letters):
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor)[..., kept].copy(), tensor.name))
    del model.graph.value_info[:]  # the shapes of what lies between: ONNX Runtime finds them anew
    model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value = len(kept)
    return Recognition(OnnxNetwork(model.SerializeToString(), threads=threads), tuple(letters[place] for place in kept))


def _in_use(letter: str) -> bool:
    return letter <= LAST_LATIN or letter in SIGNS


def _content(name: str, sha256: str) -> bytes:
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise EngineUnavailable(package="rapidocr", install=INSTALL)
    return read_checked(Path(found.origin).parent / "models" / name, sha256)
