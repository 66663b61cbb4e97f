"""What confirmed documents have taught about one supplier: its name, its addresses, its rates, how it writes its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ocrcore.reviews.review import Value

MOST_KEPT = 20
"""Addresses, rates and forms of numbers that are kept of one supplier: those that were confirmed last."""
MAX_CHARACTERS = 300
"""A longer text is no name, address or number and is not learnt."""
_RUNS = ((re.compile(r"[^\W\d_]+"), "A"), (re.compile(r"\d+"), "9"))
_TAX_ID = re.compile(r"(?:RO)?([A-Z0-9]{2,32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """One supplier, as its owner's confirmed documents have it."""

    tax_id: str
    """As `tax_id_of` returns it."""
    name: str = ""
    addresses: tuple[str, ...] = ()
    """A chain has one for each shop; the one confirmed last comes first."""
    rates: tuple[str, ...] = ()
    """The rates of tax in per cent, the one confirmed last first."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """By form (see `form_of`) the latest number written so, the form confirmed last first."""
    documents: int = 0
    """How many documents taught it."""
    confirmed_at: datetime | None = None

    def taught(self, said: Mapping[str, Value], at: datetime) -> Self:
        """Return the supplier with what one more confirmed document says."""
        taxes = said.get("taxes")
        rates = [str(row["rate"]) for row in taxes if row.get("rate")] if isinstance(taxes, list) else []
        number = text_of(said, "document_number")
        return replace(
            self,
            name=text_of(said, "vendor_name") or self.name,
            addresses=_first(self.addresses, text_of(said, "vendor_address")),
            rates=_first(self.rates, *rates),
            numbers=dict(list(({form_of(number): number} | _without(self.numbers, number)).items())[:MOST_KEPT])
            if number
            else self.numbers,
            documents=self.documents + 1,
            confirmed_at=at,
        )


def tax_id_of(value: str) -> str:
    """Return the letters and digits of a tax id, without Romania's prefix; empty for what is none."""
    found = _TAX_ID.fullmatch("".join(letter for letter in value.upper() if letter.isalnum()))
    return found[1] if found else ""


def form_of(number: str) -> str:
    """Return how a number is written: `ABC-000123` is `A-9`, whatever the letters, however many digits."""
    form = "".join(number.split())
    for run, sign in _RUNS:
        form = run.sub(sign, form)
    return form


def text_of(said: Mapping[str, Value], name: str) -> str:
    """Return what is said of a field with one value; empty when it is too long to be one."""
    value = said.get(name)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= MAX_CHARACTERS else ""


def _first(known: tuple[str, ...], *said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([each for each in (*said, *known) if each]))[:MOST_KEPT]


def _without(numbers: Mapping[str, str], number: str) -> dict[str, str]:
    return {form: each for form, each in numbers.items() if form != form_of(number)}
