"""Metrics: how the engines have really performed."""

from __future__ import annotations

from ocrcore.web.metrics.page import metrics_view

metrics_view()
