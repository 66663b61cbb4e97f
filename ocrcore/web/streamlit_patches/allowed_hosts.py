"""Asks `server.allowedHosts` for the routes beside the pages, too.

Streamlit refuses a name that is not allowed where a page connects (`/_stcore/stream`), not on the routes of `st.App`, so a web
site that points its own name at 127.0.0.1 could read them.

Upstream: custom routes are asked about in https://github.com/streamlit/streamlit/issues/13600; none asks for this.
"""

from __future__ import annotations

from streamlit.web.server.starlette.starlette_websocket import is_host_allowed


def host_is_allowed(host: str | None) -> bool:
    """Tell whether a request's `Host` is one of this server's names; every one is while the setting is empty."""
    return is_host_allowed(host)
