"""Bring the detector and the recogniser's LSTMs to 8-bit integers: less time on a processor with AVX2, smaller files, the same readings.

Ranges of the detector's activations are taken from squares of generated documents (fixed seed), those of the LSTMs from each batch
when it is read. Weights keep 7 bits: without VNNI the sums of 8-bit products overflow
(https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html).
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from ocrcore.engines.doctr.words import TEXT_PROBABILITY
from training import documents
from training.lighter import GROUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

CALIBRATION_SEED, COMPARISON_SEED = 2002, 2003
SQUARES = 60
LAYERS = ["Conv", "Add", "Relu", "MaxPool", "Pad", "Reshape", "Transpose"]
BYTES = {"quant_type": QuantType.QUInt8, "scale": np.array(1, np.float32), "zero_point": np.array(GROUND, np.uint8)}


def squares(seed: int, count: int) -> list[NDArray[np.uint8]]:
    """Return grey squares of documents, each of shape (1, side, side)."""
    crops = islice(documents.squares(np.random.default_rng(seed)), count)
    return [np.asarray(cv2.cvtColor(crop.pixels, cv2.COLOR_RGB2GRAY), np.uint8)[None] for crop in crops]


def above_ground(pages: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return pages as the network takes them before it is quantised."""
    return pages.astype(np.float32) - GROUND


class _Squares(CalibrationDataReader):
    def __init__(self) -> None:
        self._waiting = iter(squares(CALIBRATION_SEED, SQUARES))

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        square = next(self._waiting, None)
        return None if square is None else {"input": above_ground(square)}


def quantise_detector(source: Path, target: Path) -> float:
    """Write the network of `source` (see `lighter`) in 8-bit integers to `target`; it takes bytes of shape (n, height, width).

    Returns:
        The share of pixels that fall on the other side of the engine's threshold, on squares of another seed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        page = onnx.load(prepared).graph.node[0].output[0]
        quantize_static(str(prepared), str(target), _Squares(), quant_format=QuantFormat.QDQ, per_channel=True,
            reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            op_types_to_quantize=LAYERS, extra_options={"TensorQuantOverrides": {page: [BYTES]}})  # fmt: skip
    onnx.save(_taking_bytes(onnx.load(target), page), target)
    whole, small = (onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in (source, target))
    limit = float(np.log(TEXT_PROBABILITY / (1 - TEXT_PROBABILITY)))
    changed = [
        float(
            np.mean(
                (whole.run(None, {"input": above_ground(each)})[0] > limit)
                != (small.run(None, {"input": each})[0] > limit)
            )
        )
        for each in squares(COMPARISON_SEED, SQUARES // 3)
    ]
    return float(np.mean(changed))


def quantise_lstms(source: Path, target: Path) -> None:
    """Write the network of `source` to `target` with the weights of its LSTMs in 8-bit integers."""
    quantize_dynamic(str(source), str(target), op_types_to_quantize=["LSTM"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8)  # fmt: skip


def _taking_bytes(model: onnx.ModelProto, page: str) -> onnx.ModelProto:
    """Let a quantised network take its bytes from outside instead of making them from floats."""
    graph = model.graph
    making = next(node for node in graph.node if node.op_type == "QuantizeLinear" and node.input[0] == page)
    for node in graph.node:
        node.input[:] = [page if name == making.output[0] else name for name in node.input]
    graph.node.remove(making)
    del graph.value_info[:]
    graph.input[0].type.tensor_type.elem_type = onnx.TensorProto.UINT8
    onnx.checker.check_model(model, full_check=True)
    return model
