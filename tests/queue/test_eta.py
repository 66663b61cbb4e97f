"""When a job is done: what is learned from runs, the queue played forward, and what the database knows of both."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from benchmarks.eta import Score, judged_day
from benchmarks.queue import fill
from ocrcore.desk.desk import Desk
from ocrcore.queue.forecast.durations import Document, DurationModel
from ocrcore.queue.forecast.eta import Forecast, Running, Waiting, predict
from ocrcore.queue.forecast.forecast import PLAYED_JOBS
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import STOPPING, WorkerInfo
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from ocrcore.config import Settings

PHOTO = Document("tesseract", 1, 200_000, "image/jpeg")
WORKER = WorkerInfo(worker_id="worker-1", hostname="desk", pid=4242, processes=1)


def runs(seconds: float, *, number: int = 50, spread: float = 0.0) -> list[tuple[Document, float]]:
    rng = random.Random(5)
    return [(PHOTO, seconds * rng.lognormvariate(0, spread)) for _ in range(number)]


def waiting(number: int, document: Document = PHOTO) -> list[Waiting]:
    return [Waiting(job_id=str(each), document=document) for each in range(number)]


def middle(forecast: Forecast, job_id: str) -> float:
    return forecast.etas[job_id].middle_s


def test_without_runs_a_document_takes_seven_seconds_whatever_its_pages() -> None:
    for pages in (1, 30):
        forecast = predict([], [Waiting(job_id="a", document=PHOTO._replace(pages=pages))], 1, {})
        assert middle(forecast, "a") == pytest.approx(7.0, rel=0.05)


def test_what_is_learned_follows_the_engine_the_pages_and_the_newest_runs() -> None:
    rng = random.Random(3)
    paged = [(PHOTO._replace(pages=pages), 2.0 * pages) for pages in rng.choices(range(1, 20), k=50)]
    models = {"tesseract": DurationModel.learn(paged), "paddleocr": DurationModel.learn(runs(0.5) + runs(9.0))}
    jobs = [Waiting(job_id=str(pages), document=PHOTO._replace(pages=pages)) for pages in (1, 10)]
    jobs.append(Waiting(job_id="quick", document=PHOTO._replace(engine="paddleocr")))
    forecast = predict([], jobs, 3, models)
    assert middle(forecast, "1") == pytest.approx(2, rel=0.15)
    assert middle(forecast, "10") == pytest.approx(20, rel=0.15)
    assert middle(forecast, "quick") == pytest.approx(0.5, rel=0.15)


def test_a_few_slow_runs_do_not_move_the_middle() -> None:
    plain = runs(2.0, spread=0.2)
    hiccups = [
        (document, seconds * (20 if number % 12 == 0 else 1)) for number, (document, seconds) in enumerate(plain)
    ]
    before = predict([], waiting(1), 1, {"tesseract": DurationModel.learn(plain)})
    after = predict([], waiting(1), 1, {"tesseract": DurationModel.learn(hiccups)})
    assert middle(after, "0") == pytest.approx(middle(before, "0"), rel=0.1)


def test_waiting_jobs_take_the_slots_as_they_become_free() -> None:
    models = {"tesseract": DurationModel.learn(runs(10.0))}
    forecast = predict([Running(job_id="a", document=PHOTO, elapsed_s=5, page=0)], waiting(4), 2, models)
    ends = [middle(forecast, str(number)) for number in range(4)]
    assert ends == pytest.approx([10, 15, 20, 25], rel=0.2)
    more = predict([Running(job_id="a", document=PHOTO, elapsed_s=5, page=0)], waiting(4), 4, models)
    assert middle(more, "3") < 0.7 * ends[3]
    assert forecast.all_done == forecast.etas["3"]
    assert all(0 <= eta.low_s <= eta.middle_s <= eta.high_s for eta in forecast.etas.values())


def test_who_waits_out_a_back_off_is_passed_by_those_behind() -> None:
    models = {"tesseract": DurationModel.learn(runs(1.0))}
    jobs = waiting(10)
    jobs[0] = replace(jobs[0], ready_in_s=4.5)
    forecast = predict([], jobs, 1, models)
    order = sorted(forecast.etas, key=lambda job_id: middle(forecast, job_id))
    assert order[0] == "1"
    assert 3 <= order.index("0") <= 5


def test_the_end_comes_nearer_as_time_goes_by_and_an_overdue_run_still_needs_a_moment() -> None:
    models = {"tesseract": DurationModel.learn(runs(10.0, spread=0.2))}
    left = [
        middle(predict([Running(job_id="a", document=PHOTO, elapsed_s=each / 4, page=0)], [], 1, models), "a")
        for each in range(32)
    ]
    assert all(0 < before - after < 1 for before, after in pairwise(left))
    overdue = predict([Running(job_id="a", document=PHOTO, elapsed_s=500, page=0)], waiting(1), 1, models)
    assert 0 < middle(overdue, "a") < middle(overdue, "0") < 200


def test_the_pace_of_the_pages_read_so_far_is_believed() -> None:
    models = {"tesseract": DurationModel.learn(runs(1.0, spread=0.2))}
    long = PHOTO._replace(pages=20)
    told = predict([Running(job_id="a", document=long, elapsed_s=50, page=10)], [], 1, models)
    assert middle(told, "a") == pytest.approx(50, rel=0.25)


def test_the_range_of_a_sum_is_narrower_than_the_sum_of_ranges() -> None:
    forecast = predict([], waiting(100), 1, {"tesseract": DurationModel.learn(runs(1.0, spread=0.4))})
    first, last = forecast.etas["0"], forecast.etas["99"]
    assert (last.high_s - last.low_s) / last.middle_s < 0.6 * (first.high_s - first.low_s) / first.middle_s


def test_jobs_far_behind_are_told_by_their_place() -> None:
    forecast = predict([], waiting(10), 1, {})
    behind = forecast.eta("unknown", 20)
    assert behind is not None
    assert forecast.all_done is not None
    assert behind.middle_s == pytest.approx(2 * forecast.all_done.middle_s)
    assert forecast.eta("unknown", 5) is None


def test_five_thousand_jobs_are_played_forward() -> None:
    models = {"tesseract": DurationModel.learn(runs(1.0, spread=0.4))}
    assert len(predict([], waiting(5000), 4, models).etas) == 5000


async def test_the_queue_foretells_when_each_job_is_done(desk: Desk, clock: Clock) -> None:
    for _ in range(12):
        await submit(desk)
        job = await claim(desk)
        clock.advance(10)
        await desk.worker_queue.update_status(job, Completed(result_json="{}", ocr_time_ms=1))
    first = await submit(desk, priority=1)
    second = await submit(desk)
    assert await desk.jobs.get_forecast(owner=EVERYONE) == Forecast()
    await desk.worker_queue.register_worker(WORKER)
    await claim(desk)
    clock.advance(3)
    forecast = await desk.jobs.get_forecast(owner=EVERYONE)
    assert middle(forecast, first.id) == pytest.approx(7, rel=0.25)
    assert middle(forecast, second.id) == pytest.approx(17, rel=0.25)
    await desk.worker_queue.register_worker(replace(WORKER, worker_id="worker-2"))
    assert middle(await desk.jobs.get_forecast(owner=EVERYONE), second.id) == pytest.approx(10, rel=0.25)
    await desk.worker_queue.worker_heartbeat("worker-2", state=STOPPING)
    assert middle(await desk.jobs.get_forecast(owner=EVERYONE), second.id) == pytest.approx(17, rel=0.25)


async def test_a_job_of_a_lost_worker_is_expected_to_go_round_again(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(WORKER)
    job = await submit(desk)
    await claim(desk, "worker-lost")
    clock.advance(5)
    assert middle(await desk.jobs.get_forecast(owner=EVERYONE), job.id) == pytest.approx(25 + 7, rel=0.1)


def test_on_simulated_days_the_range_holds_and_the_middle_is_near() -> None:
    score = Score.of([judged for day in (1, 2, 3, 4) for judged in judged_day(day).judged])
    assert score.documents > 4000
    assert 0.75 <= score.covered <= 0.9
    assert score.error <= 0.15
    assert score.error <= score.naive_error / 2
    assert score.error <= score.shared_error / 2


async def test_a_deep_queue_is_played_forward_once_a_second(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(WORKER)
    for number in range(501):
        await submit(desk, name=f"{number}.jpg")
    before = await desk.jobs.get_forecast(owner=EVERYONE)
    late = await submit(desk)
    assert (await desk.jobs.get_forecast(owner=EVERYONE)).eta(late.id, 502) is not None
    assert late.id not in before.etas
    clock.advance(1)
    assert late.id in (await desk.jobs.get_forecast(owner=EVERYONE)).etas


async def test_who_waits_far_behind_is_told_by_the_place(settings: Settings) -> None:
    await fill(settings, PLAYED_JOBS + 200)
    async with Desk.open(settings) as desk:
        await desk.worker_queue.register_worker(WORKER)
        forecast = await desk.jobs.get_forecast(owner=EVERYONE)
        assert (forecast.places, forecast.behind) == (PLAYED_JOBS, 200)
        new = await submit(desk)
    last_s = forecast.all_done.middle_s if forecast.all_done else 0.0
    with closing(sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3")) as database:
        (predicted_ms,) = database.execute("SELECT eta_ms FROM job_predictions WHERE job_id = ?", (new.id,)).fetchone()
    assert predicted_ms == pytest.approx(last_s * 1000 * (PLAYED_JOBS + 201) / PLAYED_JOBS, rel=0.001)
