"""Puts statements to the test: finds the evidence, calls the rules, records the verdicts."""
