"""Connections to the server carry small answers at once."""

from __future__ import annotations

import socket

from ocrcore.web.streamlit_patches.no_delay import answer_without_delay


def no_delay(listening: socket.socket) -> int:
    with socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_connections_of_a_socket_that_names_no_protocol_wait_for_nothing() -> None:
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not no_delay(listening)
        answer_without_delay()
        assert no_delay(listening)
