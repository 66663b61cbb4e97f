"""Two engines read a page and vote: the way to read that is asked for as the engine `consensus`.

Nothing here imports an image library, for the server asks every engine whether it is available.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.config import get_settings
from ocrcore.engines.base import Availability, engine_classes, missing
from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.layout.page import Detection

NAME = "consensus"
PREFERRED = ("doctr_plus", "paddleocr", "doctr", "tesseract")
"""The engines that are taken first, besides the default one."""
VOTERS = 2


class Consensus:
    """The default engine and the best other one that is there; `pipeline.reading` lets their readings vote."""

    name = NAME
    label = "Two engines read and vote on every field: the surest, at the price of both"
    tiers: tuple[str, ...] = ()
    stops_early = False
    upright_confidence = 0.85

    def __init__(self) -> None:
        self.engines: tuple[Engine, ...] = ()

    @classmethod
    def availability(cls) -> Availability:
        """Tell which two engines would read, or that there are not two."""
        pair = choose_pair(get_settings().default_engine)
        found = [each.availability() for each in pair]
        if len(pair) < VOTERS:
            lack = (
                EngineUnavailable(case="no_second", engine=pair[0].name)
                if pair
                else EngineUnavailable(case="no_engines")
            )
            return missing(lack, install=_advice())
        return Availability(
            available=True,
            version=" + ".join(f"{each.name} {one.version}" for each, one in zip(pair, found, strict=True)),
            languages=tuple(sorted({code for one in found for code in one.languages})),
        )

    def load(self, *, threads: int) -> None:
        """Load both engines.

        Raises:
            EngineUnavailable: There are not two.
        """
        found = self.availability()
        if not found.available:
            lack = found.error or EngineUnavailable(found.reason)
            raise EngineUnavailable(case="consensus", why=lack, install=found.install) if found.install else lack
        engines = tuple(each() for each in choose_pair(get_settings().default_engine))
        for each in engines:
            each.load(threads=threads)
        self.engines = engines

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image with both engines; of each row, the reading with more certain letters stays.

        Raises:
            EngineUnavailable: The engines are not loaded.
            EngineError: An engine failed.
        """
        from ocrcore.layout.merge import merge  # noqa: PLC0415 - brings image libraries along

        if not self.engines:
            raise EngineUnavailable(case="consensus_not_loaded")
        first, *others = (each.detect(image, options) for each in self.engines)
        for other in others:
            first = merge(first, other, image.shape[1], image.shape[0])
        return first


def choose_pair(default: str) -> tuple[type[Engine], ...]:
    """Return the default engine and the best other one, of those that can run here; fewer when there are not two.

    Variants of one engine (`doctr`, `doctr_plus`) share their networks, and so their errors: one of them at most.
    """
    classes = {name: each for name, each in engine_classes().items() if name != NAME and each.availability().available}
    order = sorted(classes, key=lambda name: (name != default, _place(name), name))
    pair: dict[str, type[Engine]] = {}
    for name in order:
        pair.setdefault(name.partition("_")[0], classes[name])
    return tuple(pair.values())[:VOTERS]


def _place(name: str) -> int:
    return PREFERRED.index(name) if name in PREFERRED else len(PREFERRED)


def _advice() -> str:
    """Return what installs another engine."""
    missing = [each.availability() for name, each in engine_classes().items() if name != NAME]
    return next((one.install for one in missing if not one.available and one.install), "")
