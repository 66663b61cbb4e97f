"""Whether the queue takes another document: it says no before it is so long that nobody gets anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs
from ocrcore.errors import TooManyRequests
from ocrcore.queue import stats
from ocrcore.queue.order.turns import IS_PENDING
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner

WAIT_S = 60
"""What who is sent away is told to wait: some documents have been read by then."""

_OF_PERSON = select(func.count()).select_from(ocr_jobs).where(IS_PENDING, ocr_jobs.c.created_by == bindparam("person"))


async def require_room(connection: AsyncConnection, *, owner: Owner, most: int, most_of_person: int) -> None:
    """Pass when fewer documents wait than may, of all people and of this owner.

    Raises:
        TooManyRequests: The queue is long enough.
    """
    waiting = await stats.count(connection, JobStatus.PENDING)
    if waiting >= most:
        raise TooManyRequests(case="queue", waiting=waiting, most=most, wait_s=WAIT_S)
    # What one person has is some of what all have.
    if owner is EVERYONE or waiting < most_of_person:
        return
    waiting = (await connection.execute(_OF_PERSON, {"person": owner})).scalar_one()
    if waiting >= most_of_person:
        raise TooManyRequests(case="person", waiting=waiting, most=most_of_person, wait_s=WAIT_S)
