"""Measure the exported networks: words read by kind, character error rate, words found; also on real line boxes.

Example: `python -m training.evaluate --words 1000 --pages 20 --lines FOLDER`.

The folder's `index.jsonl` holds one document a line: `{"image": …, "lines": [{"box": [x0, y0, x1, y1], "text": …}]}`.
Real lines are for measuring only, never for training.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import onnxruntime
import torch
from doctr.models.detection.linknet.base import LinkNetPostProcessor
from rapidfuzz.distance import Levenshtein

from training import detection, pages, recognition, words
from training.export import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

EVALUATION_SEED = 99


def session(name: str, folder: Path = WEIGHTS) -> onnxruntime.InferenceSession:
    """Load an exported network on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])


def decode(logits: NDArray[np.float32], vocabulary: str) -> list[str]:
    """Return the text of each crop by CTC's best path; `logits` is `(n, steps, classes)`."""
    found = []
    for row in logits.argmax(-1):
        kept = [row[0], *(value for before, value in pairwise(row) if value != before)]
        found.append("".join(vocabulary[value] for value in kept if value < len(vocabulary)))
    return found


def read(network: onnxruntime.InferenceSession, crops: list[words.Crop], vocabulary: str) -> list[str]:
    """Read crops in batches of one width."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, crop in enumerate(crops):
        groups[words.padded_width(crop.pixels.shape[1])].append(index)
    found = [""] * len(crops)
    for width, indices in groups.items():
        for start in range(0, len(indices), 32):
            part = indices[start : start + 32]
            batch = recognition.tensor([crops[i] for i in part], width).numpy()
            for index, text in zip(part, decode(network.run(None, {"input": batch})[0], vocabulary), strict=True):
                found[index] = text
    return found


def summary(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return the share of texts read exactly, ignoring case, and the character error rate over (truth, reading)."""
    pairs = list(pairs)
    edits = sum(Levenshtein.distance(truth, text) for truth, text in pairs)
    return {
        "count": len(pairs),
        "exact": round(float(np.mean([truth == text for truth, text in pairs])), 4),
        "ignoring_case": round(float(np.mean([truth.lower() == text.lower() for truth, text in pairs])), 4),
        "character_error_rate": round(edits / max(1, sum(len(truth) for truth, _ in pairs)), 4),
    }


def real_lines(folder: Path, most: int) -> list[words.Crop]:
    """Cut lines out of real documents; kind tells whether a line is one word, a number, or several words."""
    crops: list[words.Crop] = []
    for record in map(json.loads, (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()):
        picture = cv2.imread(str(folder / record["image"]), cv2.IMREAD_GRAYSCALE)
        for line in record["lines"]:
            x0, y0, x1, y1 = (round(value) for value in line["box"])
            text = " ".join(line["text"].split())
            cut = picture[max(0, y0) : y1, max(0, x0) : x1]
            if not text or min(cut.shape) < 5:
                continue
            kind = "line" if " " in text else "number" if text.replace(".", "").replace(",", "").isdigit() else "word"
            crops.append(words.Crop(pixels=words.fit(cut), text=text, kind=kind))
    order = np.random.default_rng(EVALUATION_SEED).permutation(len(crops))[:most]
    return [crops[i] for i in order]


def boxes_found(network: onnxruntime.InferenceSession, crop: pages.Page) -> NDArray[np.float32]:
    """Return the upright boxes that docTR's post-processor finds, `(n, 4)` in pixels."""
    gray = cv2.cvtColor(crop.pixels, cv2.COLOR_RGB2GRAY)
    logits = network.run(None, {"input": gray[None]})[0]
    probabilities = torch.from_numpy(logits).sigmoid().permute(0, 2, 3, 1).numpy()
    found = LinkNetPostProcessor()(probabilities)[0][0]
    height, width = crop.pixels.shape[:2]
    return np.asarray(found[:, :4], np.float32) * np.array([width, height, width, height], np.float32)


def measure_detection(network: onnxruntime.InferenceSession, count: int) -> dict[str, float]:
    """Return precision and recall of words on synthetic crops of pages."""
    right = found_count = truth_count = 0
    for crop in islice(pages.crops(np.random.default_rng(EVALUATION_SEED)), count):
        found, truth = boxes_found(network, crop), np.concatenate([crop.quads.min(1), crop.quads.max(1)], 1)
        right += detection.matches(found, truth)
        found_count, truth_count = found_count + len(found), truth_count + len(truth)
    return {"precision": round(right / max(1, found_count), 4), "recall": round(right / max(1, truth_count), 4)}


def report(network: onnxruntime.InferenceSession, crops: list[words.Crop], vocabulary: str) -> dict[str, Any]:
    """Return the summary of each kind of crop, and of all."""
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for crop, text in zip(crops, read(network, crops, vocabulary), strict=True):
        pairs[crop.kind].append((crop.text, text))
        pairs["all"].append((crop.text, text))
    return {kind: summary(found) for kind, found in sorted(pairs.items())}


def main() -> None:
    """Print the measurements as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--words", type=int, default=600, help="synthetic word crops")
    parser.add_argument("--pages", type=int, default=0, help="synthetic page crops")
    parser.add_argument("--lines", type=Path, help="folder of real documents with line boxes")
    parser.add_argument("--most-lines", type=int, default=600)
    options = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = json.loads((options.weights / "weights.json").read_text(encoding="utf-8"))["recognition"]["vocabulary"]
    reader = session("recognition.onnx", options.weights)
    rng = np.random.default_rng(EVALUATION_SEED)
    result: dict[str, Any] = {}
    if options.words:
        result["synthetic words"] = report(reader, [words.crop(rng) for _ in range(options.words)], vocabulary)
    if options.lines:
        result["real lines"] = report(reader, real_lines(options.lines, options.most_lines), vocabulary)
    if options.pages:
        result["synthetic pages"] = measure_detection(session("detection.onnx", options.weights), options.pages)
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
