"""Votes in the United Nations: what the pair and its blocs have in common, by year."""

from steelyard.dossier.domains.votes.maker import vote_series

__all__ = ["vote_series"]
