from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
import pytest

from ocrcore.documents.inspection import Inspector
from ocrcore.documents.limits import Limits
from ocrcore.errors import TooManyRequests, UnreadableDocument
from tests.documents.made_files import encoded, marked, pdf, stream_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LIMITS = Limits(max_bytes=2_000_000, max_pages=20, max_pixels=2_000_000)
BOMB_LIMITS = Limits(max_bytes=10_000_000, max_pages=20, max_pixels=2_000_000)
PROGRAM = "ocrcore.documents.inspection_process"
EARLIER: set[psutil.Process] = set()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(encoded(marked(), "PNG"))
    return path


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    with Inspector(LIMITS, timeout_s=1.5) as inspector:
        yield inspector


@pytest.fixture(autouse=True)
def earlier_processes() -> Iterator[None]:
    """Leave those out of account that other tests' desks in this process still keep warm."""
    earlier = set(inspectors_of(os.getpid()))
    EARLIER.update(earlier)
    yield
    EARLIER.difference_update(earlier)


def inspectors_of(pid: int) -> list[psutil.Process]:
    children = psutil.Process(pid).children(recursive=True)
    return [child for child in children if PROGRAM in child.cmdline() and child not in EARLIER]


def wait_until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def test_processes_start_when_needed_stay_warm_and_end(inspector: Inspector, picture: Path) -> None:
    assert inspectors_of(os.getpid()) == []
    assert inspector.inspect(picture, "image/png").pages == 1
    (first,) = inspectors_of(os.getpid())
    assert inspector.inspect(picture, "image/png").pages == 1
    assert inspectors_of(os.getpid()) == [first]
    inspector.close()
    assert inspectors_of(os.getpid()) == []
    assert inspector.inspect(picture, "image/png").pages == 1


def test_many_threads_share_two_processes(inspector: Inspector, picture: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: inspector.inspect(picture, "image/png").pages, range(40)))
    assert found == [1] * 40
    assert 1 <= len(inspectors_of(os.getpid())) <= 2


def test_a_process_killed_while_idle_is_replaced(inspector: Inspector, picture: Path) -> None:
    inspector.warm()
    (process,) = inspectors_of(os.getpid())
    process.kill()
    wait_until(lambda: process.status() == psutil.STATUS_ZOMBIE)
    assert inspector.inspect(picture, "image/png").pages == 1


def test_a_process_that_dies_at_work_refuses_that_file_only(inspector: Inspector, picture: Path) -> None:
    inspector.warm()
    (process,) = inspectors_of(os.getpid())
    process.suspend()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(inspector.inspect, picture, "image/png")
        wait_until(lambda: "_read_answer" in {frame.f_code.co_name for frame in sys._current_frames().values()})
        process.kill()
        with pytest.raises(UnreadableDocument, match="damaged"):
            asked.result()
    assert inspector.inspect(picture, "image/png").pages == 1


def test_a_process_that_hangs_is_ended_in_time(inspector: Inspector, picture: Path) -> None:
    inspector.warm()
    (process,) = inspectors_of(os.getpid())
    process.suspend()
    with pytest.raises(UnreadableDocument, match="never ends"):
        inspector.inspect(picture, "image/png")
    assert not process.is_running()
    assert inspector.inspect(picture, "image/png").pages == 1


def test_a_process_is_replaced_after_its_share(picture: Path) -> None:
    with Inspector(LIMITS, documents_per_process=2) as inspector:
        seen = set()
        for _ in range(5):
            inspector.inspect(picture, "image/png")
            seen |= {process.pid for process in inspectors_of(os.getpid())}
        assert len(seen) == 3


def test_a_process_knows_no_secrets(inspector: Inspector, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCR_DATABASE_URL", "postgresql+asyncpg://user:secret@host/db")
    inspector.inspect(picture, "image/png")
    (process,) = inspectors_of(os.getpid())
    assert "secret" not in repr(process.environ())


def test_a_process_has_its_memory_limited(inspector: Inspector) -> None:
    inspector.warm()
    (process,) = inspectors_of(os.getpid())
    soft, hard = process.rlimit(psutil.RLIMIT_AS)
    assert 0 < soft == hard < 2 * 1024**3


def test_no_process_outlives_a_killed_server(picture: Path) -> None:
    program = f"""
import time
from pathlib import Path
from ocrcore.documents.inspection import Inspector
from ocrcore.documents.limits import Limits
inspector = Inspector(Limits(max_bytes=10**6, max_pages=9, max_pixels=10**6))
inspector.inspect(Path({str(picture)!r}), "image/png")
print("ready", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        (process,) = inspectors_of(server.pid)
        server.send_signal(signal.SIGKILL)
    wait_until(lambda: not process.is_running())


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF that takes longer to open than anybody waits."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(1200)) + packer.flush()
    file = stream_object(packed, "/Type /EmbeddedFile /Filter /FlateDecode")
    named = b"<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /EF << /F 4 0 R >> >>"
    names = "/Names << /EmbeddedFiles << /Names [(factur-x.xml) 5 0 R] >> >>"
    path = tmp_path_factory.mktemp("bomb") / "bomb.pdf"
    path.write_bytes(pdf(objects=[file, named], catalog_extra=names))
    return path


def test_a_file_in_a_pdf_that_unpacks_without_end_is_refused_before_there_is_a_job(bomb: Path) -> None:
    with Inspector(BOMB_LIMITS) as inspector, pytest.raises(UnreadableDocument, match="never ends"):
        inspector.inspect(bomb, "application/pdf")


def test_documents_that_take_long_do_not_hold_up_the_others(bomb: Path, picture: Path) -> None:
    with Inspector(BOMB_LIMITS, timeout_s=5) as inspector, ThreadPoolExecutor(6) as threads:
        slow = [threads.submit(inspector.inspect, bomb, "application/pdf") for _ in range(6)]
        wait_until(lambda: len(inspectors_of(os.getpid())) >= 2)
        assert inspector.inspect(picture, "image/png").pages == 1
        assert sum(not each.done() for each in slow) >= 2, "it overtook them"
        for each in slow:
            with pytest.raises(UnreadableDocument, match="never ends"):
                each.result()


def test_too_many_that_take_long_are_sent_away(bomb: Path, picture: Path) -> None:
    with Inspector(BOMB_LIMITS, timeout_s=5, slow_at_once=1) as inspector, ThreadPoolExecutor(2) as threads:
        slow = [threads.submit(inspector.inspect, bomb, "application/pdf") for _ in range(2)]
        errors = [type(each.exception()) for each in slow]
        assert sorted(errors, key=str) == sorted([TooManyRequests, UnreadableDocument], key=str)
        assert inspector.inspect(picture, "image/png").pages == 1


def test_the_web_process_loads_no_library_that_parses() -> None:
    program = """
import sys
import ocrcore.desk.intake, ocrcore.storage.store, ocrcore.storage.local
heavy = {"PIL", "pypdfium2", "pillow_heif", "numpy", "cv2", "torch", "onnxruntime"}
sys.exit(", ".join(heavy & {name.split(".")[0] for name in sys.modules}) or 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_process_loads_no_engine() -> None:
    program = """
import sys
import ocrcore.documents.inspection_process
heavy = {"numpy", "cv2", "torch", "onnxruntime", "pydantic"}
sys.exit(", ".join(heavy & {name.split(".")[0] for name in sys.modules}) or 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
