"""What would have been: synthetic control with placebo tests in space and in time.

Only outcomes before the event are matched, all of them alike; no other predictors.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.errors import shorten
from steelyard.vocabulary.estimate import Estimate, exact

FEWEST_BEFORE = 5
FEWEST_DONORS = 3
PERFECT = 1e-9  # error before the event, relative to the outcome, that is rounding
LEAST_WEIGHT = 1e-9  # below this a weight is rounding
POOR_FIT = 5.0  # placebos that fit this many times worse than the treated unit are left out


@dataclass(frozen=True, slots=True)
class Donor:
    """A unit that went into the synthetic control, and its weight."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """Observed less synthetic path, its interval, and how unusual it is among placebos.

    `gap` is by date; before the event it shows the fit, after it the effect if nothing else
    changed. `p_value` is the rank of the ratio of errors after and before among all units;
    its least possible value is 1 / (placebos + 1). `left_out` names donors and placebos that
    were not used and why.
    """

    donors: tuple[Donor, ...]
    dates: tuple[int, ...]
    synthetic: tuple[float, ...]
    gap: tuple[float, ...]
    effects: tuple[Estimate, ...]
    mean_effect: Estimate
    error_before: float
    error_after: float
    ratio: float | None
    p_value: float | None
    placebos: int
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TimePlacebo:
    """The same control with the event dated too early: the gap should stay small."""

    event: int
    error_before: float
    error_after: float
    mean_gap: float


def simplex_weights(
    donors: Float[np.ndarray, "time donor"], target: Float[np.ndarray, " time"]
) -> Float[np.ndarray, " donor"]:
    r"""Weights that come closest to a target, at least 0 and summing to 1.

    .. math:: \min_w \|Dw - y\|^2, \quad w \ge 0, \; 1'w = 1

    With :math:`C = D - y 1'` this is the point of a convex hull next to the origin. It is solved
    exactly by non-negative least squares on :math:`[C; 1'] u \approx [0; 1]` and
    :math:`w = u / 1'u`: for given direction the best length gives
    :math:`\|Cw\|^2 / (1 + \|Cw\|^2)`, which grows with :math:`\|Cw\|`.

    Parameters
    ----------
    donors, target : any unit, the same

    Returns
    -------
    weights : 1, in [0, 1]
        Not unique where there are more donors than dates.

    Raises
    ------
    InputError
        If a number is absent or infinite, or there is no donor.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative
    case studies. *Journal of the American Statistical Association* 105(490), 493-505.
    Lawson, C. L. and Hanson, R. J. (1974). *Solving Least Squares Problems*, ch. 23.

    Examples
    --------
    >>> donors = np.array([[0.0, 4.0], [0.0, 8.0]])
    >>> simplex_weights(donors, np.array([1.0, 2.0])).round(6).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import nnls

    refuse_unless(
        donors.shape[1] > 0 and bool(np.isfinite(donors).all() and np.isfinite(target).all()),
        where="simplex_weights",
        found=f"{donors.shape[1]} donors, {int((~np.isfinite(donors)).sum())} absent numbers",
        expected="at least one donor and finite numbers",
        remedy="Leave out donors with gaps, with the reason.",
    )
    away = donors - target[:, None]
    scale = float(np.abs(away).max())
    if scale == 0:
        return np.full(donors.shape[1], 1 / donors.shape[1])
    system = np.vstack([away / scale, np.ones(donors.shape[1])])
    raw, _ = nnls(system, np.append(np.zeros(len(target)), 1.0))
    return raw / raw.sum()


def synthetic_control(
    dates: Int[np.ndarray, " time"],
    outcome: Float[np.ndarray, " time"],
    donors: Float[np.ndarray, "time donor"],
    names: tuple[str, ...],
    event: int,
    *,
    demeaned: bool = False,
    level: float = LEVEL,
    poor_fit: float = POOR_FIT,
) -> SyntheticControl:
    r"""Effect of an event on one unit, against a weighted mean of units it did not touch.

    .. math:: \hat\tau_t = y_t - \sum_k w_k D_{tk}, \quad
        \text{interval: } [\hat\tau_t - s\,Q_{(1+\ell)/2}(r_t),\;
        \hat\tau_t - s\,Q_{(1-\ell)/2}(r_t)]

    Every donor is treated as if the event had hit it, with the other donors as its donors;
    :math:`r_t` are those placebo gaps over their own error before the event, *s* that of the
    treated unit. With J placebos no interval above :math:`(J-1)/(J+1)` is possible: then there
    is none, nor where the fit before the event is perfect. It supposes that the donors did not
    feel the event, that nothing else hit the treated unit at that time, and that a mix of donors
    can follow it: look at `error_before`. In 150 simulated panels of two factors with 20 and 40
    donors the 90 % intervals covered 91 and 88 %, and p <= 0.1 came up in 8 and 9 % without an
    effect (demeaned: 90 and 88, 13 and 8 %).

    Parameters
    ----------
    dates : calendar, ascending
    outcome : any unit
        Of the treated unit, known at every date.
    donors : same unit
        Donors with an absent value are left out and named.
    names : text
        Of the donors.
    event : calendar
        First date on which the event could have an effect.
    demeaned : bool
        Match paths after taking away each unit's mean before the event: for a unit whose level
        lies outside those of all donors.
    level : 1, in (0, 1)
        Probability inside the intervals.
    poor_fit : 1
        Placebos whose error before is more than this many times that of the treated unit are
        left out and named (Abadie et al. 2010 use 2, 5 and 20 on squared errors).

    Returns
    -------
    control : SyntheticControl

    Raises
    ------
    InputError
        If the outcome has gaps, there are fewer than 5 dates before or none after the event, or
        fewer than 3 complete donors.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). *Journal of the American Statistical
    Association* 105(490), 493-505; Firpo, S. and Possebom, V. (2018). Synthetic control method:
    inference, sensitivity analysis and confidence sets. *Journal of Causal Inference* 6(2);
    Ferman, B. and Pinto, C. (2021). Synthetic controls with imperfect pretreatment fit.
    *Quantitative Economics* 12(4), 1197-1221 (demeaning).

    Examples
    --------
    >>> years = np.arange(2000, 2012)
    >>> donors = np.column_stack([np.sin(years), np.cos(years), np.cos(2.0 * years)])
    >>> treated = donors @ [0.5, 0.5, 0.0] + np.where(years >= 2008, 3.0, 0.0)
    >>> found = synthetic_control(years, treated, donors, ("A", "B", "C"), 2008)
    >>> round(found.mean_effect.point, 2), [donor.name for donor in found.donors]
    (3.0, ['A', 'B'])
    """
    complete = np.asarray(np.isfinite(donors).all(axis=0))
    _refuse_bad_panel(dates, outcome, donors, names, event, int(complete.sum()))
    sides = list(zip(names, complete.tolist(), strict=True))
    left_out = [(name, "absent values") for name, whole in sides if not whole]
    kept = tuple(name for name, whole in sides if whole)
    panel, before = donors[:, complete], dates < event
    weights, gap = _gap(outcome, panel, before, demeaned)
    error = _root_mean_square(gap[before])
    gaps, errors = _placebos(panel, before, demeaned)
    perfect = error <= PERFECT * _root_mean_square(outcome)  # nothing to scale placebos by
    fits = np.asarray(errors <= poor_fit * error) & (not perfect)
    left_out += [
        (name, "as placebo: fits far worse before the event")
        for name, fit in zip(kept, fits.tolist(), strict=True)
        if not fit
    ]
    studentised = gaps[:, fits] / np.maximum(errors[fits], np.finfo(float).tiny)
    after = _root_mean_square(gap[~before])
    others = np.sqrt((studentised[~before] ** 2).mean(axis=0))
    ratio = None if perfect else after / error
    p_value = None if ratio is None else (1 + (others >= ratio).sum()) / (others.size + 1)
    return SyntheticControl(
        donors=_named(kept, weights),
        dates=tuple(dates.tolist()),
        synthetic=tuple((outcome - gap).tolist()),
        gap=tuple(gap.tolist()),
        effects=tuple(
            _effect(float(g), error * row, level)
            for g, row in zip(gap[~before], studentised[~before], strict=True)
        ),
        mean_effect=_effect(
            float(gap[~before].mean()), error * studentised[~before].mean(axis=0), level
        ),
        error_before=error,
        error_after=after,
        ratio=ratio,
        p_value=None if p_value is None else float(p_value),
        placebos=int(fits.sum()),
        left_out=tuple(left_out),
    )


def time_placebos(
    dates: Int[np.ndarray, " time"],
    outcome: Float[np.ndarray, " time"],
    donors: Float[np.ndarray, "time donor"],
    event: int,
    *,
    demeaned: bool = False,
) -> tuple[TimePlacebo, ...]:
    """The control with every earlier date as the event, on data before the event only.

    A gap that opens before the event says that the donors do not follow the treated unit, or
    that the event was foreseen.

    Parameters
    ----------
    dates, outcome, donors, event, demeaned :
        As for `synthetic_control`; donors with an absent value are left out.

    Returns
    -------
    placebos : TimePlacebo for each date with at least 5 dates before it and 2 from it on

    Raises
    ------
    InputError
        If there are too few dates or donors.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2015). Comparative politics and the synthetic
    control method. *American Journal of Political Science* 59(2), 495-510.

    Examples
    --------
    >>> years = np.arange(2000, 2012)
    >>> donors = np.column_stack([np.sin(years), np.cos(years), np.cos(2.0 * years)])
    >>> found = time_placebos(years, donors @ [0.5, 0.5, 0.0], donors, 2010)
    >>> [one.event for one in found], max(abs(round(one.mean_gap, 6)) for one in found)
    ([2005, 2006, 2007, 2008], 0.0)
    """
    whole = donors[:, np.isfinite(donors).all(axis=0)]
    names = tuple(str(k) for k in range(donors.shape[1]))
    _refuse_bad_panel(dates, outcome, donors, names, event, whole.shape[1])
    early = dates < event
    found = []
    for date in dates[early][FEWEST_BEFORE:-1]:
        before = dates[early] < date
        _, gap = _gap(outcome[early], whole[early], before, demeaned)
        errors = _root_mean_square(gap[before]), _root_mean_square(gap[~before])
        found.append(TimePlacebo(int(date), *errors, float(gap[~before].mean())))
    return tuple(found)


def _gap(
    outcome: np.ndarray, donors: np.ndarray, before: np.ndarray, demeaned: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Weights from the dates before, and observed less synthetic at all dates."""
    if demeaned:
        outcome = outcome - outcome[before].mean()
        donors = donors - donors[before].mean(axis=0)
    weights = simplex_weights(donors[before], outcome[before])
    return weights, outcome - donors @ weights


def _placebos(
    donors: np.ndarray, before: np.ndarray, demeaned: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Gap of every donor against the others, and its error before the event."""
    columns = range(donors.shape[1])
    gaps = [_gap(donors[:, k], np.delete(donors, k, 1), before, demeaned)[1] for k in columns]
    errors = np.array([_root_mean_square(gap[before]) for gap in gaps])
    return np.column_stack(gaps), errors


def _effect(gap: float, placebos: np.ndarray, level: float) -> Estimate:
    """A gap with the interval of placebo gaps, ranked as one of them."""
    number, tail = placebos.size, (1 - level) / 2
    low, high = tail * (number + 1), (1 - tail) * (number + 1)  # ranks of an exchangeable draw
    if low < 1 - 1e-9:
        needed = ceil(1 / tail - 1)
        return exact(gap, f"{number} placebos; {needed} are needed for this level", "estimated")
    ordered, ranks = np.sort(placebos), np.arange(1, number + 1)
    ends = gap - np.interp([high, low], ranks, ordered)
    return Estimate(
        gap,
        min(gap, float(ends[0])),
        max(gap, float(ends[1])),
        level,
        f"gaps of {number} placebo units",
        "estimated",
    )


def _named(names: tuple[str, ...], weights: np.ndarray) -> tuple[Donor, ...]:
    """Donors with a weight, the heaviest first."""
    pairs = zip(names, weights.tolist(), strict=True)
    donors = [Donor(name, weight) for name, weight in pairs if weight > LEAST_WEIGHT]
    return tuple(sorted(donors, key=lambda donor: (-donor.weight, donor.name)))


def _root_mean_square(values: np.ndarray) -> float:
    """Root mean square."""
    return float(np.sqrt((values**2).mean()))


def _refuse_bad_panel(
    dates: np.ndarray,
    outcome: np.ndarray,
    donors: np.ndarray,
    names: tuple[str, ...],
    event: int,
    complete: int,
) -> None:
    """Raise if the panel is too small, unsorted or has gaps in the treated unit."""
    before = int((dates < event).sum())
    refuse_unless(
        bool((np.diff(dates) > 0).all() and np.isfinite(outcome).all())
        and donors.shape == (dates.size, len(names))
        and outcome.size == dates.size
        and not np.isinf(donors).any(),
        where="synthetic_control",
        found=f"dates {shorten(dates.tolist(), 4)}; "
        f"{int((~np.isfinite(outcome)).sum())} absent outcomes; donors {donors.shape}",
        expected="ascending dates, an outcome for each, one column for each donor name",
        remedy="Restrict the dates to those with an outcome.",
    )
    refuse_unless(
        before >= FEWEST_BEFORE and before < dates.size and complete >= FEWEST_DONORS,
        where="synthetic_control",
        found=f"{before} dates before {event}, {dates.size - before} from it, {complete} donors",
        expected=f"at least {FEWEST_BEFORE} before, 1 after, {FEWEST_DONORS} complete donors",
        remedy="Choose a longer series, another event or more donors.",
    )
