"""Export the networks to ONNX into `ocrcore/engines/weights/`, with a manifest.

The recogniser's weights are in half precision, its LSTMs and the detector in 8-bit integers (see `quantise`).
Without options it takes the runs' last checkpoints: `python -m training.export --keep-states`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
from doctr.models.detection import linknet_resnet18
from onnx import TensorProto, helper, numpy_helper

from training import detection, documents, recognition, words
from training.alphabet import VOCABULARY
from training.lighter import Lighter
from training.quantise import COMPARISON_SEED, above_ground, quantise_detector, quantise_lstms, squares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn

CHECKPOINTS = Path(__file__).parent / "checkpoints"
WEIGHTS = Path(__file__).parents[1] / "ocrcore" / "engines" / "weights"
EDGE_PX = 16
"""So near to its edge a page is not compared: what lies beyond is `lighter.GROUND` in the file, the colours' mean in docTR."""
COMPARED_BATCHES = 12
LARGE = 256
"""Initializers with more values than this are stored in half precision."""


def state_of(path: Path, *, average: bool = True) -> tuple[dict[str, torch.Tensor], int]:
    """Return a network's weights in single precision and its training step, from a run's checkpoint or a bare state dict."""
    saved = torch.load(path, map_location="cpu")
    step = int(saved.get("step", 0)) if "model" in saved else 0
    state = saved["average" if average else "model"] if "model" in saved else saved
    return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}, step


def keep_states(runs: dict[str, Path]) -> None:
    """Write networks' weights in half precision, by name: what another machine's training starts from."""
    CHECKPOINTS.mkdir(exist_ok=True)
    for name, run in runs.items():
        state, _ = state_of(run)
        halved = {key: value.half() if value.is_floating_point() else value for key, value in state.items()}
        torch.save(halved, CHECKPOINTS / f"{name}.pt")


def round_to_half(model: nn.Module) -> nn.Module:
    """Round every weight to half precision, so that the exported file and the network hold the same values."""
    for value in model.state_dict().values():
        if value.is_floating_point() and value.numel() > LARGE:
            value.copy_(value.half().float())
    return model


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store large initializers in half precision, each behind a cast that ONNX Runtime folds away when it loads."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) <= LARGE:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT, name=f"{name}.cast"))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


@torch.no_grad()
def write(model: nn.Module, sample: torch.Tensor, path: Path, axes: dict[str, dict[int, str]]) -> None:
    """Export a network in single precision."""
    model.eval()
    torch.onnx.export(model, (sample,), path, input_names=["input"], output_names=["logits"], dynamic_axes=axes,
        opset_version=17, dynamo=False)  # fmt: skip


@torch.no_grad()
def difference(
    model: nn.Module, path: Path, inputs: Iterable[tuple[torch.Tensor, torch.Tensor]], *, edge: int = 0
) -> float:
    """Return the largest difference between a network's probabilities and the file's.

    Not nothing: the exporter folds normalisation into convolutions before their weights are rounded to half precision.

    Args:
        model: docTR's network as it was trained.
        path: The exported file.
        inputs: What the network takes, and the same as the file takes it.
        edge: How many pixels at the edges of a map are left out.
    """
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    largest = 0.0
    for ours, theirs in inputs:
        (found,) = session.run(None, {"input": theirs.numpy()})
        apart = _probabilities(model(ours)["logits"]) - _probabilities(torch.from_numpy(found))
        inner = slice(edge, -edge or None)
        largest = max(largest, float(apart[..., inner, inner].abs().max()))
    return largest


def _noise(*shapes: tuple[int, ...]) -> list[torch.Tensor]:
    return [torch.randn(shape, generator=torch.Generator().manual_seed(1)) for shape in shapes]


def _probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.softmax(-1) if logits.ndim == 3 else logits.sigmoid()


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 as the manifest gives it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _export_recognition(source: Path) -> dict[str, Any]:
    state, step = state_of(source)
    model = recognition.network()
    model.load_state_dict(state)
    model.exportable = True
    round_to_half(model)
    path = WEIGHTS / "recognition.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / path.name
        write(model, torch.randn(2, 3, words.HEIGHT_PX, 128), whole,
            {"input": {0: "batch", 3: "width"}, "logits": {0: "batch", 1: "steps"}})  # fmt: skip
        samples = _noise((1, 3, 32, 64), (3, 3, 32, 192), (2, 3, 32, 512))
        apart = difference(model, whole, zip(samples, samples, strict=True))
        quantise_lstms(whole, path)
    onnx.save(halve(onnx.load(path)), path)
    return {"file": path.name, "architecture": "crnn_mobilenet_v3_small", "sha256": sha256_of(path), "steps": step,
        "vocabulary": VOCABULARY, "mean": recognition.MEAN, "std": recognition.STD, "height": words.HEIGHT_PX,
        "widths": words.WIDTHS_PX, "padding": "zeros on the right, before normalisation", "blank": len(VOCABULARY),
        "largest_difference": apart, "readings_changed_by_8_bits": _readings_changed(model, path)}  # fmt: skip


@torch.no_grad()
def _readings_changed(model: nn.Module, path: Path) -> float:
    """Return the share of words from documents that the file reads otherwise than the network."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    crops = documents.word_crops(np.random.default_rng(COMPARISON_SEED))
    changed = []
    for batch, _ in islice(recognition.batches(crops), COMPARED_BATCHES):
        (found,) = session.run(None, {"input": batch.numpy()})
        both = (model.postprocessor(logits) for logits in (model(batch)["logits"], torch.from_numpy(found)))
        changed += [ours != theirs for (ours, _), (theirs, _) in zip(*both, strict=True)]
    return float(np.mean(changed))


def _export_detection(source: Path) -> dict[str, Any]:
    state, step = state_of(source)
    model = linknet_resnet18(pretrained=False, pretrained_backbone=False, exportable=True)
    model.load_state_dict(state)
    lighter = Lighter(deepcopy(model).eval(), detection.MEAN, detection.STD)
    path = WEIGHTS / "detection.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / path.name
        write(lighter, torch.randn(1, 256, 320), whole,
            {"input": {0: "batch", 1: "height", 2: "width"}, "logits": {0: "batch", 2: "height", 3: "width"}})  # fmt: skip
        pairs = (
            (detection.tensor([cv2.cvtColor(gray[0], cv2.COLOR_GRAY2RGB)]), torch.from_numpy(above_ground(gray)))
            for gray in squares(COMPARISON_SEED, 5)
        )
        apart = difference(model.eval(), whole, pairs, edge=EDGE_PX)
        changed = quantise_detector(whole, path)
    return {"file": path.name, "architecture": "linknet_resnet18", "sha256": sha256_of(path), "steps": step,
        "takes": "grey bytes of shape (n, height, width)", "multiple": 32, "largest_difference": apart,
        "pixels_changed_by_8_bits": changed}  # fmt: skip


def enter(parts: dict[str, dict[str, Any]]) -> None:
    """Write what is to be known of some files into `weights.json`; what it says of others stays."""
    path = WEIGHTS / "weights.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | parts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Export what the command line names, check it against torch, and write `weights.json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recognition", type=Path, default=recognition.RUN / "last.pt")
    parser.add_argument("--detection", type=Path, default=detection.RUN / "last.pt")
    parser.add_argument(
        "--only", choices=("recognition", "detection"), help="export this one and leave the other as it is"
    )
    parser.add_argument("--keep-states", action="store_true", help="also write training/checkpoints/")
    options = parser.parse_args()
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    runs = {"recognition": options.recognition, "detection": options.detection}
    runs = {name: run for name, run in runs.items() if options.only in {None, name}}
    exporters = {"recognition": _export_recognition, "detection": _export_detection}
    manifest = {name: exporters[name](run) for name, run in runs.items()}
    for part in manifest.values():
        if part["largest_difference"] > 0.02:
            raise SystemExit(f"{part['file']} differs from torch by {part['largest_difference']}")
    if manifest.get("detection", {}).get("pixels_changed_by_8_bits", 0) > 0.005:
        raise SystemExit("In 8 bits the detector finds other pixels: look at its ranges before you ship it.")
    if manifest.get("recognition", {}).get("readings_changed_by_8_bits", 0) > 0.01:
        raise SystemExit("In 8 bits the recogniser reads other words: leave its LSTMs in half precision.")
    enter(manifest)
    if options.keep_states:
        keep_states(runs)
    print({name: (part["steps"], part["largest_difference"]) for name, part in manifest.items()})


if __name__ == "__main__":
    main()
