"""How much one document may bring, and what is raised for more."""

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
                size_mb=_tenths(size_bytes / _MIB, math.ceil), limit_mb=_tenths(self.max_bytes / _MIB, math.floor)
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
            raise UnreadableDocument(case="no_pages")
        if pages > self.max_pages:
            if at_least:
                raise TooManyPages(limit=self.max_pages)
            raise TooManyPages(pages=pages, limit=self.max_pages)

    def check_pixels(self, width: int, height: int) -> None:
        """Pass a picture of this size, or say why not.

        Raises:
            UnreadableDocument: It has no pixels.
            TooManyPixels: It has more than `max_pixels`.
        """
        if width < 1 or height < 1:
            raise UnreadableDocument(width=width, height=height)
        if width * height > self.max_pixels:
            raise TooManyPixels(
                width=width,
                height=height,
                megapixels=_tenths(width * height / 1e6, math.ceil),
                limit=_tenths(self.max_pixels / 1e6, math.floor),
            )


def _tenths(value: float, rounding: Callable[[float], int]) -> int | float:
    """Return `value` with at most one decimal, rounded so that what is over a limit also looks so."""
    tenths = rounding(value * 10)
    return tenths / 10 if tenths % 10 else tenths // 10
