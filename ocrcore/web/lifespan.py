"""What lives as long as the server: the services, and the worker beside it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from anyio import to_thread

from ocrcore import logs
from ocrcore.config import get_settings
from ocrcore.web.open_desk import require_sign_in
from ocrcore.web.session import close_services, services
from ocrcore.web.streamlit_patches.clicks import keep_clicks
from ocrcore.web.streamlit_patches.no_delay import answer_without_delay
from ocrcore.web.streamlit_patches.signed_in import sign_in_is_configured
from ocrcore.worker.sidecar import Sidecar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocrcore.queue.workers import WorkerInfo
    from ocrcore.web.session import Services


class _Workers:
    """The worker's side of the queue for the sidecar, which lives on the server's loop."""

    def __init__(self, shared: Services) -> None:
        self._call = shared.acall
        self._queue = shared.desk.worker_queue

    async def live_workers(self) -> tuple[WorkerInfo, ...]:
        return await self._call(self._queue.live_workers)

    async def rescue_from(self, worker_id: str, /) -> list[str]:
        return await self._call(self._queue.rescue_from, worker_id)

    async def rescue_expired(self) -> list[str]:
        return await self._call(self._queue.rescue_expired)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the services and keep a worker running; stop the worker and close the services at the end.

    Raises:
        OcrDeskError: The settings, the disk or the database do not allow it; the message says what to do.
    """
    logs.set_up(get_settings().log_format)
    require_sign_in(
        st.get_option("server.address"), sign_in=sign_in_is_configured(), allow_open=get_settings().allow_open
    )
    keep_clicks()
    answer_without_delay()
    shared = await to_thread.run_sync(services)
    sidecar = Sidecar(shared.settings, _Workers(shared))
    try:
        await asyncio.gather(sidecar.start(), to_thread.run_sync(shared.intake.warm))
        yield
    finally:
        await sidecar.stop()
        await to_thread.run_sync(partial(close_services, for_good=True))
