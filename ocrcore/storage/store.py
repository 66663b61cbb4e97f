"""Where files lie: the contract, and the choice of a store by OCR_STORAGE_URL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from ocrcore.errors import ConfigurationError
from ocrcore.storage.local import LocalStorage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from ocrcore.config import Settings
    from ocrcore.storage.stored_file import StoredFile


class Storage(Protocol):
    """A place for files under keys such as `uploads/ab/abcdef….pdf`.

    A key is made of lower-case letters, digits and `._-`, in parts joined by `/`; it never holds a person's words.
    Every call may block; callers on an event loop use a thread. Every method raises `StorageError` when the store
    fails, and for a key that does not exist unless it says otherwise.
    """

    def put(self, data: bytes | BinaryIO, suffix: str) -> StoredFile:
        """Store an upload once: equal content has one key. On return it survives a power cut."""
        ...

    def write(self, key: str, data: bytes) -> None:
        """Store a derived file, such as `previews/<job id>/1.jpg`, in one step, over what was there."""
        ...

    def read(self, key: str) -> bytes:
        """Return a file's content."""
        ...

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading; the caller closes it."""
        ...

    def local_path(self, key: str) -> AbstractContextManager[Path]:
        """Lend the file as a path on this machine, for readers that need one."""
        ...

    def exists(self, key: str) -> bool:
        """Tell whether there is a file under this key."""
        ...

    def delete(self, key: str) -> None:
        """Delete a file; one that is gone already is no error."""
        ...

    def delete_tree(self, prefix: str) -> None:
        """Delete every file below `prefix/`; none there is no error."""
        ...

    def keys(self, folder: str, *, older_than_s: float) -> Iterator[str]:
        """Yield the keys below `folder/` whose files were written at least so many seconds ago."""
        ...

    def free_bytes(self) -> int | None:
        """Return how much more it can hold; None where it has no end."""
        ...


def open_storage(settings: Settings) -> Storage:
    """Return the store that the settings name: a local folder for a path or `file:///…`, by default the data folder.

    Raises:
        ConfigurationError: The URL's scheme is not known.
        StorageError: The folder cannot be made.
    """
    url = settings.storage_url
    if not url:
        return LocalStorage(settings.data_dir)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
        return LocalStorage(Path(unquote(parts.path)))
    if not parts.scheme:
        return LocalStorage(Path(url))
    raise ConfigurationError(scheme=parts.scheme)
