"""Who works: workers register, say that they live, and leave."""

from __future__ import annotations

import socket
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from ocrcore.database.tables import workers

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

STOPPING = "stopping"
"""State of a worker that finishes what it reads and takes nothing more."""


def new_worker_id() -> str:
    """Return an id that no other worker has."""
    return f"{socket.gethostname()}:{uuid.uuid4().hex[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerInfo:
    """One worker: a supervisor with its OCR processes."""

    worker_id: str
    hostname: str
    pid: int
    processes: int
    """OCR processes, that is documents it reads at the same time."""
    busy: int = 0
    """How many of them read something now."""
    state: str = "starting"
    """What it does now, in one word or phrase."""
    memory_mb: float = 0.0
    """Resident memory of the worker and its processes, in MiB."""
    documents: int = 0
    """Documents read since it started."""
    started_at: datetime | None = None
    """Filled in by the queue."""
    heartbeat_at: datetime | None = None
    """When it was last heard; filled in by the queue."""


async def register(connection: AsyncConnection, worker: WorkerInfo, now: datetime) -> None:
    """Add a worker, or replace what was known under its id."""
    await connection.execute(delete(workers).where(workers.c.worker_id == worker.worker_id))
    values = asdict(worker) | {"heartbeat_at": now, "started_at": worker.started_at or now}
    await connection.execute(insert(workers).values(values))


async def heard(connection: AsyncConnection, worker_id: str, now: datetime, values: dict[str, Any]) -> bool:
    """Note that a worker lives; False when it is not (or no longer) registered."""
    change = update(workers).where(workers.c.worker_id == worker_id).values(heartbeat_at=now, **values)
    return (await connection.execute(change)).rowcount == 1


async def unregister(connection: AsyncConnection, worker_id: str) -> None:
    """Remove a worker that leaves."""
    await connection.execute(delete(workers).where(workers.c.worker_id == worker_id))


async def live(connection: AsyncConnection, now: datetime, within: timedelta) -> tuple[WorkerInfo, ...]:
    """Return the workers heard within the time given, the longest running first.

    A heartbeat from further ahead than that was written before the clock was set back, and says nothing of today.
    """
    heard_lately = workers.c.heartbeat_at.between(now - within, now + within)
    query = select(workers).where(heard_lately).order_by(workers.c.started_at, workers.c.worker_id)
    return tuple(WorkerInfo(**row) for row in (await connection.execute(query)).mappings())


async def forget_silent(connection: AsyncConnection, before: datetime) -> None:
    """Remove workers that were last heard before `before`: they died without a word."""
    await connection.execute(delete(workers).where(workers.c.heartbeat_at < before))
