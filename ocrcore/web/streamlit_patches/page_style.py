"""The little style that Streamlit's theme cannot say: less air on top, a large place to drop files, calm figures.

Upstream: https://github.com/streamlit/streamlit/issues/6336 asks for less air (open); for the contrast of captions, the fading of
parts that are redrawn and the size of the drop area there is no issue.
"""

from __future__ import annotations

import streamlit as st

_STYLE = """<style>
.stMainBlockContainer {padding-top: 4.75rem; padding-bottom: 3rem; max-width: 110rem}
.stMainBlockContainer h2 {font-size: 1.5rem; padding: 0 0 .25rem}
.stMainBlockContainer h3 {font-size: 1.1rem; padding: .25rem 0}
.stMainBlockContainer, [data-testid="stMetricValue"] {font-variant-numeric: tabular-nums}
[data-testid="stMetricValue"] {font-size: 1.75rem}
[data-testid="stFileUploaderDropzone"] {min-height: 12rem; flex-direction: column; gap: .75rem; align-items: center;
  justify-content: center; border: 1px dashed color-mix(in srgb, currentColor 35%, transparent)}
[data-testid="stFileUploaderDropzone"] > span {width: auto}
/* Streamlit says these in English only; the Upload page says them in the visitor's language. */
[data-testid="stFileUploaderDropzoneInstructions"] {margin: 0; flex: 0 0 auto}
[data-testid="stFileUploaderDropzoneInstructions"] span {display: none}
/* Scripts without a look of their own take no room. */
[class*="st-key-unseen_"] {position: absolute; height: 0; overflow: hidden}
/* A part that is redrawn keeps its look: no fading while the next figures are on their way. */
[data-testid="stElementContainer"][data-stale] {opacity: 1 !important; transition: none !important}
.st-key-story table, [class*="st-key-pairs"] table {font-size: .875rem}
.st-key-story thead, [class*="st-key-pairs"] thead {display: none}
.st-key-story th, .st-key-story td, [class*="st-key-pairs"] th, [class*="st-key-pairs"] td {border: 0; padding: .15rem .75rem .15rem 0;
  vertical-align: top}
.st-key-story td:first-child, [class*="st-key-pairs"] td:first-child {opacity: .75; white-space: nowrap}
.st-key-pairs_limits td:first-child {white-space: normal}
.st-key-tiers table, .st-key-settings_engines table, .st-key-documents_sums table {font-size: .875rem}
.st-key-tiers th, .st-key-tiers td, .st-key-documents_sums th, .st-key-documents_sums td,
.st-key-settings_engines th, .st-key-settings_engines td {border-width: 0 0 1px; padding: .15rem .75rem .15rem 0}
[class*="st-key-thumb_"] {overflow: hidden; align-items: center}
[class*="st-key-thumb_"] img {max-height: 3.25rem; width: auto; max-width: 100%; margin: auto; border-radius: 2px}
[class*="st-key-thumb_"] [data-testid="stElementToolbar"] {display: none}
/* The range of a prediction is there for who looks for it, and out of the way for who does not. */
@media (hover: hover) {[class*="st-key-row_"] [data-testid="stTooltipIcon"] {opacity: 0}
  [class*="st-key-row_"]:is(:hover, :focus-within) [data-testid="stTooltipIcon"] {opacity: 1}}
[class*="st-key-row_"] {border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); padding: .35rem 0}
/* Enough contrast to be read (WCAG 2.2, 1.4.3): Streamlit's captions and chosen buttons fall short of it. */
[data-testid="stCaptionContainer"] {opacity: 1; color: color-mix(in srgb, light-dark(#1d2523, #e6ecea) 75%, transparent)}
[data-testid="stCaptionContainer"] * {opacity: 1}
.stMainBlockContainer [data-selected="true"], .stMainBlockContainer [data-selected="true"] * {color: light-dark(#1a6352, #7fd1bb)}
.stMainBlockContainer .stRadio [data-testid="stCaptionContainer"] * {
  color: color-mix(in srgb, light-dark(#1d2523, #e6ecea) 75%, transparent)}
/* What fits need not scroll, and what scrolls would have to be reached with the keyboard. */
[class*="st-key-row_"] {overflow: hidden}
@media (max-width: 640px) {.stMainBlockContainer {padding-left: 1rem; padding-right: 1rem; padding-top: 4rem}
  [data-testid="stFileUploaderDropzone"] {min-height: 9rem}
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {gap: 1rem}
  [class*="st-key-row_"] {min-height: 6rem}
  .st-key-pairs_limits td:nth-child(3) {display: none}}
</style>"""


def apply_style() -> None:
    """Give the page this style."""
    st.html(_STYLE)
