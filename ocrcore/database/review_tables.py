"""The tables of what people do with a document that has been read, and of what is learnt from it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from ocrcore.database.columns import Exact, UtcDateTime, metadata

job_corrections = Table(
    "job_corrections",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("value_json", Text, nullable=False),
    Column("raw_json", Text, nullable=False),
    Column("corrected_at", UtcDateTime, nullable=False),
    Column("corrected_by", Text),
)

# Not columns of `ocr_jobs`: SQLite could only add them behind the large result.
job_confirmations = Table(
    "job_confirmations",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("confirmed_by", Text),
    Column("measurement_id", String(36), nullable=False),
    Column("exported_at", UtcDateTime),
)

# What somebody has typed and not sent, and which doubtful fields they have passed; an empty owner is everybody without sign-in.
review_drafts = Table(
    "review_drafts",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("draft_json", Text, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)

confirmed_fields = Table(
    "confirmed_fields",
    metadata,
    Column("measurement_id", String(36), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("engine", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("unchanged", Boolean, nullable=False),
    Column("looked_at", Boolean, nullable=False),
    CheckConstraint("shown OR NOT unchanged", name="unchanged"),
)
Index("ix_confirmed_fields_confirmed", confirmed_fields.c.confirmed_at)

# Not columns of `ocr_jobs` either: lists, sums and searches walk these without the results beside them.
ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("vendor_name", Text, nullable=False),
    Column("vendor_key", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("document_date", Date),
    Column("currency", Text, nullable=False),
    Column("net_total", Exact),
    Column("tax_total", Exact),
    Column("total", Exact),
    Column("missing", JSON, nullable=False),
    Column("doubtful", JSON, nullable=False),
)
Index("ix_ledger_entries_date", ledger_entries.c.document_date)
Index("ix_ledger_entries_vendor", ledger_entries.c.vendor_key)

ledger_taxes = Table(
    "ledger_taxes",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rate", Exact),
    Column("base", Exact),
    Column("amount", Exact),
)

suppliers = Table(
    "suppliers",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("tax_id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("addresses", JSON, nullable=False),
    Column("rates", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
)

document_fingerprints = Table(
    "document_fingerprints",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)
Index("ix_document_fingerprints_fingerprint", document_fingerprints.c.fingerprint)
