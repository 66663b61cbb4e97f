"""Several readings of one document vote, field by field: checks first, then agreement, then confidence.

The readings are those of an engine's tiers, or of two engines. Whatever is elected is checked again as a whole, so
that what the checks say is true of the fields that are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.checks.checks import CHECKED_FIELDS
from ocrcore.extraction.checks.doubt import with_doubt
from ocrcore.extraction.checks.sentences import BETWEEN, check_of
from ocrcore.extraction.fields import Check
from ocrcore.extraction.text.rows import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.extraction.amounts.totals import Total
    from ocrcore.extraction.checks.verdict import Outcome
    from ocrcore.extraction.fields import Extraction, Field, ListRow
    from ocrcore.extraction.parsed_document import ParsedDocument

SEATS = {
    "vendor": "vendor_name", "address": "vendor_address", "customer": "customer_name", "vendor_id": "vendor_tax_id",
    "customer_id": "customer_tax_id", "phone": "vendor_phone", "number": "document_number", "fiscal_id": "fiscal_id",
    "z_number": "z_number", "when": "date", "time": "time", "due": "due_date", "currency": "currency", "total": "total",
    "net": "net_total", "tax_total": "tax_total", "discounts": "discount_total", "taxes": "taxes", "payments": "payments",
    "items": "items",
}  # fmt: skip
"""Each part of a reading that is elected on its own, and the field that is made of it."""
BEARING = {
    name: tuple(code for code, fields in CHECKED_FIELDS.items() if name in fields)
    for name in dict.fromkeys(name for fields in CHECKED_FIELDS.values() for name in fields)
}
"""The checks that speak for or against a field."""
PROVED_BY = {
    "items": "items", "payments": "payments", "paid_exactly": "payments", "net_and_tax": "net", "taxes": "taxes",
    "tax_within": "taxes", "adjusted": "discounts",
}  # fmt: skip
"""Each equation behind a total, and the part of the reading that it rests on."""
COMPARED = ("total", "date", "vendor_tax_id", "document_number", "tax_total")
"""What readings must agree on."""
LIST_MEMBERS = {"taxes": ("rate", "amount"), "payments": ("method", "amount"), "items": ("amount",)}
DOUBT_IF_AGREED, KEPT_IF_CONTRADICTED = 0.6, 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """One reading of the document, what its checks say, and the fields that it makes.

    `doubts` are fields that another reading of the same print gives otherwise, though the same checks hold for it.
    """

    reading: ParsedDocument
    outcome: Outcome
    extraction: Extraction
    doubts: frozenset[str] = frozenset()

    def opinion(self, name: str) -> object:
        """Return a field in the form in which readings are compared; None when this reading lacks it."""
        rows = self.extraction.lists.get(name)
        if rows is not None:
            return tuple(sorted(_members(name, row) for row in rows))
        found = self.extraction.scalars.get(name)
        return None if found is None else re.sub(r"[\W_]", "", fold(found.value))

    def balance(self, name: str) -> int:
        """Return how many checks that bear on a field passed, less those that failed."""
        codes = BEARING.get(name, ())
        outcomes = [check.passed for check in self.outcome.checks if check.code in codes]
        return sum(outcome is True for outcome in outcomes) - sum(outcome is False for outcome in outcomes)

    def confidence(self, name: str) -> float:
        """Return how sure this reading is of a field."""
        rows = self.extraction.lists.get(name)
        if rows:
            return min(row.confidence for row in rows)
        found = self.extraction.scalars.get(name)
        return 0.0 if found is None else found.confidence


def elect(voters: Sequence[Voter]) -> ParsedDocument:
    """Return one reading, each of its parts from the voter that wins it; of equals, the first wins."""
    base = max(voters, key=lambda voter: (voter.extraction.document_type != "other", voter.outcome.verdict))
    winners = {part: _winner(voters, name) or base for part, name in SEATS.items()}
    chosen: dict[str, Any] = {part: getattr(voter.reading, part) for part, voter in winners.items()}
    if chosen["total"] is not None:
        chosen["total"] = _proved_again(chosen["total"], winners)
    return replace(base.reading, **chosen)


def doubted(best: Voter, equals: Sequence[Voter]) -> Voter:
    """Return a reading with every field in doubt that another one, for which the same checks hold, gives otherwise."""
    doubts = frozenset(
        name
        for name in best.extraction.scalars
        if any(other.opinion(name) not in {None, best.opinion(name)} for other in equals)
    )
    return replace(best, doubts=doubts, extraction=with_doubt(best.extraction, doubts))


def _winner(voters: Sequence[Voter], name: str) -> Voter | None:
    """Return the voter whose field is best: checks first, then agreement, then confidence."""
    having = [voter for voter in voters if voter.opinion(name) is not None]

    def rank(voter: Voter) -> tuple[int, int, float]:
        agreeing = sum(other.opinion(name) == voter.opinion(name) for other in having)
        return voter.balance(name), agreeing, voter.confidence(name)

    return max(having, key=rank, default=None)


def _proved_again(total: Total, winners: Mapping[str, Voter]) -> Total:
    """Keep the equations that hold for the parts that were elected, which may come from other readings."""
    supports = set()
    for name, part in PROVED_BY.items():
        theirs = winners[part].reading.total
        if theirs is not None and theirs.value == total.value and name in theirs.supports:
            supports.add(name)
    return replace(total, supports=frozenset(supports))


def tiers_agree(voters: Sequence[Voter]) -> Check:
    """Compare what independent readings say; None when they share no field, or there is one reading only."""
    shared, differing = list[str](), dict[str, str]()
    for name in COMPARED:
        said = [voter for voter in voters if voter.opinion(name) is not None]
        if len(said) < 2:
            continue
        shared.append(name)
        if any(a.opinion(name) != b.opinion(name) for a, b in combinations(said, 2)):
            values = dict.fromkeys(voter.extraction.scalars[name].value for voter in said)
            differing[name] = BETWEEN.join(values)
    if not shared:
        return Check(code="tiers_agree", passed=None)
    return check_of("tiers_agree", passed=not differing, facts=differing or {"fields": ", ".join(shared)})


def weighed(extraction: Extraction, elected: Voter, voters: Sequence[Voter]) -> Extraction:
    """Return the elected fields, surer where independent readings agree and less sure where one contradicts."""

    def sure(name: str, confidence: float) -> float:
        said = [voter.opinion(name) for voter in voters if voter.opinion(name) is not None]
        agreeing = sum(opinion == elected.opinion(name) for opinion in said)
        if agreeing > 1:
            return 1 - (1 - confidence) * DOUBT_IF_AGREED
        return confidence * KEPT_IF_CONTRADICTED if len(said) > agreeing else confidence

    scalars: dict[str, Field] = {
        name: replace(field, confidence=sure(name, field.confidence)) for name, field in extraction.scalars.items()
    }
    lists: dict[str, tuple[ListRow, ...]] = {
        name: tuple(replace(row, confidence=sure(name, row.confidence)) for row in rows)
        for name, rows in extraction.lists.items()
    }
    return replace(extraction, scalars=scalars, lists=lists)


def _members(name: str, row: ListRow) -> tuple[str, ...]:
    return tuple(row.members.get(member, "") for member in LIST_MEMBERS[name])
