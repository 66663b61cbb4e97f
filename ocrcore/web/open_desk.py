"""A desk without sign-in shows everybody everything, so it listens on this machine only unless somebody says otherwise."""

from __future__ import annotations

import ipaddress

from ocrcore.errors import ConfigurationError


def require_sign_in(address: str | None, *, sign_in: bool, allow_open: bool) -> None:
    """Pass a server that only its own machine reaches, that asks who is there, or that is meant to be open.

    Args:
        address: Where the server listens (`server.address`); None or empty is every address of the machine.
        sign_in: Whether people sign in.
        allow_open: `OCR_ALLOW_OPEN`.

    Raises:
        ConfigurationError: Whoever reaches the machine would see every document.
    """
    if sign_in or allow_open or is_loopback(address):
        return
    raise ConfigurationError(address=address) if address else ConfigurationError(case="open_everywhere")


def is_loopback(address: str | None) -> bool:
    """Tell whether only programs of this machine reach an address."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
