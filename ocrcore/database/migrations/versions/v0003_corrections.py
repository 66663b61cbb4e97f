"""What people corrected and confirmed, and what is kept of it after the job is gone.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create `job_corrections`, `job_confirmations` and `confirmed_fields`."""
    op.create_table(
        "job_corrections",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("value_json", sa.Text, nullable=False),
        sa.Column("raw_json", sa.Text, nullable=False),
        sa.Column("corrected_at", TIME, nullable=False),
        sa.Column("corrected_by", sa.Text),
        sa.PrimaryKeyConstraint("job_id", "field", name=op.f("pk_job_corrections")),
        _of_a_job("job_corrections"),
    )
    op.create_table(
        "job_confirmations",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("confirmed_at", TIME, nullable=False),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("measurement_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_confirmations")),
        _of_a_job("job_confirmations"),
    )
    op.create_table(
        "confirmed_fields",
        sa.Column("measurement_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("confirmed_at", TIME, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("unchanged", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("measurement_id", "field", name=op.f("pk_confirmed_fields")),
        sa.CheckConstraint("shown OR NOT unchanged", name=op.f("ck_confirmed_fields_unchanged")),
    )
    op.create_index("ix_confirmed_fields_confirmed", "confirmed_fields", ["confirmed_at"])


def _of_a_job(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["job_id"], ["ocr_jobs.id"], name=op.f(f"fk_{table}_job_id"), ondelete="CASCADE")
