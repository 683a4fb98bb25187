"""What changed between two years and why: exact parts, breaks, counterfactuals, sentences."""
