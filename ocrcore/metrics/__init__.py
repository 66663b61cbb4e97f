"""What is measured per run, and the figures made of it."""
