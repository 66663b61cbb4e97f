"""The server: pages, REST routes and the worker beside them. Start it with `streamlit run streamlit_app.py`."""

from __future__ import annotations

import streamlit as st

from ocrcore.web.api import api_mount
from ocrcore.web.lifespan import lifespan

app = st.App("ocrcore/web/router.py", lifespan=lifespan, routes=[api_mount()])
