"""The core of the OCR desk: queue, storage, engines, pipeline, extraction, worker, web and command line."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("ocrdesk")
except PackageNotFoundError:
    __version__ = "0.1.0"
