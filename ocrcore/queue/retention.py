"""How long a document is kept: every `expires_at` comes from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from ocrcore.database.review_state import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.config import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The desk's times."""

    usual_hours: float
    """`OCR_JOB_EXPIRY_HOURS`."""
    confirmed_days: float
    """`OCR_KEEP_CONFIRMED_DAYS`."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the times that the settings say."""
        return cls(usual_hours=settings.job_expiry_hours, confirmed_days=settings.keep_confirmed_days)

    def expires_at(self, since: datetime, *, own_hours: float | None, state: ReviewState | None = None) -> datetime:
        """Return when a document is deleted.

        Args:
            since: When it was handed in, retried, or came into its state.
            own_hours: What its owner had set, which can only be shorter than the desk's; None for the desk's.
            state: How far people are with it; None as long as it is not read.
        """
        if state is ReviewState.CONFIRMED:
            return since + timedelta(days=self.confirmed_days)
        usual = self.usual_hours
        return since + timedelta(hours=usual if own_hours is None else min(own_hours, usual))
