"""The fields of a document, to be corrected and confirmed."""
