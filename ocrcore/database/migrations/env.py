"""Alembic's entry: runs the revisions on the connection, and in the transaction, that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from ocrcore.database import review_tables, tables  # noqa: F401 - they fill the metadata
from ocrcore.database.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
