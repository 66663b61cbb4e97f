"""The Result page: a document beside what was read on it."""
