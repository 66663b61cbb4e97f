"""Preferences and tokens, each kept to its owner."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from ocrcore.accounts.preferences import Preferences
from ocrcore.accounts.tokens import TOKEN_PREFIX
from ocrcore.desk.desk import Desk
from ocrcore.errors import InvalidRequest
from tests.queues import submit

if TYPE_CHECKING:
    from ocrcore.config import Settings

ANA = Preferences(engine="tesseract", languages=("ron", "deu"), expiry_hours=2.5, export_format="csv", interface="ro")


async def test_preferences_are_kept_by_owner_and_replaced(desk: Desk) -> None:
    assert await desk.preferences.of("ana") == Preferences()
    await desk.preferences.keep("ana", Preferences(engine="paddleocr"))
    await desk.preferences.keep("ana", ANA)
    assert await desk.preferences.of("ana") == ANA
    assert await desk.preferences.of("dan") == await desk.preferences.of(None) == Preferences()
    await desk.preferences.keep(None, Preferences(export_format="json"))
    assert (await desk.preferences.of(None)).export_format == "json"


async def test_a_token_is_its_owner_s_until_it_is_revoked(desk: Desk) -> None:
    token = await desk.tokens.create("ana", "  accounting  ")
    assert token.startswith(TOKEN_PREFIX)
    assert len(token) > 40
    assert await desk.tokens.owner_of(token) == (True, "ana")
    assert await desk.tokens.owner_of(token + "x") == (False, None)
    assert await desk.tokens.owner_of("") == (False, None)
    (listed,) = await desk.tokens.of("ana")
    assert listed.name == "accounting"
    assert await desk.tokens.of("dan") == []
    await desk.tokens.revoke("dan", listed.id)
    assert await desk.tokens.owner_of(token) == (True, "ana")
    await desk.tokens.revoke("ana", listed.id)
    assert await desk.tokens.owner_of(token) == (False, None)


async def test_a_token_without_sign_in_belongs_to_everybody(desk: Desk) -> None:
    token = await desk.tokens.create(None, "script")
    assert await desk.tokens.owner_of(token) == (True, None)


async def test_two_tokens_differ_and_need_a_name(desk: Desk) -> None:
    assert await desk.tokens.create("ana", "a") != await desk.tokens.create("ana", "a")
    for name in ("", "   ", "x" * 101):
        with pytest.raises(InvalidRequest):
            await desk.tokens.create("ana", name)


async def test_the_token_itself_is_nowhere_in_the_database(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        token = await desk.tokens.create("ana", "accounting")
    connection = sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3")
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert "accounting" in dump
    assert token not in dump


async def test_what_belonged_to_an_address_belongs_to_the_person_who_has_it(desk: Desk) -> None:
    job, other = await submit(desk, owner="ana@example.ro"), await submit(desk, owner="ion@example.ro")
    token = await desk.tokens.create("ana@example.ro", "accounting")
    await desk.preferences.keep("ana@example.ro", Preferences(export_format="csv"))
    for _ in range(2):
        await desk.former_names.take_over("ana@example.ro", "issuer#17")
    assert [each.id for each in (await desk.jobs.list_jobs(owner="issuer#17")).jobs] == [job.id]
    assert [each.id for each in (await desk.jobs.list_jobs(owner="ion@example.ro")).jobs] == [other.id]
    assert await desk.tokens.owner_of(token) == (True, "issuer#17")
    assert (await desk.preferences.of("issuer#17")).export_format == "csv"
