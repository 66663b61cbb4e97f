"""Confirmed documents teach their supplier, per owner; the same document again is known by what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from ocrcore.database.review_tables import confirmed_fields
from ocrcore.desk.job_json import describe_one
from ocrcore.queue.job import Completed, Job
from ocrcore.queue.owner import EVERYONE
from ocrcore.reviews.same_document import fingerprint
from ocrcore.reviews.supplier import MOST_KEPT, Supplier, form_of, tax_id_of
from tests.queues import claim, submit

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk
    from ocrcore.queue.owner import Owner
    from tests.queues import Clock


def fields(**values: Any) -> dict[str, Any]:
    said = {
        "vendor_tax_id": "12345674", "vendor_name": "MAGAZIN SRL", "vendor_address": "STR. LUNGA 5, BRASOV",
        "document_number": "AB-0012", "date": "2026-03-14", "total": "12.10",
    }  # fmt: skip
    found: dict[str, Any] = {name: {"value": value, "confidence": 0.9} for name, value in (said | values).items()}
    return found | {"taxes": [{"rate": "21", "amount": "2.10", "confidence": 0.9}]}


async def read(
    desk: Desk, clock: Clock, found: dict[str, Any], *, owner: Owner = EVERYONE, documents: list[Any] | None = None
) -> Job:
    """Put a document into the queue and read it; each is a second younger than the one before."""
    clock.advance(1)
    job = await submit(desk, owner=owner)
    result = json.dumps({"schema": "ocrcore.result/1", "fields": found, "documents": documents or []})
    known = fingerprint(found, several=bool(documents))
    outcome = Completed(result_json=result, ocr_time_ms=5, fingerprint=known)
    assert await desk.worker_queue.update_status(await claim(desk), outcome)
    return job


async def test_a_confirmed_document_teaches_its_supplier(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock, fields(vendor_name="MAGAZ1N SRL"))
    assert await desk.suppliers.known(None, "12345674") is None, "nothing is learnt before somebody confirms"
    await desk.reviews.confirm(job.id, {"vendor_name": "MAGAZIN SRL"}, owner=EVERYONE)
    known = await desk.suppliers.known(None, "RO 12345674")
    assert known == Supplier(
        tax_id="12345674", name="MAGAZIN SRL", addresses=("STR. LUNGA 5, BRASOV",), rates=("21",),
        numbers={"A-9": "AB-0012"}, documents=1, confirmed_at=clock.now,
    )  # fmt: skip


async def test_a_chain_has_the_addresses_of_its_shops_and_the_last_name_holds(desk: Desk, clock: Clock) -> None:
    first = await read(desk, clock, fields())
    second = await read(desk, clock, fields(vendor_address="STR. MICA 7", vendor_name="MAGAZIN NOU SRL", total="13.00"))
    for job in (first, second):
        await desk.reviews.confirm(job.id, {}, owner=EVERYONE)
    (known,) = await desk.suppliers.of(None)
    assert (known.name, known.documents) == ("MAGAZIN NOU SRL", 2)
    assert known.addresses == ("STR. MICA 7", "STR. LUNGA 5, BRASOV")


async def test_what_one_owner_taught_no_other_has_and_each_can_have_it_forgotten(desk: Desk, clock: Clock) -> None:
    for owner in ("ana", "dan"):
        job = await read(desk, clock, fields(vendor_name=f"{owner} SRL"), owner=owner)
        await desk.reviews.confirm(job.id, {}, owner=owner)
    assert [each.name for each in await desk.suppliers.of("ana")] == ["ana SRL"]
    assert await desk.suppliers.of(None) == []
    assert await desk.suppliers.forget("ana", ["12345674", "1"]) == 1
    assert await desk.suppliers.of("ana") == []
    assert await desk.suppliers.known("dan", "12345674") is not None


@pytest.mark.parametrize("missing", ["vendor_tax_id", "vendor_name"])
async def test_without_tax_id_or_name_nothing_is_learnt(desk: Desk, clock: Clock, missing: str) -> None:
    job = await read(desk, clock, fields(**{missing: ""}))
    await desk.reviews.confirm(job.id, {}, owner=EVERYONE)
    assert await desk.suppliers.of(None) == []


async def test_what_was_learnt_is_not_counted_as_read_right(desk: Desk, clock: Clock) -> None:
    known = {"value": "MAGAZIN SRL", "confidence": 0.9, "learnt": True, "read": "MAGAZ1N SRL"}
    added = {"value": "STR. LUNGA 5", "confidence": 0.9, "learnt": True, "read": None}
    job = await read(desk, clock, fields() | {"vendor_name": known, "vendor_address": added})
    await desk.reviews.confirm(job.id, {}, owner=EVERYONE)
    query = select(confirmed_fields.c.field, confirmed_fields.c.shown, confirmed_fields.c.unchanged)
    rows = (await desk.database.read(lambda connection: connection.execute(query))).all()
    found = {row.field: (row.shown, row.unchanged) for row in rows}
    assert (found["vendor_name"], found["vendor_address"], found["total"]) == (
        (True, False),
        (False, False),
        (True, True),
    )


async def test_the_same_document_again_is_known_before_it_is_confirmed(desk: Desk, clock: Clock) -> None:
    first, again = await read(desk, clock, fields()), await read(desk, clock, fields(document_number="ab 0012"))
    other = await read(desk, clock, fields(total="12.11"))
    found = await desk.reviews.same_documents([first.id, again.id, other.id], owner=EVERYONE)
    assert {job_id: same.job_id for job_id, same in found.items()} == {first.id: again.id, again.id: first.id}
    job = await desk.jobs.get_job(again.id, owner=EVERYONE)
    assert (await describe_one(desk, job, owner=EVERYONE))["same_document_as"] == first.id
    third = await read(desk, clock, fields())
    await desk.reviews.confirm(again.id, {}, owner=EVERYONE)
    same = (await desk.reviews.same_documents([third.id], owner=EVERYONE))[third.id]
    assert (same.job_id, same.confirmed_at) == (again.id, clock.now), "one that was confirmed is told first"


async def test_a_correction_makes_it_the_same_document_or_another(desk: Desk, clock: Clock) -> None:
    first, again = await read(desk, clock, fields()), await read(desk, clock, fields(total="12.70"))
    assert await desk.reviews.same_documents([again.id], owner=EVERYONE) == {}
    await desk.reviews.correct(again.id, {"total": "12.10"}, owner=EVERYONE)
    assert (await desk.reviews.same_documents([again.id], owner=EVERYONE))[again.id].job_id == first.id
    await desk.reviews.correct(again.id, {"document_number": None}, owner=EVERYONE)
    assert await desk.reviews.same_documents([again.id, first.id], owner=EVERYONE) == {}


async def test_a_file_with_several_documents_is_the_same_as_none_of_its_parts(desk: Desk, clock: Clock) -> None:
    part = await read(desk, clock, fields())
    whole = await read(desk, clock, fields(), documents=[{"pages": [1]}, {"pages": [2]}])
    await desk.reviews.confirm(whole.id, {"total": "12.10"}, owner=EVERYONE)
    assert await desk.reviews.same_documents([part.id, whole.id], owner=EVERYONE) == {}


async def test_the_same_document_of_another_owner_is_not_told(desk: Desk, clock: Clock) -> None:
    first, second = await read(desk, clock, fields(), owner="ana"), await read(desk, clock, fields(), owner="dan")
    assert await desk.reviews.same_documents([first.id, second.id], owner=EVERYONE) == {}
    third = await read(desk, clock, fields(), owner="ana")
    assert list(await desk.reviews.same_documents([first.id, third.id], owner="dan")) == []
    assert set(await desk.reviews.same_documents([first.id, third.id], owner="ana")) == {first.id, third.id}


async def test_a_document_takes_its_fingerprint_with_it_and_leaves_what_it_taught(desk: Desk, clock: Clock) -> None:
    first, again = await read(desk, clock, fields()), await read(desk, clock, fields())
    await desk.reviews.confirm(first.id, {}, owner=EVERYONE)
    await desk.delete(first.id, owner=EVERYONE)
    assert await desk.reviews.same_documents([again.id], owner=EVERYONE) == {}
    assert len(await desk.suppliers.of(None)) == 1


def test_a_document_without_number_date_or_total_is_the_same_as_none() -> None:
    whole = fields()
    assert fingerprint(whole)
    for name in ("vendor_tax_id", "document_number", "date", "total"):
        assert fingerprint({**whole, name: {"value": "?"}}) == ""
        assert fingerprint({each: found for each, found in whole.items() if each != name}) == ""
    assert fingerprint(fields(vendor_tax_id="RO12345674", total="12.1")) == fingerprint(whole)


@pytest.mark.parametrize(
    ("number", "form"),
    [("ABC-000123", "A-9"), ("FCT 12 / 2026", "A9/9"), ("0012", "9"), ("Ă1O", "A9A"), ("", "")],
)
def test_a_number_s_form_is_its_letters_digits_and_signs(number: str, form: str) -> None:
    assert form_of(number) == form


@pytest.mark.parametrize(
    ("value", "tax_id"), [("RO 12345674", "12345674"), ("ATU12345675", "ATU12345675"), ("?", ""), ("x" * 40, "")]
)
def test_a_tax_id_is_looked_up_without_its_signs(value: str, tax_id: str) -> None:
    assert tax_id_of(value) == tax_id


def test_what_is_kept_of_one_supplier_has_an_end(clock: Clock) -> None:
    known = Supplier(tax_id="1")
    for number in range(3 * MOST_KEPT):
        known = known.taught({"vendor_address": f"STR. {number}", "document_number": "-" * number + "1"}, clock.now)
    known = known.taught({"vendor_name": "x" * 1000, "vendor_address": "x" * 1000}, clock.now)
    assert (len(known.addresses), len(known.numbers), known.name) == (MOST_KEPT, MOST_KEPT, "")
    assert known.addresses[0] == f"STR. {3 * MOST_KEPT - 1}"
