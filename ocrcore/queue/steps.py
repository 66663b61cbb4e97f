"""The steps of a job's story: what kind of event each is, and its sentence."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class EventKind(StrEnum):
    """What happened."""

    CREATED = "created"
    CLAIMED = "claimed"
    PROGRESS = "progress"
    COMPLETED = "completed"
    FAILED = "failed"
    """A run failed; its step says whether another attempt follows."""
    RESCUED = "rescued"
    RETRIED = "retried"
    CANCELLED = "cancelled"
    RELEASED = "released"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    """A confirmation was taken back."""
    EXPORTED = "exported"
    """For the first time since it was confirmed."""
    SPLIT = "split"
    """Documents in one file became jobs of their own."""


class Step(StrEnum):
    """What happened, and in which way."""

    ACCEPTED = "accepted"
    ACCEPTED_PAGE = "accepted_page"
    ACCEPTED_PAGES = "accepted_pages"
    CLAIMED = "claimed"
    PAGE_READ = "page_read"
    COMPLETED = "completed"
    ATTEMPT_FAILED = "attempt_failed"
    FAILED = "failed"
    RELEASED = "released"
    RESCUED = "rescued"
    LOST = "lost"
    RETRIED = "retried"
    CANCELLED_WAITING = "cancelled_waiting"
    CANCELLED_READING = "cancelled_reading"
    CORRECTED = "corrected"
    CORRECTED_BY = "corrected_by"
    PUT_BACK = "put_back"
    PUT_BACK_BY = "put_back_by"
    CONFIRMED = "confirmed"
    CONFIRMED_BY = "confirmed_by"
    REOPENED = "reopened"
    REOPENED_BY = "reopened_by"
    EXPORTED = "exported"
    EXPORTED_BY = "exported_by"
    SPLIT = "split"
    TAKEN_FROM = "taken_from"


STEPS: Mapping[Step, tuple[EventKind, str]] = MappingProxyType(
    {
        Step.ACCEPTED: (EventKind.CREATED, "Accepted a document to be read with {engine}."),
        Step.ACCEPTED_PAGE: (EventKind.CREATED, "Accepted a document with {pages} page to be read with {engine}."),
        Step.ACCEPTED_PAGES: (EventKind.CREATED, "Accepted a document with {pages} pages to be read with {engine}."),
        Step.CLAIMED: (EventKind.CLAIMED, "Claimed by {worker}, attempt {attempt} of {attempts}."),
        Step.PAGE_READ: (EventKind.PROGRESS, "Read page {page} of {pages}."),
        Step.COMPLETED: (EventKind.COMPLETED, "Completed after {seconds} s."),
        Step.ATTEMPT_FAILED: (
            EventKind.FAILED,
            "Attempt {attempt} of {attempts} failed: {error} Next one in {wait_s} s.",
        ),
        Step.FAILED: (EventKind.FAILED, "Failed: {error}"),
        Step.RELEASED: (EventKind.RELEASED, "Released by {worker}, which stops; this attempt does not count."),
        Step.RESCUED: (
            EventKind.RESCUED,
            "Rescued because {worker} was not heard in time. It goes back into the queue.",
        ),
        Step.LOST: (
            EventKind.FAILED,
            "Rescued because {worker} was not heard in time. This was attempt {attempt} of {attempts}.",
        ),
        Step.RETRIED: (EventKind.RETRIED, "Sent round again, to be read with {engine}."),
        Step.CANCELLED_WAITING: (EventKind.CANCELLED, "Cancelled while waiting."),
        Step.CANCELLED_READING: (EventKind.CANCELLED, "Cancelled while {worker} was reading it."),
        Step.CORRECTED: (EventKind.CORRECTED, "Corrected: {fields}."),
        Step.CORRECTED_BY: (EventKind.CORRECTED, "Corrected by {by}: {fields}."),
        Step.PUT_BACK: (EventKind.CORRECTED, "Put back as read: {fields}."),
        Step.PUT_BACK_BY: (EventKind.CORRECTED, "Put back as read by {by}: {fields}."),
        Step.CONFIRMED: (EventKind.CONFIRMED, "Confirmed."),
        Step.CONFIRMED_BY: (EventKind.CONFIRMED, "Confirmed by {by}."),
        Step.REOPENED: (EventKind.REOPENED, "Opened again: no longer confirmed."),
        Step.REOPENED_BY: (EventKind.REOPENED, "Opened again by {by}: no longer confirmed."),
        Step.EXPORTED: (EventKind.EXPORTED, "Exported."),
        Step.EXPORTED_BY: (EventKind.EXPORTED, "Exported by {by}."),
        Step.SPLIT: (EventKind.SPLIT, "Parted into {count} documents: {jobs}."),
        Step.TAKEN_FROM: (EventKind.SPLIT, "Taken from the file of job {job}, page {pages}."),
    }
)
"""Each step's kind and English sentence, in whose blanks its facts stand."""
