"""Whose turn it is: people are served by turns within a priority, each with their oldest first.

The counts of the waiting (0005) go by stretches of 256 turns instead of minutes.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

PENDING_ALONE: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text("status = 'pending'"))

TURNS_OF_THOSE_HERE = """
UPDATE ocr_jobs SET turn = places.turn FROM (
    SELECT id, row_number() OVER (PARTITION BY priority, created_by ORDER BY created_at, id) AS turn
    FROM ocr_jobs WHERE status = 'pending'
) AS places WHERE ocr_jobs.id = places.id
"""
PENDING_COUNTS = """
CREATE TABLE pending_counts (
    priority INTEGER NOT NULL,
    stretch BIGINT NOT NULL,
    pending INTEGER NOT NULL,
    CONSTRAINT pk_pending_counts PRIMARY KEY (priority, stretch)
) WITHOUT ROWID
"""
COUNT_THOSE_HERE = """
INSERT INTO pending_counts
SELECT priority, turn >> 8, count(*) FROM ocr_jobs WHERE status = 'pending' GROUP BY 1, 2
"""
ADD_ONE = """
INSERT INTO pending_counts VALUES (NEW.priority, NEW.turn >> 8, 1)
    ON CONFLICT (priority, stretch) DO UPDATE SET pending = pending + 1;
"""
TAKE_ONE = """
UPDATE pending_counts SET pending = pending - 1 WHERE priority = OLD.priority AND stretch = OLD.turn >> 8;
DELETE FROM pending_counts WHERE priority = OLD.priority AND stretch = OLD.turn >> 8 AND pending = 0;
"""
TRIGGERS = (
    ("tr_ocr_jobs_created", "INSERT", "NEW", ADD_ONE),
    ("tr_ocr_jobs_waits_no_more", "UPDATE OF status, priority, turn", "OLD", TAKE_ONE),
    ("tr_ocr_jobs_waits", "UPDATE OF status, priority, turn", "NEW", ADD_ONE),
    ("tr_ocr_jobs_removed", "DELETE", "OLD", TAKE_ONE),
)


def upgrade() -> None:
    """Add `turn`, give those that wait theirs, and put the claim order, its indexes and its counts on it."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        for name, *_ in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE pending_counts")
    op.drop_index("ix_ocr_jobs_claim_order", "ocr_jobs")
    op.add_column("ocr_jobs", sa.Column("turn", sa.BigInteger, nullable=False, server_default="0"))
    op.execute(TURNS_OF_THOSE_HERE)
    order: list[str | sa.TextClause] = ["status", sa.text("priority DESC"), "turn", "created_at", "id", "run_after"]
    op.create_index("ix_ocr_jobs_claim_order", "ocr_jobs", order)
    op.create_index("ix_ocr_jobs_turns", "ocr_jobs", ["created_by", "priority", "turn"], **PENDING_ALONE)
    if not on_sqlite:
        return
    op.execute(PENDING_COUNTS)
    op.execute(COUNT_THOSE_HERE)
    for name, change, row, steps in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} AFTER {change} ON ocr_jobs WHEN {row}.status = 'pending' BEGIN {steps} END")
