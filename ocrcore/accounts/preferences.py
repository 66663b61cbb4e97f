"""What each person prefers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from ocrcore.database.tables import preferences
from ocrcore.database.transactions import reading, writing

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person wants when nothing else is said. None and empty stand for the desk's own choice."""

    engine: str | None = None
    languages: tuple[str, ...] = ()
    """Codes as the engines list them (ISO 639-2, such as `ron`), for engines that can be told."""
    expiry_hours: float | None = None
    """How long documents are kept, within the desk's own limit."""
    export_format: str = "xlsx"
    interface: str = ""
    """Language of the pages, such as `en` or `ro`; empty: that of the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPreferences:
    """The preferences by person; None is everybody at a desk without sign-in.

    Every method may raise `DatabaseError`.
    """

    database: Database

    @reading
    async def of(self, connection: AsyncConnection, person: str | None) -> Preferences:
        """Return what a person prefers; the desk's own choices until they say so."""
        query = select(preferences).where(preferences.c.owner == (person or ""))
        found = (await connection.execute(query)).mappings().first()
        if found is None:
            return Preferences()
        values = {name: value for name, value in found.items() if name != "owner"}
        return Preferences(**values | {"languages": tuple(json.loads(found["languages"]))})

    @writing()
    async def keep(self, connection: AsyncConnection, person: str | None, wanted: Preferences) -> None:
        """Keep what a person prefers, instead of what they preferred before."""
        owner = person or ""
        values = {
            "engine": wanted.engine,
            "languages": json.dumps(wanted.languages),
            "expiry_hours": wanted.expiry_hours,
            "export_format": wanted.export_format,
            "interface": wanted.interface,
        }
        change = update(preferences).where(preferences.c.owner == owner).values(values)
        if (await connection.execute(change)).rowcount == 0:
            await connection.execute(insert(preferences).values(owner=owner, **values))
