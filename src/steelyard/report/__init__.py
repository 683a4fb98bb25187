"""Figures and pages from a dossier; calculates nothing."""

from steelyard.report.write import write_report as write_report

__all__ = ["write_report"]
