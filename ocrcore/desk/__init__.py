"""The steps that need more than one room: a document is handed in, retried, taken out."""
