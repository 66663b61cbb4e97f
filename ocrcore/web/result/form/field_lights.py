"""A field and its box on the picture: one under the pointer or the cursor lights up the other, by style alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.result.form.field_layout import LISTS
from ocrcore.web.streamlit_patches.cursor import put_cursor
from ocrcore.web.streamlit_patches.form_style import FIELD_FRAME, form_style
from ocrcore.web.streamlit_patches.table_cells import chosen_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ocrcore.web.result.form.doubts import Doubt

MAX_ROWS = 100
"""Rows of a list that light up one by one; of a longer list on one page the rest stay dark."""
FORM = "correction_form"
"""Key of the container around the form."""
BUTTONS = "fields_buttons"
"""Key of the container with the form's buttons."""
_STYLE = """
:root {--desk-ground: light-dark(#ffffff, #141917); --desk-noted: light-dark(#1a6352, #7fd1bb); --desk-look: light-dark(#b35900, #f0a04b);
  --desk-doubtful: light-dark(#c92a2a, #ff8787)}
g[class*=' field_'] path {opacity: 0; pointer-events: none; transition: opacity .1s}
:is(.st-key-field_net_total, .st-key-field_tax_total, .st-key-field_total, .st-key-field_discount_total,
  .st-key-field_charge_total, .st-key-field_amount_due) input
  {text-align: right}
"""


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
    rules = [_STYLE, form_style(form=FORM, buttons=BUTTONS, ground="var(--desk-ground)")]
    for field in fields:
        here = f".st-key-{element_key(field)}:is(:hover, :focus-within)"
        rules.append(f"body:has({here}) .{mark_name(field)}_marks path {{opacity: 1}}")
    for name, numbers in rows.items():
        marks = f".{mark_name(name)}_marks path"
        table = f".st-key-{element_key(name)}:focus-within"
        if numbers:
            rules.append(f"body:has({table} {chosen_cell()}) {marks} {{opacity: 0}}")
        for place, number in enumerate(numbers[:MAX_ROWS], start=1):
            rules.append(f"body:has({table} {chosen_cell(number)}) {marks}:nth-child({place}) {{opacity: 1}}")
    st.html(f"<style>{' '.join(rules)}</style>")


def doubt_style(doubts: Mapping[str, Doubt], shares: Mapping[str, str]) -> None:
    """Mark the fields that stand out by the kind of their frame, and write beside each label how sure it is."""
    rules = []
    for field, doubt in doubts.items():
        box = f".st-key-{element_key(field)} {FIELD_FRAME}"
        frame = {"look": "1px dashed", "doubtful": "2px dashed", "noted": "1px solid"}.get(doubt.level)
        if frame:
            rules.append(f"{box} {{border: {frame} var(--desk-{doubt.level}) !important}}")
    for field, share in shares.items():
        # A style cannot be broken out of: JSON's quotes, and no letter that would end the element.
        told = json.dumps(f" {share}", ensure_ascii=False).replace("<", "")
        rules.append(f".st-key-{element_key(field)} label p::after {{content: {told}; opacity: .75; font-size: .8em}}")
    st.html(f"<style>{' '.join(rules)}</style>")


def focus_field(field: str, *, reason: str, fields: Collection[str], always: bool = False) -> None:
    """Put the cursor into a field, so that Enter and Tab work without the mouse.

    A person who is elsewhere on the page stays there, and a phone does not open its keyboard.

    Args:
        field: The field.
        reason: Another reason makes it happen again.
        fields: The fields that there are; others are not looked for.
        always: Whether the person asked for this field, wherever they are.
    """
    if field not in fields:
        return
    place = f".st-key-{element_key(field)}"
    put_cursor(place if field in LISTS else f"{place} input", reason=reason, form=FORM, always=always)
