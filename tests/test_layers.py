"""Lower layers never import higher ones, and the server's process never loads an engine's library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FORBIDDEN = {
    "errors.py": {
        "config",
        "queue",
        "storage",
        "engines",
        "extraction",
        "pipeline",
        "worker",
        "web",
        "cli",
        "metrics",
        "export",
    },
    "config.py": {"queue", "storage", "engines", "extraction", "pipeline", "worker", "web", "cli", "metrics", "export"},
    "queue": {"storage", "engines", "extraction", "pipeline", "worker", "web", "cli", "export"},
    "storage": {"queue", "engines", "extraction", "pipeline", "worker", "web", "cli", "export"},
    "engines": {"queue", "storage", "extraction", "pipeline", "worker", "web", "cli", "export"},
    "extraction": {"queue", "storage", "engines", "pipeline", "worker", "web", "cli", "export"},
    "pipeline": {"queue", "worker", "web", "cli"},
    "worker": {"web", "cli"},
}


def imported_parts(source: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("ocrcore.")}
    return found


@pytest.mark.parametrize("part", FORBIDDEN)
def test_a_layer_imports_nothing_above_it(part: str) -> None:
    path = ROOT / "ocrcore" / part
    sources = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert sources
    wrong = {str(source): imported_parts(source) & FORBIDDEN[part] for source in sources}
    assert {source: parts for source, parts in wrong.items() if parts} == {}


def test_the_server_loads_no_engine_library() -> None:
    script = (
        "import sys, ocrcore.web.api, ocrcore.web.session\n"
        "from ocrcore.engines.base import engine_classes\n"
        "[each.availability() for each in engine_classes().values()]\n"
        "print(sorted({'torch', 'onnxruntime', 'rapidocr', 'onnxtr', 'doctr', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
