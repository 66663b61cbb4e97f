"""The tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    column,
    table,
    text,
)

from ocrcore.database.job_status import JobStatus


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps it as text that sorts as time does, PostgreSQL as `timestamptz`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert an aware time of any zone to UTC; a naive one is a mistake of the caller."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's times, which are stored without a zone, their UTC back."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Exact(TypeDecorator[Decimal]):
    """An exact figure with up to three decimals, kept as whole thousandths: both stores add such up without rounding."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Convert to thousandths."""
        return None if value is None else int((value * 1000).to_integral_value())

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Decimal | None:
        """Convert thousandths, or their sum, back."""
        return None if value is None else Decimal(value) / 1000


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    },
)

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

job_corrections = Table(
    "job_corrections",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("value_json", Text, nullable=False),
    Column("raw_json", Text, nullable=False),
    Column("corrected_at", UtcDateTime, nullable=False),
    Column("corrected_by", Text),
)

# Not columns of `ocr_jobs`: SQLite could only add them behind the large result.
job_confirmations = Table(
    "job_confirmations",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("confirmed_by", Text),
    Column("measurement_id", String(36), nullable=False),
    Column("exported_at", UtcDateTime),
)

# What somebody has typed and not sent, and which doubtful fields they have passed; an empty owner is everybody without sign-in.
review_drafts = Table(
    "review_drafts",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("draft_json", Text, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)

confirmed_fields = Table(
    "confirmed_fields",
    metadata,
    Column("measurement_id", String(36), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("engine", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("unchanged", Boolean, nullable=False),
    Column("looked_at", Boolean, nullable=False),
    CheckConstraint("shown OR NOT unchanged", name="unchanged"),
)
Index("ix_confirmed_fields_confirmed", confirmed_fields.c.confirmed_at)

# Not columns of `ocr_jobs` either: lists, sums and searches walk these without the results beside them.
ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("vendor_name", Text, nullable=False),
    Column("vendor_key", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("document_date", Date),
    Column("currency", Text, nullable=False),
    Column("net_total", Exact),
    Column("tax_total", Exact),
    Column("total", Exact),
    Column("missing", JSON, nullable=False),
    Column("doubtful", JSON, nullable=False),
)
Index("ix_ledger_entries_date", ledger_entries.c.document_date)
Index("ix_ledger_entries_vendor", ledger_entries.c.vendor_key)

ledger_taxes = Table(
    "ledger_taxes",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rate", Exact),
    Column("base", Exact),
    Column("amount", Exact),
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

suppliers = Table(
    "suppliers",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("tax_id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("addresses", JSON, nullable=False),
    Column("rates", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
)

document_fingerprints = Table(
    "document_fingerprints",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)
Index("ix_document_fingerprints_fingerprint", document_fingerprints.c.fingerprint)
