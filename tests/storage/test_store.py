from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from ocrcore.config import load_settings
from ocrcore.errors import ConfigurationError, StorageError
from ocrcore.storage.local import LocalStorage
from ocrcore.storage.store import open_storage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_lies_under_its_hash(storage: LocalStorage) -> None:
    stored = storage.put(b"content", ".pdf")
    digest = hashlib.sha256(b"content").hexdigest()
    assert stored.sha256 == digest
    assert stored.key == f"uploads/{digest[:2]}/{digest}.pdf"
    assert stored.size_bytes == 7
    assert storage.read(stored.key) == b"content"
    with storage.open(stored.key) as stream:
        assert stream.read() == b"content"
    with storage.local_path(stored.key) as path:
        assert path.read_bytes() == b"content"


def test_equal_content_is_stored_once(storage: LocalStorage, tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    first = storage.put(content, ".png")
    with storage.local_path(first.key) as path:
        inode = path.stat().st_ino
    with ThreadPoolExecutor(8) as threads:
        stored = list(threads.map(lambda _: storage.put(content, ".png"), range(16)))
    assert storage.put(BytesIO(content), ".png") == first
    assert set(stored) == {first}
    assert [path.stat().st_ino for path in files_below(tmp_path)] == [inode]


def test_a_derived_file_replaces_the_one_before(storage: LocalStorage) -> None:
    storage.write("previews/0b1c/1.jpg", b"old")
    with storage.open("previews/0b1c/1.jpg") as reader:
        storage.write("previews/0b1c/1.jpg", b"new")
        assert reader.read() == b"old", "who reads it at this time sees all of the old one"
    assert storage.read("previews/0b1c/1.jpg") == b"new"


def test_deleting_leaves_nothing_and_may_be_repeated(storage: LocalStorage, tmp_path: Path) -> None:
    stored = storage.put(b"content", ".pdf")
    for page in (1, 2):
        storage.write(f"previews/0b1c/{page}.jpg", b"page")
    for _ in range(2):
        storage.delete(stored.key)
        storage.delete_tree("previews/0b1c")
    assert not storage.exists(stored.key)
    assert files_below(tmp_path) == []


def test_a_key_that_is_gone_is_an_error_with_advice(storage: LocalStorage) -> None:
    with pytest.raises(StorageError, match="Upload it again"):
        storage.read("uploads/ab/abc.pdf")
    with pytest.raises(StorageError, match="Upload it again"):
        storage.open("uploads/ab/abc.pdf")
    with pytest.raises(StorageError, match="Upload it again"), storage.local_path("uploads/ab/abc.pdf"):
        pass


@pytest.mark.parametrize(
    "key", ["", "..", "../x", "uploads/../../x", "/etc/passwd", "uploads//x", "a b", "Ab", "x/", "incoming/x", "a\n"]
)
def test_what_is_no_key_reaches_no_file(storage: LocalStorage, key: str) -> None:
    with pytest.raises(StorageError, match="not a key"):
        storage.write(key, b"x")
    with pytest.raises(StorageError, match="not a key"):
        storage.exists(key)


class _Breaking(BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_write_that_fails_leaves_nothing(storage: LocalStorage, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Input/output error"):
        storage.put(_Breaking(os.urandom(3_000_000)), ".pdf")
    assert files_below(tmp_path) == []


def test_a_process_killed_while_writing_leaves_no_half_file(storage: LocalStorage, tmp_path: Path) -> None:
    program = f"""
import os, signal
from io import BytesIO
from pathlib import Path
from ocrcore.storage.local import LocalStorage
class Dying(BytesIO):
    def read(self, size=-1):
        if self.tell():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(size)
LocalStorage(Path({str(tmp_path)!r})).put(Dying(bytes(3_000_000)), ".pdf")
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = files_below(tmp_path)
    assert left.parent.name == "incoming"
    LocalStorage(tmp_path)
    assert left.exists(), "what is young may still be written"
    os.utime(left, (0, 0))
    LocalStorage(tmp_path)
    assert files_below(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="data folder"):
        LocalStorage(tmp_path / "file")


@pytest.mark.parametrize("url", ["", "file://{folder}/my%20files", "{folder}/my files"])
def test_a_folder_is_the_store_for_a_path_or_file_url(tmp_path: Path, url: str) -> None:
    settings = load_settings(data_dir=tmp_path, storage_url=url.format(folder=tmp_path))
    open_storage(settings).write("a/b.txt", b"x")
    root = tmp_path / "my files" if url else tmp_path
    assert (root / "a" / "b.txt").read_bytes() == b"x"


@pytest.mark.parametrize("url", ["s3://bucket/folder", "ftp://host/x", "file://elsewhere/folder"])
def test_an_unknown_store_is_a_configuration_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="OCR_STORAGE_URL"):
        open_storage(load_settings(data_dir=tmp_path, storage_url=url))
