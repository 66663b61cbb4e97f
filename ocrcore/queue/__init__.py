"""The job queue: one table of jobs, claimed atomically, every later write fenced by worker and attempt."""

from __future__ import annotations

from ocrcore.queue.corrections import Correction, Review
from ocrcore.queue.eta import Eta, Forecast
from ocrcore.queue.events import EventKind, JobEvent
from ocrcore.queue.job import Completed, Failed, Job, JobPage, JobStatus, Removed
from ocrcore.queue.job_queue import JobQueue
from ocrcore.queue.measurements import RunMeasurement, RunOutcome, RunTotals
from ocrcore.queue.people import Preferences
from ocrcore.queue.stats import QueueStats
from ocrcore.queue.workers import WorkerInfo

__all__ = [
    "Completed",
    "Correction",
    "Eta",
    "EventKind",
    "Failed",
    "Forecast",
    "Job",
    "JobEvent",
    "JobPage",
    "JobQueue",
    "JobStatus",
    "Preferences",
    "QueueStats",
    "Removed",
    "Review",
    "RunMeasurement",
    "RunOutcome",
    "RunTotals",
    "WorkerInfo",
]
