"""Who has signed in, for a REST request, and whether anybody has to.

Streamlit tells it to page scripts alone (`st.user`). The browser sends the same signed cookie to the routes beside the pages
(`st.App`), but nothing public reads it there.

Upstream: custom routes are asked about in https://github.com/streamlit/streamlit/issues/13600; none asks for this.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from streamlit.auth_util import get_cookie_with_chunks, get_secrets_auth_section
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

if TYPE_CHECKING:
    from collections.abc import Mapping

USER_COOKIE = "_streamlit_user"
"""The signed cookie in which Streamlit keeps who has signed in."""


def sign_in_is_configured() -> bool:
    """Tell whether an `[auth]` section in Streamlit's secrets asks people to sign in."""
    return bool(get_secrets_auth_section())


def signed_in(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what `st.user` would hold; empty when the cookie is missing or not signed by this server."""
    secret = get_cookie_secret()

    def verified(name: str) -> bytes | None:
        signed = cookies.get(name)
        return None if signed is None else decode_signed_value(secret, name, signed.encode("latin-1"))

    payload = get_cookie_with_chunks(verified, USER_COOKIE)
    user: Mapping[str, Any] = json.loads(payload) if payload else {}
    return user
