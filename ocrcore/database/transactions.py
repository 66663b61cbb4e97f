"""An operation is one transaction: two decorators for the methods of a part that keeps something in the database.

A part writes `async def cancel(self, connection, job_id)`, its callers `part.cancel(job_id)`.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database


class Part(Protocol):
    """Whatever keeps something in a database."""

    @property
    def database(self) -> Database:
        """Where it keeps it."""


S = TypeVar("S", bound=Part)
P = ParamSpec("P")
T = TypeVar("T")


def reading(
    operation: Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Run an operation in a transaction that only reads; see `Database.read`."""

    @wraps(operation)
    async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.database.read(lambda connection: operation(self, connection, *args, **kwargs))

    return run


def writing(
    *, lasting: bool = True
) -> Callable[
    [Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]]], Callable[Concatenate[S, P], Coroutine[Any, Any, T]]
]:
    """Run an operation in a transaction that writes; see `Database.write`, also for what `lasting` means."""

    def decorate(
        operation: Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]],
    ) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
        @wraps(operation)
        async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            return await self.database.write(
                lambda connection: operation(self, connection, *args, **kwargs), lasting=lasting
            )

        return run

    return decorate
