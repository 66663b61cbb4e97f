"""The queue on a real file and, where its server is installed, on a real PostgreSQL; and a clock that tests set."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from ocrcore.config import Settings, load_settings
from ocrcore.database.database import Database
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ocrcore.queue.job import Job

POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """A cluster of its own, which listens on a socket in the folder returned."""
    if POSTGRESQL is None:
        pytest.skip("no PostgreSQL server is installed (/usr/lib/postgresql/*/bin/initdb)")
    # The server refuses to run as root.
    account = pwd.getpwnam("postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="ocrdesk-pg-"))
    data = folder / "data"
    os.chown(folder, account.pw_uid, account.pw_gid)
    control = POSTGRESQL.with_name("pg_ctl")
    # Waits for the end of its input, which comes also when the tests are killed, and then leaves nothing behind.
    ending = subprocess.Popen(
        ["sh", "-c", 'cat; "$0" -D "$1/data" -m immediate stop; rm -rf "$1"', control, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **as_user,
    )
    try:
        initdb: list[str | Path] = [POSTGRESQL, "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **as_user)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        start: list[str | Path] = [control, "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)
        yield folder
    finally:
        ending.communicate()


async def emptied(socket_folder: Path) -> str:
    """Empty the tables in the cluster's database and return its URL."""
    connection = await asyncpg.connect(host=str(socket_folder), user="desk", database="postgres")
    try:
        if await connection.fetchval("SELECT to_regclass('ocr_jobs')") is not None:
            tables = "ocr_jobs, workers, run_measurements, confirmed_fields, preferences, api_tokens, suppliers"
            await connection.execute(f"TRUNCATE {tables} CASCADE")
    finally:
        await connection.close()
    return f"postgresql+asyncpg://desk@/postgres?host={socket_folder}"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema, to be copied."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("empty"), database_url="")

    async def create() -> None:
        await (await Database.open(settings.sqlalchemy_url)).close()

    asyncio.run(create())
    return settings.data_dir / "ocrdesk.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty store of either kind."""
    if request.param == "postgresql":
        url = asyncio.run(emptied(request.getfixturevalue("postgresql")))
    else:
        url = ""
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path)
    return load_settings(data_dir=tmp_path, database_url=url, lease_seconds=30, job_expiry_hours=24)


@pytest.fixture
async def desk(store: Settings, clock: Clock) -> AsyncIterator[Desk]:
    """A desk in which time stands still, on either store."""
    async with Desk.open(store, clock=clock) as opened:
        yield opened


async def submit(desk: Desk, name: str = "bon.jpg", **changes: Any) -> Job:
    """Put a document into the queue."""
    document: dict[str, Any] = {
        "owner": EVERYONE,
        "file_path": f"uploads/ab/{name}",
        "mime_type": "image/jpeg",
        "engine": "paddleocr",
        "original_filename": name,
        "sha256": "ab" * 32,
        "size_bytes": 1234,
    }
    return await desk.jobs.create_job(**(document | changes))


async def claim(desk: Desk, worker: str = "worker-1") -> Job:
    """Claim the next job, which must be there."""
    job = await desk.worker_queue.get_next_pending(worker)
    assert job is not None
    return job
