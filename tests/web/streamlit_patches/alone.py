"""Streamlit with a page and a route of its own and none of what mends it, to see what is still wrong with it."""

from __future__ import annotations

import socket
from contextlib import suppress
from os import dup
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request


def tell(_request: Request) -> JSONResponse:
    """Say who `st.user` is here, and whether this server's connections carry small answers at once."""
    without_delay = []
    for connection in psutil.Process().net_connections("tcp"):
        if connection.status == psutil.CONN_ESTABLISHED and connection.fd >= 0:
            with suppress(OSError), socket.socket(fileno=dup(connection.fd)) as accepted:
                without_delay.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    return JSONResponse({"user": st.user.to_dict(), "without_delay": without_delay})


app = st.App(str(Path(__file__).with_name("alone_page.py")), routes=[Route("/tell", tell)])
