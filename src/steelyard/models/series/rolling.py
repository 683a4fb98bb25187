"""Forecasts made as if in earlier years, scored by what came: nothing later reaches a forecaster.

A forecaster gets all series together, each cut off after the origin, and gives draws for those
that it can forecast. Forecasters of single series are wrapped by `each_alone`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_disorder, refuse_unless
from steelyard.measures.scores import crps_of_draws, inside, place_in_draws
from steelyard.models.series.baselines import DRAWS, Baseline
from steelyard.vocabulary.errors import InputError

ORIGINS = (2008, 2013, 2018, 2021)
HALF, MOST = 0.5, 0.9  # levels of the intervals that are checked


@dataclass(frozen=True, slots=True)
class Known:
    """A series as it was known: years with a value, ascending, and the values."""

    years: Int[np.ndarray, " year"]
    values: Float[np.ndarray, " year"]


Forecaster = Callable[
    [Mapping[str, Known], int, int, int],
    tuple[Mapping[str, np.ndarray], Mapping[str, str]],
]
"""(known series, origin, horizon, seed) -> (draws by year after the origin, reasons of refusal).

Draws have the years origin + 1 to origin + horizon along their last axis.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast of one year of one series, and how it fared.

    `crps` is that of the draws as they are, in the unit of the series; `usual` is the mean yearly
    change before the origin, which makes scores of unlike units comparable. `place` is the part
    of the draws below the outcome.
    """

    series: str
    origin: int
    ahead: int
    forecaster: str
    observed: float
    middle: float
    crps: float
    usual: float
    place: float
    inside_half: bool
    inside_most: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A series that a forecaster did not forecast from an origin, and why."""

    series: str
    origin: int
    forecaster: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """All cases of all forecasters, and what was refused (law 12)."""

    cases: tuple[Case, ...]
    refused: tuple[Refused, ...]


def each_alone(forecast: Baseline, *, draws: int = DRAWS) -> Forecaster:
    """A forecaster of one series, applied to each by itself with a seed of its own.

    Its horizon counts from the last year known, which may lie before the origin.
    """

    def together(
        known: Mapping[str, Known], origin: int, horizon: int, seed: int
    ) -> tuple[Mapping[str, np.ndarray], Mapping[str, str]]:
        made, reasons = {}, {}
        for name, series in known.items():
            behind = origin - int(series.years[-1])
            random = np.random.default_rng([seed, origin, crc32(name.encode())])
            try:
                fan = forecast(series.years, series.values, behind + horizon, draws, random)
            except InputError as refusal:
                reasons[name] = f"{refusal.where}: {refusal.found}"
            else:
                made[name] = fan[:, behind:]
        return made, reasons

    return together


def rolling(
    series: Mapping[str, Known],
    forecasters: Mapping[str, Forecaster],
    *,
    origins: Sequence[int] = ORIGINS,
    seed: int = 0,
) -> Scored:
    r"""Score forecasters from earlier years on, up to the last year known of each series.

    .. math:: \text{for each origin } T: \quad \{ y_{i,t} : t \le T \} \to
        \hat F_{i, T+1}, \hat F_{i, T+2}, \dots

    Parameters
    ----------
    series : by name
        Yearly, ascending; years without a value are left out.
    forecasters : by name
    origins : calendar years
        The last year that a forecaster may know.
    seed : whole number

    Returns
    -------
    scored : Scored
        A series counts at an origin where it has a year before and one after it. What a
        forecaster left out without a reason is refused as such.

    Raises
    ------
    InputError
        If years do not ascend, values are absent, there is no origin, or a forecaster gives
        draws that are no numbers or of another length.

    References
    ----------
    Tashman, L. J. (2000). Out-of-sample tests of forecasting accuracy. *International Journal of
    Forecasting* 16(4), 437-450.

    Examples
    --------
    >>> from steelyard.models.series.baselines import random_walk
    >>> walk = Known(np.arange(2000, 2012), np.cos(np.arange(12.0)))
    >>> found = rolling({"a": walk}, {"walk": each_alone(random_walk)}, origins=[2008])
    >>> [case.ahead for case in found.cases], found.refused
    ([1, 2, 3], ())
    """
    _refuse(series, origins)
    cases: list[Case] = []
    refused: list[Refused] = []
    for origin in origins:
        past = {name: _until(each, origin) for name, each in series.items()}
        open_ = {
            name: each
            for name, each in past.items()
            if each.years.size and series[name].years[-1] > origin
        }
        if not open_:
            continue
        horizon = max(int(series[name].years[-1]) for name in open_) - origin
        for forecaster, forecast in forecasters.items():
            copies = {
                name: _copy(each) for name, each in open_.items()
            }  # none may change another's
            made, reasons = forecast(copies, origin, horizon, seed)
            for name in open_:
                if name not in made:
                    reason = reasons.get(name, "not forecast, without a reason")
                    refused.append(Refused(name, origin, forecaster, reason))
                    continue
                fan = _checked(forecaster, name, made[name], horizon)
                cases.extend(_cases(name, series[name], past[name], origin, forecaster, fan))
    return Scored(tuple(cases), tuple(refused))


def _until(series: Known, origin: int) -> Known:
    """What was known in the year of the origin."""
    kept = series.years <= origin
    return Known(series.years[kept], series.values[kept])


def _copy(series: Known) -> Known:
    return Known(series.years.copy(), series.values.copy())


def _cases(
    name: str, series: Known, past: Known, origin: int, forecaster: str, fan: np.ndarray
) -> Iterator[Case]:
    """One case for each later year with a value."""
    later = series.years > origin
    ahead, observed = series.years[later] - origin, series.values[later]
    draws = fan[:, ahead - 1].T
    usual = _usual(past)
    score = crps_of_draws(draws, observed, fair=False)
    place = place_in_draws(draws, observed)
    half, most = inside(draws, observed, HALF), inside(draws, observed, MOST)
    middle = np.median(draws, axis=1)
    for at in range(ahead.size):
        yield Case(
            name, origin, int(ahead[at]), forecaster, float(observed[at]), float(middle[at]),
            float(score[at]), usual, float(place[at]), bool(half[at]), bool(most[at]),
        )  # fmt: skip


def _usual(past: Known) -> float:
    """Mean size of yearly changes; NaN with one year."""
    if past.years.size < 2:
        return np.nan
    return float((np.abs(np.diff(past.values)) / np.sqrt(np.diff(past.years))).mean())


def _checked(forecaster: str, name: str, fan: np.ndarray, horizon: int) -> np.ndarray:
    """Draws as they must be."""
    good = fan.ndim == 2 and fan.shape[1] == horizon and bool(np.isfinite(fan).all())
    refuse_unless(
        good,
        where=f"forecaster {forecaster!r}, series {name!r}",
        found=f"draws of shape {fan.shape}, some of them no numbers or too few years",
        expected=f"finite draws for {horizon} years after the origin, years along the last axis",
        remedy="Leave out, with a reason, the series that cannot be forecast.",
    )
    return fan


def _refuse(series: Mapping[str, Known], origins: Sequence[int]) -> None:
    """Raise unless series and origins can be used."""
    for name, each in series.items():
        refuse_disorder(f"rolling, series {name!r}", each.years)
        refuse_unless(
            each.years.size == each.values.size and bool(np.isfinite(each.values).all()),
            where=f"rolling, series {name!r}",
            found=f"{each.years.size} years and {int(np.isfinite(each.values).sum())} values",
            expected="a finite value for each year",
            remedy="Leave out years without a value.",
        )
    refuse_unless(
        len(origins) > 0,
        where="rolling",
        found="no origin",
        expected="at least one year to forecast from",
        remedy=f"Pass years such as {ORIGINS}.",
    )
