"""Votes: positions of states in one dimension, from how they vote together."""
