"""Figures and pages from a dossier; calculates nothing."""
