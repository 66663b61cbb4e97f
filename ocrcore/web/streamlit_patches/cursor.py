"""Puts the cursor into a field, so that Enter and Tab work without the mouse.

Upstream: https://github.com/streamlit/streamlit/issues/3899 asks for it (open).
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
export default ({data, parentElement}) => {
  const before = document.activeElement;
  let tries = 300;
  const reach = () => {
    const place = document.querySelector(data.selector), now = document.activeElement;
    if (!place || place.offsetParent === null) {
      if (tries-- > 0) parentElement.deskReaches = setTimeout(reach, 50);
      return;
    }
    const stays = now === before && before.closest(`.st-key-${data.form}`);
    if (!(data.always || !now || now === document.body || stays)) return;
    if (data.always) place.scrollIntoView({block: 'nearest'});
    window.deskPlacesCursor = true;
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) place.focus({preventScroll: true});
    window.deskPlacesCursor = false;
  };
  clearTimeout(parentElement.deskReaches);
  reach();
  return () => clearTimeout(parentElement.deskReaches);
};
"""
_mount = st.components.v2.component("desk_cursor", js=_SCRIPT, isolate_styles=False)


def put_cursor(selector: str, *, reason: str, form: str, always: bool) -> None:
    """Put the cursor into what a selector finds, as soon as it is there, once for each reason.

    A person who is elsewhere on the page stays there, and a phone does not open its keyboard.

    Args:
        selector: Finds the field in the page.
        reason: Another reason makes it happen again.
        form: Key of the container around the form: a cursor that was in it already moves along.
        always: Whether the person asked for this field, wherever they are.
    """
    asked = {"selector": selector, "reason": reason, "form": form, "always": always}
    _mount(key=f"unseen_cursor_{'asked' if always else 'first'}", data=asked)
