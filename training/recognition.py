"""Train the recogniser: docTR's `crnn_mobilenet_v3_small` on word crops of every width, resumable, on CPU or GPU.

Example: `python -m training.recognition --steps 20000 --start-from training/checkpoints/recognition.pt --real FOLDER`.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from doctr.models.recognition import crnn_mobilenet_v3_small

from training import documents, held_out, real, words
from training.alphabet import VOCABULARY, look_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from torch import Tensor, nn

RUN = Path(__file__).parent / "runs" / "recognition"
MEAN, STD = (0.694, 0.695, 0.693), (0.299, 0.296, 0.301)
BATCH_AREA_PX = 64 * 128
"""Pixels of width in one batch: narrow crops make larger batches."""

TRAINING_SEED = 1000


def network() -> nn.Module:
    """Return the network with this project's vocabulary and no weights."""
    model = crnn_mobilenet_v3_small(pretrained=False, pretrained_backbone=False, vocab=VOCABULARY)
    model.max_length = words.WIDTHS_PX[-1] // words.STEP_PX
    return model


def batches(crops: Iterable[words.Crop]) -> Iterator[tuple[Tensor, list[words.Crop]]]:
    """Put crops together to batches of one padded width, normalised, `(n, 3, 32, width)`."""
    waiting: dict[int, list[words.Crop]] = defaultdict(list)
    for crop in crops:
        width = words.padded_width(crop.pixels.shape[1])
        waiting[width].append(crop)
        if len(waiting[width]) * width >= BATCH_AREA_PX:
            group = waiting.pop(width)
            yield tensor(group, width), group


def tensor(crops: list[words.Crop], width: int) -> Tensor:
    """Pad crops with black on the right, as docTR does, and normalise them."""
    stacked = np.zeros((len(crops), words.HEIGHT_PX, width), np.float32)
    for row, crop in zip(stacked, crops, strict=True):
        row[:, : crop.pixels.shape[1]] = crop.pixels / 255.0
    grey = torch.from_numpy(stacked)[:, None].expand(-1, 3, -1, -1)
    return (grey - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)


def widen_head(state: dict[str, Tensor], vocabulary: str, target: nn.Module) -> dict[str, Tensor]:
    """Carry a network's weights over to this vocabulary: shared characters keep their row, new ones take a look-alike's."""
    head = target.state_dict()
    weight, bias = head["linear.weight"].clone(), head["linear.bias"].clone()
    rows = {character: row for row, character in enumerate(vocabulary)}
    for row, character in enumerate(VOCABULARY):
        source = rows.get(character, rows.get(look_alike(character), -1))
        if source >= 0:
            weight[row], bias[row] = state["linear.weight"][source], state["linear.bias"][source]
        if character not in rows:
            bias[row] = (bias[row] if source >= 0 else 0) - 3.0
    weight[-1], bias[-1] = state["linear.weight"][-1], state["linear.bias"][-1]
    return {**state, "linear.weight": weight, "linear.bias": bias}


def load_start(model: nn.Module, path: Path, vocabulary: str = "") -> None:
    """Load a state dict of any precision, or a run's averaged one, its head widened from `vocabulary`."""
    saved = torch.load(path, map_location="cpu")
    load_state(model, saved.get("average", saved), vocabulary)


def load_state(model: nn.Module, state: dict[str, Tensor], vocabulary: str = "") -> None:
    """Load a state, its head widened from `vocabulary`.

    Without a vocabulary it is taken to be an earlier state of this one, which grows at its end only.
    """
    state = {key: value.float() if value.is_floating_point() else value for key, value in state.items()}
    vocabulary = vocabulary or VOCABULARY[: len(state["linear.bias"]) - 1]
    model.load_state_dict(state if vocabulary == VOCABULARY else widen_head(state, vocabulary, model))


class Average:
    """A running mean of the weights, which reads better than the weights of any one step."""

    def __init__(self, model: nn.Module, keep: float = 0.99) -> None:
        self.model, self.keep = copy.deepcopy(model).eval(), keep

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        for mine, theirs in zip(self.model.state_dict().values(), model.state_dict().values(), strict=True):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - self.keep)
            else:
                mine.copy_(theirs)


@torch.no_grad()
def read(model: nn.Module, crops: list[words.Crop], device: str) -> list[str]:
    """Read crops, those of one padded width together."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, crop in enumerate(crops):
        groups[words.padded_width(crop.pixels.shape[1])].append(index)
    found = [""] * len(crops)
    for width, indices in groups.items():
        for start in range(0, len(indices), 64):
            part = indices[start : start + 64]
            output = model(tensor([crops[i] for i in part], width).to(device), return_preds=True)
            for index, (text, _) in zip(part, output["preds"], strict=True):
                found[index] = text
    return found


def rate(progress: float, peak: float) -> float:
    """Learning rate at `progress` (0 to 1) of the schedule: a short rise, then a cosine down to a hundredth."""
    rise = 0.05
    if progress < rise:
        return peak * (progress + 0.002) / (rise + 0.002)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - rise) / (1 - rise)))))


def progress(step: int, steps: int, minutes_passed: float, minutes: float) -> float:
    """How much of the schedule is done: by steps, or by the clock where that runs out first; one of no steps is done."""
    return max(step / steps if steps else 1.0, minutes_passed / minutes if minutes else 0.0)


def save(path: Path, parts: dict[str, Any]) -> None:
    """Write a checkpoint so that a crash leaves the old one or the new one."""
    draft = path.with_suffix(".draft")
    torch.save(parts, draft)
    draft.replace(path)


def log(path: Path, **values: object) -> None:
    """Add one JSON line to the run's log and show it."""
    line = json.dumps({"at": time.strftime("%H:%M:%S", time.gmtime()), **values}, ensure_ascii=False)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    print(line, flush=True)


def keep(run: Path, model: nn.Module, average: Average, optimiser: torch.optim.Optimizer, step: int,
         **more: object) -> None:  # fmt: skip
    """Write the run's checkpoint: all that resuming needs."""
    save(run / "last.pt", {"model": model.state_dict(), "average": average.model.state_dict(),
        "optimiser": optimiser.state_dict(), "step": step, **more})  # fmt: skip


def source_of(
    rng: np.random.Generator, options: argparse.Namespace, pages: list[real.RealPage]
) -> Iterator[words.Crop]:
    """Return the crops of a run: random print, words of generated documents, words of real pages."""
    drawn = documents.mixed(rng, words.crops(rng), documents.word_crops(rng), options.documents)
    return documents.mixed(rng, drawn, real.word_crops(rng, pages), options.real_share) if pages else drawn


def half_precision(options: argparse.Namespace) -> torch.autocast:
    """Return the context in which a step computes in bfloat16 where that is asked for."""
    return torch.autocast(torch.device(options.device).type, dtype=torch.bfloat16, enabled=options.bfloat16)


@dataclass(slots=True, kw_only=True)
class _Run:
    """What a run has come to: its steps, the minutes they took in all, and its best validation."""

    step: int = 0
    minutes: float = 0.0
    best: float = 0.0


def _check(run: _Run, options: argparse.Namespace, average: Average, sets: dict[str, list[words.Crop]]) -> None:
    """Validate the averaged weights, log it, and keep them when they are the best so far."""
    found = held_out.measure(sets, lambda crops: read(average.model, crops, options.device))
    log(options.run / "log.jsonl", step=run.step, validation=found)
    if found["mean"] > run.best:
        run.best = found["mean"]
        state = average.model.state_dict()
        save(options.run / "best.pt", {"model": state, "average": state, "step": run.step, "validation": found})


def train(options: argparse.Namespace) -> None:
    """Train up to `options.steps`; go on from the run's checkpoint when there is one."""
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    checkpoint = options.run / "last.pt"
    torch.manual_seed(TRAINING_SEED)
    model, run = network(), _Run()
    if options.start_from and not checkpoint.exists():
        load_start(model, options.start_from, options.start_vocabulary)
    average = Average(model, options.keep)
    model.to(options.device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=options.device)
        model.load_state_dict(saved["model"])
        average.model.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        run = _Run(step=saved["step"], minutes=saved.get("minutes", 0.0), best=saved.get("best", 0.0))
    average.model.to(options.device)
    pages, sets = held_out.gathered(options.real, options.validation)
    if not run.step and options.steps:
        _check(run, options, average, sets)
    source, losses = batches(source_of(np.random.default_rng([TRAINING_SEED, run.step]), options, pages)), []
    started, before, seen = time.monotonic(), run.minutes, 0
    model.train()
    while (done := progress(run.step, options.steps, run.minutes, options.minutes)) < 1:
        images, crops = next(source)
        for group in optimiser.param_groups:
            group["lr"] = rate(done, options.rate)
        images = images.to(options.device, memory_format=torch.channels_last)
        with half_precision(options):
            loss = model(images, [crop.text for crop in crops])["loss"]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        average.update(model)
        run.step, seen = run.step + 1, seen + len(crops)
        run.minutes = before + (time.monotonic() - started) / 60
        losses.append(float(loss.detach()))
        if run.step % 50 == 0:
            log(options.run / "log.jsonl", step=run.step, loss=round(float(np.mean(losses[-50:])), 4),
                crops_a_second=round(seen / (time.monotonic() - started), 1))  # fmt: skip
        if run.step % options.every == 0:
            _check(run, options, average, sets)
            keep(options.run, model, average, optimiser, run.step, minutes=run.minutes, best=run.best)
    _check(run, options, average, sets)
    keep(options.run, model, average, optimiser, run.step, minutes=run.minutes, best=run.best)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=RUN, help="folder of the run's checkpoints and log")
    parser.add_argument("--steps", type=int, default=40_000, help="steps of the whole schedule; 0 only validates")
    parser.add_argument("--minutes", type=float, default=0, help="end the schedule after so long, when that is sooner")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--keep", type=float, default=0.99, help="what the running mean keeps of itself at a step")
    parser.add_argument("--start-from", type=Path, help="state dict to start from when the run has no checkpoint")
    parser.add_argument("--start-vocabulary", default="",
        help="characters of that state dict, in order; by default an earlier alphabet of this project")  # fmt: skip
    parser.add_argument("--validation", type=int, default=500, help="held-out crops of each drawn set")
    parser.add_argument("--every", type=int, default=500, help="steps between validations and checkpoints")
    parser.add_argument("--documents", type=float, default=0.3,
        help="share of the drawn crops that is cut from generated documents")  # fmt: skip
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="folders of real pages with index.jsonl")
    parser.add_argument("--real-share", type=float, default=0.5, help="share of crops cut from them")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--bfloat16", action="store_true", help="compute in bfloat16: faster on processors that have it"
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
