"""The Metrics page's table: one row an engine, every figure with the number of documents behind it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.web.i18n.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.metrics.figures import EngineFigures, Mean, Spread

_SHARES = ("success", "confidence", "fast_path", "checks", "accuracy", "eta_error", "eta_covered")


def metrics_table(figures: Mapping[str, EngineFigures]) -> pd.DataFrame:
    """Return the figures with columns named by keys; `NAME_n` holds how many values are behind `NAME`."""
    return pd.DataFrame([{"engine": name} | _row(each) for name, each in figures.items()])


def column_config(table: pd.DataFrame) -> dict[str, Any]:
    """Return how the table's columns are called and shown."""
    return {name: _column(name) for name in table.columns}


def csv(table: pd.DataFrame) -> str:
    """Return the table as CSV with plain figures (a point, no thousands), for other programs."""
    return table.to_csv(index=False)


def _column(name: str) -> Mapping[str, object]:
    if name == "engine":
        return st.column_config.TextColumn(plain("metrics.column.engine"), pinned=True)
    if name.endswith("_n"):
        return st.column_config.NumberColumn(
            plain("metrics.column.n"), format="localized", help=plain(f"metrics.column.{name[:-2]}")
        )
    shown = "percent" if name in _SHARES else "localized"
    return st.column_config.NumberColumn(plain(f"metrics.column.{name}"), format=shown)


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
        "accuracy": round(figures.accuracy.mean, 4) if figures.accuracy else None,
        "accuracy_n": figures.accuracy.n if figures.accuracy else 0,
        "eta_error": round(eta.error, 4) if eta else None,
        "eta_covered": round(eta.covered, 4) if eta else None,
        "eta_covered_n": eta.n if eta else 0,
    }


def _mean(name: str, figure: Mean | None) -> dict[str, float | None]:
    return {name: round(figure.mean, 4) if figure else None, f"{name}_n": figure.n if figure else 0}


def _median(name: str, figure: Spread | None) -> dict[str, float | None]:
    return {name: _seconds(figure.median) if figure else None, f"{name}_n": figure.n if figure else 0}


def _seconds(milliseconds: float) -> float:
    return round(milliseconds / 1000, 3)
