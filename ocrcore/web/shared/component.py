"""A part of a page with a script of its own (Streamlit's Components v2): its scripts and styles lie beside the module that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def component(name: str, files: Iterable[Path]) -> Callable[..., Any]:
    """Register a component and return what mounts it.

    Args:
        name: Its name, the only one of its kind in the program.
        files: Its scripts (`.js`) and styles (`.css`). The scripts become one module in this order; the last one exports
            what Streamlit calls with the data, so that none of them needs to be fetched by a name.
    """
    text = [(file.suffix, file.read_text("utf-8")) for file in files]
    scripts, styles = ("\n".join(each for suffix, each in text if suffix == wanted) for wanted in (".js", ".css"))
    return st.components.v2.component(name, js=scripts, css=styles, isolate_styles=False)
