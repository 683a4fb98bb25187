"""Statements as data, and the rules by which data decide about them.

Everything here is pure: a claim, what it says how precisely, readings with intervals, and what
follows from them. Finding the readings is the dossier's work (`steelyard.dossier.audit`).
"""
