"""Make a folder to train on (see `real`) of scanned receipts with line boxes, as ICDAR 2019 SROIE gives them.

Example, run where the engines are installed, after `git clone https://github.com/zzzDavid/ICDAR-2019-SROIE`:
`python -m training.real_set ICDAR-2019-SROIE/data FOLDER --without measured.txt`.

The source holds `img/NAME.jpg` and `box/NAME.csv`, a line of text in a line of eight corners and what stands there.
Words are found and read by the engine's own networks, so that they are cut as it cuts them; each gets the words of the
truth that it was taken for. `--without` names the pages, one a line, that are measured on and so never trained on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from ocrcore.engines.doctr.bundled import BundledNetworks
from training.align import Found, Line, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CORNERS = 8
WEBP_QUALITY = 90


def lines_of(path: Path) -> list[Line]:
    """Read a page's lines of text; a text may hold commas."""
    lines = []
    for row in path.read_text(encoding="utf-8", errors="ignore").splitlines():
        *corners, text = row.strip("\ufeff\r\n").split(",", CORNERS)
        if len(corners) == CORNERS and text.strip():
            xs, ys = [float(x) for x in corners[::2]], [float(y) for y in corners[1::2]]
            lines.append(Line(box=(min(xs), min(ys), max(xs), max(ys)), text=" ".join(text.split())))
    return lines


def pages_of(source: Path, without: frozenset[str]) -> Iterator[tuple[Path, list[Line]]]:
    """Yield the pictures of a source with their lines, in the order of their names."""
    for picture in sorted((source / "img").glob("*.jpg")):
        boxes = source / "box" / f"{picture.stem}.csv"
        if picture.stem not in without and boxes.exists():
            yield picture, lines_of(boxes)


def entry(networks: BundledNetworks, picture: Path, lines: list[Line], folder: Path) -> dict:
    """Write a page in grey to `folder` and return its line of the index."""
    image = cv2.imread(str(picture), cv2.IMREAD_COLOR)
    detections = networks.read(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    quads = [[[round(float(x), 1), round(float(y), 1)] for x, y in each.quad] for each in detections]
    found = [
        Found(box=(*map(min, zip(*quad, strict=True)), *map(max, zip(*quad, strict=True))), read=each.text)
        for quad, each in zip(quads, detections, strict=True)
    ]
    name = f"images/{picture.stem}.webp"
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    cv2.imwrite(str(folder / name), gray, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])
    words = [
        {"quad": quad, "text": text, "read": each.read}
        for quad, each, text in zip(quads, found, texts_of(found, lines), strict=True)
        if text
    ]
    return {"image": name, "lines": [{"box": line.box, "text": line.text} for line in lines], "words": words}


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder that holds img/ and box/")
    parser.add_argument("folder", type=Path, help="where pictures and index.jsonl are written")
    parser.add_argument("--without", type=Path, help="file of page names that are left out, one a line")
    parser.add_argument("--most", type=int, default=300, help="pages at most")
    options = parser.parse_args()
    without = frozenset(options.without.read_text(encoding="utf-8").split()) if options.without else frozenset()
    (options.folder / "images").mkdir(parents=True, exist_ok=True)
    networks, words, pages = BundledNetworks(threads=1), 0, 0
    with (options.folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for picture, lines in pages_of(options.source, without):
            if pages == options.most:
                break
            made = entry(networks, picture, lines, options.folder)
            index.write(json.dumps(made, ensure_ascii=False) + "\n")
            pages, words = pages + 1, words + len(made["words"])
    print(pages, "pages,", words, "words")


if __name__ == "__main__":
    main()
