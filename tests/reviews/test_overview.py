"""Documents that have been read, from above: their months, vendors, states and sums, on either store."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Table, delete

from ocrcore.database.review_state import ReviewState
from ocrcore.database.review_tables import ledger_entries, ledger_taxes
from ocrcore.desk.desk import Desk
from ocrcore.errors import InvalidRequest
from ocrcore.export import matching_ids
from ocrcore.queue.job import Completed
from ocrcore.queue.listing import UNDATED, JobFilter
from ocrcore.queue.owner import EVERYONE
from tests.queues import claim, submit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.config import Settings
    from ocrcore.queue.owner import Owner
    from tests.queues import Clock


async def read(desk: Desk, name: str = "bon.jpg", *, owner: Owner = EVERYONE, rate: str = "21", **scalars: str) -> str:
    """Hand a document in and let it be read with these fields."""
    shop = {"vendor_name": "LIDL", "date": "2026-03-14", "currency": "RON", "total": "121.00", "tax_total": "21.00"}
    fields: dict[str, Any] = {
        key: {"value": value, "confidence": 0.99} for key, value in (shop | scalars).items() if value
    }
    fields["taxes"] = [{"rate": rate, "amount": fields["tax_total"]["value"]}] if "tax_total" in fields else []
    job = await submit(desk, name, owner=owner)
    done = Completed(result_json=json.dumps({"fields": fields}), ocr_time_ms=5)
    assert await desk.worker_queue.update_status(await claim(desk), done)
    return job.id


async def forget(table: Table, connection: AsyncConnection) -> None:
    await connection.execute(delete(table))


async def listed(desk: Desk, **filters: Any) -> list[str]:
    return [job.id for job in (await desk.jobs.list_jobs(owner=EVERYONE, **filters)).jobs]


async def test_documents_are_listed_by_month_vendor_number_and_amount(desk: Desk) -> None:
    march = await read(desk, document_number="0042")
    april = await read(desk, vendor_name="Țara SRL", date="2026-04-01", total="1059.37")
    undated = await read(desk, date="", vendor_name="")
    assert await listed(desk, month="2026-03") == [march]
    assert await listed(desk, month=UNDATED) == [undated]
    assert await listed(desk, month="2026-05") == []
    assert await listed(desk, vendor="țARA srl") == [april]
    assert await listed(desk, search="1.059,37") == await listed(desk, search="tara 1059,37") == [april]
    assert await listed(desk, search="0042") == [march]
    assert await matching_ids(desk.jobs, owner=EVERYONE, month="2026-04", vendor="Țara SRL") == [april]
    assert await desk.overview.months(owner=EVERYONE) == ["2026-04", "2026-03", None]
    assert await desk.overview.vendors(owner=EVERYONE) == ["LIDL", "Țara SRL"]
    for wrong in ("2026-13", "march", "0000-01"):
        with pytest.raises(InvalidRequest):
            await listed(desk, month=wrong)


async def test_nobody_sees_what_others_have(desk: Desk, clock: Clock) -> None:
    await read(desk, owner="ana", vendor_name="ANA SRL")
    await read(desk, owner="dan", date="2026-04-01")
    assert await desk.overview.vendors(owner="ana") == ["ANA SRL"]
    assert await desk.overview.months(owner="ana") == ["2026-03"]
    mine = JobFilter(owner="ana")
    assert sum((await desk.overview.counts(mine)).values()) == 1
    assert [each.documents for each in await desk.overview.sums(mine)] == [1]
    assert (await desk.overview.expiring(mine, before=clock.now + timedelta(days=2)))[0] == 1


async def test_states_are_counted_within_a_filter(desk: Desk) -> None:
    ids = [await read(desk) for _ in range(3)] + [await read(desk, vendor_name="OTHER")]
    for job_id in ids[1:]:
        await desk.reviews.confirm(job_id, {}, owner=EVERYONE)
    confirmed = await desk.reviews.review(ids[2], owner=EVERYONE)
    assert confirmed.confirmed_at is not None
    await desk.reviews.mark_exported(ids[2], confirmed.confirmed_at, owner=EVERYONE)
    counts = await desk.overview.counts(JobFilter(owner=EVERYONE, vendor="lidl"))
    assert counts == {ReviewState.TO_REVIEW: 1, ReviewState.CONFIRMED: 1, ReviewState.EXPORTED: 1}


async def test_sums_are_exact_by_currency_and_rate(desk: Desk) -> None:
    for _ in range(10):
        await read(desk, total="0.10", tax_total="0.02")
    eleven = await read(desk, rate="11", total="111.00", tax_total="11.00")
    await read(desk, currency="EUR", total="", tax_total="")
    await read(desk, currency="EUR", total="5.00", tax_total="")
    ron, euro = await desk.overview.sums(JobFilter(owner=EVERYONE))
    assert (ron.currency, ron.documents, ron.without_total) == ("RON", 11, 0)
    assert (ron.net, ron.tax, ron.total) == (Decimal("100.80"), Decimal("11.20"), Decimal("112.00"))
    assert [(each.rate, each.base, each.amount) for each in ron.by_rate] == [
        (Decimal(21), Decimal("0.80"), Decimal("0.20")),
        (Decimal(11), Decimal(100), Decimal(11)),
    ]
    assert (euro.currency, euro.documents, euro.without_total, euro.without_tax) == ("EUR", 2, 1, 1)
    assert (euro.net, euro.tax, euro.total, euro.by_rate) == (None, None, Decimal(5), ())
    (one,) = await desk.overview.sums(JobFilter(owner=EVERYONE, ids=[eleven]))
    assert (one.documents, one.total) == (1, Decimal(111))
    assert await desk.overview.sums(JobFilter(owner=EVERYONE, ids=[])) == []


async def test_a_correction_is_booked_and_found(desk: Desk) -> None:
    job_id = await read(desk, vendor_name="L1DL", total="")
    before = (await desk.overview.entries([job_id]))[job_id]
    assert before.missing == ("total",)
    rows = [{"rate": "11", "amount": "11.00"}]
    await desk.reviews.correct(job_id, {"vendor_name": "KAUFLAND", "total": "111.00", "taxes": rows}, owner=EVERYONE)
    after = (await desk.overview.entries([job_id]))[job_id]
    assert (after.vendor_name, after.missing, [share.rate for share in after.vat]) == ("KAUFLAND", (), [Decimal(11)])
    assert await listed(desk, search="kaufland 111,00") == [job_id]
    assert await listed(desk, search="l1dl") == []
    await desk.reviews.correct(job_id, {"vendor_name": None}, owner=EVERYONE)
    assert (await desk.overview.entries([job_id]))[job_id].missing == ("vendor_name",)


async def test_what_expires_soon_is_counted(desk: Desk, clock: Clock) -> None:
    await read(desk)
    clock.advance(7200)
    kept = await read(desk)
    await desk.reviews.confirm(kept, {}, owner=EVERYONE)
    wanted, soon = JobFilter(owner=EVERYONE), clock.now + timedelta(hours=22, seconds=1)
    assert await desk.overview.expiring(wanted, before=soon) == (1, clock.now + timedelta(hours=22))
    assert await desk.overview.expiring(wanted, before=clock.now) == (0, None)


async def test_documents_of_an_earlier_version_are_booked_when_the_desk_opens(store: Settings, clock: Clock) -> None:
    async with Desk.open(store, clock=clock) as desk:
        job_ids = [await read(desk, total="") for _ in range(60)]
        await desk.reviews.correct(job_ids[0], {"total": "121.00"}, owner=EVERYONE)
        for table in (ledger_entries, ledger_taxes):
            await desk.database.write(partial(forget, table))
    async with Desk.open(store, clock=clock) as desk:
        booked = await desk.overview.entries(job_ids)
    assert len(booked) == 60
    assert (booked[job_ids[0]].total, booked[job_ids[1]].total) == (Decimal(121), None)
    assert [share.base for share in booked[job_ids[0]].vat] == [100]


async def test_an_entry_goes_with_its_document(desk: Desk) -> None:
    job_id = await read(desk)
    await desk.jobs.delete(job_id, owner=EVERYONE)
    assert await desk.overview.entries([job_id]) == {}
    assert await desk.overview.months(owner=EVERYONE) == []
