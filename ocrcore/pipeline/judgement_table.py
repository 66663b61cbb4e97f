"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (4.467, 5.700, 1.004, 1.199)
"""Of `Signs`: sure, certain, covered, verdict."""
BIAS = -8.797
ACCEPTED = 0.0125
