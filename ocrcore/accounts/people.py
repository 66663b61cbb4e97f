"""What the desk knows of each person: what they prefer, and the tokens with which their programs come."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from ocrcore.database.tables import api_tokens, preferences
from ocrcore.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database

TOKEN_PREFIX = "ocr_"  # noqa: S105 - what every token begins with, so that one is recognised where it leaked
_TOKEN_BYTES = 32
_MAX_NAME = 100


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
    """Language of the pages, `en` or `ro`; empty: English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token as it is listed; the secret itself is not kept."""

    id: str
    name: str
    created_at: datetime


class People:
    """Preferences and tokens by owner; None is everybody at a desk without sign-in.

    Every method may raise `DatabaseError`.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._now = clock

    async def preferences(self, owner: str | None) -> Preferences:
        """Return what a person prefers; the desk's own choices until they say so."""
        query = select(preferences).where(preferences.c.owner == _key(owner))
        row = await self._database.read(lambda connection: connection.execute(query))
        found = row.mappings().first()
        if found is None:
            return Preferences()
        values = {name: value for name, value in found.items() if name != "owner"}
        return Preferences(**values | {"languages": tuple(json.loads(found["languages"]))})

    async def prefer(self, owner: str | None, wanted: Preferences) -> None:
        """Keep what a person prefers."""
        values = {
            "engine": wanted.engine,
            "languages": json.dumps(wanted.languages),
            "expiry_hours": wanted.expiry_hours,
            "export_format": wanted.export_format,
            "interface": wanted.interface,
        }

        async def write(connection: AsyncConnection) -> None:
            change = update(preferences).where(preferences.c.owner == _key(owner)).values(values)
            if (await connection.execute(change)).rowcount == 0:
                await connection.execute(insert(preferences).values(owner=_key(owner), **values))

        await self._database.write(write)

    async def create_token(self, owner: str | None, name: str) -> str:
        """Return a new token, which is shown this once and never again.

        Raises:
            InvalidRequest: The name is empty or too long.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= _MAX_NAME:
            raise InvalidRequest(f"Give the token a name of 1 to {_MAX_NAME} characters.")
        token = TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        values = {"id": str(uuid.uuid4()), "owner": _key(owner), "name": name, "sha256": _hash(token)}
        change = insert(api_tokens).values(values | {"created_at": self._now()})
        await self._database.write(lambda connection: connection.execute(change))
        return token

    async def tokens(self, owner: str | None) -> list[ApiToken]:
        """Return a person's tokens, the oldest first."""
        columns = (api_tokens.c.id, api_tokens.c.name, api_tokens.c.created_at)
        query = select(*columns).where(api_tokens.c.owner == _key(owner)).order_by(api_tokens.c.created_at)
        rows = await self._database.read(lambda connection: connection.execute(query))
        return [ApiToken(**row) for row in rows.mappings()]

    async def revoke_token(self, owner: str | None, token_id: str) -> None:
        """Make a token worthless; does nothing when there is no such token of this person."""
        change = delete(api_tokens).where(api_tokens.c.owner == _key(owner), api_tokens.c.id == token_id)
        await self._database.write(lambda connection: connection.execute(change))

    async def owner_of_token(self, token: str) -> tuple[bool, str | None]:
        """Return whether a token is valid, and whose it is."""
        query = select(api_tokens.c.owner).where(api_tokens.c.sha256 == _hash(token))
        owner = await self._database.read(lambda connection: connection.scalar(query))
        return owner is not None, owner or None


def _key(owner: str | None) -> str:
    return owner or ""


def _hash(token: str) -> str:
    # A token is 256 random bits: nothing can be guessed, so a slow hash would protect nothing more.
    return hashlib.sha256(token.encode()).hexdigest()
