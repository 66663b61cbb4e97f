"""What was measured on each run, which outlives the job.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create `run_measurements`."""
    op.create_table(
        "run_measurements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("error_code", sa.Text),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("mime_type", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("wait_ms", sa.BigInteger, nullable=False),
        sa.Column("processing_ms", sa.BigInteger, nullable=False),
        sa.Column("ocr_ms", sa.BigInteger),
        sa.Column("fast_path", sa.Boolean),
        sa.Column("mean_confidence", sa.Float),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_measurements")),
        _check("outcome", "outcome IN ('completed', 'failed', 'will_retry')"),
        _check("reason", "(outcome = 'completed') = (error_code IS NULL)"),
    )
    op.create_index("ix_run_measurements_finished", "run_measurements", ["outcome", "finished_at"])


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_run_measurements_{name}"))
