"""Tax ids of other countries with right control digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def german_vat_id(rng: Random) -> str:
    """`DE` and nine digits; the last by ISO 7064 MOD 11,10."""
    body = f"{rng.randint(1, 9)}{rng.randrange(10**7):07d}"
    check = 10
    for digit in body:
        total = (check + int(digit)) % 10 or 10
        check = total * 2 % 11
    return f"DE{body}{(11 - check) % 10}"


def siren(rng: Random) -> str:
    """Nine digits of a French company, Luhn."""
    body = f"{rng.randint(3, 8)}{rng.randrange(10**7):07d}"
    total = 0
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def french_vat_id(number: str) -> str:
    """`FR`, two control digits, the SIREN."""
    return f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}"


def hungarian_tax_number(rng: Random) -> str:
    """Eight digits (weights 9 7 3 1 9 7 3, modulo 10), VAT code, county: `12345676-2-42`."""
    body = f"{rng.randint(10, 29)}{rng.randrange(10**5):05d}"
    total = sum(int(a) * b for a, b in zip(body, (9, 7, 3, 1, 9, 7, 3), strict=True))
    return f"{body}{-total % 10}-{rng.choice((2, 2, 2, 1))}-{rng.randint(2, 44):02d}"


def british_vat_id(rng: Random) -> str:
    """`GB` and nine digits; the last two by weights 8 to 2, modulo 97."""
    body = f"{rng.randint(1, 9)}{rng.randrange(10**6):06d}"
    total = sum(int(a) * b for a, b in zip(body, range(8, 1, -1), strict=True))
    return f"GB{body}{-total % 97:02d}"


def malaysian_gst_id(rng: Random) -> str:
    """Twelve digits; no control digit is published."""
    return f"00{rng.randrange(10**10):010d}"
