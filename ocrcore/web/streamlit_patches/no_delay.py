"""Lets the server send small answers at once.

asyncio switches Nagle's algorithm off for sockets that are made with the protocol TCP; Streamlit 1.67 makes its own
without naming one. Every answer then waits with its body until the browser has acknowledged its head, which Linux
delays by 40 ms: sixty scripts and styles of a page, and each drawing of a live part.

Upstream: no issue of Streamlit's; uvicorn has the same in https://github.com/Kludex/uvicorn/issues/3149 (open).
"""

from __future__ import annotations

import os
import socket

import psutil


def answer_without_delay() -> None:
    """Switch Nagle's algorithm off on what this process listens on; accepted connections inherit it."""
    for connection in psutil.Process().net_connections("tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.fd >= 0:
            with socket.socket(fileno=os.dup(connection.fd)) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
