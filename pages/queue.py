"""Queue: what waits, what is being read, what is done; with a hand on each of them."""

from __future__ import annotations

from ocrcore.web.queue.page import queue_view

queue_view()
