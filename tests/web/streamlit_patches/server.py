"""A server of Streamlit alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "of the tests alone, thirty-two letters or more"


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of Streamlit with nothing mended; it signs people in with the secret `SECRET`."""
    folder = tmp_path_factory.mktemp("alone")
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "{SECRET}"\n', "utf-8"
    )
    with serving(folder, "--secrets.files", str(secrets), app="tests/web/streamlit_patches/alone.py") as address:
        yield address
