"""The searchable PDF: a page as it is seen, and its words where they stand."""
