"""Says in the language of the page what Streamlit itself says in English: its camera, its connection, its lists and tables.

Only what stands whole in one place and is none of our own texts is changed: those are in Markdown.

Upstream: https://github.com/streamlit/streamlit/issues/1353 asks for translations (open).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "Take Photo": "streamlit.take_photo",
    "Clear photo": "streamlit.clear_photo",
    "Switch camera": "streamlit.switch_camera",
    "This app would like to use your camera.": "streamlit.camera_asks",
    "Learn how to allow access.": "streamlit.camera_allow",
    "Uploading...": "streamlit.uploading",
    "Connecting": "streamlit.connecting",
    "Connecting to Streamlit server": "streamlit.connecting_to_server",
    "Unable to connect to Streamlit server": "streamlit.not_connected",
    "Connection error": "streamlit.connection_error",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "streamlit.is_it_running",
    "Streamlit server is not responding. Are you connected to the internet?": "streamlit.no_answer",
    "No results": "streamlit.no_results",
    "Select all": "streamlit.select_all",
    "Clear all": "streamlit.clear_all",
    "Clear value": "streamlit.clear_value",
    "Clear selection": "streamlit.clear_selection",
    "Download as CSV": "streamlit.download_csv",
    "Fullscreen": "streamlit.fullscreen",
    "Close fullscreen": "streamlit.close_fullscreen",
    "Search": "streamlit.search",
    "Show/hide columns": "streamlit.columns",
    "Sort ascending": "streamlit.ascending",
    "Sort descending": "streamlit.descending",
    "Autosize": "streamlit.autosize",
    "Pin column": "streamlit.pin",
    "Unpin column": "streamlit.unpin",
    "Hide column": "streamlit.hide",
    "Copy column name": "streamlit.copy_name",
    "Format": "streamlit.format",
    "Add row": "streamlit.add_row",
    "Delete row(s)": "streamlit.delete_rows",
}
"""Streamlit's words (1.67), and the names of our texts for them."""
_SCRIPT = """
let words, watch;
const ours = '[data-testid="stMarkdownContainer"], table, textarea, .stCode';
const told = ['aria-label', 'title', 'placeholder'];
const say = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const own = words[node.nodeValue.trim()];
    if (own && node.nodeValue !== own && !node.parentElement?.closest(ours)) node.nodeValue = own;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    if (node.matches(ours)) return;
    for (const name of told) {
      const own = words[node.getAttribute(name)];
      if (own) node.setAttribute(name, own);
    }
    for (const child of node.childNodes) say(child);
  }
};
export default ({data}) => {
  words = data;
  watch?.disconnect();
  watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'childList') for (const node of change.addedNodes) say(node); else say(change.target);
    }
  });
  const all = {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: told};
  say(document.body);
  watch.observe(document.body, all);
  return () => watch.disconnect();
};
"""
_mount = st.components.v2.component("desk_streamlit_words", js=_SCRIPT, isolate_styles=False)


def say_streamlit_words(words: Mapping[str, str]) -> None:
    """Let Streamlit's own words (the keys of `WORDS`) be these."""
    changed = {english: own for english, own in words.items() if english != own}
    if changed:
        _mount(key="unseen_streamlit_words", data=changed)
