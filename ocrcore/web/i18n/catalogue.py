"""The texts of each language, from gettext catalogues: `locale/LANGUAGE/LC_MESSAGES/ocrdesk.po`.

A `.po` file is compiled in memory when its language is first asked for (about 40 ms), so that no compiled file can be older
than its source.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

DOMAIN: Final = "ocrdesk"
SOURCE: Final = "en"
"""The language in which the program is written; a text that another language lacks is said in it."""
FACT: Final = "fact"
"""Context (`msgctxt`) of words that fill a blank."""
FOLDER: Final = Path(__file__).parent / "locale"


def languages() -> dict[str, str]:
    """Return the languages that there are, each in its own words: `{"en": "English", "ro": "Română"}`."""
    codes = sorted(path.parents[1].name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {code: (Locale.parse(code).get_display_name() or code).capitalize() for code in codes}


def po_file(language: str) -> Path:
    """Return where the texts of a language are kept."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def translations(language: str) -> Translations:
    """Return the texts of one of `languages()`."""
    with po_file(language).open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    found = Translations(compiled, DOMAIN)
    if language != SOURCE:
        found.add_fallback(translations(SOURCE))
    return found
