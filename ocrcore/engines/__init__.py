"""OCR engines behind one contract: base.py names it, each other module is one engine."""
