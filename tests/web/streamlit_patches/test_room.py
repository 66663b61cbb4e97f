"""What Streamlit keeps to itself is used in one room, where each file says what it mends."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
import streamlit

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "ocrcore" / "web" / "streamlit_patches"
FILES = sorted(set(ROOM.glob("*.py")) - {ROOM / "__init__.py"})
OUTSIDE = [
    source
    for place in ("ocrcore", "pages", "streamlit_app.py")
    for source in [*(ROOT / place).rglob("*.py"), ROOT / place]
    if source.is_file() and ROOM not in source.parents
]
PUBLIC = {"streamlit", "streamlit.components.v2", "streamlit.errors", "streamlit.typing", "streamlit.column_config"}
"""The modules that Streamlit's documentation names."""
STRUCTURE = re.compile(
    r"data-testid[=~*^$|]*[\"']?(st\w+|\w*Instructions)|\.(st[A-Z]\w*)|\b(data-(?:test|stale)[\w-]*)"
)
"""How Streamlit calls parts of its page: test ids, classes, attributes. Classes of keys (`st-key-…`) are public."""


def private_uses(code: str) -> list[str]:
    """Return what a source uses of Streamlit that is not public: modules, names with an underscore, parts of its page."""
    tree = ast.parse(code)
    told = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [
                alias.name
                for alias in node.names
                if alias.name.split(".")[0] == "streamlit" and alias.name not in PUBLIC
            ]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "streamlit":
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name for name in names if node.module not in PUBLIC or not is_public(name)]
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in {"st", "streamlit"}
        ):
            found += [f"streamlit.{node.attr}"] if not is_public(f"streamlit.{node.attr}") else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            found += [match.group() for match in STRUCTURE.finditer(node.value)]
    return found


def is_public(name: str) -> bool:
    """Tell whether a name in a public module is public, too: no underscore, and no module that is not."""
    module, _, last = name.rpartition(".")
    thing = getattr(import_module(module), last, None)
    return not last.startswith("_") and (
        not isinstance(thing, type(streamlit)) or thing.__name__ in PUBLIC | {"streamlit.components"}
    )


def test_only_this_room_uses_what_streamlit_keeps_to_itself() -> None:
    found = {source.relative_to(ROOT).as_posix(): private_uses(source.read_text("utf-8")) for source in OUTSIDE}
    assert {source: uses for source, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "code",
    [
        "from streamlit.runtime.scriptrunner import get_script_run_ctx", "import streamlit.web.server", "import streamlit as st\nst._main",
        "from streamlit import config", "import streamlit\nstreamlit.runtime.exists()", "STYLE = '.stMain {}'",
        "STYLE = f'[data-testid=\"stForm\"] {1}'",
    ],
)  # fmt: skip
def test_no_way_to_use_it_is_overlooked(code: str) -> None:
    assert private_uses(code)


@pytest.mark.parametrize(
    "code",
    [
        "import streamlit as st\nst.components.v2.component('a')",
        "from streamlit import column_config",
        "S = '.st-key-a {}'",
    ],
)
def test_what_is_public_may_be_used(code: str) -> None:
    assert private_uses(code) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_names_what_upstream_says_and_has_a_test(file: Path) -> None:
    told = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    assert re.search(r"^Upstream: .*https://github\.com/\S+/(issues|pull)/\d+", told, re.MULTILINE | re.DOTALL)
    tests = [
        *(ROOT / "tests" / "web" / "streamlit_patches").glob("test_*.py"),
        ROOT / "tests" / "browser" / "test_streamlit_alone.py",
    ]
    named = re.compile(rf"\b{file.stem}\b")
    assert any(named.search(test.read_text("utf-8")) for test in tests), f"no test says when {file.name} may go"


def test_streamlit_still_calls_the_parts_of_its_page_so() -> None:
    used = {
        name
        for file in FILES
        for match in STRUCTURE.finditer(file.read_text("utf-8"))
        for name in match.groups()
        if name
    }
    scripts = "".join(file.read_text("utf-8") for file in (Path(streamlit.__file__).parent / "static").rglob("*.js"))
    assert len(used) > 10
    assert sorted(name for name in used if name not in scripts) == []
