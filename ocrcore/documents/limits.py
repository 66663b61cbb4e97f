"""How much one document may bring, and the sentences for what is more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.errors import EmptyFile, FileTooLarge, TooManyPages, TooManyPixels, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.config import Settings

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The largest document that is accepted: bytes of the file, pages, pixels of one page."""

    max_bytes: int
    max_pages: int
    max_pixels: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits that the settings give."""
        return cls(max_bytes=settings.max_upload_bytes, max_pages=settings.max_pages, max_pixels=settings.max_pixels)

    def check_bytes(self, size_bytes: int) -> None:
        """Pass a file of this size, or say why not.

        Raises:
            EmptyFile: It has no bytes.
            FileTooLarge: It has more than `max_bytes`.
        """
        if size_bytes == 0:
            raise EmptyFile
        if size_bytes > self.max_bytes:
            raise FileTooLarge(
                f"The file is {_tenths(size_bytes / _MIB, math.ceil)} MB; at most "
                f"{_tenths(self.max_bytes / _MIB, math.floor)} MB are accepted. Make it smaller "
                "(a lower resolution or fewer pages) and upload it again."
            )

    def check_pages(self, pages: int, *, at_least: bool = False) -> None:
        """Pass a document of this many pages, or say why not.

        Args:
            pages: The number of pages.
            at_least: Counting stopped here, there may be more.

        Raises:
            UnreadableDocument: It has none.
            TooManyPages: It has more than `max_pages`.
        """
        if pages < 1:
            raise UnreadableDocument("The document has no pages. Export or scan it again and upload the new file.")
        if pages > self.max_pages:
            count = f"more than {self.max_pages}" if at_least else f"{pages}"
            raise TooManyPages(
                f"The document has {count} pages; at most {self.max_pages} are accepted. Split it and upload the parts."
            )

    def check_pixels(self, width: int, height: int) -> None:
        """Pass a picture of this size, or say why not.

        Raises:
            UnreadableDocument: It has no pixels.
            TooManyPixels: It has more than `max_pixels`.
        """
        if width < 1 or height < 1:
            raise UnreadableDocument(f"The picture is {width} × {height} pixels: it is damaged. Scan it again.")
        if width * height > self.max_pixels:
            raise TooManyPixels(
                f"The picture is {width} × {height} pixels ({_tenths(width * height / 1e6, math.ceil)} megapixels); "
                f"at most {_tenths(self.max_pixels / 1e6, math.floor)} megapixels are accepted. "
                "Save it at a lower resolution and upload it again."
            )


def _tenths(value: float, rounding: Callable[[float], int]) -> str:
    """Write `value` with at most one decimal, rounded so that what is over a limit also looks so."""
    return f"{rounding(value * 10) / 10:.1f}".removesuffix(".0")
