"""The words of the Upload page; `texts.py` puts all of them together."""

from __future__ import annotations

from typing import Final

ENGLISH: Final[dict[str, str]] = {
    "upload.title": "Read receipts, invoices and scans",
    "upload.from": "Where documents come from",
    "upload.from.files": "Files",
    "upload.from.folder": "Folder",
    "upload.from.camera": "Camera",
    "upload.choose.files": "Choose files",
    "upload.choose.folder": "Choose a folder",
    "upload.drop.files": "or drop them here",
    "upload.drop.folder": "or drop it here; every document in it is read",
    "upload.camera_needs_https": (
        "Browsers open the camera only over https. Choose Files instead: a phone then offers its own camera."
    ),
    "upload.photo_name": "photo {taken}.jpg",
    "upload.checking": "Checking what came",
    "upload.accepted": "{kinds} · up to {size} MB a file · up to {pages} pages",
    "upload.kinds": "JPEG, PNG, WEBP, TIFF, BMP, GIF, HEIC, AVIF and PDF",
    "upload.engine": "Read with",
    "upload.engine_time": "{duration} a page here",
    "upload.engine_untried": "not used here yet",
    "upload.no_engine": "No OCR engine is installed, so documents cannot be read yet. {install}",
    "upload.storing": "Storing {number} of {count}: {name}",
    "upload.latest": "Latest documents",
    "upload.first": "No document yet. Drop one above, or see how it works with a receipt of a shop that does not exist.",
    "upload.sample": "Try the sample receipt",
    "upload.sample_alt": "The sample receipt",
    "upload.sample_name": "sample receipt.png",
    "upload.clear": "Clear notices",
    "upload.accepted_count.one": "1 file accepted",
    "upload.accepted_count.other": "{count} files accepted",
    "upload.refused": "Refused: {reason}",
    "upload.duplicate": "Same file as {name} ({moment}), already read with {engine}.",
    "upload.duplicate_waiting": "Same file as {name} ({moment}), already in the queue.",
    "upload.open_that": "Open that result",
    "upload.read_again": "Read again",
    "upload.dismiss": "Dismiss",
    "upload.all": "See all in the queue",
    "upload.batch_done.one": "Your document is done: {read} read, {failed} not.",
    "upload.batch_done.other": "Your {count} documents are done: {read} read, {failed} not.",
}
"""English."""
