"""Streamlit's own files, answered from memory as Streamlit itself would answer them."""

from __future__ import annotations

import re

import httpx
import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from ocrcore.web.streamlit_patches.scripts_in_memory import FOLDER, ScriptsInMemory

STREAMLIT = Starlette(routes=create_streamlit_static_assets_routes(base_url=None))


async def both(path: str, method: str = "GET") -> tuple[httpx.Response, httpx.Response]:
    """What Streamlit answers, and what it answers behind ours."""
    answers = []
    for app in (STREAMLIT, ScriptsInMemory(STREAMLIT)):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
            answers.append(await client.request(method, path))
    return answers[0], answers[1]


async def test_the_files_of_a_first_look_are_what_streamlit_would_send() -> None:
    named = re.findall(r"static/(?:js|css|media)/[^\"]+", (FOLDER / "index.html").read_text("utf-8"))
    assert len(named) > 20
    for name in named:
        wanted, found = await both(f"/{name}")
        assert (found.status_code, found.content) == (200, wanted.content)
        assert found.headers["cache-control"] == wanted.headers["cache-control"]
        kind = wanted.headers["content-type"].replace("application/javascript", "text/javascript")
        assert found.headers["content-type"].split(";")[0] == kind.split(";")[0]
        assert "last-modified" not in found.headers  # from memory


@pytest.mark.parametrize("path", ["/", "/queue", "/static/js/none.js", "/static/js/../../index.html", "/static//js"])
async def test_everything_else_is_left_to_streamlit(path: str) -> None:
    wanted, found = await both(path)
    assert (found.status_code, found.content) == (wanted.status_code, wanted.content)


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
async def test_only_who_asks_to_read_a_file_is_answered(method: str) -> None:
    script = next((FOLDER / "static" / "js").glob("index.*.js")).name
    wanted, found = await both(f"/static/js/{script}", method)
    assert (found.status_code, found.content) == (wanted.status_code, wanted.content)
    assert "last-modified" in found.headers or method != "HEAD"
