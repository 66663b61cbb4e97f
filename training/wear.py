"""What time, paper, printer and camera do to a printed page: each function takes an image and gives a worn one.

Images are uint8, grey `(height, width)` or RGB `(height, width, 3)`; dark ink on light paper. Quadrilaterals are
float32 `(n, 4, 2)` in pixels, x before y. Nothing is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Quads = NDArray[np.float32]

cv2.setNumThreads(1)


def _clip(values: NDArray[np.float32]) -> Image:
    return np.clip(values, 0, 255).astype(np.uint8)


def _like(map_: NDArray[np.float32], image: Image) -> NDArray[np.float32]:
    return map_[:, :, None] if image.ndim == 3 else map_


def cloud(rng: np.random.Generator, height: int, width: int, cell_px: float) -> NDArray[np.float32]:
    """Return smooth random values of about 0 to 1, whose hills are about `cell_px` wide."""
    rows, columns = max(2, int(height / cell_px) + 1), max(2, int(width / cell_px) + 1)
    coarse = rng.random((rows, columns), dtype=np.float32)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)


def paper_of(image: Image) -> float:
    """Return the paper's brightness: what nine tenths of the pixels lie under."""
    return float(np.percentile(image[::4, ::4], 90))


def fade(rng: np.random.Generator, image: Image, least: float = 0.25) -> Image:
    """Bleach the ink towards the paper, more in some places than in others; `least` of it is left at the palest."""
    height, width = image.shape[:2]
    left = least + (1 - least) * cloud(rng, height, width, max(12.0, height * float(rng.uniform(0.3, 3))))
    paper = paper_of(image)
    return _clip(paper - (paper - image.astype(np.float32)) * _like(left * float(rng.uniform(0.6, 1)), image))


def spread(image: Image, amount: float) -> Image:
    """Let ink run: strokes grow by up to a pixel each way (`amount` 0 to 1)."""
    return cv2.addWeighted(cv2.erode(image, np.ones((3, 3), np.uint8)), amount, image, 1 - amount, 0)


def thin(image: Image, amount: float) -> Image:
    """Starve the strokes: they lose up to a pixel at the edges (`amount` 0 to 1)."""
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    return cv2.addWeighted(cv2.dilate(image, kernel), amount, image, 1 - amount, 0)


def dropouts(rng: np.random.Generator, image: Image, scale_px: float) -> Image:
    """Leave out what a worn print head leaves out: columns of dead dots, pale bands across."""
    paper = paper_of(image)
    height, width = image.shape[:2]
    left = np.ones((height, width), np.float32)
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 3 + width // 150))):
            x, broad = int(rng.integers(width)), max(1, round(scale_px * float(rng.uniform(0.02, 0.08))))
            left[:, x : x + broad] *= float(rng.uniform(0, 0.6))
    else:
        for _ in range(int(rng.integers(1, 3 + height // 100))):
            y, broad = int(rng.integers(height)), max(1, round(scale_px * float(rng.uniform(0.03, 0.15))))
            left[y : y + broad] *= float(rng.uniform(0.1, 0.7))
    return _clip(paper - (paper - image.astype(np.float32)) * _like(left, image))


def crumble(rng: np.random.Generator, image: Image, scale_px: float) -> Image:
    """Break strokes: small flecks of ink are missing, as on rough or rubbed thermal paper."""
    height, width = image.shape[:2]
    flecks = cloud(rng, height, width, max(1.0, scale_px * float(rng.uniform(0.03, 0.14))))
    kept = np.clip((flecks - float(rng.uniform(0.05, 0.38))) * 6, float(rng.uniform(0, 0.5)), 1).astype(np.float32)
    paper = paper_of(image)
    return _clip(paper - (paper - image.astype(np.float32)) * _like(kept, image))


def dots(image: Image, pitch_px: float, phase: tuple[float, float] = (0.0, 0.0)) -> Image:
    """Print through a needle grid: the image becomes round dots `pitch_px` apart."""
    height, width = image.shape[:2]
    across = np.cos((np.arange(width, dtype=np.float32) + phase[0]) * (2 * np.pi / pitch_px))
    down = np.cos((np.arange(height, dtype=np.float32) + phase[1]) * (2 * np.pi / pitch_px))
    kept = np.clip(0.55 + 0.45 * (across[None, :] + down[:, None]), 0, 1)
    paper = paper_of(image)
    return _clip(paper - (paper - image.astype(np.float32)) * _like(kept, image))


def blur(rng: np.random.Generator, image: Image, most_px: float = 1.3) -> Image:
    """Defocus, or shake the camera along one direction."""
    if rng.random() < 0.75:
        return cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.25, most_px)))
    length = max(2, round(most_px * 2.5 * float(rng.uniform(0.4, 1))))
    kernel = np.zeros((length, length), np.float32)
    angle = float(rng.uniform(0, np.pi))
    middle = (length - 1) / 2
    reach = np.array([np.cos(angle), np.sin(angle)]) * middle
    start, end = (np.round(middle + sign * reach).astype(int) for sign in (-1, 1))
    cv2.line(kernel, tuple(map(int, start)), tuple(map(int, end)), 1.0)
    return cv2.filter2D(image, -1, kernel / max(1.0, float(kernel.sum())))


def noise(rng: np.random.Generator, image: Image, most: float = 16.0) -> Image:
    """Add the grain of a sensor, fine or of a few pixels."""
    height, width = image.shape[:2]
    grain = 1 if rng.random() < 0.6 else 2
    values = rng.standard_normal((height // grain + 1, width // grain + 1), dtype=np.float32)
    if grain > 1:
        values = cv2.resize(values, None, fx=grain, fy=grain, interpolation=cv2.INTER_LINEAR)
    return _clip(image + _like(values[:height, :width] * float(rng.uniform(1, most)), image))


def jpeg(rng: np.random.Generator, image: Image, least_quality: int = 20) -> Image:
    """Compress as a phone, a scanner or a messenger does."""
    quality = int(rng.integers(least_quality, 90))
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if image.ndim == 2 else cv2.IMREAD_COLOR).astype(np.uint8)


def shade(rng: np.random.Generator, image: Image, darkest: float = 0.5) -> Image:
    """Light the page unevenly: a slope, soft spots, at times the hard edge of a shadow."""
    height, width = image.shape[:2]
    slope = np.linspace(float(rng.uniform(darkest, 1)), float(rng.uniform(darkest, 1)), width, dtype=np.float32)[None]
    down = np.linspace(float(rng.uniform(darkest, 1)), 1, height, dtype=np.float32)[:, None]
    light = (slope + down) / 2 * (0.85 + 0.15 * cloud(rng, height, width, max(height, width) / 3))
    if rng.random() < 0.3:
        normal = float(rng.uniform(0, 2 * np.pi))
        offset = (np.cos(normal) * (np.arange(width, dtype=np.float32)[None] - width * rng.random())
            + np.sin(normal) * (np.arange(height, dtype=np.float32)[:, None] - height * rng.random()))  # fmt: skip
        edge = 1 / (1 + np.exp(-np.clip(offset / float(rng.uniform(1, 25)), -30, 30)))
        light = light * (1 - float(rng.uniform(0.1, 0.45)) * edge).astype(np.float32)
    return _clip(image * _like(light.astype(np.float32), image))


def fold(rng: np.random.Generator, image: Image) -> Image:
    """Crease the paper: bright and dark lines across it, ink rubbed off along them."""
    height, width = image.shape[:2]
    result = image.astype(np.float32)
    for _ in range(int(rng.integers(1, 4))):
        lying = rng.random() < 0.6
        length, across = (height, width) if lying else (width, height)
        line = length * rng.random() + np.cumsum(rng.standard_normal(across)).astype(np.float32) * 0.15
        distance = np.arange(length, dtype=np.float32)[:, None] - line[None, :].astype(np.float32)
        ridge = np.exp(-((distance / float(rng.uniform(1, 3))) ** 2)) * float(rng.uniform(-35, 45))
        ridge += np.tanh(distance / 20) * np.exp(-np.abs(distance) / 60) * float(rng.uniform(-14, 14))
        result = result + _like((ridge if lying else ridge.T).astype(np.float32), image)
    return _clip(result)


def strokes(rng: np.random.Generator, image: Image, scale_px: float) -> Image:
    """Write across the page as a pen does: loops, ticks, an underline."""
    result = image.copy()
    height, width = image.shape[:2]
    colour = (30, 40, int(rng.integers(60, 200))) if image.ndim == 3 else int(rng.integers(20, 130))
    for _ in range(int(rng.integers(1, 3))):
        points = int(rng.integers(3, 14))
        walk = np.cumsum(rng.normal([0.5, 0], [1.0, 1.2], (points, 2)) * scale_px * 2, axis=0)
        walk += np.array([rng.random() * width, rng.random() * height])
        fine = np.linspace(0, points - 1, points * 6)
        smooth = np.stack([np.interp(fine, np.arange(points), walk[:, axis]) for axis in (0, 1)], 1)
        smooth = cv2.blur(smooth.astype(np.float32), (1, 7))
        thick = max(1, round(scale_px * float(rng.uniform(0.05, 0.14))))
        cv2.polylines(result, [smooth.round().astype(np.int32)], isClosed=False, color=colour, thickness=thick,
            lineType=cv2.LINE_AA)  # fmt: skip
    return result


def stamp(rng: np.random.Generator, image: Image, scale_px: float) -> Image:
    """Press a round or square rubber stamp on the page, half dry."""
    height, width = image.shape[:2]
    radius = int(scale_px * float(rng.uniform(2.5, 6)))
    mask = np.zeros((height, width), np.float32)
    centre = (int(rng.integers(width)), int(rng.integers(height)))
    thick = max(1, int(scale_px * 0.15))
    if rng.random() < 0.6:
        cv2.circle(mask, centre, radius, 1.0, thick)
        cv2.circle(mask, centre, int(radius * 0.7), 1.0, thick)
    else:
        reach = (radius, radius // 2)
        cv2.rectangle(mask, (centre[0] - reach[0], centre[1] - reach[1]), (centre[0] + reach[0], centre[1] + reach[1]),
            1.0, thick)  # fmt: skip
    dry = cloud(rng, height, width, scale_px / 3)
    mask *= np.clip(dry * 2 - 0.4, 0, 1) * float(rng.uniform(0.3, 0.8))
    ink = np.array([60, 60, 170] if rng.random() < 0.7 else [170, 50, 60], np.float32)
    ink = ink if image.ndim == 3 else np.float32(ink.mean())
    return _clip(image * (1 - _like(mask, image)) + _like(mask, image) * ink)


def low_resolution(rng: np.random.Generator, image: Image, least: float = 0.4) -> Image:
    """Lose detail as a cheap scan or a thumbnail does: smaller, then back to the same size."""
    height, width = image.shape[:2]
    factor = float(rng.uniform(least, 0.9))
    small = cv2.resize(image, (max(4, int(width * factor)), max(4, int(height * factor))),
        interpolation=int(rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR])))  # fmt: skip
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def tint(rng: np.random.Generator, image: Image) -> Image:
    """Colour the paper: yellowed thermal rolls, pink and blue carbon copies. An RGB image is needed."""
    colour = np.array([1.0, float(rng.uniform(0.85, 1)), float(rng.uniform(0.7, 1))], np.float32)
    if rng.random() < 0.3:
        colour = rng.uniform(0.75, 1, 3).astype(np.float32)
    return _clip(image * colour)


def surface(rng: np.random.Generator, height: int, width: int) -> Image:
    """Return a table, cloth, wood or carpet to lay a page on, RGB: often dark, at times nearly as light as paper."""
    base = rng.uniform(15, 235) * np.ones(3, np.float32) + rng.normal(0, 14, 3).astype(np.float32)
    texture = cloud(rng, height, width, float(rng.uniform(2, 60))) - 0.5
    if rng.random() < 0.35:
        grain = cv2.resize(rng.random((max(2, height // 4), 3), dtype=np.float32), (width, height))
        texture += grain - 0.5
    texture = texture * float(rng.uniform(3, 60))
    if rng.random() < 0.5:
        texture += rng.standard_normal((height, width), dtype=np.float32) * float(rng.uniform(1, 14))
    return _clip(base + texture[:, :, None])


def move(image: Image, quads: Quads, homography: NDArray[np.float64], size: tuple[int, int], under: Image | None = None
         ) -> tuple[Image, Quads]:  # fmt: skip
    """Map an RGB page and its quadrilaterals through a homography, onto `under` or a mirror of its own edge.

    Args:
        image: The page.
        quads: Its words.
        homography: 3×3, from page to result.
        size: Width and height of the result in pixels.
        under: What shows where the page does not reach, of the result's size.
    """
    if under is None:
        result = cv2.warpPerspective(image, homography, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    else:
        result = under.copy()
        cv2.warpPerspective(image, homography, size, result, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    moved = cv2.perspectiveTransform(quads.reshape(1, -1, 2), homography) if quads.size else quads
    return result.astype(np.uint8), moved.reshape(-1, 4, 2).astype(np.float32)


def homography(rng: np.random.Generator, width: int, height: int, *, angle_deg: float, bend: float, scale: float = 1.0,
               margin_px: tuple[int, int] = (0, 0)) -> tuple[NDArray[np.float64], tuple[int, int]]:  # fmt: skip
    """Return a random view of a page, and the size of the picture that holds it with `margin_px` (x, y) around.

    Args:
        rng: The source of chance.
        width: The page's width in pixels.
        height: The page's height in pixels.
        angle_deg: The turn, clockwise.
        bend: How far corners may stray, as a fraction of the page's width.
        scale: Size of the result to that of the page.
        margin_px: Room left beside and above the page.
    """
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = np.deg2rad(angle_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]], np.float32)
    moved = (corners - corners.mean(0)) @ rotation.T * scale
    moved += rng.uniform(-bend, bend, (4, 2)).astype(np.float32) * width * scale
    moved = (moved - moved.min(0) + np.array(margin_px)).astype(np.float32)
    reach = moved.max(0) + np.array(margin_px)
    return cv2.getPerspectiveTransform(corners, moved), (int(np.ceil(reach[0])), int(np.ceil(reach[1])))


def curl(rng: np.random.Generator, image: Image, quads: Quads, most_px: float) -> tuple[Image, Quads]:
    """Let the paper wave: rows rise and sink by up to `most_px` along the page's width."""
    height, width = image.shape[:2]
    waves, phase, depth = float(rng.uniform(0.3, 1.6)), float(rng.uniform(0, 6.3)), float(rng.uniform(0.2, 1)) * most_px
    lift = (np.sin(np.arange(width, dtype=np.float32) / width * waves * 2 * np.pi + phase) * depth).astype(np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(image, x, y - lift[None, :], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    moved = quads.copy()
    if quads.size:
        moved[..., 1] += lift[np.clip(quads[..., 0], 0, width - 1).astype(int)]
    return bent.astype(np.uint8), moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How hard a life a page had: the chance of each kind of damage (0 to 1)."""

    fade: float
    print_damage: float
    folds: float
    marks: float
    light: float
    view: float
    optics: float


CLEAN = Wear(fade=0, print_damage=0, folds=0, marks=0, light=0.15, view=0.2, optics=0.2)
USED = Wear(fade=0.3, print_damage=0.3, folds=0.2, marks=0.15, light=0.5, view=0.6, optics=0.5)
WORN = Wear(fade=0.6, print_damage=0.5, folds=0.5, marks=0.3, light=0.8, view=0.8, optics=0.8)


def wear_print(rng: np.random.Generator, image: Image, scale_px: float, wear: Wear) -> Image:
    """Damage what lies on the paper: ink, folds, pen and stamp. `scale_px` is the height of a common letter."""
    if rng.random() < wear.print_damage:
        image = (
            spread(image, float(rng.uniform(0.1, 0.8))) if rng.random() < 0.5 else thin(image, rng.uniform(0.1, 0.6))
        )
    if rng.random() < wear.print_damage * 0.6:
        image = crumble(rng, image, scale_px)
    if rng.random() < wear.print_damage * 0.5:
        image = dropouts(rng, image, scale_px)
    if rng.random() < wear.fade:
        image = fade(rng, image, 0.3)
    if rng.random() < wear.folds:
        image = fold(rng, image)
    if rng.random() < wear.marks:
        image = strokes(rng, image, scale_px) if rng.random() < 0.6 else stamp(rng, image, scale_px)
    return image


def photograph(rng: np.random.Generator, image: Image, quads: Quads, wear: Wear, *, most_turn_deg: float = 4.0
               ) -> tuple[Image, Quads]:  # fmt: skip
    """Scan or photograph an RGB page: view, surface, light, lens, grain and compression; the words move with it."""
    if rng.random() < wear.view:
        if rng.random() < 0.3:
            image, quads = curl(rng, image, quads, image.shape[1] * 0.012)
        height, width = image.shape[:2]
        margin = (int(width * rng.uniform(0, 0.25)), int(width * rng.uniform(0, 0.25)))
        angle = float(np.clip(rng.normal(0, most_turn_deg / 2), -most_turn_deg, most_turn_deg))
        view, size = homography(rng, width, height, angle_deg=angle, bend=float(rng.choice([0, 0.01, 0.03])),
            margin_px=margin)  # fmt: skip
        image, quads = move(image, quads, view, size, surface(rng, size[1], size[0]))
    if rng.random() < wear.light:
        image = shade(rng, image)
    if rng.random() < wear.optics:
        image = blur(rng, image)
    if rng.random() < wear.optics * 0.8:
        image = noise(rng, image)
    if rng.random() < wear.optics:
        image = jpeg(rng, image, 30)
    return image, quads
