"""Preferences and tokens, each kept to its owner."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from ocrcore.accounts.people import TOKEN_PREFIX, Preferences
from ocrcore.errors import InvalidRequest
from ocrcore.queue.job_queue import JobQueue

if TYPE_CHECKING:
    from ocrcore.config import Settings

ANA = Preferences(engine="tesseract", languages=("ron", "deu"), expiry_hours=2.5, export_format="csv", interface="ro")


async def test_preferences_are_kept_by_owner_and_replaced(queue: JobQueue) -> None:
    assert await queue.people.preferences("ana") == Preferences()
    await queue.people.prefer("ana", Preferences(engine="paddleocr"))
    await queue.people.prefer("ana", ANA)
    assert await queue.people.preferences("ana") == ANA
    assert await queue.people.preferences("dan") == await queue.people.preferences(None) == Preferences()
    await queue.people.prefer(None, Preferences(export_format="json"))
    assert (await queue.people.preferences(None)).export_format == "json"


async def test_a_token_is_its_owner_s_until_it_is_revoked(queue: JobQueue) -> None:
    token = await queue.people.create_token("ana", "  accounting  ")
    assert token.startswith(TOKEN_PREFIX)
    assert len(token) > 40
    assert await queue.people.owner_of_token(token) == (True, "ana")
    assert await queue.people.owner_of_token(token + "x") == (False, None)
    assert await queue.people.owner_of_token("") == (False, None)
    (listed,) = await queue.people.tokens("ana")
    assert listed.name == "accounting"
    assert await queue.people.tokens("dan") == []
    await queue.people.revoke_token("dan", listed.id)
    assert await queue.people.owner_of_token(token) == (True, "ana")
    await queue.people.revoke_token("ana", listed.id)
    assert await queue.people.owner_of_token(token) == (False, None)


async def test_a_token_without_sign_in_belongs_to_everybody(queue: JobQueue) -> None:
    token = await queue.people.create_token(None, "script")
    assert await queue.people.owner_of_token(token) == (True, None)


async def test_two_tokens_differ_and_need_a_name(queue: JobQueue) -> None:
    assert await queue.people.create_token("ana", "a") != await queue.people.create_token("ana", "a")
    for name in ("", "   ", "x" * 101):
        with pytest.raises(InvalidRequest):
            await queue.people.create_token("ana", name)


async def test_the_token_itself_is_nowhere_in_the_database(settings: Settings) -> None:
    async with await JobQueue.open(settings) as queue:
        token = await queue.people.create_token("ana", "accounting")
    connection = sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3")
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert "accounting" in dump
    assert token not in dump
