"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (20.0, 10.0, 6.0, 1.5)
"""Of `Signs`: sure, certain, covered, verdict."""
BIAS = -32.0
ACCEPTED = 0.5
