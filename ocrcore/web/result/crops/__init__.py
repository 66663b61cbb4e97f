"""Review by crops: the doubtful fields of all documents to review, one after the other."""
