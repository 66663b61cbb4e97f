"""Settings: what one prefers, and what the desk consists of."""

from __future__ import annotations

from ocrcore.web.settings.page import settings_view

settings_view()
