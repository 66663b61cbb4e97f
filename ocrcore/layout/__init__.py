"""The geometry of print: pieces of text become rows in reading order, on pages that are tilted, turned or read twice."""
