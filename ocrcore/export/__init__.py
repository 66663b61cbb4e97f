"""Results as files: CSV, XLSX, JSON and searchable PDF."""
