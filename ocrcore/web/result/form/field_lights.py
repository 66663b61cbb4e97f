"""A field and its box on the picture: one under the pointer or the cursor lights up the other, by style alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.result.form.field_layout import LISTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ocrcore.web.result.form.doubts import Doubt

MAX_ROWS = 100
"""Rows of a list that light up one by one; of a longer list on one page the rest stay dark."""
FIRST_ROW = 2
"""Streamlit's table numbers its rows for screen readers from its head, the head being 1."""
FORM = "correction_form"
"""Key of the container around the form."""
_STYLE = """
.stMain {--desk-ground: light-dark(#ffffff, #141917); --desk-noted: light-dark(#1a6352, #7fd1bb); --desk-look: light-dark(#b35900, #f0a04b);
  --desk-doubtful: light-dark(#c92a2a, #ff8787)}
.stMain g[class*=' field_'] path {opacity: 0; pointer-events: none; transition: opacity .1s}
.st-key-correction_form [data-testid="InputInstructions"] {display: none}
.st-key-correction_form [data-testid="stForm"] {padding: 0}
[data-testid="stLayoutWrapper"]:has(> .st-key-fields_buttons) {position: sticky; bottom: 0; z-index: 2;
  padding: .5rem 0; background: var(--desk-ground)}
:is(.st-key-field_net_total, .st-key-field_tax_total, .st-key-field_total, .st-key-field_discount_total) input
  {text-align: right}
"""
_FOCUS = """<script>(() => {
  const before = document.activeElement;
  let tries = 300;
  const reach = () => {
    const place = document.querySelector(%(selector)s), now = document.activeElement;
    if (!place || place.offsetParent === null) { if (tries-- > 0) setTimeout(reach, 50); return; }
    const stays = now === before && before.closest('.st-key-%(form)s');
    const free = %(always)s || !now || now === document.body || stays;
    if (!free) return;
    if (%(always)s) place.scrollIntoView({block: 'nearest'});
    window.deskPlacesCursor = true;
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) place.focus({preventScroll: true});
    window.deskPlacesCursor = false;
  };
  reach();
})(); /* %(reason)s */</script>"""

_KEEP_EDIT = """<script>
if (!window.deskKeepsEdits) {
  window.deskKeepsEdits = true;
  let fromTable = false;
  document.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.st-key-fields_buttons')) return;
    const now = document.activeElement;
    fromTable = Boolean(now && now.closest('#portal, [data-testid="stDataFrame"]'));
  }, true);
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.st-key-fields_buttons button');
    if (!button || !fromTable) return;
    fromTable = false;
    event.stopImmediatePropagation();
    event.preventDefault();
    setTimeout(() => button.click(), 400);
  }, true);
}
</script>"""


def mark_name(field: str) -> str:
    """Return the name of the picture's layer that holds a field's boxes."""
    return f"field_{field}"


def element_key(field: str) -> str:
    """Return the key of a field's place in the form; it is in the class of its element, too."""
    return f"field_{field}"


def light_style(fields: Iterable[str], rows: Mapping[str, Sequence[int]]) -> None:
    """Let a field of the form light up its boxes on the picture, and a list's chosen row its own box alone.

    Args:
        fields: The fields and lists.
        rows: By list, the numbers (from 0) of the rows whose boxes are on the page, in the order of these boxes.
    """
    rules = [_STYLE]
    for field in fields:
        here = f".st-key-{element_key(field)}:is(:hover, :focus-within)"
        rules.append(f".stMain:has({here}) .{mark_name(field)}_marks path {{opacity: 1}}")
    for name, numbers in rows.items():
        marks = f".{mark_name(name)}_marks path"
        cell = f".st-key-{element_key(name)}:focus-within tr{{row}} td[aria-selected='true']"
        if numbers:
            rules.append(f".stMain:has({cell.format(row='')}) {marks} {{opacity: 0}}")
        for place, number in enumerate(numbers[:MAX_ROWS], start=1):
            own = cell.format(row=f"[aria-rowindex='{number + FIRST_ROW}']")
            rules.append(f".stMain:has({own}) {marks}:nth-child({place}) {{opacity: 1}}")
    st.html(f"<style>{' '.join(rules)}</style>")


def doubt_style(doubts: Mapping[str, Doubt], shares: Mapping[str, str]) -> None:
    """Mark the fields that stand out by the kind of their frame, and write beside each label how sure it is."""
    rules = []
    for field, doubt in doubts.items():
        box = f".st-key-{element_key(field)} :is([data-testid='stTextInputRootElement'], [role='group'])"
        frame = {"look": "1px dashed", "doubtful": "2px dashed", "noted": "1px solid"}.get(doubt.level)
        if frame:
            rules.append(f"{box} {{border: {frame} var(--desk-{doubt.level}) !important}}")
    for field, share in shares.items():
        # A style cannot be broken out of: JSON's quotes, and no letter that would end the element.
        told = json.dumps(f" {share}", ensure_ascii=False).replace("<", "")
        rules.append(f".st-key-{element_key(field)} label p::after {{content: {told}; opacity: .75; font-size: .8em}}")
    st.html(f"<style>{' '.join(rules)}</style>")


def keep_last_edit() -> None:
    """Let a button wait for the cell that was being edited when it was pressed.

    Streamlit's table hands an edit on after 150 ms; the form would go without it, and the document be confirmed.
    """
    st.html(_KEEP_EDIT, unsafe_allow_javascript=True)


def focus_field(field: str, *, reason: str, fields: Collection[str], always: bool = False) -> None:
    """Put the cursor into a field, so that Enter and Tab work without the mouse.

    The browser alone can do that, hence these lines of script. A person who is elsewhere on the page stays there, and
    a phone does not open its keyboard.

    Args:
        field: The field.
        reason: Letters and digits; another reason makes it happen again.
        fields: The fields that there are; others are not looked for.
        always: Whether the person asked for this field, wherever they are.
    """
    if field not in fields:
        return
    place = f".st-key-{element_key(field)}"
    selector = place if field in LISTS else f"{place} input"
    told = {"selector": json.dumps(selector), "always": json.dumps(always), "form": FORM}
    safe = "".join(letter for letter in reason if letter.isalnum() or letter in "-_ ")
    st.html(_FOCUS % (told | {"reason": safe}), unsafe_allow_javascript=True)
