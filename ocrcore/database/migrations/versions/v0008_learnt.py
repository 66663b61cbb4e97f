"""What confirmed documents teach about their suppliers, and by what the same document is known again.

Documents that were read before are known again once they are corrected or confirmed.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create `suppliers` and `document_fingerprints`."""
    op.create_table(
        "suppliers",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("tax_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("addresses", sa.JSON, nullable=False),
        sa.Column("rates", sa.JSON, nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "tax_id", name=op.f("pk_suppliers")),
    )
    op.create_table(
        "document_fingerprints",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_document_fingerprints")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["ocr_jobs.id"], name=op.f("fk_document_fingerprints_job_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_document_fingerprints_fingerprint", "document_fingerprints", ["fingerprint"])
