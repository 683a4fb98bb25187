"""Entries of the catalogue, one file a subject."""
