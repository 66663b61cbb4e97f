"""Result: the page's picture beside what was read on it."""

from __future__ import annotations

from ocrcore.web.result.page import result_view

result_view()
