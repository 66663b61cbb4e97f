"""The Metrics page's table: every figure of each engine with the number of documents behind it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.web.i18n.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.metrics.figures import Accuracy, EngineFigures, Mean, Spread
    from ocrcore.web.i18n.formats import Formats

_HEAD = "figure"
_SHARES = ("success", "confidence", "fast_path", "checks", "accuracy", "looked_at", "eta_error", "eta_covered")


def metrics_table(figures: Mapping[str, EngineFigures]) -> pd.DataFrame:
    """Return the figures with columns named by keys; `NAME_n` holds how many values are behind `NAME`."""
    return pd.DataFrame([{"engine": name} | _row(each) for name, each in figures.items()])


def told_table(figures: Mapping[str, EngineFigures], formats: Formats) -> pd.DataFrame:
    """Return the figures as a person reads them: one row a figure, one column an engine, so that all fit the page.

    Behind a figure stands in brackets how many values are behind it.
    """
    rows = {name: _row(each) for name, each in figures.items()}
    names = [name for name in next(iter(rows.values()), {}) if not name.endswith("_n")]
    return pd.DataFrame(
        [
            {_HEAD: plain(f"metrics.column.{name}")}
            | {engine: _told(name, row, formats) for engine, row in rows.items()}
            for name in names
        ]
    )


def column_config(table: pd.DataFrame) -> dict[str, Any]:
    """Return how the columns of `told_table` are called and shown."""
    head = st.column_config.TextColumn(plain("metrics.column.figure"), width=260, pinned=True)
    return {name: head if name == _HEAD else st.column_config.TextColumn(alignment="right") for name in table.columns}


def csv(table: pd.DataFrame) -> str:
    """Return the table as CSV with plain figures (a point, no thousands), for other programs."""
    return table.to_csv(index=False)


def _told(name: str, row: Mapping[str, float | None], formats: Formats) -> str:
    value, behind = row[name], row.get(f"{name}_n")
    if value is None:
        return ""
    write = formats.percent if name in _SHARES else formats.seconds if name.endswith("_s") else formats.figure
    return write(value) if behind is None else f"{write(value)} ({formats.number(behind)})"


def _row(figures: EngineFigures) -> dict[str, float | None]:
    eta = figures.eta
    return {
        "documents": figures.documents,
        "pages": figures.pages,
        **_mean("success", figures.success),
        "failed": figures.failed,
        "retried": figures.retried_runs,
        **_median("page_s", figures.page_ms),
        **_median("processing_s", figures.processing_ms),
        "processing_p95_s": _seconds(figures.processing_ms.p95) if figures.processing_ms else None,
        **_median("ocr_s", figures.ocr_ms),
        **_median("wait_s", figures.wait_ms),
        "wait_p95_s": _seconds(figures.wait_ms.p95) if figures.wait_ms else None,
        **_mean("confidence", figures.confidence),
        **_mean("fast_path", figures.fast_path),
        **_mean("fields", figures.fields_found),
        **_mean("checks", figures.checks_passed),
        **_mean("accuracy", figures.proven),
        "looked_at": _looked_at(figures),
        "eta_error": round(eta.error, 4) if eta else None,
        "eta_covered": round(eta.covered, 4) if eta else None,
        "eta_covered_n": eta.n if eta else 0,
    }


def _looked_at(figures: EngineFigures) -> float | None:
    """Return which share of the confirmed fields somebody looked at."""
    if figures.accuracy is None or not figures.accuracy.fields:
        return None
    return round((figures.looked_at.fields if figures.looked_at else 0) / figures.accuracy.fields, 4)


def _mean(name: str, figure: Mean | Accuracy | None) -> dict[str, float | None]:
    return {name: round(figure.mean, 4) if figure else None, f"{name}_n": figure.n if figure else 0}


def _median(name: str, figure: Spread | None) -> dict[str, float | None]:
    return {name: _seconds(figure.median) if figure else None, f"{name}_n": figure.n if figure else 0}


def _seconds(milliseconds: float) -> float:
    return round(milliseconds / 1000, 3)
