"""Training of the networks behind the docTR engines: synthetic print, both trainings, export and evaluation."""
