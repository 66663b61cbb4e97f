"""Lower rooms never import higher ones, and the server's process never loads an engine's library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = (
    ("errors", "config", "logs"),
    ("database", "storage"),
    ("metrics", "ledger"),
    ("queue", "accounts", "layout"),
    ("reviews", "engines", "extraction", "documents"),
    ("pipeline",),
    ("worker", "desk", "export"),
    ("cli", "web", "__main__"),
)
"""The rooms of `ocrcore` from the lowest floor up: a room imports from lower floors only; `docs/architecture.md` shows the same."""

ALLOWED = {("config", "errors"), ("config", "logs"), ("__main__", "cli")}
"""The few arrows between rooms of one floor."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SOURCES = sorted((ROOT / "ocrcore").rglob("*.py"))


def room_of(source: Path) -> str:
    """Return the room that a file lies in; the package's own face is in none."""
    first = source.relative_to(ROOT / "ocrcore").parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imported_rooms(code: str) -> set[str]:
    """Return the rooms that a file imports from, whatever way the import is written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("ocrcore.")}
    return found - {"__version__"}


def test_every_file_lies_in_a_room_of_the_table() -> None:
    assert {room_of(source) for source in SOURCES} - {""} == set(FLOOR_OF)


@pytest.mark.parametrize(
    "code", ["from ocrcore import web", "import ocrcore.web.api", "from ocrcore.web import router"]
)
def test_no_way_to_write_an_import_is_overlooked(code: str) -> None:
    assert imported_rooms(code) == {"web"}


@pytest.mark.parametrize("room", FLOOR_OF)
def test_a_room_imports_only_from_lower_floors(room: str) -> None:
    wrong = {
        (source.relative_to(ROOT).as_posix(), other)
        for source in SOURCES
        if room_of(source) == room
        for other in imported_rooms(source.read_text(encoding="utf-8")) - {room}
        if FLOOR_OF[other] >= FLOOR_OF[room] and (room, other) not in ALLOWED
    }
    assert wrong == set()


def test_architecture_shows_the_same_floors() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for floor in FLOORS:
        rooms = " · ".join(f"`{room}`" for room in floor if room != "__main__")
        assert rooms in text


def test_the_server_loads_no_engine_library() -> None:
    script = (
        "import sys, ocrcore.web.api.routes, ocrcore.web.session\n"
        "from ocrcore.engines.base import engine_classes\n"
        "[each.availability() for each in engine_classes().values()]\n"
        "print(sorted({'torch', 'onnxruntime', 'rapidocr', 'onnxtr', 'doctr', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
