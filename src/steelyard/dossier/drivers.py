"""Observed drivers of a causal system, from the dossier of its pair and the embedded dataset."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import numpy as np

from steelyard.system.causal_model import Path

if TYPE_CHECKING:
    from steelyard.dossier.records import Dossier
    from steelyard.reference.dataset import Dataset
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import Observation

USUAL = (1992, 2024)  # the years whose mean is 0 and whose standard deviation is 1
FEWEST = 10  # years; of fewer, nobody can say what is usual
Yearly = dict[int, float]


def pair_of(system: CausalSystem) -> tuple[str, str]:
    """The two states that a system is of: the pair on whose side most variables stand."""
    sides = Counter(each.side for each in system.variables if each.side.count("-") == 1)
    first, _, second = max(sides, key=lambda side: (sides[side], side)).partition("-")
    return first, second


def driver_paths(system: CausalSystem, found: Dossier, data: Dataset) -> dict[str, Path]:
    """Exogenous variables that a series speaks to, as standard deviations from a usual year.

    Of several series the longest is taken. One of fewer than ten years between 1992 and 2024 is
    not used, as it does not say what is usual; the variable is then held at 0 but for its events.

    Returns
    -------
    paths : by variable
        Years between observed ones are filled by straight lines when run, later ones are held.
    """
    made = {}
    for each in system.variables:
        if each.role != "exogenous":
            continue
        told = [(standardised(yearly(seen, found, data), seen), seen) for seen in each.observed]
        known = [(path, seen) for path, seen in told if path]
        if known:
            path, seen = max(known, key=lambda pair: len(pair[0]))
            source = " ".join(filter(None, (seen.series, seen.subject, seen.partner, seen.part)))
            made[each.name] = Path(tuple(map(float, path)), tuple(path.values()), source)
    return made


def yearly(seen: Observation, found: Dossier, data: Dataset) -> Yearly:
    """Means of the years of an observed series, in its own unit."""
    if seen.source == "measure":
        return _means(_of_dossier(seen, found))
    if seen.source == "price":
        rows = data.table("prices").filter(commodity=seen.series)
        return _means(zip(rows["period"].to_list(), rows["value"].to_list(), strict=True))
    rows = data.table("figures").filter(series=seen.series, reporter=seen.subject)
    told = zip(
        rows["partner"].to_list(), rows["period"].to_list(), rows["value"].to_list(), strict=True
    )
    return _means((period, value) for partner, period, value in told if partner == seen.partner)


def _of_dossier(seen: Observation, found: Dossier) -> list[tuple[str, float]]:
    """Points with a value of the series of the dossier."""
    key = (seen.series, seen.subject, seen.partner, seen.basis, seen.part)
    return [
        (point.period, point.value.point)
        for each in found.series
        if (each.measure, each.subject, each.partner or "", each.basis, each.part) == key
        for point in each.points
        if point.value.point is not None
    ]


def _means(told: object) -> Yearly:
    """One value for each year, the mean where there are months."""
    by_year: dict[int, list[float]] = defaultdict(list)
    for period, value in told:  # type: ignore[attr-defined]
        by_year[int(str(period)[:4])].append(float(value))
    return {year: fmean(by_year[year]) for year in sorted(by_year)}


def standardised(values: Yearly, seen: Observation) -> Yearly:
    """Values on the scale of their variable; nothing where the series cannot say what is usual.

    Logarithms, or their changes from year to year, where the observation asks for them; turned
    where the series falls as its variable rises.
    """
    told = dict(values)
    if seen.transform != "level":
        told = {year: float(np.log(value)) for year, value in told.items() if value > 0}
    if seen.transform == "log difference":
        told = {year: told[year] - told[year - 1] for year in told if year - 1 in told}
    usual = [value for year, value in told.items() if USUAL[0] <= year <= USUAL[1]]
    if len(usual) < FEWEST or pstdev(usual) == 0:
        return {}
    middle, spread = fmean(usual), pstdev(usual)
    return {year: seen.sign * (value - middle) / spread for year, value in told.items()}
