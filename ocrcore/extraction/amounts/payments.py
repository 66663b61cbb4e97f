"""What was paid and how, and the change that was given back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.text.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.values.labelled_amounts import Amount, LabelledAmount, ReadRow

METHODS = {
    Label.CASH: "cash",
    Label.CARD: "card",
    Label.VOUCHER: "voucher",
    Label.TRANSFER: "transfer",
    Label.PAID: "other",
}
"""The contract's name for each way of paying."""

_TERMINAL = re.compile(
    r"(?<![A-Z])(MID|TID|RRN|STAN|TVR|TSI|AID|AC(?=:)|AUTH|APPROVAL|BATCH|PACHET|COD AUT|AUTORIZARE|MERCHANT|TERMINAL|"
    r"CARDHOLDER|TRANZACTI[EA]|COMERCIANT|NEFISCAL|KARTENZAHLUNG|GENEHMIGT|GENEHMIGUNG|GEN\.?\s?NR|TA-NR|VU-N|KONTAKTLOS|GIROCARD|"
    r"HANDLERBELEG|KUNDENBELEG|ZAHLUNG ERFOLGT|LOT(?=:)|"
    r"CONTACTLESS|PIN (?:VERIFICAT|VERIFIED|OK)|APROBAT|ACCEPTAT|APPROVED|CUSTOMER COPY|EXEMPLAR CLIENT|COPIE CLIENT)"
)
LEAST_EXPLAINED = {Label.TRANSFER: 0.6}
"""Share of a row's letters that its labels explain, at least: `Data Transfer 0.01` is a service, not a payment."""
SLIP_WORDS = 4
"""So many different words of a card terminal make a slip; a receipt that was paid by card has fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment, or the change."""

    method: str
    amount: Decimal
    found: Amount
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """All payments and the change given back (never negative); `net` is what stayed with the vendor."""

    made: tuple[Payment, ...] = ()
    change: Payment | None = None

    @property
    def net(self) -> Decimal | None:
        """Payments less change; None when no payment is printed."""
        if not self.made:
            return None
        return sum((p.amount for p in self.made), Decimal(0)) - (self.change.amount if self.change else 0)


def find_payments(labelled_amounts: Iterable[LabelledAmount], first: int) -> Payments:
    """Return the payments printed from row index `first` on; one told twice (`CARD` and the card's name) counts once."""
    labelled_amounts = list(labelled_amounts)
    made: list[Payment] = []
    change: Payment | None = None
    given_back = any(
        each.label in {Label.TOTAL, Label.TOTAL_DUE} and each.amounts and each.amounts[-1].value < 0
        for each in labelled_amounts
    )
    for entry in labelled_amounts:
        explained = entry.labelled.coverage >= LEAST_EXPLAINED.get(entry.label, 0.0)
        if entry.row.index < first or not entry.amounts or entry.weight < 0.5 or not explained:
            continue
        found = entry.amounts[-1]
        if not found.value and entry.label in METHODS:
            continue  # a way of paying that was not used
        if entry.label in {Label.VOUCHER, Label.PAID} and found.value < 0 and not given_back:
            continue  # taken off on the way to what is to be paid: a voucher, what was paid before
        amount = found.value if given_back and entry.label is not Label.CHANGE else abs(found.value)
        if entry.label is Label.CHANGE:
            payment = Payment(method="change", amount=amount, found=found, weight=entry.weight)
            change = payment if change is None or change.weight < payment.weight else change
        elif entry.label in METHODS and not _told(made, METHODS[entry.label], amount):
            made.append(Payment(method=METHODS[entry.label], amount=amount, found=found, weight=entry.weight))
    specific = [payment for payment in made if payment.method != "other"]
    return Payments(made=tuple(specific or made), change=change)


def is_card_slip(read: Iterable[ReadRow]) -> bool:
    """Tell whether this is the slip of a card terminal: numbers of terminal, merchant and authorisation."""
    found = {word for each in read for word in _TERMINAL.findall(each.row.folded)}
    return len(found) >= SLIP_WORDS


def slip_below(read: Sequence[ReadRow], total: int) -> range:
    """Return the indices of the rows between the words of a card terminal that stand below a receipt's total.

    Args:
        read: The document's rows.
        total: Index of the total's row.
    """
    words = [(each.row.index, _TERMINAL.findall(each.row.folded)) for each in read if each.row.index > total]
    told = [index for index, found in words if found]
    if len({word for _, found in words for word in found}) < SLIP_WORDS - 1:
        return range(0)
    return range(told[0], told[-1] + 1)


def _told(made: Iterable[Payment], method: str, amount: Decimal) -> bool:
    return any(p.amount == amount and (p.method == method or "other" in {p.method, method}) for p in made)
