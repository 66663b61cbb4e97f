"""What lives as long as the server: the services, and the worker beside it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from anyio import to_thread

from ocrcore.config import get_settings
from ocrcore.web.open_desk import require_sign_in
from ocrcore.web.session import close_services, services
from ocrcore.web.streamlit_patches.clicks import keep_clicks
from ocrcore.web.streamlit_patches.no_delay import answer_without_delay
from ocrcore.web.streamlit_patches.signed_in import sign_in_is_configured
from ocrcore.worker.sidecar import Sidecar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the services and keep a worker running; stop the worker and close the services at the end.

    Raises:
        OcrDeskError: The settings, the disk or the database do not allow it; the message says what to do.
    """
    require_sign_in(
        st.get_option("server.address"), sign_in=sign_in_is_configured(), allow_open=get_settings().allow_open
    )
    keep_clicks()
    answer_without_delay()
    shared = await to_thread.run_sync(services)

    async def worker_is_live() -> bool:
        return bool(await shared.acall(shared.desk.worker_queue.live_workers))

    sidecar = Sidecar(shared.settings, worker_is_live)
    try:
        await asyncio.gather(sidecar.start(), to_thread.run_sync(shared.intake.warm))
        yield
    finally:
        await sidecar.stop()
        await to_thread.run_sync(partial(close_services, for_good=True))
