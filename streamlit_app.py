"""The server: pages, REST routes and the worker beside them. Start it with `streamlit run streamlit_app.py`."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from ocrcore.web.api.routes import api_mounts
from ocrcore.web.gate import Gate
from ocrcore.web.health import HEALTH_ROUTES
from ocrcore.web.lifespan import lifespan
from ocrcore.web.page_headers import PageHeaders
from ocrcore.web.streamlit_patches.scripts_in_memory import ScriptsInMemory

app = st.App(
    "ocrcore/web/router.py",
    lifespan=lifespan,
    routes=[*api_mounts(st.get_option("server.baseUrlPath")), *HEALTH_ROUTES],
    middleware=[Middleware(PageHeaders), Middleware(Gate), Middleware(ScriptsInMemory)],
)
