"""Change of one partner's share, split over all flows, prices and volumes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.models.series.decomposition import Decomposition, decomposition, refuse_absent
from steelyard.models.series.lmdi import log_mean
from steelyard.vocabulary.errors import AxisMismatch, shorten


def share_change(
    part: str,
    start: Mapping[str, float | int],
    end: Mapping[str, float | int],
    *,
    start_price: Mapping[str, float | int] | None = None,
    end_price: Mapping[str, float | int] | None = None,
) -> Decomposition:
    r"""Change of a partner's share: its own flow, every other flow, prices and volumes.

    .. math:: s = \frac{F_p}{\sum_k F_k}, \quad
        \Delta s = L(s_1, s_0) \left[ \ln \frac{F_{p1}}{F_{p0}}
        - \sum_k \frac{L(F_{k1}, F_{k0})}{L(T_1, T_0)} \ln \frac{F_{k1}}{F_{k0}} \right]

    The effect of each flow on the total is :math:`-L(s) \Delta F_k / L(T)`, exact for any number
    of partners and for flows that begin or end. The part of the partner itself is net of its
    effect on the total. Where both prices of a flow are known its part is split by the log change
    of the price, the rest being volume, into ``partner: price`` and ``partner: volume``.

    Parameters
    ----------
    part : text
        The partner whose share it is.
    start, end : USD / year, at least 0
        Flows by partner; the same partners in both.
    start_price, end_price : USD / unit, above 0
        Prices of partners where known; absent ones stay unsplit.

    Returns
    -------
    decomposition : Decomposition, 1
        Parts in share points, summing to the change of the share.

    Raises
    ------
    AxisMismatch
        If the partners differ.
    InputError
        If a flow is absent, negative or infinite, a total is 0, or a price is not above 0.

    References
    ----------
    Ang, B. W. (2005). *Energy Policy* 33(7), 867-871 (LMDI-I applied to a ratio).

    Examples
    --------
    >>> grown = share_change("A", {"A": 10, "B": 90}, {"A": 30, "B": 70})
    >>> [(part.name, round(part.amount, 3)) for part in grown.parts]
    [('A', 0.164), ('B', 0.036)]
    """
    if set(start) != set(end):
        raise AxisMismatch(axis="partner", left=sorted(start), right=sorted(end))
    names = list(start)
    refuse_unless(
        part in names,
        where="share_change",
        found=f"{part!r} is not among {shorten(names)}",
        expected="one of the partners",
        remedy="Name the partner as the flows do.",
    )
    before = np.array([start[name] for name in names], dtype=float)
    after = np.array([end[name] for name in names], dtype=float)
    refuse_negative("share_change", start=before, end=after)
    refuse_absent("share_change", np.concatenate([before, after]))
    totals = float(before.sum()), float(after.sum())
    refuse_unless(
        min(totals) > 0,
        where="share_change",
        found=f"totals of {totals[0]:g} and {totals[1]:g}",
        expected="both above 0: a share of nothing has no value",
        remedy="Choose years with flows.",
    )
    amounts, per_log = _share_parts(before, after, names.index(part))
    named: dict[str, float] = {}
    for name, amount, slope in zip(names, amounts.tolist(), per_log.tolist(), strict=True):
        prices = (start_price or {}).get(name), (end_price or {}).get(name)
        if prices[0] is None or prices[1] is None or min(start[name], end[name]) == 0:
            named[name] = amount
            continue
        price = slope * _log_change(name, prices[0], prices[1])
        named |= {f"{name}: price": price, f"{name}: volume": amount - price}
    own = names.index(part)
    ends = float(before[own]) / totals[0], float(after[own]) / totals[1]
    return decomposition(*ends, named, "LMDI-I of a share")


def _share_parts(before: np.ndarray, after: np.ndarray, own: int) -> tuple[np.ndarray, np.ndarray]:
    """Part of every flow in the change of one flow's share, and its effect per log change."""
    first, second = before[own] / before.sum(), after[own] / after.sum()
    mean_share, mean_total = (
        float(log_mean(np.array([a]), np.array([b]))[0])
        for a, b in ((first, second), (before.sum(), after.sum()))
    )
    amounts = -mean_share / mean_total * (after - before)
    amounts[own] += second - first - amounts.sum()  # its log change, also where it begins or ends
    per_log = -mean_share / mean_total * log_mean(before, after)
    per_log[own] += mean_share
    return amounts, per_log


def _log_change(name: str, start: float | int, end: float | int) -> float:
    """Log change of a price."""
    refuse_unless(
        0 < start < np.inf and 0 < end < np.inf,
        where=f"share_change, price of {name!r}",
        found=f"{start:g} and {end:g}",
        expected="finite prices above 0; leave unknown ones out",
        remedy="Drop the partner from the prices where one is not known.",
    )
    return log(end / start)


@dataclass(frozen=True, slots=True)
class ShareSlopes:
    """Change of a share per unit by which its own part, or the rest, grew between two years."""

    own: Float[np.ndarray, "*draw"]
    rest: Float[np.ndarray, "*draw"]


def share_slopes(
    own_start: Float[np.ndarray, "*draw"],
    own_end: Float[np.ndarray, "*draw"],
    rest_start: Float[np.ndarray, "*draw"],
    rest_end: Float[np.ndarray, "*draw"],
) -> ShareSlopes:
    r"""Shapley's split of the change of a share into numerator and rest, per unit of each.

    .. math:: s = \frac{F}{F + R}, \quad
        a = \tfrac12 \left[ \frac{R_0}{(F_0+R_0)(F_1+R_0)} + \frac{R_1}{(F_0+R_1)(F_1+R_1)}
        \right], \quad
        b = -\tfrac12 \left[ \frac{F_0}{(F_0+R_0)(F_0+R_1)} + \frac{F_1}{(F_1+R_0)(F_1+R_1)}
        \right]

    so that :math:`\Delta s = a \Delta F + b \Delta R`, exactly. The share depends on the rest
    only by its sum: :math:`b \Delta R_k` is therefore the part of each flow *k* in it, whatever
    their number and order, and likewise for parts of :math:`F`. Turning time round changes the
    signs of all parts and nothing else.

    Parameters
    ----------
    own_start, own_end, rest_start, rest_end : USD / year, at least 0
        Numbers or draws.

    Returns
    -------
    slopes : ShareSlopes, year / USD

    Raises
    ------
    InputError
        If a number is negative or absent, or own part and rest of two mixed years are both 0.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Aumann, R. J. and Shapley, L. S. (1974).
    *Values of Non-Atomic Games* (additive inputs share in proportion to their amounts).

    Examples
    --------
    >>> found = share_slopes(*(np.array(x) for x in (10.0, 30.0, 90.0, 70.0)))
    >>> round(float(found.own * 20), 4), round(float(found.rest * -20), 4)
    (0.1625, 0.0375)
    """
    flows = (own_start, own_end, rest_start, rest_end)
    refuse_negative(
        "share_slopes", own_start=own_start, own_end=own_end, rest_start=rest_start,
        rest_end=rest_end,
    )  # fmt: skip
    refuse_absent("share_slopes", np.concatenate([np.ravel(flow) for flow in flows]))
    totals = [own + rest for own in (own_start, own_end) for rest in (rest_start, rest_end)]
    refuse_unless(
        all(bool((total > 0).all()) for total in totals),
        where="share_slopes",
        found="a total of 0 in a mixture of the two years",
        expected="own part or rest above 0 in both years",
        remedy="Choose years with flows: a share of nothing has no value.",
    )
    early, mixed, crossed, late = totals  # (F0+R0), (F0+R1), (F1+R0), (F1+R1)
    own = (rest_start / (early * crossed) + rest_end / (mixed * late)) / 2
    rest = -(own_start / (early * mixed) + own_end / (crossed * late)) / 2
    return ShareSlopes(np.asarray(own), np.asarray(rest))
