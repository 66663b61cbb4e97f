"""From a stored file to a Result: load pages, prepare, read, form rows, extract."""
