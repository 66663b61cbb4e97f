"""The engines `doctr` and `doctr_plus`: docTR's networks, trained here, and what finds and reads words with them."""
