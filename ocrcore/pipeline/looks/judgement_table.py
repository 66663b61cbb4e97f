"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (9.606, 0.000, 5.064, 1.111, 3.029)
"""Of `Signs`: sure, certain, covered, verdict, booked."""
BIAS = -16.186
ACCEPTED = 0.6721
"""From this score on a first reading stands alone ..."""
ACCEPTED_AGAIN = 0.4671
"""... and one whose doubtful words were read again."""
