"""The core of the OCR desk: queue, storage, engines, pipeline, extraction, worker, web and command line."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("ocrdesk")
except PackageNotFoundError:
    __version__ = "0.1.0"

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""ONNX Runtime reports to its maker's server unless this is set before it is imported; every process that imports it
imports a module of this package first. Nothing that is read here leaves the machine (docs/operations.md)."""
