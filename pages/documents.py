"""The Documents page."""

from __future__ import annotations

from ocrcore.web.documents.page import documents_view

documents_view()
