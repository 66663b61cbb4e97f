"""The tokens with which people's programs come."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from ocrcore.database.clock import Clock, utc_now
from ocrcore.database.tables import api_tokens
from ocrcore.database.transactions import reading, writing
from ocrcore.errors import InvalidRequest

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database

TOKEN_PREFIX = "ocr_"  # noqa: S105 - what every token begins with, so that one is recognised where it leaked
_TOKEN_BYTES = 32
_MAX_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token as it is listed; the secret itself is not kept."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens by person; None is everybody at a desk without sign-in.

    Every method may raise `DatabaseError`.
    """

    database: Database
    clock: Clock = utc_now

    @writing()
    async def create(self, connection: AsyncConnection, person: str | None, name: str) -> str:
        """Return a new token, which is shown this once and never again.

        Raises:
            InvalidRequest: The name is empty or too long.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= _MAX_NAME:
            raise InvalidRequest(case="token_name", most=_MAX_NAME)
        token = TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        values = {"id": str(uuid.uuid4()), "owner": person or "", "name": name, "sha256": _hash(token)}
        await connection.execute(insert(api_tokens).values(values | {"created_at": self.clock()}))
        return token

    @reading
    async def of(self, connection: AsyncConnection, person: str | None) -> list[ApiToken]:
        """Return a person's tokens, the oldest first."""
        columns = (api_tokens.c.id, api_tokens.c.name, api_tokens.c.created_at)
        query = select(*columns).where(api_tokens.c.owner == (person or "")).order_by(api_tokens.c.created_at)
        return [ApiToken(**row) for row in (await connection.execute(query)).mappings()]

    @writing()
    async def revoke(self, connection: AsyncConnection, person: str | None, token_id: str) -> None:
        """Make a token worthless; does nothing when there is no such token of this person."""
        owned = api_tokens.c.owner == (person or "")
        await connection.execute(delete(api_tokens).where(owned, api_tokens.c.id == token_id))

    @reading
    async def owner_of(self, connection: AsyncConnection, token: str) -> tuple[bool, str | None]:
        """Return whether a token is valid, and whose it is."""
        query = select(api_tokens.c.owner).where(api_tokens.c.sha256 == _hash(token))
        owner: str | None = await connection.scalar(query)
        return owner is not None, owner or None


def _hash(token: str) -> str:
    # A token is 256 random bits: nothing can be guessed, so a slow hash would protect nothing more.
    return hashlib.sha256(token.encode()).hexdigest()
