"""The VAT of a document by rate, each with its base: what is not printed is worked out where the rest proves it.

A receipt prints the VAT of each rate and the total, seldom the base. The base of a document's only rate is the total
without VAT, if that is what the rate makes of it; else it is VAT × 100 / rate (Codul fiscal, art. 291: a rate is a share of
the base), and the bani that rounding leaves go to the largest such base, so that all together make the total.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from ocrcore.ledger.fields import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BAN = Decimal("0.01")
_ROUNDING = Decimal("0.03")
"""Most that rounding leaves for each rate: VAT of a cent more or less is a base of 100 / rate times as much, halved by rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatShare:
    """The part of a document that one rate taxes. What neither is printed nor follows is None."""

    rate: Decimal | None
    base: Decimal | None
    amount: Decimal | None
    """The VAT itself."""
    is_derived: bool = False
    """Whether base or amount was worked out here."""


def vat_shares(
    printed: Sequence[Mapping[str, Any]], *, net_total: Decimal | None, tax_total: Decimal | None, total: Decimal | None
) -> tuple[VatShare, ...]:
    """Return the shares of a document, highest rate first, one a rate.

    Args:
        printed: Rows with `rate`, `base` and `amount` as the result has them.
        net_total: Total without VAT.
        tax_total: All VAT.
        total: Total with VAT.
    """
    shares = _by_rate(printed)
    if len(shares) == 1:
        shares = [_only_one(shares[0], net_total, tax_total)]
    worked_out = [_worked_out(share) for share in shares]
    return tuple(_to_the_ban(worked_out, total))


def rest_without_vat(shares: Sequence[VatShare], total: Decimal | None) -> Decimal | None:
    """Return what of the total no rate taxes, such as deposits; None where that is not known."""
    if total is None or any(share.base is None or share.amount is None for share in shares):
        return None
    return total - sum((share.base or Decimal()) + (share.amount or Decimal()) for share in shares)


def _by_rate(printed: Sequence[Mapping[str, Any]]) -> list[VatShare]:
    found: dict[Decimal | None, VatShare] = {}
    for row in printed:
        rate, base, amount = (number(row.get(name)) for name in ("rate", "base", "amount"))
        if rate is None and base and amount is not None:
            rate = (100 * amount / base).quantize(Decimal(1), ROUND_HALF_UP)
        if rate is None and base is None and amount is None:
            continue
        rate = None if rate is None else rate.normalize() + 0
        share, before = VatShare(rate=rate, base=base, amount=amount), found.get(rate)
        if before is not None:
            share = replace(share, base=_sum(before.base, base), amount=_sum(before.amount, amount))
        found[rate] = share
    return sorted(found.values(), key=lambda share: -1 if share.rate is None else share.rate, reverse=True)


def _only_one(share: VatShare, net_total: Decimal | None, tax_total: Decimal | None) -> VatShare:
    amount = tax_total if share.amount is None else share.amount
    base = share.base
    if base is None and net_total is not None and amount is not None and share.rate is not None:
        fits = abs(net_total * share.rate / 100 - amount) <= _BAN
        base = net_total if fits else None
    return replace(share, base=base, amount=amount, is_derived=(base, amount) != (share.base, share.amount))


def _worked_out(share: VatShare) -> VatShare:
    rate, base, amount = share.rate, share.base, share.amount
    if rate is None or (base is None) == (amount is None):
        return share
    if base is not None:
        return replace(share, amount=(base * rate / 100).quantize(_BAN, ROUND_HALF_UP), is_derived=True)
    if amount is None or not rate:
        return share
    return replace(share, base=(amount * 100 / rate).quantize(_BAN, ROUND_HALF_UP), is_derived=True)


def _to_the_ban(shares: list[VatShare], total: Decimal | None) -> list[VatShare]:
    rest = rest_without_vat(shares, total)
    derived = [number for number, share in enumerate(shares) if share.is_derived and share.base is not None]
    if not rest or not derived or abs(rest) > _ROUNDING * len(derived):
        return shares
    largest = max(derived, key=lambda number: abs(shares[number].base or Decimal()))
    changed = replace(shares[largest], base=(shares[largest].base or Decimal()) + rest)
    return [changed if number == largest else share for number, share in enumerate(shares)]


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
