"""What an accountant books of a document: from whom, when, how much, and its VAT by rate."""
