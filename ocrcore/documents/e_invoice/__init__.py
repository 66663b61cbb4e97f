"""Electronic invoices of EN 16931: found as XML, in a ZIP or in a PDF, read to a plain type, and drawn as pages."""
