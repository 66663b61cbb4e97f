"""What is known of the bundled networks without loading them: the manifest, and whether they can run here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ocrcore.engines.base import Availability, missing
from ocrcore.errors import EngineUnavailable

WEIGHTS = Path(__file__).parents[1] / "weights"
INSTALL = 'pip install "onnxtr[cpu-headless]"'
RESTORE = "git checkout ocrcore/engines/weights"
LANGUAGES = ("ron", "eng", "deu", "fra", "hun", "ita", "spa", "pol", "ces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `weights.json` says of the networks and the spelling."""

    detection: dict[str, Any]
    recognition: dict[str, Any]
    spelling: dict[str, Any]

    @property
    def parts(self) -> tuple[dict[str, Any], ...]:
        """What it says of each file."""
        return self.detection, self.recognition, self.spelling

    @property
    def version(self) -> str:
        """Architectures, and the first letters of the files' hashes."""
        marks = "-".join(part["sha256"][:6] for part in self.parts)
        return f"{self.detection['architecture']} + {self.recognition['architecture']} {marks}"


@lru_cache(maxsize=2)
def read_manifest(folder: Path = WEIGHTS) -> Manifest:
    """Read the manifest.

    Raises:
        EngineUnavailable: It is missing or damaged.
    """
    try:
        tree = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        return Manifest(detection=tree["detection"], recognition=tree["recognition"], spelling=tree["spelling"])
    except (OSError, ValueError, KeyError) as error:
        raise EngineUnavailable(case="manifest", reason=str(error)) from error


def availability(folder: Path = WEIGHTS) -> Availability:
    """Tell the version, or what is missing; the files' hashes are checked when they are loaded."""
    lacking = [name for name in ("onnxtr", "onnxruntime", "cv2") if find_spec(name) is None]
    if lacking:
        return missing(EngineUnavailable(packages=", ".join(lacking)), install=INSTALL)
    try:
        manifest = read_manifest(folder)
    except EngineUnavailable as error:
        return missing(error, install=RESTORE)
    lost = [part["file"] for part in manifest.parts if not (folder / part["file"]).exists()]
    if lost:
        return missing(EngineUnavailable(files=", ".join(lost)), install=RESTORE)
    return Availability(available=True, version=manifest.version, languages=LANGUAGES)
