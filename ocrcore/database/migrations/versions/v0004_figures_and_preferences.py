"""More figures of each run and of its tiers, what was predicted for each job, and what each person prefers.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Widen `run_measurements`; create `tier_measurements`, `job_predictions`, `preferences` and `api_tokens`."""
    for name, kind in (
        ("fields_found", sa.Integer),
        ("checks_passed", sa.Integer),
        ("checks_failed", sa.Integer),
        ("turnaround_ms", sa.BigInteger),
        ("eta_ms", sa.BigInteger),
        ("eta_low_ms", sa.BigInteger),
        ("eta_high_ms", sa.BigInteger),
    ):
        op.add_column("run_measurements", sa.Column(name, kind))
    op.create_index("ix_run_measurements_engine", "run_measurements", ["engine", "outcome", "finished_at"])
    op.create_table(
        "tier_measurements",
        sa.Column("run_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("ocr_ms", sa.BigInteger, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_tier_measurements")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run_measurements.id"], name=op.f("fk_tier_measurements_run_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "job_predictions",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("eta_ms", sa.BigInteger, nullable=False),
        sa.Column("eta_low_ms", sa.BigInteger, nullable=False),
        sa.Column("eta_high_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_predictions")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["ocr_jobs.id"], name=op.f("fk_job_predictions_job_id"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "preferences",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("engine", sa.Text),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("expiry_hours", sa.Float),
        sa.Column("export_format", sa.String(16), nullable=False),
        sa.Column("interface", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_preferences")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
    )
    op.create_index("ix_api_tokens_sha256", "api_tokens", ["sha256"], unique=True)
