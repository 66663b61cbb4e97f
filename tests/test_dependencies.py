"""What the code imports is what the requirements name, each with its range and its reason."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"ocrcore", "tests", "benchmarks", "training"}
NOT_IMPORTED = {"python-multipart", "rapidocr"}
"""Used by a package that is imported, and taken files from."""
TOOLS = {"mypy", "pandas-stubs", "pytest-asyncio", "pytest-timeout", "pytest-xdist", "ruff"}
"""Of the tests: run, not imported."""
DISTRIBUTIONS = {**packages_distributions(), "doctr": ["python-doctr"], "torch": ["torch"]}
"""With those of the extra, which need not be installed."""
LINE = re.compile(r"(?P<name>[A-Za-z0-9-]+)(\[[a-z,-]+\])?~=\d+(\.\d+)+")


def spelt(name: str) -> str:
    """Return a distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(lines: list[str]) -> set[str]:
    """Return the names in lines of requirements; each must have a range."""
    wanted = [line for line in lines if not line.startswith(("#", "-r"))]
    found = [LINE.fullmatch(line) for line in wanted]
    assert [line for line, match in zip(wanted, found, strict=True) if match is None] == []
    return {spelt(match["name"]) for match in found if match}


def in_file(name: str) -> set[str]:
    return named((ROOT / name).read_text(encoding="utf-8").splitlines())


def in_extra() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return named(project["optional-dependencies"]["pretrained"])


def imported(*places: str) -> set[str]:
    """Return the distributions whose modules are imported, inside functions and for type hints, too."""
    sources = [
        source for place in places for source in [*(ROOT / place).rglob("*.py"), ROOT / place] if source.is_file()
    ]
    modules: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                modules.add(node.module.split(".")[0])
    return {spelt(DISTRIBUTIONS.get(name, [name])[0]) for name in modules - OURS - sys.stdlib_module_names}


def test_the_desk_names_what_it_imports_and_nothing_else() -> None:
    assert imported("ocrcore", "pages", "streamlit_app.py") | NOT_IMPORTED == in_file("requirements.txt") | in_extra()


def test_the_tests_name_what_they_import_besides() -> None:
    ours = in_file("requirements.txt") | in_extra()
    assert (imported("tests", "benchmarks") - ours) | TOOLS == in_file("requirements-dev.txt")


def test_the_file_of_the_extra_points_there() -> None:
    lines = (ROOT / "requirements-pretrained.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-e .[pretrained]"]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "extra"])
def test_every_dependency_has_its_reason(file: str) -> None:
    page = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    reasoned = {
        spelt(name)
        for row in re.findall(r"^\| (.+?) \|", page, re.MULTILINE)
        for name in re.sub(r" \(.*?\)", "", row).split(", ")
    }
    assert (in_extra() if file == "extra" else in_file(file)) <= reasoned
