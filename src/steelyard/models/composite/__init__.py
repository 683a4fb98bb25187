"""Composite indicators: every choice is data, every choice is varied."""
