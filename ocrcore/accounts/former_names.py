"""Who was known by an e-mail address before people were known by issuer and subject: what was theirs is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from ocrcore.database.tables import api_tokens, ocr_jobs, preferences
from ocrcore.database.transactions import writing

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerNames:
    """Gives documents, tokens and preferences of an address to the person who has it now. May raise `DatabaseError`."""

    database: Database

    @writing()
    async def take_over(self, connection: AsyncConnection, address: str, person: str) -> None:
        """Give a person what belonged to an address that their provider has checked; their own preferences stay."""
        await connection.execute(update(ocr_jobs).where(ocr_jobs.c.created_by == address).values(created_by=person))
        await connection.execute(update(api_tokens).where(api_tokens.c.owner == address).values(owner=person))
        if await connection.scalar(select(preferences.c.owner).where(preferences.c.owner == person)) is None:
            await connection.execute(update(preferences).where(preferences.c.owner == address).values(owner=person))
        else:
            await connection.execute(delete(preferences).where(preferences.c.owner == address))
