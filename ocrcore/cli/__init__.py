"""The command line: `python -m ocrcore …`."""
