"""Single values as they are printed: numbers, amounts behind their labels, dates, codes."""
