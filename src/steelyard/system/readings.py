"""Observed series on the scale of the variables that they speak to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path
from steelyard.system.causal_records import Observation

USUAL = (1992, 2024)  # the years whose mean is 0 and whose standard deviation is 1
FEWEST = 4
"""Years below which a series says nothing of how its variable moved; of three, one is a trend."""
LONG = 10  # years from which a series tells by itself what is usual
Values = Mapping[int, float]  # by year


@dataclass(frozen=True, slots=True)
class Reading:
    """A series in standard deviations from its own mean, turned so that it rises with its variable.

    `middle` and `spread` take it back: ``value = middle + sign * spread * z`` on the scale of the
    observation (a log for logs). `origins` name where the figures stand.
    """

    observation: Observation
    years: tuple[int, ...]
    values: tuple[float, ...]
    middle: float
    spread: float
    origins: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the series is, in one line."""
        told = self.observation
        whose = " on ".join(filter(None, (told.subject, told.partner)))
        return ", ".join(filter(None, (told.series, whose, told.part, told.basis, told.transform)))

    @property
    def short(self) -> bool:
        """Whether it has too few years to say what is usual."""
        return sum(USUAL[0] <= year <= USUAL[1] for year in self.years) < LONG

    def told(self, z: float) -> float:
        """A value of the index in the unit of the series."""
        return self.middle + self.observation.sign * self.spread * z


def reading(seen: Observation, values: Values, origins: tuple[str, ...] = ()) -> Reading | str:
    """A series on the scale of its variable, or why it says nothing.

    Parameters
    ----------
    seen : Observation
    values : by year
        On the scale that the observation names (`steelyard.dossier.link_series.yearly`).
    origins : of the figures

    Returns
    -------
    reading : Reading or str
        The reason, where there are fewer than `FEWEST` years or the series does not move.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> seen = shipped()["china_trade_share"].observed[0]
    >>> reading(seen, {2000: 8.0, 2010: 10.0, 2020: 18.0})
    'three years only'
    >>> made = reading(seen, {2000: 8.0, 2010: 10.0, 2020: 18.0, 2023: 36.0})
    >>> made.middle, round(made.told(made.values[-1]), 9)
    (18.0, 36.0)
    """
    usual = [value for year, value in values.items() if USUAL[0] <= year <= USUAL[1]]
    if len(usual) < FEWEST:
        words = ("no year", "one year", "two years", "three years")[len(usual)]
        return f"{words} only"
    middle, spread = fmean(usual), pstdev(usual)
    if spread <= 1e-12 * max(1.0, abs(middle)):
        return "it does not move"
    years = tuple(sorted(values))
    scaled = tuple(seen.sign * (values[year] - middle) / spread for year in years)
    return Reading(seen, years, scaled, middle, spread, origins)


def readings(
    system: CausalSystem,
    values: Mapping[Observation, Values],
    origins: Mapping[Observation, tuple[str, ...]] | None = None,
    *,
    until: int | None = None,
) -> tuple[tuple[Reading, ...], tuple[tuple[Observation, str], ...]]:
    """All series of a system as readings, and those that say nothing, with the reason.

    With `until`, later years are not looked at: neither in values nor in what is usual.
    """
    made, silent = [], []
    for variable in system.variables:
        for seen in variable.observed:
            given = values.get(seen, {})
            known = {year: value for year, value in given.items() if until is None or year <= until}
            found = reading(seen, known, (origins or {}).get(seen, ()))
            if isinstance(found, str):
                silent.append((seen, found))
            else:
                made.append(found)
    return tuple(made), tuple(silent)


def driver_paths(system: CausalSystem, seen: Sequence[Reading]) -> dict[str, Path]:
    """Exogenous variables that a series speaks to, as standard deviations from a usual year.

    Of several series the longest is taken. One of fewer than ten years between 1992 and 2024 is
    not used, as it does not say what is usual; the variable is then held at 0 but for its events.

    Returns
    -------
    paths : by variable
        Years between observed ones are filled by straight lines when run, later ones are held.
    """
    made: dict[str, Path] = {}
    for each in seen:
        told = each.observation
        if system[told.variable].role != "exogenous" or each.short:
            continue
        source = " ".join(filter(None, (told.series, told.subject, told.partner, told.part)))
        if told.variable not in made or len(each.years) > len(made[told.variable].years):
            made[told.variable] = Path(tuple(map(float, each.years)), each.values, source)
    return made
