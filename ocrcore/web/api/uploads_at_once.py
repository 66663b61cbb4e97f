"""How many uploads may come in at the same time, of all people and of one."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ocrcore.errors import TooManyRequests
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrcore.queue.owner import Owner

MOST = 64
"""Each is an open file and a connection; what has come in lies on the disk, not in memory."""
MOST_OF_PERSON = 16
WAIT_S = 2


class UploadsAtOnce:
    """Counts the uploads of one server process, which all come in on one event loop."""

    def __init__(self, most: int = MOST, most_of_person: int = MOST_OF_PERSON) -> None:
        self._most, self._most_of_person = most, most_of_person
        self._of: Counter[Owner] = Counter()

    @contextmanager
    def place(self, owner: Owner) -> Iterator[None]:
        """Count one more of this owner within the block.

        Raises:
            TooManyRequests: There are as many as may be.
        """
        too_many_of_person = owner is not EVERYONE and self._of[owner] >= self._most_of_person
        if too_many_of_person or self._of.total() >= self._most:
            raise TooManyRequests(case="uploads", wait_s=WAIT_S)
        self._of[owner] += 1
        try:
            yield
        finally:
            self._of[owner] -= 1
            self._of += Counter()  # forgets who has none
