"""The steps that need more than one room: a document is handed in, sent round again, taken out."""
