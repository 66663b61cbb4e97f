"""Documents that have been read, found and saved through the API."""

from __future__ import annotations

import asyncio
import csv
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.export.conftest import document, field
from tests.web.api.test_jobs import error_code
from tests.web.conftest import picture, serving

if TYPE_CHECKING:
    from pathlib import Path


async def read(data_dir: Path, *documents: dict[str, str]) -> list[str]:
    """Hand in and read documents beside the server, as its worker would, and confirm the first."""
    ids = []
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        for scalars in documents:
            job = await desk.submit("bon.png", picture(), owner=EVERYONE, engine="tesseract")
            fields: dict[str, Any] = {name: field(value) for name, value in scalars.items()}
            fields["taxes"] = [{"rate": "21", "amount": "21.00"}]
            claimed = await desk.worker_queue.get_next_pending("worker")
            assert claimed is not None
            made = document("TOTAL 121,00", fields=fields).result.to_json()
            assert await desk.worker_queue.update_status(claimed, Completed(result_json=made, ocr_time_ms=1))
            ids.append(job.id)
        await desk.reviews.confirm(ids[0], {}, owner=EVERYONE)
    return ids


def test_documents_are_found_and_saved_and_confirmed_ones_count_as_exported(tmp_path: Path) -> None:
    lidl = {"vendor_name": "LIDL", "date": "2026-03-14", "total": "121.00", "currency": "RON"}
    march, april = asyncio.run(
        read(tmp_path / "data", lidl, lidl | {"date": "2026-04-01", "vendor_name": "Țara SRL", "total": "1121.00"})
    )
    with serving(tmp_path) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api:

        def listed(**query: str) -> list[str]:
            return [job["id"] for job in api.get("/jobs", params=query).json()["jobs"]]

        assert listed(month="2026-03") == listed(vendor="lidl") == [march]
        assert listed(search="tara 1.121,00") == [april]
        assert listed(month="none") == []
        wanted = {"format": "csv", "decimal": "comma", "separator": "semicolon", "language": "ro"}
        answer = api.post("/exports", params=wanted | {"month": "2026-03"})
        assert answer.headers["content-disposition"].startswith('attachment; filename="ocr-desk.csv"')
        (row,) = csv.DictReader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";")
        assert (row["Vânzător"], row["Total"], row["Baza 21%"]) == ("LIDL", "121,00", "100,00")
        assert api.get(f"/jobs/{march}").json()["review_state"] == "exported"
        (plain,) = csv.DictReader(
            api.post("/exports", params={"format": "csv", "id": april}).content.decode("utf-8-sig").splitlines()
        )
        assert (plain["vendor_name"], plain["base_21"]) == ("Țara SRL", "100.00")
        assert api.get(f"/jobs/{april}").json()["review_state"] == "to_review"


@pytest.mark.parametrize(
    "query", ["", "format=doc", "format=csv&decimal=x", "format=csv&month=2026-13", "format=csv&separator=;"]
)
def test_an_export_refuses_what_it_does_not_know(api: httpx.Client, query: str) -> None:
    answer = api.post(f"/exports?{query}")
    assert (answer.status_code, error_code(answer)) == (400, "invalid_request")


def test_another_site_exports_nothing(api: httpx.Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert api.post("/exports", params={"format": "csv"}, headers=headers).status_code == 403
