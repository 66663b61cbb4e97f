"""The engines that a person can choose here, each with a phrase and its time on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.engines.base import engine_classes
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.web.i18n.texts import plain, plain_or
from ocrcore.web.session import services

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats

_LOOK_BACK = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """An engine that can run here."""

    name: str
    label: str
    """One phrase, as the engine itself says it."""
    page_s: float | None
    """Median seconds a page in the last 24 hours; None when it has read nothing."""

    @property
    def phrase(self) -> str:
        """The phrase in the visitor's language; not escaped."""
        return plain_or(f"engine.{self.name}", self.label)

    def time_text(self, formats: Formats) -> str:
        """Return how long it takes here, in words; not escaped."""
        if self.page_s is None:
            return plain("upload.engine_untried")
        return plain("upload.engine_time", duration=formats.seconds(self.page_s))


@st.cache_resource(ttl=60, show_spinner=False)
def available_engines() -> dict[str, str]:
    """Return the phrase of every engine that can run here, by name, the default engine first."""
    found = {name: each.label for name, each in engine_classes().items() if each.availability().available}
    default = services().settings.default_engine
    return dict(sorted(found.items(), key=lambda engine: (engine[0] != default, engine[0])))


@st.cache_resource(ttl=60, show_spinner=False)
def missing_engines_advice() -> str:
    """Return what installs an engine that cannot run here; empty when no engine says so."""
    availabilities = [each.availability() for each in engine_classes().values()]
    return next((each.install for each in availabilities if not each.available and each.install), "")


@st.cache_resource(ttl=10, show_spinner=False)
def page_seconds() -> dict[str, float]:
    """Return the median seconds a page of each engine, over the last 24 hours."""
    shared = services()
    runs = shared.call(shared.desk.measurements.runs, since=datetime.now(UTC) - _LOOK_BACK)
    times: dict[str, list[float]] = {}
    for run in runs:
        if run.outcome is RunOutcome.COMPLETED:
            times.setdefault(run.engine, []).append(run.processing_ms / 1000 / max(1, run.pages or 1))
    return {engine: median(each) for engine, each in times.items()}


def engine_choices() -> list[EngineChoice]:
    """Return the engines that can run here, the default one first."""
    seconds = page_seconds()
    return [
        EngineChoice(name=name, label=label, page_s=seconds.get(name)) for name, label in available_engines().items()
    ]
