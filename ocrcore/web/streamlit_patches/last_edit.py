"""Lets a button wait for the cell that was being edited when it was pressed.

Streamlit's table hands an edit on after 150 ms. A click outside the table hands over at once the cell that is open, but not one that
Enter or Tab has just closed: the form goes without it, and the document would be confirmed as it was.

Upstream: https://github.com/streamlit/streamlit/issues/7868 (closed by https://github.com/streamlit/streamlit/pull/16132, which
leaves Enter and Tab as they are).
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
const WAIT_MS = 400;
let stop;
export default ({data}) => {
  stop?.();
  const buttons = `.st-key-${data.buttons}`;
  let fromTable = false;
  const press = (event) => {
    if (!event.target.closest(buttons)) return;
    fromTable = Boolean(document.activeElement?.closest('#portal, [data-testid="stDataFrame"]'));
  };
  const click = (event) => {
    const button = event.target.closest(`${buttons} button`);
    if (!button || !fromTable) return;
    fromTable = false;
    event.stopImmediatePropagation();
    event.preventDefault();
    setTimeout(() => button.click(), WAIT_MS);
  };
  document.addEventListener('pointerdown', press, true);
  document.addEventListener('click', click, true);
  stop = () => {
    document.removeEventListener('pointerdown', press, true);
    document.removeEventListener('click', click, true);
  };
  return stop;
};
"""
_mount = st.components.v2.component("desk_last_edit", js=_SCRIPT, isolate_styles=False)


def keep_last_edit(buttons: str) -> None:
    """Let the buttons in the container with this key wait for a table's last edit."""
    _mount(key="unseen_last_edit", data={"buttons": buttons})
