"""The text that a PDF page brings along, checked against what is printed in its picture."""
