"""Uploads, stored once by their SHA-256, and the intake that decides what may come in."""
