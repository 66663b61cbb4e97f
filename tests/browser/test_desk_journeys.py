"""Journeys through the whole desk: a batch followed by its predicted end, another engine, figures, preferences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ocrcore.engines.base import engine_classes
from tests.browser.visitor import WAIT_MS, receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import WebSocketRoute

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]

ABOUT = "done about"
BATCH_MS = 8 * WAIT_MS
"""Longest wait for twenty documents; seconds where nothing else runs."""


@pytest.mark.timeout(1200)
def test_a_batch_of_twenty_is_followed_to_its_predicted_end_over_a_reload(visit: Visit, address: str) -> None:
    visitor = visit(address)
    # The first one is long, so that the others still wait when the watcher has come, and come again.
    pages = [60] + [1] * 19
    visitor.upload(*((f"twenty-{n}.tif", receipt(2000 + n, pages=each)) for n, each in enumerate(pages)))
    expect(visitor.row("twenty-19.tif")).to_contain_text(ABOUT)
    jobs = httpx.get(f"{address}/api/v1/jobs", params={"limit": 20}).json()["jobs"]
    told = {job["id"]: job["eta_range_seconds"] for job in jobs if job["status"] == "pending"}
    assert told
    assert all(0 <= low < high for low, high in told.values())
    watcher = visit(address, "/queue")
    expect(watcher.page.get_by_text("Everything is done in about")).to_be_visible()
    expect(watcher.page.locator(".st-key-desk_status")).to_contain_text("waiting")
    watcher.picture("batch-of-twenty")
    watcher.page.reload()
    expect(watcher.page.get_by_text("Everything is done in about")).to_be_visible()
    expect(visitor.page.get_by_text(re.compile("Your 20 documents are done: 20 read, 0 not"))).to_be_visible(
        timeout=BATCH_MS
    )
    expect(watcher.page.get_by_text("Nothing waits and nothing is being read.")).to_be_visible()
    expect(visitor.row("twenty-0.tif")).to_contain_text("Done")


def test_what_is_said_in_passing_is_said_by_a_run_that_comes_to_its_end(visit: Visit, address: str) -> None:
    visitor = visit(address)
    ended_well = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
    told: list[str] = []
    ends: list[bool] = []

    def note(frame: str | bytes) -> None:
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        if message.delta.new_element.HasField("toast"):
            told.append(message.delta.new_element.toast.body)
        # A run that is followed by another takes what it has said off the page, perhaps before it is drawn.
        if message.HasField("script_finished") and len(ends) < len(told):
            ends.extend([message.script_finished in ended_well] * (len(told) - len(ends)))

    visitor.page.on("websocket", lambda socket: socket.on("framereceived", note))
    visitor.go("/")
    visitor.upload(("passing.tif", receipt(2150)))
    expect(visitor.page.get_by_text("Your document is done: 1 read, 0 not.")).to_be_visible()
    visitor.settled()
    assert len(told) == 2
    assert ends == [True, True]


def test_a_part_that_still_asks_for_itself_leaves_the_page_that_follows_as_it_is(
    visit: Visit, quiet_address: str
) -> None:
    visitor = visit(quiet_address)
    visitor.upload(("left.tif", receipt(2160)))
    expect(visitor.row("left.tif")).to_be_visible()
    timers: dict[str, str | bytes] = {}
    chosen: list[str] = []
    runs: list[str] = []

    def fire_late(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def ask(frame: str | bytes) -> None:
            request = BackMsg.FromString(frame).rerun_script
            if not request.is_auto_rerun:
                chosen.extend([request.page_script_hash] * bool(request.page_script_hash))
            elif not chosen:
                timers[request.fragment_id] = frame
            server.send(frame)

        def answer(frame: str | bytes) -> None:
            page = ForwardMsg.FromString(frame).new_session.page_script_hash
            if page and (runs or page in chosen):
                runs.append(page)
                # As if the timers of the page that is being left had fired before the browser hears of the next one.
                for late in timers.values() if len(runs) == 1 else ():
                    server.send(late)
            socket.send(frame)

        socket.on_message(ask)
        server.on_message(answer)

    visitor.page.route_web_socket("**/_stcore/stream", fire_late)
    visitor.page.reload()
    visitor.until(lambda: len(timers) == 2, "the timers of the status line and of the documents")
    visitor.page.get_by_role("link", name="Settings").click()
    visitor.until(lambda: len(runs) >= 2, "a run after that of the next page")
    assert runs[:2] == chosen * 2
    expect(visitor.page.get_by_role("heading", name="API tokens")).to_be_visible()


def test_a_document_is_read_with_the_engine_that_was_chosen_in_the_settings(visit: Visit, quiet_address: str) -> None:
    default = httpx.get(f"{quiet_address}/api/v1/engines").json()["engines"]
    others = [each["name"] for each in default if each["available"] and not each["default"]]
    if not others:
        pytest.skip(f"only one of {sorted(engine_classes())} is installed")
    visitor = visit(quiet_address, "/settings")
    visitor.page.get_by_role("combobox", name="Engine").click()
    visitor.page.get_by_role("option", name=others[0], exact=True).click()
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_text("Saved.")).to_be_visible()
    visitor.picture("settings-saved")
    visitor.go("/")
    expect(visitor.page.get_by_role("radio", name=others[0])).to_be_checked()
    visitor.upload(("preferred.tif", receipt(2100)))
    expect(visitor.row("preferred.tif")).to_be_visible()
    listed = httpx.get(f"{quiet_address}/api/v1/jobs").json()["jobs"]
    (job,) = [job for job in listed if job["original_filename"] == "preferred.tif"]
    assert job["engine"] == others[0]


def test_a_token_is_shown_once_and_revoked(visit: Visit, address: str) -> None:
    visitor = visit(address, "/settings")
    visitor.page.get_by_label("Name of a new token").fill("accounting")
    visitor.page.get_by_role("button", name="Make a token").click()
    code = visitor.page.get_by_test_id("stCode")
    expect(code).to_contain_text("ocr_")
    token = code.inner_text().strip()
    visitor.picture("token")

    def status() -> int:
        return httpx.get(f"{address}/api/v1/queue", headers={"Authorization": f"Bearer {token}"}).status_code

    assert status() == 200
    visitor.page.reload()
    expect(visitor.page.get_by_text("accounting")).to_be_visible()
    expect(visitor.page.get_by_text(token)).to_have_count(0)
    visitor.page.get_by_role("button", name="Revoke").click()
    expect(visitor.page.get_by_text("1 token revoked.")).to_be_visible()
    assert status() == 401


def test_the_figures_of_what_was_read_are_shown_and_saved(visit: Visit, address: str, engine: str) -> None:
    visitor = visit(address)
    visitor.upload(("figures.tif", receipt(2200)))
    expect(visitor.row("figures.tif")).to_contain_text("Done")
    visitor.go("/metrics")
    expect(visitor.page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    documents = visitor.page.get_by_test_id("stMetric").filter(has_text="Documents")
    expect(documents).to_contain_text(re.compile(r"\d"))
    with visitor.page.expect_download(timeout=WAIT_MS) as saved:
        visitor.page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    rows = saved.value.path().read_text("utf-8").splitlines()
    assert rows[0].startswith("engine,documents,pages")
    assert [row for row in rows if row.startswith(f"{engine},")]


def test_filters_that_find_nothing_are_cleared_with_one_click(visit: Visit, quiet_address: str) -> None:
    visitor = visit(quiet_address)
    visitor.upload(("findable.tif", receipt(2250)))
    expect(visitor.row("findable.tif")).to_be_visible()
    visitor.go("/queue?q=nothing-of-the-kind")
    expect(visitor.page.get_by_text("No document matches these filters.")).to_be_visible()
    visitor.page.get_by_role("button", name="Clear the filters").click()
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(visitor.page.get_by_role("textbox", name="Search")).to_have_value("")
    visitor.tick()
    expect(visitor.page.get_by_role("button", name="Cancel", exact=True)).to_be_enabled()


def test_a_chosen_document_is_saved_as_the_preferred_format(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.upload(("export.tif", receipt(2300)))
    expect(visitor.row("export.tif")).to_contain_text("Done")
    visitor.go("/documents?q=export.tif")
    visitor.tick()
    visitor.page.locator(".st-key-documents_export").get_by_role("button", name="Export", exact=True).click()
    expect(visitor.page.get_by_text("Saves the ticked document.")).to_be_visible()
    with visitor.page.expect_download(timeout=WAIT_MS) as saved:
        visitor.page.get_by_role("button", name="Save the file").click()
    assert re.fullmatch(r"ocr-desk-\d{4}-\d\d-\d\d\.xlsx", saved.value.suggested_filename)
    assert saved.value.path().read_bytes().startswith(b"PK")


def test_without_a_choice_everything_that_is_ready_and_matches_the_filters_is_saved(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.upload(("all-1.tif", receipt(2500)), ("all-2.tif", receipt(2501)), ("other.tif", receipt(2502)))
    for name in ("all-1.tif", "all-2.tif", "other.tif"):
        expect(visitor.row(name)).to_contain_text("Done")
    for job in httpx.get(f"{address}/api/v1/jobs", params={"search": "tif", "limit": 3}).json()["jobs"]:
        visitor.go(f"/result?job={job['id']}")
        visitor.page.locator(".desk-bar").get_by_role("button", name=re.compile("^Confirm")).click()
        expect(visitor.page.get_by_text(f"{job['original_filename']} is confirmed.")).to_be_visible()
    visitor.go("/documents?q=all-")
    ready = visitor.page.locator(".st-key-documents_state_confirmed").get_by_role("button")
    expect(ready).to_contain_text("2")
    ready.click()
    visitor.page.locator(".st-key-documents_export").get_by_role("button", name="Export", exact=True).click()
    with visitor.page.expect_download(timeout=WAIT_MS) as saved:
        visitor.page.get_by_role("button", name="Save the file").click()
    with ZipFile(saved.value.path()) as workbook:
        written = b"".join(workbook.read(name) for name in workbook.namelist())
    assert (b"all-1.tif" in written, b"all-2.tif" in written, b"other.tif" in written) == (True, True, False)


def test_the_pages_are_said_in_romanian_to_who_wants_it(visit: Visit, quiet_address: str) -> None:
    visitor = visit(quiet_address, "/settings")
    visitor.page.get_by_role("combobox", name="Language of the pages").click()
    visitor.page.get_by_role("option", name="Română", exact=True).click()
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_role("heading", name="Setări")).to_be_visible()
    for number in range(2):
        visitor.go("/")
        visitor.upload((f"bon-{number}.tif", receipt(2400 + number)))
        expect(visitor.row(f"bon-{number}.tif")).to_contain_text("În așteptare")
    visitor.picture("upload-romanian")
    visitor.go("/queue")
    expect(visitor.page.get_by_text("Niciun proces de citire nu rulează.")).to_be_visible()
    visitor.picture("queue-romanian")
    visitor.go("/settings")
    visitor.picture("settings-romanian")
    visitor.page.get_by_role("combobox", name="Limba paginilor").click()
    visitor.page.get_by_role("option", name="English", exact=True).click()
    visitor.page.get_by_role("button", name="Salvează").click()
    expect(visitor.page.get_by_role("heading", name="Settings")).to_be_visible()
