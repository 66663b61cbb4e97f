"""How honest confidences are: a reliability table, and curves that make them so."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.extraction_truth import Judged

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
BLOCK = 12
"""Fields are averaged in blocks of at least this many before a curve is drawn through them."""
PRIOR_WEIGHT = 2.0
"""Right and wrong fields, half each, that are added to every block, so that none is certain."""
TABLE = Path(__file__).parent.parent / "ocrcore" / "extraction" / "checks" / "calibration.py"
HEAD = '''"""From raw scores to confidences: points of a rising curve per field. Written by `benchmarks.extraction --fit`."""

from __future__ import annotations

CURVES: dict[str, tuple[tuple[float, float], ...]] = {
'''


def reliability(judged: Iterable[Judged]) -> str:
    """Return a table of shown confidence against the share of right values, in Markdown."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for _, sure, right in _claims(judged):
        bins[sum(sure >= edge for edge in EDGES[1:-1])].append((sure, right))
    rows = ["| shown | fields | mean confidence | right |", "| --- | ---: | ---: | ---: |"]
    for place, members in sorted(bins.items()):
        mean, share = (sum(each) / len(members) for each in zip(*members, strict=True))
        rows.append(f"| {EDGES[place]:.2f} to {EDGES[place + 1]:.2f} | {len(members)} | {mean:.3f} | {share:.3f} |")
    return "\n".join(rows)


def _claims(judged: Iterable[Judged]) -> Iterator[tuple[str, float, bool]]:
    """Yield name, confidence and whether it is right of every field that was found, of a list every row."""
    for each in judged:
        if each.rows:
            yield from ((each.name, sure, right) for sure, right in each.rows)
        elif each.confidence is not None and each.found:
            yield each.name, each.confidence, each.right


def fit(judged: Iterable[Judged]) -> dict[str, tuple[tuple[float, float], ...]]:
    """Return, per field, a rising curve from raw score to the share of right values (pool adjacent violators)."""
    pairs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for name, sure, right in _claims(judged):
        pairs[name].append((sure, right))
        pairs["*"].append((sure, right))
    return {name: _curve(members) for name, members in sorted(pairs.items()) if len(members) >= 2 * BLOCK}


def write_table(curves: dict[str, tuple[tuple[float, float], ...]], path: Path = TABLE) -> None:
    """Write the curves as the module from which confidences are made."""
    lines = []
    for name, curve in curves.items():
        points = [f"({x:.3f}, {y:.3f})," for x, y in curve]
        inside = points[0] if len(points) == 1 else "\n        " + "\n        ".join(points) + "\n    "
        lines.append(f'    "{name}": ({inside}),\n')
    path.write_text(f"{HEAD}{''.join(lines)}}}\n", encoding="utf-8")


def _curve(pairs: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    blocks: list[tuple[float, float, float]] = []
    for part in _parts(pairs):
        blocks.append((float(len(part)), sum(raw for raw, _ in part), float(sum(right for _, right in part))))
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            (n1, x1, y1), (n2, x2, y2) = blocks[-2:]
            blocks[-2:] = [(n1 + n2, x1 + x2, y1 + y2)]
    return tuple((total / count, _share((count, total, right))) for count, total, right in blocks)


def _parts(pairs: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    """Part fields into blocks by rising raw score; equal scores stay together."""
    parts: list[list[tuple[float, bool]]] = [[]]
    for pair in sorted(pairs, key=lambda pair: pair[0]):
        if len(parts[-1]) >= BLOCK and pair[0] > parts[-1][-1][0]:
            parts.append([])
        parts[-1].append(pair)
    if len(parts) > 1 and len(parts[-1]) < BLOCK:
        last = parts.pop()
        parts[-1] += last
    return parts


def _share(block: tuple[float, float, float]) -> float:
    count, _, right = block
    return (right + PRIOR_WEIGHT / 2) / (count + PRIOR_WEIGHT)
