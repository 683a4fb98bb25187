"""Scenarios: a question, what is changed for it, and what stays uncertain, as data."""
