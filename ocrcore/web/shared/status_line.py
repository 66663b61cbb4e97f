"""The small live status at the right of the navigation: workers, how much waits, until when."""

from __future__ import annotations

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.shared.batch import tell_when_done
from ocrcore.web.shared.live import WATCH_S, live
from ocrcore.web.shared.snapshot import Snapshot, snapshot
from ocrcore.web.shared.stalled import stalled

KEY = "desk_status"
_GLANCED_AT_S = 2.4
"""It stands on every page and is not watched there."""
_STYLE = f"""<style>
.st-key-{KEY} {{position: fixed; top: 0; right: 1.25rem; height: 3.75rem; width: auto; z-index: 999991;
  justify-content: center; font-variant-numeric: tabular-nums}}
.st-key-{KEY} p {{font-size: .875rem; white-space: nowrap}}
@media (max-width: 640px) {{.st-key-{KEY} {{right: .75rem}} .st-key-{KEY} p {{font-size: .8rem}}}}
</style>"""


def status_line() -> None:
    """Show the status line and keep it live."""
    st.html(_STYLE)
    live(_draw, active=snapshot().is_active, at_least_s=_GLANCED_AT_S, idle_s=WATCH_S)


def _draw() -> bool:
    now = snapshot()
    if tell_when_done():
        st.rerun()
    with st.container(key=KEY):
        if now.has_worker:
            st.markdown(_figures(now), help=plain("live.help"), width="content")
        else:
            help_text = plain("live.none_help") if now.fault is None else stalled(now)
            st.markdown(f":material/warning: **{say('live.none')}**", help=help_text, width="content")
    return now.is_active


def _figures(now: Snapshot) -> str:
    parts = [plain_count("live.workers", now.stats.slots)]
    if now.pending:
        parts.append(plain("live.waiting", count=visitor_formats().number(now.pending)))
    elif now.processing:
        parts.append(plain("live.reading", count=now.processing))
    else:
        parts.append(plain("live.idle"))
    if now.all_done is not None:
        parts.append(plain("live.eta", duration=visitor_formats().about(now.all_done.middle_s)))
    return " · ".join(parts).replace("~", "\\~")
