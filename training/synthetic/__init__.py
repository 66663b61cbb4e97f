"""Synthetic documents with truth: receipts, card slips, invoices, letters and tables, clean or worn.

A document is made from one whole number, its seed; see `generate.TRAINING_SEEDS`, `CALIBRATION_SEEDS` and `TEST_SEEDS`
for which seeds may be used for what.
"""

from __future__ import annotations

from training.synthetic.generate import (
    CALIBRATION_SEEDS,
    KINDS,
    TEST_SEEDS,
    TRAINING_SEEDS,
    Sample,
    make_document,
    make_sample,
)
from training.synthetic.model import Document, Mark, Page
from training.synthetic.page import render

__all__ = [
    "CALIBRATION_SEEDS",
    "KINDS",
    "TEST_SEEDS",
    "TRAINING_SEEDS",
    "Document",
    "Mark",
    "Page",
    "Sample",
    "make_document",
    "make_sample",
    "render",
]
