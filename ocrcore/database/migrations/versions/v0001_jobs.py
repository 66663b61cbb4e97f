"""The jobs, their stories and the workers.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create `ocr_jobs`, `job_events` and `workers`."""
    op.create_table(
        "ocr_jobs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("file_path", sa.Text, nullable=False),
        sa.Column("mime_type", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("original_filename", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("created_by", sa.Text),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("max_attempts", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("run_after", TIME, nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("completed_at", TIME),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("worker_id", sa.Text),
        sa.Column("lease_expires_at", TIME),
        sa.Column("processing_time_ms", sa.BigInteger),
        sa.Column("ocr_time_ms", sa.BigInteger),
        sa.Column("error_code", sa.Text),
        sa.Column("error_message", sa.Text),
        sa.Column("result_json", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocr_jobs")),
        _check("final", "(status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)"),
        _check("lease", "(status = 'processing') = (lease_expires_at IS NOT NULL)"),
        _check(
            "claimed", "status <> 'processing' OR (worker_id IS NOT NULL AND started_at IS NOT NULL AND attempt >= 1)"
        ),
        _check("waiting", "status <> 'pending' OR (worker_id IS NULL AND started_at IS NULL)"),
        _check("result", "(status = 'completed') = (result_json IS NOT NULL)"),
        _check("reason", "status <> 'failed' OR (error_code IS NOT NULL AND error_message IS NOT NULL)"),
        _check("attempts", "attempt >= 0 AND attempt <= max_attempts AND run >= attempt"),
        _check("sizes", "size_bytes >= 0 AND page >= 0 AND (pages IS NULL OR pages >= 0)"),
        _check("status", "status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')"),
    )
    claim_order: list[str | sa.TextClause] = ["status", sa.text("priority DESC"), "created_at", "id", "run_after"]
    op.create_index("ix_ocr_jobs_claim_order", "ocr_jobs", claim_order)
    op.create_index("ix_ocr_jobs_run_after", "ocr_jobs", ["status", "run_after"])
    op.create_index("ix_ocr_jobs_newest", "ocr_jobs", ["created_at", "id"])
    op.create_index("ix_ocr_jobs_owner", "ocr_jobs", ["created_by", "created_at", "id"])
    op.create_index("ix_ocr_jobs_sha256", "ocr_jobs", ["sha256"])
    op.create_index("ix_ocr_jobs_file_path", "ocr_jobs", ["file_path"])
    op.create_index("ix_ocr_jobs_expires_at", "ocr_jobs", ["expires_at"])
    _create_events()
    _create_workers()


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_ocr_jobs_{name}"))


def _create_events() -> None:
    op.create_table(
        "job_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_events")),
        sa.ForeignKeyConstraint(["job_id"], ["ocr_jobs.id"], name=op.f("fk_job_events_job_id"), ondelete="CASCADE"),
    )
    op.create_index("ix_job_events_job_id", "job_events", ["job_id"])


def _create_workers() -> None:
    op.create_table(
        "workers",
        sa.Column("worker_id", sa.Text, nullable=False),
        sa.Column("hostname", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("processes", sa.Integer, nullable=False),
        sa.Column("busy", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("memory_mb", sa.Float, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("heartbeat_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_workers")),
    )
