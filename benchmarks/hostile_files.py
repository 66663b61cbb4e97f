"""Mutated files and bombs through the API: no dead service, no stuck document, memory within limits.

Run with `python -m benchmarks.hostile_files [--files 2000] [--bombs 40] [--seed 7]`; it ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from benchmarks.crashes import page
from benchmarks.desk_server import DeskServer, until

MOST_MEMORY_MB = {"server": 1500.0, "worker": 1000.0}
ENDS_WITHIN_S = 1800.0


def samples() -> list[bytes]:
    """Return a sound file of each common kind."""
    with Image.open(BytesIO(page(1))) as image:
        kinds = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "PDF")
        made = []
        for kind in kinds:
            stream = BytesIO()
            image.convert("RGB" if kind in {"JPEG", "PDF", "WEBP"} else "L").save(stream, kind)
            made.append(stream.getvalue())
    return made


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a file with bits turned, parts cut out, repeated or replaced."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed)) if changed else 0
        length = chance.randint(1, 64)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at : at + length] = chance.randbytes(length)
            case _:
                changed[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff"])
    return bytes(changed)


def bombs() -> list[bytes]:
    """Return small files that ask for much: pixels, pages, entities, what unpacks without end."""
    huge = BytesIO()
    Image.new("1", (30_000, 30_000)).save(huge, "PNG")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", b"<a>" + b" " * 100_000_000)
    entities = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n > 1 else b"&a;" * 10) for n in range(1, 12)
    )
    stream = zlib.compress(bytes(2**30), 1)
    pdf = b"%%PDF-1.7\n1 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (
        len(stream),
        stream,
    )
    return [
        huge.getvalue(),
        packed.getvalue(),
        entities + b"]><x>&a11;</x>",
        pdf,
        b"<?xml version='1.0'?>" + b"<a>" * 400_000,
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--bombs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    chance, sound, explosive = random.Random(asked.seed), samples(), bombs()
    answers: Counter[str] = Counter()
    most = dict.fromkeys(MOST_MEMORY_MB, 0.0)
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder, DeskServer(Path(folder)) as server:
        for number in range(asked.files + asked.bombs):
            is_bomb = number >= asked.files
            data = explosive[number % len(explosive)] if is_bomb else mutated(chance.choice(sound), chance)
            answer = server.upload(f"{number}.bin", data)
            error = answer.json().get("error") or {"code": "accepted"}
            answers[f"{answer.status_code} {error['code']}"] += 1
            if number % 50 == 0:
                most = {role: max(before, server.memory_mb(role)) for role, before in most.items()}
        until(lambda: server.waiting() == 0, ENDS_WITHIN_S, "all has ended")
        sound_one = server.upload("sound.png", page(2)).status_code
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, seed {asked.seed}: {asked.files} mutated files, {asked.bombs} bombs\n"
    )
    for answer_, number in answers.most_common():
        print(f"| {answer_} | {number} |")
    print(", ".join(f"{role} at most {mb:.0f} MB" for role, mb in most.items()), f"; a sound file then: {sound_one}")
    too_much = any(mb > MOST_MEMORY_MB[role] for role, mb in most.items())
    return 0 if sound_one == 202 and not too_much and not any(each.startswith("500") for each in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
