"""Upload: hand documents in and see at once what becomes of each."""

from __future__ import annotations

from ocrcore.web.upload.page import upload_view

upload_view()
