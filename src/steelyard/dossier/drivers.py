"""Observed drivers of a causal system, from the dossier of its pair and the embedded dataset."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from steelyard.dossier.link_series import yearly
from steelyard.system.causal_model import Path

if TYPE_CHECKING:
    from steelyard.dossier.records import Dossier
    from steelyard.reference.dataset import Dataset
    from steelyard.system.causal import CausalSystem

USUAL = (1992, 2024)  # the years whose mean is 0 and whose standard deviation is 1
FEWEST = 10  # years; of fewer, nobody can say what is usual


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
        told = [
            (standardised(yearly(seen, found, data), seen.sign), seen) for seen in each.observed
        ]
        known = [(path, seen) for path, seen in told if path]
        if known:
            path, seen = max(known, key=lambda pair: len(pair[0]))
            source = " ".join(filter(None, (seen.series, seen.subject, seen.partner, seen.part)))
            made[each.name] = Path(tuple(map(float, path)), tuple(path.values()), source)
    return made


def standardised(values: Mapping[int, float], sign: int) -> dict[int, float]:
    """Yearly values in standard deviations from a usual year; nothing where that is not known.

    Parameters
    ----------
    values : by year
    sign : 1 or -1
        -1 where the series falls as its variable rises.

    Examples
    --------
    >>> standardised({year: float(year) for year in range(2000, 2011)}, -1)[2000]
    1.5811388300841895
    >>> standardised({2000: 1.0, 2001: 2.0}, 1)
    {}
    """
    usual = [value for year, value in values.items() if USUAL[0] <= year <= USUAL[1]]
    if len(usual) < FEWEST or pstdev(usual) == 0:
        return {}
    middle, spread = fmean(usual), pstdev(usual)
    return {year: sign * (values[year] - middle) / spread for year in sorted(values)}
