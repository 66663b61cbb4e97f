"""Merge the Latin subsets in which npm's @fontsource ships each face into one font file that holds both."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from fontTools import merge, ttLib

from training.fonts import MERGED_FOLDER

SOURCE = Path(__file__).parent / "node_modules" / "@fontsource"
_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "kern", "STAT", "DSIG", "meta", "MVAR", "vhea", "vmtx", "VORG")


def _subset(path: Path, target: Path) -> Path:
    font = ttLib.TTFont(path)
    font.flavor = None
    for table in _LAYOUT_TABLES:
        if table in font:
            del font[table]
    font.save(target)
    return target


def _merge(latin: Path, extended: Path | None, target: Path) -> None:
    parts = [_subset(latin, target.with_suffix(".a"))]
    if extended is not None:
        parts.append(_subset(extended, target.with_suffix(".b")))
    merge.Merger().merge([str(part) for part in parts]).save(target)
    for part in parts:
        part.unlink()


def main() -> None:
    """Write one `.ttf` for each upright regular and bold @fontsource face found."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    MERGED_FOLDER.mkdir(parents=True, exist_ok=True)
    for latin in sorted(SOURCE.glob("*/files/*-latin-[47]00-normal.woff")):
        extended = latin.with_name(latin.name.replace("-latin-", "-latin-ext-"))
        target = MERGED_FOLDER / re.sub(r"\.woff$", ".ttf", latin.name)
        if not target.exists():
            try:
                _merge(latin, extended if extended.exists() else None, target)
            except (AssertionError, NotImplementedError, ttLib.TTLibError) as error:
                print(f"left out {latin.name}: {error}")
    print(f"{len(list(MERGED_FOLDER.glob('*.ttf')))} faces in {MERGED_FOLDER}")


if __name__ == "__main__":
    main()
