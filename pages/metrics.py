"""Metrics: how the engines have really performed."""

from __future__ import annotations

from ocrcore.web.components.metrics_view import metrics_view

metrics_view()
