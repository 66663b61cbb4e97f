"""The states of a job, as the database holds them."""

from __future__ import annotations

from enum import StrEnum


class JobStatus(StrEnum):
    """Where a job is in its life.

    ```
                 claim                     run succeeded
      pending ───────────▶ processing ───────────────────▶ completed
        ▲  │                │   │   │
        │  │ cancel         │   │   │ run failed: input error, or no attempt left
        │  │         cancel │   │   └─────────────────────▶ failed
        │  ▼                ▼   │                              │
        │ cancelled ◀───────┘   │ retryable failure, release,  │
        │     │                 │ or lease expired (rescue)    │
        ├─────┼─────────────────┘                              │
        └─────┴──────────────────── retry ─────────────────────┘
    ```
    """

    PENDING = "pending"
    """Waits for a worker. Put here by an upload, a retry, a release or a rescue; taken by a claim or a cancel."""
    PROCESSING = "processing"
    """One worker reads it under a lease. Put here by a claim only."""
    COMPLETED = "completed"
    """Read; the result is there. Put here by the worker that holds the claim. Final."""
    FAILED = "failed"
    """Could not be read. Put here by the worker that holds the claim, or by a rescue without attempts left."""
    CANCELLED = "cancelled"
    """A person stopped it. A retry puts it back to pending."""
