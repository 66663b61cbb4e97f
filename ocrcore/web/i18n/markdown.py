"""Other people's text inside our own Markdown: shown as it is, never as markup."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_WORD_JOINER = "\u2060"
_TRIGGERS = re.compile(r":|@|www(?=\\\.)|(?<=[-<>=~])(?=\\?[-<>=])", re.IGNORECASE)
"""What Streamlit still rewrites after Markdown was parsed, escaped or not: emoji codes, addresses, arrows."""


def escape(text: str) -> str:
    r"""Return `text` so that Streamlit's Markdown shows exactly its letters.

    A backslash stands before every ASCII punctuation mark (CommonMark 2.4), which also covers Streamlit's own
    `:red[…]` and `$…$`. An unseen word joiner breaks what is recognised in plain text: `:smile:`, `www.…`, `->`.
    Line breaks become spaces, so that a text stays one paragraph.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
    return _TRIGGERS.sub(lambda found: found[0] + _WORD_JOINER, escaped)
