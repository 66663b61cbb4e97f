"""Train the detector: docTR's `linknet_resnet18` on square crops of synthetic pages, resumable, on CPU or GPU.

Example: `python -m training.detection --steps 4000 --start-from training/checkpoints/detection.pt`.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from doctr.models.detection import linknet_resnet18

from training import documents, pages, real_squares
from training.real import parted
from training.recognition import Average, half_precision, keep, log, progress, rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor, nn

RUN = Path(__file__).parent / "runs" / "detection"
MEAN, STD = (0.798, 0.785, 0.772), (0.264, 0.2749, 0.287)
VALIDATION_SEED, TRAINING_SEED = 8, 2000


def network() -> nn.Module:
    """Return the network without weights."""
    return linknet_resnet18(pretrained=False, pretrained_backbone=False)


def tensor(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    """Return RGB pictures of shape (side, side, 3) normalised, `(n, 3, side, side)`."""
    images = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 255
    normal = (images - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
    return normal.contiguous(memory_format=torch.channels_last)


def targets(crops: list[pages.Page]) -> list[dict[str, NDArray[np.float32]]]:
    """Return the words as docTR's loss wants them: quadrilaterals as fractions of the picture."""
    return [{"words": np.clip(crop.quads / crop.pixels.shape[0], 0, 1).astype(np.float32)} for crop in crops]


def matches(found: NDArray[np.float32], truth: NDArray[np.float32], least_iou: float = 0.5) -> int:
    """Count the words found: one box for one word, overlapping by at least `least_iou`."""
    if not len(found) or not len(truth):
        return 0
    low = np.maximum(found[:, None, :2], truth[None, :, :2])
    high = np.minimum(found[:, None, 2:], truth[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (found, truth)]
    overlap = shared / (area[0][:, None] + area[1][None] - shared)
    count = 0
    while overlap.size and overlap.max() >= least_iou:
        row, column = np.unravel_index(int(overlap.argmax()), overlap.shape)
        overlap[row], overlap[:, column] = 0, 0
        count += 1
    return count


@torch.no_grad()
def validate(model: nn.Module, crops: list[pages.Page], device: str) -> dict[str, float]:
    """Return precision, recall and F1 of upright boxes at an overlap of one half."""
    model.eval()
    right = found_count = truth_count = 0
    for crop in crops:
        boxes = (
            model(tensor([crop.pixels]).to(device), return_preds=True)["preds"][0]["words"][:, :4]
            * crop.pixels.shape[0]
        )
        truth = np.concatenate([crop.quads.min(1), crop.quads.max(1)], 1)
        right += matches(boxes, truth)
        found_count, truth_count = found_count + len(boxes), truth_count + len(truth)
    precision, recall = right / max(1, found_count), right / max(1, truth_count)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def source_of(
    rng: np.random.Generator, options: argparse.Namespace, real: list[real_squares.RealPage]
) -> Iterator[pages.Page]:
    """Return the squares of a run: random print, parts of generated documents, parts of real pages."""
    drawn = documents.mixed(rng, pages.crops(rng), documents.squares(rng), options.documents)
    return documents.mixed(rng, drawn, real_squares.squares(rng, real), options.real_share) if real else drawn


def gathered(options: argparse.Namespace) -> tuple[list[real_squares.RealPage], dict[str, list[pages.Page]]]:
    """Return the real pages to train on, and what is validated on: squares as they are drawn, and of pages held out."""
    parts = [parted(real_squares.read(folder)) for folder in options.real]
    train, held = ([page for part in parts for page in part[side]] for side in (0, 1))
    sources = {"drawn": source_of(np.random.default_rng(VALIDATION_SEED), options, [])}
    if held:
        sources["real"] = real_squares.squares(np.random.default_rng(VALIDATION_SEED), held)
    return train, {name: list(islice(source, options.validation)) for name, source in sources.items()}


def train(options: argparse.Namespace) -> None:
    """Train up to `options.steps`; go on from the run's checkpoint when there is one."""
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    checkpoint = options.run / "last.pt"
    torch.manual_seed(TRAINING_SEED)
    model = network()
    step = 0
    if options.start_from and not checkpoint.exists():
        state = torch.load(options.start_from, map_location="cpu")
        model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    average = Average(model, keep=0.98)
    model.to(options.device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=options.device)
        model.load_state_dict(saved["model"])
        average.model.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    average.model.to(options.device)
    real, held_out = gathered(options)
    source, losses = source_of(np.random.default_rng([TRAINING_SEED, step]), options, real), []
    started, first = time.monotonic(), step
    model.train()
    while (done := progress(step, options.steps, (time.monotonic() - started) / 60, options.minutes)) < 1:
        batch = list(islice(source, options.batch))
        for group in optimiser.param_groups:
            group["lr"] = rate(done, options.rate)
        with half_precision(options):
            loss = model(tensor([crop.pixels for crop in batch]).to(options.device), targets(batch))["loss"]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        average.update(model)
        step += 1
        losses.append(float(loss.detach()))
        if step % 25 == 0:
            log(options.run / "log.jsonl", step=step, loss=round(float(np.mean(losses[-25:])), 4),
                crops_a_second=round((step - first) * options.batch / (time.monotonic() - started), 2))  # fmt: skip
        if step % options.every == 0:
            keep(options.run, model, average, optimiser, step)
            _check(options, average, held_out, step)
            model.train()
    keep(options.run, model, average, optimiser, step)
    _check(options, average, held_out, step)


def _check(options: argparse.Namespace, average: Average, held_out: dict[str, list[pages.Page]], step: int) -> None:
    found = {name: validate(average.model, squares, options.device) for name, squares in held_out.items()}
    log(options.run / "log.jsonl", step=step, validation=found)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=RUN, help="folder of the run's checkpoint and log")
    parser.add_argument("--steps", type=int, default=4000, help="steps of the whole schedule")
    parser.add_argument("--minutes", type=float, default=0, help="end the schedule after so long, when that is sooner")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--start-from", type=Path, help="state dict to start from when the run has no checkpoint")
    parser.add_argument("--validation", type=int, default=24, help="held-out squares of each kind")
    parser.add_argument("--every", type=int, default=100, help="steps between validations and checkpoints")
    parser.add_argument(
        "--documents", type=float, default=0.4, help="share of drawn squares that is cut from documents"
    )
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="folders of real pages with index.jsonl")
    parser.add_argument("--real-share", type=float, default=0.4, help="share of squares cut from them")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--bfloat16", action="store_true", help="compute in bfloat16: faster on processors that have it"
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
