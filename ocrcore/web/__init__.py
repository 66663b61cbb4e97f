"""The server: the script behind every page, the pages, the REST API, and what they share."""
