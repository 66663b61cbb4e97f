"""What comes under another name, or to another path, and what watchers over the server ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from ocrcore.web.identity import checked_address, identity, shown_name
from tests.web.conftest import serving, submit

if TYPE_CHECKING:
    from pathlib import Path

ANA = {"is_logged_in": True, "iss": "https://id.example.ro", "sub": "17", "email": "ana@example.ro"}


def test_an_unknown_name_gets_a_page_that_says_what_to_set(server: str) -> None:
    for path in ("/", "/queue", "/_stcore/host-config"):
        answer = httpx.get(f"{server}{path}", headers={"Host": "desk.example.ro"})
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/plain")
        assert "server.allowedHosts" in answer.text
    assert (
        httpx.get(f"{server}/api/v1/jobs", headers={"Host": "desk.example.ro"}).json()["error"]["code"] == "forbidden"
    )
    assert httpx.get(f"{server}/").status_code == 200
    assert httpx.get(f"{server}/health", headers={"Host": "10.0.0.7"}).status_code == 200, "watchers ask by address"


def test_the_api_works_where_the_pages_are(tmp_path: Path) -> None:
    with serving(tmp_path, "--server.baseUrlPath", "/office/desk/") as address:
        with httpx.Client(base_url=f"{address}/office/desk/api/v1", timeout=30) as api:
            accepted = submit(api)
            assert accepted.status_code == 202
            assert accepted.headers["Location"] == f"/office/desk/api/v1/jobs/{accepted.json()['id']}"
            assert httpx.get(address + accepted.headers["Location"]).json()["id"] == accepted.json()["id"]
            assert api.get("/openapi.json").json()["servers"] == [{"url": "/office/desk/api/v1"}]
        assert httpx.get(f"{address}/office/desk/").status_code == 200


def test_whoever_watches_over_the_server_is_told_how_it_is(server: str, tmp_path: Path) -> None:
    assert httpx.get(f"{server}/health").json() == {"status": "ok"}
    ready = httpx.get(f"{server}/ready")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "problems": [], "workers": 0})
    with serving(tmp_path, OCR_MIN_FREE_MB=str(2**30)) as full:
        ready = httpx.get(f"{full}/ready")
        assert (ready.status_code, ready.json()["problems"]) == (503, ["storage_error"])
        assert httpx.get(f"{full}/health").status_code == 200


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "https://id.example.ro#17"),
        ({"email_verified": True}, "https://id.example.ro#17"),
        ({"email": None}, "https://id.example.ro#17"),
        ({"email": "ana@elsewhere.example"}, "https://id.example.ro#17"),
        ({"iss": "https://other.example"}, "https://other.example#17"),
        ({"email_verified": False}, None),
        ({"email_verified": "false"}, None),
        ({"sub": None}, None),
        ({"iss": None}, None),
        ({"is_logged_in": False}, None),
    ],
)
def test_a_person_is_whom_the_provider_vouches_for(changes: dict[str, Any], expected: str | None) -> None:
    assert identity(ANA | changes) == expected


@pytest.mark.parametrize(("checked", "expected"), [(True, "ana@example.ro"), ("true", "ana@example.ro"), (None, None)])
def test_only_an_address_that_was_checked_says_who_somebody_was(checked: object, expected: str | None) -> None:
    assert checked_address(ANA | {"email_verified": checked}) == expected


def test_a_person_is_called_by_their_address() -> None:
    assert shown_name(ANA) == "ana@example.ro"
    assert shown_name({"sub": "17"}) == "17"
