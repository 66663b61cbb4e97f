"""What can be checked on a document, and how sure its fields are after that."""
