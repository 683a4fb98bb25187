"""Command line and web."""
