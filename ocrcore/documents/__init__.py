"""What a file is and holds: its kind, its limits, its pages as pictures, and the text that it carries itself."""
