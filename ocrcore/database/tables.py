"""The tables of the queue, of its figures and of the accounts; those of reviews are in `review_tables`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    column,
    table,
    text,
)

from ocrcore.database.columns import UtcDateTime, metadata
from ocrcore.database.job_status import JobStatus

_STATUS = Enum(
    JobStatus,
    name="status",
    native_enum=False,
    create_constraint=True,
    length=16,
    values_callable=lambda statuses: [status.value for status in statuses],
)

ocr_jobs = Table(
    "ocr_jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("status", _STATUS, nullable=False),
    Column("file_path", Text, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("original_filename", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("pages", Integer),
    Column("page", Integer, nullable=False),
    Column("created_by", Text),
    Column("priority", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("run", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("run_after", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("worker_id", Text),
    Column("lease_expires_at", UtcDateTime),
    Column("processing_time_ms", BigInteger),
    Column("ocr_time_ms", BigInteger),
    Column("error_code", Text),
    Column("error_message", Text),
    # Behind the columns of a list on purpose: SQLite then reads every other column without walking a large result's overflow pages.
    Column("result_json", Text),
    # Behind it as `0006` adds them; they are NULL in every job that has a result, and that is read from the row's head.
    Column("error_case", Text),
    Column("error_facts", JSON(none_as_null=True)),
    # Behind it as `0007` and `0009` add them, and in no list: one is asked for a job at a time, one is read in indexes.
    Column("expiry_hours", Float),
    Column("turn", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("(status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)", name="final"),
    CheckConstraint("(status = 'processing') = (lease_expires_at IS NOT NULL)", name="lease"),
    CheckConstraint(
        "status <> 'processing' OR (worker_id IS NOT NULL AND started_at IS NOT NULL AND attempt >= 1)", name="claimed"
    ),
    CheckConstraint("status <> 'pending' OR (worker_id IS NULL AND started_at IS NULL)", name="waiting"),
    CheckConstraint("(status = 'completed') = (result_json IS NOT NULL)", name="result"),
    CheckConstraint("status <> 'failed' OR (error_code IS NOT NULL AND error_message IS NOT NULL)", name="reason"),
    CheckConstraint("attempt >= 0 AND attempt <= max_attempts AND run >= attempt", name="attempts"),
    CheckConstraint("size_bytes >= 0 AND page >= 0 AND (pages IS NULL OR pages >= 0)", name="sizes"),
)
Index(
    "ix_ocr_jobs_claim_order",
    ocr_jobs.c.status,
    ocr_jobs.c.priority.desc(),
    ocr_jobs.c.turn,
    ocr_jobs.c.created_at,
    ocr_jobs.c.id,
    ocr_jobs.c.run_after,
)
Index("ix_ocr_jobs_run_after", ocr_jobs.c.status, ocr_jobs.c.run_after)
# A statement is answered by it only if it says `pending` itself, and not by a parameter.
_PENDING_ALONE: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("status = 'pending'"))
Index("ix_ocr_jobs_turns", ocr_jobs.c.created_by, ocr_jobs.c.priority, ocr_jobs.c.turn, **_PENDING_ALONE)
Index("ix_ocr_jobs_newest", ocr_jobs.c.created_at, ocr_jobs.c.id)
# Lists of what has been read are in this order, and SQLite would sort thousands of rows for each of them.
Index(
    "ix_ocr_jobs_read",
    ocr_jobs.c.status,
    ocr_jobs.c.created_at,
    ocr_jobs.c.id,
    sqlite_where=text("status = 'completed'"),
    postgresql_where=text("status = 'completed'"),
)
Index("ix_ocr_jobs_owner", ocr_jobs.c.created_by, ocr_jobs.c.created_at, ocr_jobs.c.id)
Index("ix_ocr_jobs_sha256", ocr_jobs.c.sha256)
Index("ix_ocr_jobs_file_path", ocr_jobs.c.file_path)
Index("ix_ocr_jobs_expires_at", ocr_jobs.c.expires_at)

# Outside of `metadata`: only SQLite has it, and triggers on `ocr_jobs` keep it (migration 0009).
pending_counts = table(
    "pending_counts", column("priority", Integer), column("stretch", BigInteger), column("pending", Integer)
)

job_events = Table(
    "job_events",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("step", Text),
    Column("facts", JSON(none_as_null=True)),
)
Index("ix_job_events_job_id", job_events.c.job_id)

workers = Table(
    "workers",
    metadata,
    Column("worker_id", Text, primary_key=True),
    Column("hostname", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("processes", Integer, nullable=False),
    Column("busy", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("memory_mb", Float, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("heartbeat_at", UtcDateTime, nullable=False),
)

run_measurements = Table(
    "run_measurements",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("engine", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("error_code", Text),
    Column("attempt", Integer, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("pages", Integer),
    Column("size_bytes", BigInteger, nullable=False),
    Column("wait_ms", BigInteger, nullable=False),
    Column("processing_ms", BigInteger, nullable=False),
    Column("ocr_ms", BigInteger),
    Column("fast_path", Boolean),
    Column("mean_confidence", Float),
    Column("fields_found", Integer),
    Column("checks_passed", Integer),
    Column("checks_failed", Integer),
    Column("turnaround_ms", BigInteger),
    Column("eta_ms", BigInteger),
    Column("eta_low_ms", BigInteger),
    Column("eta_high_ms", BigInteger),
    CheckConstraint("outcome IN ('completed', 'failed', 'will_retry')", name="outcome"),
    CheckConstraint("(outcome = 'completed') = (error_code IS NULL)", name="reason"),
)
Index("ix_run_measurements_finished", run_measurements.c.outcome, run_measurements.c.finished_at)
Index(
    "ix_run_measurements_engine",
    run_measurements.c.engine,
    run_measurements.c.outcome,
    run_measurements.c.finished_at,
)

tier_measurements = Table(
    "tier_measurements",
    metadata,
    Column("run_id", BigInteger, ForeignKey("run_measurements.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(16), nullable=False),
    Column("ocr_ms", BigInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("accepted", Boolean, nullable=False),
)

job_predictions = Table(
    "job_predictions",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("eta_ms", BigInteger, nullable=False),
    Column("eta_low_ms", BigInteger, nullable=False),
    Column("eta_high_ms", BigInteger, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("engine", Text),
    Column("languages", Text, nullable=False),
    Column("expiry_hours", Float),
    Column("export_format", String(16), nullable=False),
    Column("interface", String(8), nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
Index("ix_api_tokens_sha256", api_tokens.c.sha256, unique=True)
