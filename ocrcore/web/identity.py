"""Who somebody is: what the identity provider vouches for, and not what can be moved to another person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def identity(user: Mapping[str, Any]) -> str | None:
    """Return the person behind a sign-in: issuer and subject (OpenID Connect Core 1.0, section 2); None for nobody.

    An e-mail address may be given to somebody else one day, so it says nothing here. Where the provider itself says that
    the address was never checked, the sign-in is nobody's.
    """
    if not user.get("is_logged_in") or not user.get("iss") or not user.get("sub"):
        return None
    if user.get("email") and str(user.get("email_verified", True)).lower() == "false":
        return None
    return f"{user['iss']}#{user['sub']}"


def checked_address(user: Mapping[str, Any]) -> str | None:
    """Return the e-mail address of a sign-in, where its provider says that it was checked."""
    is_checked = str(user.get("email_verified")).lower() == "true"
    return str(user["email"]) if is_checked and user.get("email") else None


def shown_name(user: Mapping[str, Any]) -> str:
    """Return what a signed-in person is called in stories and lists."""
    return str(user.get("email") or user.get("name") or user.get("sub") or "")
