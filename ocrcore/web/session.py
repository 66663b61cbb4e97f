"""What a web process shares between its pages and its REST routes, and who is sitting in front of it.

Page scripts run in threads without an event loop, REST handlers on the server's loop, and a `Desk` belongs to one
loop: so one background loop, in a thread of its own, runs every call to the desk for both.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import streamlit as st
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.exceptions import HTTPException

from ocrcore.config import get_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE
from ocrcore.web.identity import checked_address, identity, shown_name
from ocrcore.web.streamlit_patches.signed_in import sign_in_is_configured, signed_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from starlette.requests import Request

    from ocrcore.config import Settings
    from ocrcore.desk.intake import Intake
    from ocrcore.queue.owner import Owner
    from ocrcore.storage.store import Storage

P = ParamSpec("P")
T = TypeVar("T")

TOKEN_OWNER = "ocrdesk.token_owner"  # noqa: S105 - a name in the ASGI scope
"""Where `BearerTokens` leaves whose valid token a request carries."""


class Services:
    """The desk of this web process, callable from threads (`call`) and from other event loops (`acall`)."""

    def __init__(self, desk: Desk, portal: BlockingPortal) -> None:
        self.desk = desk
        self._portal = portal

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.desk.settings

    @property
    def storage(self) -> Storage:
        """The files; its methods block and may be called from any thread."""
        return self.desk.storage

    @property
    def intake(self) -> Intake:
        """The check of uploads; blocks and may be called from any thread."""
        return self.desk.intake

    def call(self, function: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a coroutine function on the background loop and return what it returns; for page scripts."""
        return self._portal.call(partial(function, *args, **kwargs))

    async def acall(self, function: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a coroutine function on the background loop from a coroutine of another loop; for REST handlers."""
        return await self._portal.call_async(partial(function, *args, **kwargs))


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Open services of one's own with a background loop, and close both at the end.

    Raises:
        ConfigurationError: A URL in the settings is not valid.
        StorageError: The data folder cannot be written.
        DatabaseError: The database does not answer.
    """
    with (
        start_blocking_portal(name="ocrdesk-services") as portal,
        portal.wrap_async_context_manager(Desk.open(settings)) as desk,
    ):
        yield Services(desk, portal)


class _Shared:
    """The one instance of this process; opened by the lifespan, or by the first who asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: Services | None = None
        self._stack = ExitStack()
        self._closed_for_good = False

    def get(self) -> Services:
        with self._lock:
            if self._closed_for_good:
                raise RuntimeError("the server is stopping")
            if self._open is None:
                self._open = self._stack.enter_context(open_services(get_settings()))
            return self._open

    def close(self, *, for_good: bool) -> None:
        with self._lock:
            self._open, self._closed_for_good = None, for_good
            self._stack.close()


_shared = _Shared()
_have_taken_over: set[str] = set()


def services() -> Services:
    """Return this process's services; opens them (database, migrations) when nobody has yet.

    Raises:
        OcrDeskError: They cannot be opened: the settings, the disk or the database.
        RuntimeError: The server is stopping.
    """
    return _shared.get()


def close_services(*, for_good: bool = False) -> None:
    """Close this process's services; the next `services()` opens new ones, unless it is for good.

    Services that are left open keep the process from ending, so a server that stops closes them for good: page
    scripts may still run then.
    """
    _shared.close(for_good=for_good)


def current_user() -> str | None:
    """Return who sits before a page (see `identity`); None where no sign-in is configured.

    Raises:
        RuntimeError: Sign-in is configured and nobody has signed in: the router has to stop such a page before.
    """
    if not sign_in_is_configured():
        return None
    owner = identity(st.user.to_dict())
    if owner is None:
        raise RuntimeError("a page asked for its user before the sign-in")
    return owner


def take_over_once() -> None:
    """Give who sits before a page what belonged to their e-mail address, once in this process.

    Raises:
        DatabaseError: The database does not answer.
    """
    user = st.user.to_dict()
    person, address = identity(user), checked_address(user)
    if person is None or address is None or person in _have_taken_over:
        return
    shared = services()
    shared.call(shared.desk.former_names.take_over, address, person)
    _have_taken_over.add(person)


def current_name() -> str | None:
    """Return what who sits before a page is called; None where no sign-in is configured."""
    return shown_name(st.user.to_dict()) if sign_in_is_configured() else None


def current_owner() -> Owner:
    """Return whose documents a page script shows and changes: this person's; `EVERYONE`'s without sign-in.

    Raises:
        RuntimeError: As `current_user` does.
    """
    user = current_user()
    return EVERYONE if user is None else user


def request_owner(request: Request) -> Owner:
    """Return whose documents a REST request is about: of whose token it carries, or of who has signed in.

    `EVERYONE`'s where no sign-in is configured.

    Raises:
        HTTPException: 401: sign-in is configured and the request carries no token and nobody has signed in.
    """
    if not sign_in_is_configured():
        return EVERYONE
    owner: str | None = request.scope.get(TOKEN_OWNER) or identity(signed_in(request.cookies))
    if owner is None:
        raise HTTPException(
            401, "Sign in first: open the desk in this browser, or send a token from its Settings page."
        )
    return owner
