"""What extraction reads: pages as rows of folded text, and the words on them that are labels."""
