"""How many jobs wait, by priority and minute of their creation: SQLite alone counts rows too slowly without.

Triggers keep the counts, so that no operation can forget them. PostgreSQL has none: there, the jobs of one minute are
claimed and created at once, and would wait for each other's count.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

PENDING_COUNTS = """
CREATE TABLE pending_counts (
    priority INTEGER NOT NULL,
    minute TEXT NOT NULL,
    pending INTEGER NOT NULL,
    CONSTRAINT pk_pending_counts PRIMARY KEY (priority, minute)
) WITHOUT ROWID
"""
COUNT_THOSE_HERE = """
INSERT INTO pending_counts
SELECT priority, substr(created_at, 1, 16), count(*) FROM ocr_jobs WHERE status = 'pending' GROUP BY 1, 2
"""
ADD_ONE = """
INSERT INTO pending_counts VALUES (NEW.priority, substr(NEW.created_at, 1, 16), 1)
    ON CONFLICT (priority, minute) DO UPDATE SET pending = pending + 1;
"""
TAKE_ONE = """
UPDATE pending_counts SET pending = pending - 1
    WHERE priority = OLD.priority AND minute = substr(OLD.created_at, 1, 16);
DELETE FROM pending_counts
    WHERE priority = OLD.priority AND minute = substr(OLD.created_at, 1, 16) AND pending = 0;
"""
TRIGGERS = (
    ("tr_ocr_jobs_created", "INSERT", "NEW", ADD_ONE),
    ("tr_ocr_jobs_waits_no_more", "UPDATE OF status, priority, created_at", "OLD", TAKE_ONE),
    ("tr_ocr_jobs_waits", "UPDATE OF status, priority, created_at", "NEW", ADD_ONE),
    ("tr_ocr_jobs_removed", "DELETE", "OLD", TAKE_ONE),
)


def upgrade() -> None:
    """Create `pending_counts` and what keeps it, on SQLite; count the jobs that wait already."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(PENDING_COUNTS)
    op.execute(COUNT_THOSE_HERE)
    for name, change, row, steps in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} AFTER {change} ON ocr_jobs WHEN {row}.status = 'pending' BEGIN {steps} END")
