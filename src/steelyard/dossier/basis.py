"""What every series is computed from: the dataset, trade with its noise, and what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from steelyard.dossier.flows import Flows
from steelyard.dossier.mirrors import Completed
from steelyard.dossier.noise import Noise
from steelyard.dossier.request import Request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that the trade series are computed from."""

    data: Dataset
    trade: Flows
    noise: Noise
    completed: Completed
    asked: Request
    shares: dict[tuple[int, str, str, str], Estimate] = field(default_factory=dict)  # computed once
    of_all_pairs: dict[str, Any] = field(default_factory=dict)  # matrices by measure, computed once

    @property
    def has_trade(self) -> bool:
        """Whether both states are in the trade table at all."""
        return set(self.asked.codes) <= set(self.trade.codes)

    def years(self) -> Iterator[tuple[int, int]]:
        """Place and year of each year asked for."""
        for place, year in enumerate(self.trade.years):
            if self.asked.years[0] <= year <= self.asked.years[1]:
                yield place, year
