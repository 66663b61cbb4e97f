"""What the person before the screen prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.web.session import current_user, services
from ocrcore.web.shared.engines import available_engines

if TYPE_CHECKING:
    from ocrcore.accounts.preferences import Preferences


def my_preferences() -> Preferences:
    """Return this person's preferences."""
    shared = services()
    return shared.call(shared.desk.preferences.of, current_user())


def my_engine() -> str | None:
    """Return the engine that is chosen when nothing else is said; None when none can run here."""
    choices, wanted = list(available_engines()), my_preferences().engine
    return wanted if wanted in choices else next(iter(choices), None)
