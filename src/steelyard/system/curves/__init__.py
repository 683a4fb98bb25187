"""Curves that models of this project give to links of a causal system, a file for each family."""
