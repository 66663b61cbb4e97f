"""By how much a computed amount may differ from the printed one, for each was rounded."""

from __future__ import annotations

from decimal import Decimal

_HALF_UNIT = Decimal("0.51")


def slack_of(amount: Decimal, cents: Decimal) -> Decimal:
    """Return by how much a computed amount may be off for rounding: `cents`, or half a unit where there are no decimals."""
    return _HALF_UNIT if amount.as_tuple().exponent == 0 else cents


def product_fits(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    """Tell whether quantity × price is the amount, within what rounding of either can do."""
    slack = Decimal("0.011") + abs(quantity) * Decimal("0.0005")
    return abs(quantity * price - amount) <= (slack_of(amount, slack) if quantity % 1 else slack)
