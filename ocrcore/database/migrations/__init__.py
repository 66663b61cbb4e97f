"""Brings a database of any earlier version to the present schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from ocrcore.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0011"
"""The newest revision; known here so that an up-to-date database opens without loading Alembic."""


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Bring the schema to `revision` inside the transaction of `connection`.

    Raises:
        DatabaseError: A newer version of this program wrote the database.
    """
    if current(connection) == revision:
        return
    from alembic import command  # noqa: PLC0415 - an up-to-date database needs none of it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseError(case="newer") from error


def current(connection: Connection) -> str | None:
    """Return the schema's revision, or None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
