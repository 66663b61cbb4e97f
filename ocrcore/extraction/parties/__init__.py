"""Who writes and who is addressed: names, addresses, tax ids, and the document's number."""
