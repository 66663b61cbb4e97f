"""Every page, light or dark, wide or narrow: it fits its window, and axe-core (Deque, from npm) finds nothing serious."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import read_one
from tests.browser.visitor import receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WINDOWS = [(1600, "light"), (1600, "dark"), (390, "light"), (390, "dark")]


def serious_findings(visitor: Visitor) -> list[str]:
    """Return what axe-core calls serious or critical on the page as it is now."""
    visitor.page.add_script_tag(path=AXE)
    found: dict[str, Any] = visitor.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['impact']} {each['id']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `npm ci` in tests/browser")
@pytest.mark.parametrize(("width", "colours"), WINDOWS)
def test_every_page_fits_its_window_and_shuts_nobody_out(
    visit: Callable[..., Visitor], address: str, width: int, colours: str
) -> None:
    visitor = visit(address, width=width, color_scheme=colours)
    path = read_one(visitor, f"open-{width}-{colours}.tif", receipt(800 + width + (colours == "dark")))
    found: dict[str, list[str]] = {}
    for where in ("/", "/queue", "/documents", path, "/metrics", "/settings"):
        visitor.go(where)
        expect(visitor.page.locator(".st-key-desk_status")).to_contain_text("worker")
        visitor.page.wait_for_function("document.fonts.status === 'loaded'")
        # The browser fetches what draws the desk's own style on its own: a quick page can be there before it.
        visitor.page.wait_for_function("document.querySelector('.stHtml style')?.sheet?.cssRules.length > 0")
        name = where.strip("/").partition("?")[0] or "upload"
        visitor.picture(f"{name}-{width}-{colours}")
        overflow = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found[name] = serious_findings(visitor) + ([f"{overflow} px too wide"] if overflow > 0 else [])
    told = "\n".join(f"{where}: {finding}" for where, findings in found.items() for finding in findings)
    assert not told, told
