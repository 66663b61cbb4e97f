"""Picture files opened with Pillow: their pages as upright RGB images.

The pages of a TIFF and the pictures of a HEIF collection are pages. Of everything else that can hold several frames
(animated GIF, WEBP, AVIF and PNG, the extra views of a JPEG) the first frame is the document: the others are states
of one moving picture, and reading them would repeat its text.

Only processes that may die open files: the inspection's and the OCR processes.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif import HeifImageFile, register_heif_opener

from ocrcore.errors import TooManyPixels, UnreadableDocument, figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocrcore.documents.limits import Limits

register_heif_opener(decode_threads=1)

_FORMATS = {
    "image/avif": AvifImagePlugin.AvifImageFile.format,
    "image/bmp": BmpImagePlugin.BmpImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/heic": HeifImageFile.format,
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/tiff": TiffImagePlugin.TiffImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
}
_PAGED = frozenset({"image/tiff", "image/heic"})

PILLOW_ERRORS = (
    OSError,  # cannot identify, truncated, decoder not available, broken data stream
    SyntaxError,  # a plugin's “not a … file”, broken PNG chunks
    ValueError,  # text chunk too large, bad seek, wrong mode, unsupported conversion
    TypeError,  # tags of an unexpected type
    KeyError,  # missing tags, unknown modes
    IndexError,  # short headers and palettes
    EOFError,  # no such frame
    AttributeError,  # tags of an unexpected type
    AssertionError,  # plugins check headers with assert
    OverflowError,  # sizes beyond a C integer
    ZeroDivisionError,  # rationals of EXIF and TIFF
    RuntimeError,  # libheif, unknown TIFF types
    struct.error,  # short binary fields
    zlib.error,  # compressed PNG chunks
)
"""What Pillow and its plugins raise for files that are not sound; it has no class of its own for it."""

_TAG_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright by its EXIF orientation (CIPA DC-008, tag 274)."""
_TAG_NEW_SUBFILE_TYPE = 254
_REDUCED_RESOLUTION = 1


class PictureFile:
    """A picture file; `len()` is its number of pages. Use it as a context manager."""

    def __init__(self, path: Path, mime_type: str, limits: Limits) -> None:
        """Read the headers.

        Raises:
            UnreadableDocument: The file is damaged.
            TooManyPages: More pages than `limits` allow.
            TooManyPixels: A page has more pixels than `limits` allow.
        """
        self._path = path
        self._format = _FORMATS[mime_type]
        self._limits = limits
        self._image: Image.Image | None = self._open()
        try:
            self._frames = self._pages(self._image) if mime_type in _PAGED else [self._image.tell()]
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> PictureFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._frames)

    def close(self) -> None:
        """Close the file."""
        if self._image is not None:
            self._image.close()
            self._image = None

    def picture(self, index: int, *, at_least_px: int | None = None) -> Image.Image:
        """Decode page `index` (from 0) upright, in RGB, transparent parts white.

        Args:
            index: The page.
            at_least_px: A picture of which the longer side is at least so long is enough, if that is cheaper.

        Raises:
            UnreadableDocument: The page is damaged.
            TooManyPixels: It has more pixels than the limits allow.
        """
        image = self._image or self._open()
        self._image = image
        with _translated(self._limits):
            if len(self._frames) > 1:
                image.seek(self._frames[index])
            self._limits.check_pixels(*image.size)
            if at_least_px and image.format == "JPEG":
                image.draft(None, (at_least_px, at_least_px))
            image.load()
            page = _flat_rgb(_upright(image))
            page = page.copy() if page is image else page
        if len(self._frames) == 1:
            self.close()
        return page

    def _open(self) -> Image.Image:
        # The first size is checked here, with its own sentence: Pillow's guard would hide the numbers.
        with _translated(self._limits, guard=False):
            image = Image.open(self._path, formats=[self._format])
            try:
                self._limits.check_pixels(*image.size)
            except BaseException:
                image.close()
                raise
        return image

    def _pages(self, image: Image.Image) -> list[int]:
        """Return the frames that are pages, not the small copies of other pages that a TIFF may hold."""
        frames: list[int] = []
        reduced: list[int] = []
        for frame in range(2 * self._limits.max_pages + 2):
            with _translated(self._limits):
                try:
                    image.seek(frame)
                except EOFError:
                    break
                self._limits.check_pixels(*image.size)
                kind = image.tag_v2.get(_TAG_NEW_SUBFILE_TYPE, 0) if hasattr(image, "tag_v2") else 0
            (reduced if kind == _REDUCED_RESOLUTION else frames).append(frame)
            self._limits.check_pages(len(frames or reduced), at_least=True)
        return frames or reduced


@contextmanager
def _translated(limits: Limits, *, guard: bool = True) -> Iterator[None]:
    """Turn what Pillow raises into our errors; with `guard` it also checks sizes that only decoding shows.

    Its warnings are about metadata (a broken EXIF block, an odd palette): the picture is read all the same.
    """
    former = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = limits.max_pixels if guard else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(limit=figure(limits.max_pixels / 1e6)) from error
    except PILLOW_ERRORS as error:
        raise UnreadableDocument(case=_case(error)) from error
    finally:
        Image.MAX_IMAGE_PIXELS = former


def _case(error: Exception) -> str:
    words = str(error).lower()
    if "truncated" in words or "not processed" in words or "end of data" in words:
        return "truncated"
    if "unsupported" in words or "not available" in words:
        return "packing"
    return "picture"


def _upright(image: Image.Image) -> Image.Image:
    """Apply the camera's orientation. `ImageOps.exif_transpose` would fail on blocks that are broken elsewhere."""
    try:
        orientation = image.getexif().get(_TAG_ORIENTATION)
    except PILLOW_ERRORS:
        return image  # its EXIF block is broken, its pixels are not
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _flat_rgb(image: Image.Image) -> Image.Image:
    """Return any mode as RGB with 8 bits a channel, transparent parts white."""
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image).convert("RGB")
    if image.mode == "LAB":
        return image.getchannel("L").convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        flat = Image.new("RGB", layer.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Map grey levels of 16 and 32 bits, or of fractions, to 8 bits by the range that their maximum shows."""
    wide = image.convert("F")
    extrema = wide.getextrema()
    highest = float(max(v for v in extrema if isinstance(v, (int, float))))
    top = next((top for top in (1.0, 255.0, 65535.0) if highest <= top), highest)
    if image.mode != "F" and top == 1.0:
        top = 255.0
    return wide.point(lambda level: level * (255.0 / top)).convert("L")
