"""python-doctr's own `ocr_predictor` with this project's weights: `python -m benchmarks.stock_doctr THREADS PICTURE…`.

Runs in an environment that has python-doctr (`training/setup` makes one) and prints `{"seconds": […], "texts": […]}`:
processor time a page in seconds and the text as docTR itself puts it in order.
"""

from __future__ import annotations

import json
import sys
import time

import torch
from doctr.io import DocumentFile
from doctr.models import ocr_predictor

from training import detection, recognition
from training.export import CHECKPOINTS, state_of


def main() -> None:
    """Read the pictures that the command line names."""
    threads, *paths = sys.argv[1:]
    torch.set_num_threads(int(threads))
    finder, reader = detection.network(), recognition.network()
    finder.load_state_dict(state_of(CHECKPOINTS / "detection.pt")[0])
    reader.load_state_dict(state_of(CHECKPOINTS / "recognition.pt")[0])
    predictor = ocr_predictor(det_arch=finder.eval(), reco_arch=reader.eval(), pretrained=False)
    predictor(DocumentFile.from_images(paths[:1]))
    seconds, texts = [], []
    for path in paths:
        started = time.process_time()
        found = predictor(DocumentFile.from_images([path]))
        seconds.append(time.process_time() - started)
        texts.append(found.render())
    print(json.dumps({"seconds": seconds, "texts": texts}))


if __name__ == "__main__":
    main()
