"""The style of a form that Streamlit's theme cannot say: buttons that stay in sight, and frames that tell how sure a field is.

Upstream: https://github.com/streamlit/streamlit/issues/7538 asks for a form without "Press Enter to submit" (open); for a field's frame and
for buttons that stay in sight there is no issue.
"""

from __future__ import annotations

FIELD_FRAME = ":is([data-testid='stTextInputRootElement'], [role='group'])"
"""What has the frame of a text field or of a choice."""


def form_style(*, form: str, buttons: str, ground: str) -> str:
    """Return the rules for the form in the container `form`.

    Args:
        form: Key of the container around the form.
        buttons: Key of the container with its buttons, which stays at the lower edge of the window.
        ground: Colour behind the buttons.
    """
    return f"""
.st-key-{form} [data-testid="InputInstructions"] {{display: none}}
.st-key-{form} [data-testid="stForm"] {{padding: 0}}
[data-testid="stLayoutWrapper"]:has(> .st-key-{buttons}) {{position: sticky; bottom: 0; z-index: 2;
  padding: .5rem 0; background: {ground}}}
"""
