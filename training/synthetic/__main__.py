"""`python -m training.synthetic OUT --kind receipt --count 100 --seed 2000000 --wear mixed`: pages and their truth as files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2

from training.synthetic.generate import KINDS, Sample, make_sample

if TYPE_CHECKING:
    from collections.abc import Sequence


def _record(sample: Sample, image: str) -> dict[str, Any]:
    page, document = sample.page, sample.document
    return {"image": image, "text": page.text, "words": [mark.as_json() for mark in page.words],
        "lines": [mark.as_json() for mark in page.lines], "fields": page.fields, "kind": document.kind,
        "language": document.language, "wear": sample.wear, "seed": sample.seed}  # fmt: skip


def write(out: Path, *, kind: str, count: int, seed: int, wear: str) -> None:
    """Write `count` documents of the seeds `seed`, `seed + 1`, ... and their truth to `index.jsonl`.

    Args:
        out: A folder; made when missing.
        kind: One of `KINDS`, or `mixed`.
        count: How many documents.
        seed: The first document's seed.
        wear: `clean`, `worn` or `mixed`.
    """
    (out / "images").mkdir(parents=True, exist_ok=True)
    with (out / "index.jsonl").open("w", encoding="utf-8") as index:
        for number in range(seed, seed + count):
            sample = make_sample(number, kind, wear)
            suffix = "jpg" if sample.wear == "worn" else "png"
            name = f"images/{sample.document.kind}_{number:07d}.{suffix}"
            image = cv2.cvtColor(sample.page.image, cv2.COLOR_RGB2BGR)
            options = [cv2.IMWRITE_JPEG_QUALITY, 92] if suffix == "jpg" else []
            if not cv2.imwrite(str(out / name), image, options):
                raise OSError(f"could not write {out / name}")
            index.write(json.dumps(_record(sample, name), ensure_ascii=False) + "\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line and write the documents."""
    parser = argparse.ArgumentParser(prog="python -m training.synthetic", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=(*KINDS, "mixed"), default="mixed")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="the first document's seed")
    parser.add_argument("--wear", choices=("clean", "worn", "mixed"), default="mixed")
    given = parser.parse_args(arguments)
    write(given.out, kind=given.kind, count=given.count, seed=given.seed, wear=given.wear)


if __name__ == "__main__":
    main()
