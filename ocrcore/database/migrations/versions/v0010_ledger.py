"""What an accountant books of each document: its entry, and its VAT by rate. And which confirmed fields somebody looked at.

Documents that have been read already get their entry when the desk is opened next (`Reviews.book`). Of fields that were confirmed
before nobody knows who looked at them, so nobody did.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create `ledger_entries`, `ledger_taxes` and the index of what has been read; add `looked_at` to `confirmed_fields`."""
    op.create_table(
        "ledger_entries",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("vendor_name", sa.Text, nullable=False),
        sa.Column("vendor_key", sa.Text, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("net_total", sa.BigInteger),
        sa.Column("tax_total", sa.BigInteger),
        sa.Column("total", sa.BigInteger),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("doubtful", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_ledger_entries")),
        _of_a_job("ledger_entries"),
    )
    op.create_index("ix_ledger_entries_date", "ledger_entries", ["document_date"])
    op.create_index("ix_ledger_entries_vendor", "ledger_entries", ["vendor_key"])
    op.create_table(
        "ledger_taxes",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("rate", sa.BigInteger),
        sa.Column("base", sa.BigInteger),
        sa.Column("amount", sa.BigInteger),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("pk_ledger_taxes")),
        _of_a_job("ledger_taxes"),
    )
    read = sa.text("status = 'completed'")
    op.create_index(
        "ix_ocr_jobs_read", "ocr_jobs", ["status", "created_at", "id"], sqlite_where=read, postgresql_where=read
    )
    looked_at = sa.Column("looked_at", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("confirmed_fields", looked_at)


def _of_a_job(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["job_id"], ["ocr_jobs.id"], name=op.f(f"fk_{table}_job_id"), ondelete="CASCADE")
