"""What the desk has learnt, said above the form: the same document again, and what was put right, with the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.texts import field_name, say
from ocrcore.web.result.form.review import learnt_values, undo_learnt
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.places import result_link

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed


def same_document_line(document: Reviewed, formats: Formats) -> None:
    """Say that the same document is here already, before it is confirmed once more."""
    shared, job = services(), document.job
    same = shared.call(shared.desk.reviews.same_documents, (job.id,), owner=current_owner()).get(job.id)
    if same is None:
        return
    now = datetime.now(UTC)
    moment = formats.moment(same.confirmed_at or same.created_at, now=now)
    told = say("learnt.same_confirmed" if same.confirmed_at else "learnt.same", name=same.name, moment=moment)
    with st.container(horizontal=True, vertical_alignment="center", key="fields_same"):
        st.markdown(f":orange[:material/content_copy:] {told}")
        result_link(say("learnt.open"), same.job_id)


def learnt_line(document: Reviewed) -> None:
    """Say which fields were put right from what is known of the supplier; one click gives back what was read."""
    names = learnt_values(document)
    if not names:
        return
    tax_id = str((document.scalar("vendor_tax_id") or {}).get("value", ""))
    with st.container(horizontal=True, vertical_alignment="center", key="fields_learnt"):
        told = say("learnt.told", fields=", ".join(map(field_name, names)), tax_id=tax_id)
        st.markdown(f":material/school: {told}", width="content")
        st.button(
            say("learnt.undo"), type="tertiary", icon=":material/undo:", key="learnt_undo", on_click=undo_learnt,
            args=(document,),
        )  # fmt: skip
