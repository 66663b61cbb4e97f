"""What the pages are made of: words, formats, and the parts that a person sees."""
