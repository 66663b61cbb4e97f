"""What a job's error and each step of its story say, as a case with its facts, so that every language can say it.

Rows of earlier versions keep their English sentence alone.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the case and the facts beside the sentences of `ocr_jobs` and `job_events`."""
    op.add_column("ocr_jobs", sa.Column("error_case", sa.Text))
    op.add_column("ocr_jobs", sa.Column("error_facts", sa.JSON))
    op.add_column("job_events", sa.Column("step", sa.Text))
    op.add_column("job_events", sa.Column("facts", sa.JSON))
