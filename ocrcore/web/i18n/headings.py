"""What the columns and sheets of an exported file are called in a language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel import numbers

from ocrcore.export.tables import BASE, VAT
from ocrcore.web.i18n.catalogue import translations

if TYPE_CHECKING:
    from collections.abc import Callable


def headings(language: str) -> Callable[[str], str]:
    """Return what names columns and sheets in one of `languages()`; it works outside of a page's script, too."""
    texts = translations(language)

    def heading(name: str) -> str:
        for part in (BASE, VAT):
            if name.startswith(part):
                rate = numbers.format_decimal(Decimal(name.removeprefix(part)), locale=language)
                return texts.gettext(f"export.column.{part}rate").format(rate=rate)
        keys = (f"export.column.{name}", f"export.sheet.{name}", f"field.{name}", f"fields.{name}")
        known = (found for key in keys if (found := texts.gettext(key)) != key)
        return next(known, name)

    return heading
