"""How the figures of an e-invoice are written: point as decimal sign, no thousands sign, no needless zeros."""

from __future__ import annotations

from decimal import Decimal

_CENT = Decimal("0.01")


def amount_text(value: Decimal | None) -> str:
    """Write an amount of money with two decimals, or with the more that it has; empty for none."""
    if value is None:
        return ""
    exact = (value + 0).quantize(_CENT)  # the sum has no minus where it is zero
    return f"{exact:f}" if exact == value else figure_text(value)


def figure_text(value: Decimal | None) -> str:
    """Write a rate, a quantity or a unit price: `19`, `0.456`, `3.3333`; empty for none."""
    if value is None:
        return ""
    return f"{value + 0:.6f}".rstrip("0").rstrip(".")
