"""Any sequence of operations keeps a job's life lawful."""

from __future__ import annotations

import pytest

from tests.queue.life import close, play

HISTORIES = 500


@pytest.mark.timeout(900)
def test_any_sequence_of_operations_is_lawful() -> None:
    try:
        play(HISTORIES, steps=12)
    finally:
        close()
