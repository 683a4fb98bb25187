"""Series: breaks, decomposition, counterfactual paths."""
