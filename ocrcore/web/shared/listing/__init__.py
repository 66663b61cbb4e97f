"""The parts of a list of documents, as Queue and Documents show one."""
