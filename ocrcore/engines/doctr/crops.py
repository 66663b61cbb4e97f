"""Read word crops: cut out level, 32 pixels high, in batches of one width, through docTR's recogniser."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from ocrcore.engines.level_crop import level_crop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.onnx.network import OnnxNetwork

HEIGHT_PX = 32
BATCH = 32
SIDEWAYS = 1.5
"""A box this much higher than wide holds text that runs up or down, when most of the page's boxes do."""

VIEWS = ((0.0, -0.04, -0.04, -0.08), (0.0, 0.0, 0.0, 0.0), (0.05, -0.06, 0.05, -0.06))
"""How a box is cut for each further reading: left, top, right and bottom margin in heights of the box."""
SURE = 0.65
"""A word read with less is cut out anew, in another frame; the most certain of its readings stays."""

UNSURE_OF_LETTERS = 0.9
"""Of a word read with less, what the network saw is kept, so that its spelling can be weighed."""


class CropReading(NamedTuple):
    """What is read in a crop."""

    text: str
    confidence: float
    logits: NDArray[np.float32] | None = None
    """What the network gave, shape (steps, letters + 1); None for numbers and what it was sure of."""


def sideways(quads: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes hold text that runs downwards; none unless most of the page's boxed area does."""
    across = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    down = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    tall = down >= SIDEWAYS * across
    area = across * down
    return np.asarray(tall & (area[tall].sum() > area.sum() / 2), np.bool_)


def framed(quads: NDArray[np.float64], margins: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """Return quadrilaterals of shape (…, 4, 2) widened by margins (see `VIEWS`) along their own sides."""
    left, top, right, bottom = margins
    along, downwards = quads[..., 1, :] - quads[..., 0, :], quads[..., 3, :] - quads[..., 0, :]
    height = np.linalg.norm(downwards, axis=-1)[..., None, None]
    across, down = unit(along)[..., None, :], unit(downwards)[..., None, :]
    shifts = np.array([[-left, -top], [right, -top], [right, bottom], [-left, bottom]])
    return np.asarray(quads + height * (across * shifts[:, :1] + down * shifts[:, 1:]), np.float64)


def unit(side: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return vectors of length 1 along sides of shape (…, 2); nothing stays nothing."""
    return np.asarray(side / np.maximum(np.linalg.norm(side, axis=-1, keepdims=True), 1e-6), np.float64)


def cut(gray: NDArray[np.uint8], quad: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return what lies in a quadrilateral, level and 32 pixels high, in grey."""
    return level_crop(gray, quad, height_px=HEIGHT_PX)


BLANK_BETWEEN_WORDS = 2.5
"""Added to the logit of the blank: the network sees too few where the detector took two words for one (docs/models.md)."""
TORN_NUMBER = re.compile(r"\d[.,:/-]? [.,:/-]?\d")
"""What such a blank must not do: there, more often than two words, it is a sign that the network was not sure of."""


def _is_word(text: str) -> bool:
    """Tell whether a reading holds more letters than digits: numbers have no spelling, and their signs are not guessed."""
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


class CropReader:
    """docTR's recognition network with its post-processor."""

    def __init__(
        self,
        network: OnnxNetwork,
        *,
        vocabulary: str,
        widths: Sequence[int],
        mean: Sequence[float],
        std: Sequence[float],
    ) -> None:
        """Take a network and what it was trained with.

        Args:
            network: Gives CTC logits of shape (n, steps, letters + 1).
            vocabulary: Its letters in order; the blank comes after them.
            widths: Widths to which crops are padded on the right; what is wider than the last is squeezed to it.
            mean: The network's normalisation, by channel.
            std: The network's normalisation, by channel.
        """
        from onnxtr.models.recognition.models.crnn import CRNNPostProcessor  # noqa: PLC0415

        self._network = network
        self._post_processor: Any = CRNNPostProcessor(vocabulary)  # type: ignore[no-untyped-call]
        self._favour = BLANK_BETWEEN_WORDS * np.asarray([letter == " " for letter in [*vocabulary, ""]], np.float32)
        self._widths = tuple(widths)
        self._mean = np.asarray(mean, np.float32)[:, None, None]
        self._std = np.asarray(std, np.float32)[:, None, None]

    def read_boxes(self, gray: NDArray[np.uint8], quads: NDArray[np.float64]) -> list[CropReading]:
        """Return what is read in boxes of shape (n, 4, 2); what is unsure is read in further frames."""
        readings = [CropReading("", 0.0)] * len(quads)
        unsure = list(range(len(quads)))
        for margins in VIEWS:
            again = self.read([cut(gray, quad) for quad in framed(quads[unsure], margins)])
            for word, reading in zip(unsure, again, strict=True):
                readings[word] = max(readings[word], reading, key=lambda found: found.confidence)
            unsure = [word for word in unsure if readings[word].confidence < SURE]
        return readings

    def read(self, crops: Sequence[NDArray[np.uint8]]) -> list[CropReading]:
        """Return what is read in each grey crop of shape (32, width)."""
        groups: dict[int, list[int]] = defaultdict(list)
        for index, crop in enumerate(crops):
            fitting = (width for width in self._widths if width >= crop.shape[1])
            groups[next(fitting, self._widths[-1])].append(index)
        found = [CropReading("", 0.0)] * len(crops)
        for width, members in groups.items():
            for start in range(0, len(members), BATCH):
                part = members[start : start + BATCH]
                logits = self._network.run(self._batch([crops[i] for i in part], width))
                for index, reading in zip(part, self._decoded(logits), strict=True):
                    found[index] = reading
        return found

    def _decoded(self, logits: NDArray[np.float32]) -> list[CropReading]:
        favoured = logits + self._favour
        readings = []
        for row, (text, confidence) in enumerate(self._post_processor(favoured)):
            if TORN_NUMBER.search(text):
                reading = CropReading(*self._post_processor(logits[row : row + 1])[0])
            elif confidence < UNSURE_OF_LETTERS and _is_word(text):
                reading = CropReading(text, confidence, favoured[row].copy())
            else:
                reading = CropReading(text, confidence)
            readings.append(reading)
        return readings

    def _batch(self, crops: Sequence[NDArray[np.uint8]], width: int) -> NDArray[np.float32]:
        """Pad with black on the right, then normalise, as in training: shape (n, 3, 32, width)."""
        padded = np.zeros((len(crops), 1, HEIGHT_PX, width), dtype=np.float32)
        for row, crop in zip(padded[:, 0], crops, strict=True):
            fits = crop.shape[1] <= width
            fitted = crop if fits else cv2.resize(crop, (width, HEIGHT_PX), interpolation=cv2.INTER_AREA)
            row[:, : fitted.shape[1]] = fitted
        return np.asarray((padded / 255 - self._mean) / self._std, np.float32)
