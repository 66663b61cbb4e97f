"""Upload: hand documents in and see at once what becomes of each."""

from __future__ import annotations

from ocrcore.web.components.upload_view import upload_view

upload_view()
