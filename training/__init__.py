"""Training of the networks behind the docTR engines: synthetic print, both trainings, export and evaluation."""

import ocrcore  # noqa: F401 - switches ONNX Runtime's reports to its maker off before anything here imports it
