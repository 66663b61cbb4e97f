"""When a confirmed document was exported, and how long its owner wanted each document to be kept.

Documents that are confirmed already are kept as the default of `OCR_KEEP_CONFIRMED_DAYS` says. What an owner had set is
the time between a document's creation (or its last retry) and its expiry.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIME = sa.DateTime(timezone=True)
KEEP_CONFIRMED = timedelta(days=90)

JOBS = sa.table(
    "ocr_jobs",
    sa.column("id", sa.String),
    sa.column("created_at", TIME),
    sa.column("expires_at", TIME),
    sa.column("expiry_hours", sa.Float),
)
EVENTS = sa.table("job_events", sa.column("job_id", sa.String), sa.column("event", sa.String), sa.column("at", TIME))
CONFIRMATIONS = sa.table("job_confirmations", sa.column("job_id", sa.String), sa.column("confirmed_at", TIME))


def upgrade() -> None:
    """Add `exported_at` and `expiry_hours`, and fill in what is known."""
    op.add_column("job_confirmations", sa.Column("exported_at", TIME))
    op.add_column("ocr_jobs", sa.Column("expiry_hours", sa.Float))
    connection = op.get_bind()
    retried = (
        sa.select(EVENTS.c.job_id, sa.func.max(EVENTS.c.at, type_=TIME).label("at"))
        .where(EVENTS.c.event == "retried")
        .group_by(EVENTS.c.job_id)
        .subquery()
    )
    since = sa.func.coalesce(retried.c.at, JOBS.c.created_at, type_=TIME)
    query = (
        sa.select(JOBS.c.id, JOBS.c.expires_at, since.label("since"), CONFIRMATIONS.c.confirmed_at)
        .outerjoin_from(JOBS, retried, retried.c.job_id == JOBS.c.id)
        .outerjoin(CONFIRMATIONS, CONFIRMATIONS.c.job_id == JOBS.c.id)
    )
    known = [
        {
            "this": row.id,
            "hours": (row.expires_at - row.since).total_seconds() / 3600,
            "until": row.expires_at if row.confirmed_at is None else row.confirmed_at + KEEP_CONFIRMED,
        }
        for row in connection.execute(query)
    ]
    change = (
        sa.update(JOBS)
        .where(JOBS.c.id == sa.bindparam("this"))
        .values(expiry_hours=sa.bindparam("hours"), expires_at=sa.bindparam("until"))
    )
    if known:
        connection.execute(change, known)
