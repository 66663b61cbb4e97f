"""A thin moving line on top of the page, while what somebody has just asked for takes longer than they notice.

Streamlit tells the page when its script runs, but not for whom: a live part that redraws itself would show the line, too.
So a few lines of script remember that somebody has clicked, chosen or entered something, until the script has ended.

Upstream: none asks to tell the two apart; https://github.com/streamlit/streamlit/issues/16480 asks to hide Streamlit's own sign (open).
"""

from __future__ import annotations

import streamlit as st

_NOTICED_MS = 100
"""What is answered within this time needs no line. People begin to notice a wait at about 100 ms."""
# Opacity and transform alone are animated: the browser does that also while it is busy drawing the page.
_STYLE = f"""<style>
:root[data-desk-asked] .stApp::before {{content: ""; position: fixed; inset: 0 0 auto 0; height: 3px; z-index: 1000000;
  opacity: 0; pointer-events: none; background: linear-gradient(90deg, transparent, light-dark(#1f6f5c, #7fd1bb) 50%, transparent);
  animation: desk-work 1.2s linear {_NOTICED_MS}ms infinite}}
@keyframes desk-work {{from {{opacity: 1; transform: translateX(-50%)}} to {{opacity: 1; transform: translateX(50%)}}}}
@media (prefers-reduced-motion: reduce) {{:root[data-desk-asked] .stApp::before {{animation-timing-function: steps(1)}}}}
</style>"""
_SCRIPT = """
let stop;
export default () => {
  stop?.();
  const asked = document.documentElement.dataset, app = document.querySelector('.stApp');
  const runs = () => app.dataset.testScriptState !== 'notRunning';
  let timer;
  const endSoon = (ms) => { clearTimeout(timer); timer = setTimeout(() => { if (!runs()) delete asked.deskAsked; }, ms); };
  const asks = (event) => {
    const at = event.target.closest ? event.target : null;
    if (event.type === 'keydown') return event.key === 'Enter';
    if (event.type === 'change') return true;
    return at && at.closest('a, button, label, [role=option], [role=menuitem], [data-testid=stDataFrame]')
      && !at.closest('[aria-haspopup], [aria-expanded], [role=tab], summary, [data-testid="stFileUploaderDropzone"]');
  };
  const ask = (event) => {
    if (!asks(event)) return;
    asked.deskAsked = '';
    endSoon(300); // what makes nothing run is done
  };
  const kinds = ['click', 'change', 'keydown'];
  for (const kind of kinds) document.addEventListener(kind, ask, true);
  // The run of a live part may end just before the one that was asked for begins.
  const watch = new MutationObserver(() => { if (!runs()) endSoon(100); });
  watch.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  if ('deskAsked' in asked) endSoon(300); // asked for on the page before
  window.deskShowsWork = true;
  stop = () => {
    for (const kind of kinds) document.removeEventListener(kind, ask, true);
    watch.disconnect();
  };
  return stop;
};
"""
_mount = st.components.v2.component("desk_work_line", js=_SCRIPT, isolate_styles=False)


def work_line() -> None:
    """Show the line on this page whenever it is needed."""
    st.html(_STYLE)
    _mount(key="unseen_work_line")
