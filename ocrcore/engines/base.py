"""What every engine takes and gives: the contract; the tree in which text comes back is that of `layout.page`."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ocrcore.errors import EngineUnavailable, UnknownEngine
from ocrcore.layout.page import Box, Detection, Line, OcrPage, Point, Quad, Word

__all__ = [
    "Availability",
    "Box",
    "Detection",
    "Engine",
    "Line",
    "OcrPage",
    "Point",
    "Quad",
    "ReadOptions",
    "SecondReader",
    "Word",
    "engine_class",
    "engine_classes",
    "missing",
    "threads_environment",
]

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import EntryPoint

    import numpy as np
    from numpy.typing import NDArray


_GROUP = "ocrcore.engines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Whether an engine can run here, and if not, why and what one line would change that."""

    available: bool
    version: str = ""
    languages: tuple[str, ...] = ()
    reason: str = ""
    install: str = ""
    error: EngineUnavailable | None = None
    """The reason as an error, which other languages can say too."""

    def to_json(self) -> dict[str, Any]:
        """Return what programs are told of it."""
        return {
            "available": self.available,
            "version": self.version,
            "languages": self.languages,
            "reason": self.reason,
            "install": self.install,
        }


def missing(error: EngineUnavailable, *, install: str, version: str = "") -> Availability:
    """Return that an engine cannot run here, why, and what installs it."""
    return Availability(available=False, version=version, reason=error.message, install=install, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a caller may ask of a reading."""

    languages: tuple[str, ...] = field(default=("ron", "eng"))
    timeout_s: float = 60.0


@runtime_checkable
class Engine(Protocol):
    """An OCR engine. `availability` is cheap and imports no heavy library; `load` warms it; `detect` reads."""

    name: str
    label: str
    """One phrase for a person who chooses an engine."""
    tiers: tuple[str, ...]
    """How a page is read, in order: `light` is one reading of a gently prepared page, `words` and `page` are second looks
    (see `SecondReader`); empty: the engine takes the page as it is and prepares it itself."""
    stops_early: bool
    """With more than one tier: stop at the first reading that the pipeline's judgement accepts."""
    upright_confidence: float
    """Mean confidence of a page's letters that it has only the right way up; a turned page stays below it."""

    @classmethod
    def availability(cls) -> Availability:
        """Tell whether the engine can run here, without loading it."""
        ...

    def load(self, *, threads: int) -> None:
        """Load models with at most `threads` threads.

        Raises:
            EngineUnavailable: Something it needs is missing.
        """
        ...

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Read one upright RGB image of shape (height, width, 3).

        Raises:
            EngineError: The engine failed.
        """
        ...


@runtime_checkable
class SecondReader(Protocol):
    """What an engine with the tiers `words` or `page` has beside `detect`: another network, which errs elsewhere."""

    def read_words_again(
        self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
    ) -> list[list[Detection]]:
        """Read words where they were found; what comes back lies in the same places, empty where nothing is read.

        A text keeps the blank that was read at its end: between two words that touch it tells that they are two.

        Args:
            image: The page that `detect` was given.
            runs: Words that follow each other closely, from left to right.
            options: As for `detect`.

        Raises:
            EngineError: The engine failed.
        """
        ...

    def read_page_again(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        """Find and read everything on a page without what `detect` found.

        Raises:
            EngineError: The engine failed.
        """
        ...


def engine_classes() -> dict[str, type[Engine]]:
    """Return every engine of the entry-point group `ocrcore.engines` by name, without loading a model.

    Another package adds an engine by declaring the entry point; nothing changes here.
    """
    return {point.name: _loaded(point) for point in sorted(entry_points(group=_GROUP), key=lambda p: p.name)}


def engine_class(name: str) -> type[Engine]:
    """Return one engine's class.

    Raises:
        UnknownEngine: No installed package declares it.
    """
    found = {point.name: point for point in entry_points(group=_GROUP)}
    if name not in found:
        raise UnknownEngine(engine=name, engines=", ".join(sorted(found)))
    return _loaded(found[name])


def _loaded(point: EntryPoint) -> type[Engine]:
    try:
        loaded: type[Engine] = point.load()
    except Exception as error:  # noqa: BLE001 - whatever another package does wrong, the other engines are there
        return _broken(point.name, error)
    return loaded


def _broken(engine: str, error: Exception) -> type[Engine]:
    """Return an engine that says why its package cannot be imported."""
    why = EngineUnavailable(case="plugin", kind=type(error).__name__, reason=str(error))

    class Broken:
        name: str = engine
        label: str = engine
        tiers: tuple[str, ...] = ()
        stops_early: bool = False
        upright_confidence: float = 0.0

        @classmethod
        def availability(cls) -> Availability:
            return missing(why, install="")

        def load(self, *, threads: int) -> None:
            raise why

        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            raise why

    return Broken


def threads_environment(threads: int) -> dict[str, str]:
    """Return the environment that pins native libraries to `threads` threads; set it before they are imported."""
    count = str(threads)
    return dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), count)
