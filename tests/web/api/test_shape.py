"""What holds for the whole API: its errors, its guard, its description, its figures."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from ocrcore.web.api.errors import HANDLERS
from ocrcore.web.api.openapi import openapi
from ocrcore.web.api.routes import ROUTES
from tests.web.api.test_jobs import error_code
from tests.web.conftest import ROOT, picture, submit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def check(tree: object, schema: str) -> None:
    """Fail unless `tree` is as the description says."""
    description = openapi()
    whole = {"$ref": f"#/components/schemas/{schema}", "components": description["components"]}
    jsonschema.validate(tree, whole, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/jobs/1/nothing", 404, "not_found"),
        ("PUT", "/jobs", 405, "method_not_allowed"),
        ("POST", "/queue", 405, "method_not_allowed"),
    ],
)
def test_every_error_has_one_shape(api: httpx.Client, method: str, path: str, status: int, code: str) -> None:
    answer = api.request(method, path)
    assert (answer.status_code, error_code(answer)) == (status, code)
    check(answer.json(), "Error")


def test_a_wrong_method_is_told_the_right_ones(api: httpx.Client) -> None:
    assert set(api.put("/jobs").headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_an_unforeseen_error_says_nothing_of_the_inside() -> None:
    async def broken(_request: Request) -> Response:
        raise ZeroDivisionError("secret")

    app = Starlette(routes=[Route("/", broken)], exception_handlers=HANDLERS)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.get("/")

    answer = asyncio.run(ask())
    assert (answer.status_code, error_code(answer)) == (500, "internal_error")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_cannot_change_anything(api: httpx.Client, headers: dict[str, str]) -> None:
    job = submit(api).json()["id"]
    answers = [
        api.post("/jobs", files={"file": ("a.png", picture())}, headers=headers),
        api.delete(f"/jobs/{job}", headers=headers),
        api.post(f"/jobs/{job}/retry", headers=headers),
    ]
    assert [(answer.status_code, error_code(answer)) for answer in answers] == [(403, "forbidden")] * 3
    assert [each["status"] for each in api.get("/jobs").json()["jobs"]] == ["pending"]


def test_the_desks_own_pages_can(api: httpx.Client, server: str) -> None:
    for headers in ({"Origin": server}, {"Sec-Fetch-Site": "same-origin", "Origin": server}):
        assert api.post("/jobs", files={"file": ("a.png", picture())}, headers=headers).status_code == 202


def test_another_name_for_this_machine_is_refused(api: httpx.Client) -> None:
    answer = api.get("/jobs", headers={"Host": "evil.example"})
    assert (answer.status_code, error_code(answer)) == (403, "forbidden")


def test_no_answer_may_be_embedded_or_read_by_others(api: httpx.Client) -> None:
    headers = api.get("/queue").headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_every_route_is_described_and_every_description_has_a_route(api: httpx.Client) -> None:
    described = {
        (path, method.upper())
        for path, item in api.get("/openapi.json").json()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert described == {(route.path, method) for route in ROUTES for method in (route.methods or set()) - {"HEAD"}}


def test_every_reference_of_the_description_leads_somewhere() -> None:
    description = openapi()

    def references(tree: Any) -> list[str]:
        if isinstance(tree, dict):
            here = [tree["$ref"]] if "$ref" in tree else []
            return here + [ref for value in tree.values() for ref in references(value)]
        return [ref for value in tree for ref in references(value)] if isinstance(tree, list) else []

    for ref in references(description):
        _, *keys = ref.split("/")
        found: Any = description
        for key in keys:
            found = found[key]
    for schema in description["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_answers_are_as_described(api: httpx.Client) -> None:
    check(submit(api).json(), "Job")
    check(api.get("/jobs").json(), "Jobs")
    check(api.get("/queue").json(), "Queue")
    check(api.get("/engines").json(), "Engines")
    check(api.get("/metrics").json(), "Metrics")


def test_the_queue_is_counted(api: httpx.Client) -> None:
    submit(api)
    queue = api.get("/queue").json()
    assert queue["counts"] == {"pending": 1, "processing": 0, "completed": 0, "failed": 0, "cancelled": 0}
    assert (queue["average_seconds"], queue["workers"]) == (7.0, [])


def test_engines_tell_whether_they_can_run(api: httpx.Client) -> None:
    engines = api.get("/engines").json()["engines"]
    assert {"paddleocr", "tesseract"} <= {engine["name"] for engine in engines}
    assert sum(engine["default"] for engine in engines) == 1
    assert all(engine["version"] if engine["available"] else engine["reason"] for engine in engines)


def test_metrics_come_as_json_or_for_prometheus(api: httpx.Client) -> None:
    assert "engines" in api.get("/metrics").json()
    scraped = api.get(
        "/metrics", headers={"Accept": "application/openmetrics-text;q=0.5,text/plain;version=0.0.4;q=0.3"}
    )
    assert scraped.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'ocrdesk_jobs{status="pending"} 0.0' in scraped.text


def test_the_servers_modules_load_no_pipeline_of_pictures() -> None:
    script = (
        "import sys, ocrcore.web.api, ocrcore.web.lifespan; print({'cv2', 'onnxruntime', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"
