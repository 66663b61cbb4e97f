"""Settings: what one prefers, and what the desk consists of."""

from __future__ import annotations

from ocrcore.web.components.settings_view import settings_view

settings_view()
