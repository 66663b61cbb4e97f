"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (3.874, 4.797, 0.959, 1.836)
"""Of `Signs`: sure, certain, covered, verdict."""
BIAS = -8.137
ACCEPTED = 0.1003
