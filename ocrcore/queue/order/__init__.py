"""Whose turn it is: the order in which documents are taken, a place in it, and whether one more fits."""
