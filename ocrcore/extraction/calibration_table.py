"""From raw scores to confidences: points of a rising curve per field. Written by `benchmarks.extraction --fit`."""

from __future__ import annotations

CURVES: dict[str, tuple[tuple[float, float], ...]] = {}
