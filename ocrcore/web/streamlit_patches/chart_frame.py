"""Gives a chart a picture's proportions, whatever the width of the window.

Streamlit's charts have a height in pixels, or that of their container.

Upstream: https://github.com/streamlit/streamlit/issues/4799 asks for it (open).
"""

from __future__ import annotations


def chart_frame(key: str, *, ratio: float, max_height_px: int) -> str:
    """Return the style for the chart in the container `key`.

    Args:
        key: The container's key.
        ratio: The width divided by the height.
        max_height_px: Most height it takes.
    """
    return (
        f"<style>.st-key-{key} [data-testid='stVegaLiteChart'], .st-key-{key} [data-testid='stFullScreenFrame']"
        f"{{aspect-ratio: {ratio:.5f}; max-height: {max_height_px}px; max-width: {max_height_px * ratio:.0f}px}}</style>"
    )
