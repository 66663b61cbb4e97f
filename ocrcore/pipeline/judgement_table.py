"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (3.460, 3.311, 0.000, 1.477)
"""Of `Signs`: sure, certain, covered, verdict."""
BIAS = -5.492
ACCEPTED = 0.1544
