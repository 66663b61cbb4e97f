"""`python -m benchmarks.extraction_hostile`: how long the extraction takes over texts made to be slow.

Each text repeats one piece of a receipt without end: on one row, on many long rows, on very many short ones. Prints the
slowest, in processor time.
"""

from __future__ import annotations

import time

from ocrcore.extraction import extract, from_plain_text
from tests.extraction.test_hostile_text import PIECES, repeated

SHOWN = 5


def main() -> None:
    """Measure every text and print the slowest."""
    slowest: list[tuple[float, str]] = []
    for piece in PIECES:
        for text in repeated(piece):
            pages = from_plain_text(text)
            start = time.process_time()
            extract(pages)
            slowest.append((time.process_time() - start, f"{piece!r} in {text.count(chr(10)) + 1} rows"))
    slowest.sort(reverse=True)
    print(f"{len(slowest)} texts, the slowest:")
    for seconds, what in slowest[:SHOWN]:
        print(f"  {1000 * seconds:4.0f} ms  {what}")


if __name__ == "__main__":
    main()
