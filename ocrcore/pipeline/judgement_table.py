"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

WEIGHTS = (5.666, 3.558, 1.154, 0.826, 3.408)
"""Of `Signs`: sure, certain, covered, verdict, booked."""
BIAS = -13.203
ACCEPTED = 0.3684
"""From this score on a first reading stands alone ..."""
ACCEPTED_AGAIN = 0.3222
"""... and one whose doubtful words were read again."""
