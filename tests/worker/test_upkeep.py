"""A full disk, files to which no job refers, and what killed processes leave in the temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE
from ocrcore.storage.keys import preview_key
from ocrcore.worker.scratch import Scratch, remove_abandoned
from ocrcore.worker.upkeep import Upkeep
from tests.web.conftest import picture

if TYPE_CHECKING:
    from ocrcore.config import Settings

ROOT = Path(__file__).parents[2]
ON_ITS_OWN_DISK = (
    "unshare",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    'mount -t tmpfs -o size=64m none "$0" && exec "$@"',
)


def test_a_full_disk_refuses_uploads_and_nothing_else(tmp_path: Path) -> None:
    small = [*ON_ITS_OWN_DISK, str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*small, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    command = [*small, sys.executable, "-m", "tests.on_small_disk", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def make_old(path: Path) -> None:
    for each in (path, *path.rglob("*")):
        os.utime(each, (0, 0))


async def test_files_to_which_no_job_refers_are_swept(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        upkeep = Upkeep(desk.worker_queue, desk.jobs, desk.storage)
        job = await desk.submit("a.png", picture(), owner=EVERYONE)
        orphan = desk.storage.put(b"of an upload that was interrupted", ".png").key
        desk.storage.write(preview_key("11111111-1111-1111-1111-111111111111", 1), b"of a job that is gone")
        await upkeep.sweep()
        assert desk.storage.exists(orphan), "it may be on its way into the queue"
        make_old(settings.data_dir)
        await upkeep.sweep()
        assert not desk.storage.exists(orphan)
        assert not desk.storage.exists(preview_key("11111111-1111-1111-1111-111111111111", 1))
        assert desk.storage.exists(job.file_path)
        assert desk.storage.exists(preview_key(job.id, 0))


MAKE_SCRATCH = """
import os, signal
from ocrcore.worker.scratch import Scratch
scratch = Scratch()
(scratch.path / "process").mkdir()
(scratch.path / "process" / "page.png").write_bytes(b"x")
print(scratch.path, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_folder_of_a_killed_worker_is_removed_and_that_of_a_live_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    command = [sys.executable, "-c", MAKE_SCRATCH]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    killed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    abandoned = Path(killed.stdout.strip())
    live = Scratch()
    stranger = Path(tempfile.mkdtemp(prefix="ocrdesk-"))
    copy = tmp_path / "intake-1"
    copy.write_bytes(b"x")
    remove_abandoned()
    assert abandoned.is_dir(), "it is young: perhaps its maker is about to lock it"
    make_old(tmp_path)
    remove_abandoned()
    assert not abandoned.exists()
    assert not copy.exists()
    assert live.path.is_dir()
    assert stranger.is_dir()
    live.remove()
    assert not live.path.exists()
