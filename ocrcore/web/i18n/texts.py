"""What the pages say, by name: each text stands in the catalogues under a key such as `queue.title`.

`say` is for places where Streamlit reads Markdown: what is filled in is escaped. `plain` is for places that show
letters as they are (tables, `st.text`, tooltips of a chart).
"""

from __future__ import annotations

from babel import Locale

from ocrcore.web.i18n.language import page_language, page_texts
from ocrcore.web.i18n.markdown import escape


def plain(key: str, /, **values: str | float) -> str:
    """Return a text for a place that shows letters as they are.

    Raises:
        KeyError: No catalogue has it.
    """
    return _text(key).format(**values)


def say(key: str, /, **values: str | float) -> str:
    """Return a text for a place that reads Markdown; what is filled in is escaped."""
    return _text(key).format(**_escaped(values))


def plain_count(key: str, count: int, /, **values: str | float) -> str:
    """Return the text that goes with a number, by the language's plural forms; for a place that shows letters as they are."""
    return page_texts().ungettext(key, key, count).format(count=count, **values)


def say_count(key: str, count: int, /, **values: str | float) -> str:
    """Return the text that goes with a number, for a place that reads Markdown."""
    return page_texts().ungettext(key, key, count).format(count=count, **_escaped(values))


def is_known(key: str) -> bool:
    """Tell whether there is a text for a key that comes from data, such as a check's code."""
    return page_texts().gettext(key) != key


def plain_or(key: str, otherwise: str) -> str:
    """Return the text for a key that comes from data, or other words where there is none."""
    return plain(key) if is_known(key) else otherwise


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `4th`, … `11th`; in Romanian `primul`, `al 2-lea` and so on."""
    return plain(f"ordinal.{Locale.parse(page_language()).ordinal_form(number)}", number=number)


def field_name(name: str) -> str:
    """Return the name of a result's field for a person: `vendor_tax_id` is `Vendor tax id`, `items` is `Items`."""
    return plain_or(f"field.{name}", plain_or(f"fields.{name}", name.replace("_", " ").capitalize()))


def _text(key: str) -> str:
    found = page_texts().gettext(key)
    if found == key:
        raise KeyError(key)
    return found


def _escaped(values: dict[str, str | float]) -> dict[str, str]:
    return {name: escape(str(value)) for name, value in values.items()}
