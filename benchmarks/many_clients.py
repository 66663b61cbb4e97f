"""Many clients at once: what they hand in is read once each, and somebody else's single file does not wait for all of it.

Run with `python -m benchmarks.many_clients [--uploads 1000] [--clients 20]`; it ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.crashes import page
from benchmarks.desk_server import DeskServer, until
from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE

READ_WITHIN_S = 3600.0


async def tokens(data_dir: Path) -> tuple[str, str]:
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        return await desk.tokens.create("batch", "many"), await desk.tokens.create("single", "one")


async def order_of_ends(data_dir: Path) -> list[str]:
    """Return the ids of what was read, in the order in which reading began."""
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        jobs = (await desk.jobs.list_jobs(owner=EVERYONE, limit=5000)).jobs
        return [job.id for job in sorted(jobs, key=lambda job: job.started_at or datetime.max.replace(tzinfo=UTC))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploads", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clients-") as folder:
        secrets = Path(folder) / "secrets.toml"
        secret = json.dumps(os.urandom(32).hex())
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = {secret}\n', "utf-8"
        )
        batch, single = asyncio.run(tokens(Path(folder) / "data"))
        with DeskServer(Path(folder), "--secrets.files", str(secrets)) as server:
            many = {"Authorization": f"Bearer {batch}"}
            began = time.monotonic()
            with ThreadPoolExecutor(asked.clients) as clients:
                sent = clients.map(
                    lambda number: server.upload(f"{number}.png", page(number), **many), range(asked.uploads)
                )
                ids = [answer.json()["id"] for answer in sent]
            uploaded_s = time.monotonic() - began
            alone = server.upload("alone.png", page(10**6), Authorization=f"Bearer {single}").json()
            place = alone["position"]
            server.api.headers.update(many)
            until(lambda: server.waiting() == 0, READ_WITHIN_S, "all is read")
        order = asyncio.run(order_of_ends(Path(folder) / "data"))
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {len(ids)} uploads by {asked.clients} clients in {uploaded_s:.0f} s;"
    )
    print(
        f"lost {len(set(ids) - set(order))}, doubled {len(order) - len(set(order))}; another's single file: place {place}"
    )
    return 0 if len(set(ids)) == asked.uploads and set(ids) <= set(order) and place <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
