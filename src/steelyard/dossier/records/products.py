"""Records of single products in the trade of a pair."""

from __future__ import annotations

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate


class ProductTie(Record):
    """What a buyer takes from a supplier of one product or sector, and what its loss would mean.

    `share` is the supplier's part of the buyer's supply; `dependent` the probability that the
    criteria of dependence hold, with bounds where other suppliers are unknown; `loss` the rise of
    the price index when the supplier is lost; `power` what the supplier can extract, as a share of
    the buyer's spending.
    """

    code: str
    title: str
    subject: str
    partner: str
    year: int
    value: float  # USD m
    share: Estimate
    dependent: Estimate
    loss: Estimate
    power: Estimate
    basis: str
    origins: tuple[str, ...]
