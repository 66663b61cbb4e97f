"""What a person has typed about a document and not sent yet.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table of drafts."""
    op.create_table(
        "review_drafts",
        sa.Column("job_id", sa.String(36), sa.ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("draft_json", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
