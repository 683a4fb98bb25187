"""What every economy sells to every other and to itself: where a gravity answer starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import divide, refuse_negative, refuse_unless
from steelyard.vocabulary.errors import Unbalanced, shorten

AGREE = 1e-9  # relative gap of declared and summed totals that is rounding
Totals = Literal["declared", "trade"]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Sales of every economy to every economy, its own buyers included, and how they react.

    `theta` is the trade elasticity: the elasticity of substitution less 1. `note` says what was
    done to the flows before they came here; nothing, where it is empty.
    """

    countries: tuple[str, ...]
    trade: Float[np.ndarray, "exporter importer"]
    theta: float
    note: str = ""

    @property
    def output(self) -> Float[np.ndarray, " exporter"]:
        """What is sold, own buyers included."""
        return self.trade.sum(axis=1)

    @property
    def expenditure(self) -> Float[np.ndarray, " importer"]:
        """What is bought, own goods included."""
        return self.trade.sum(axis=0)

    @property
    def exports(self) -> Float[np.ndarray, " exporter"]:
        """What is sold abroad."""
        return abroad(self.trade)


def abroad(trade: Float[np.ndarray, "exporter importer"]) -> Float[np.ndarray, " exporter"]:
    """Sales to others than oneself."""
    return trade.sum(axis=1) - np.diag(trade)


def world(
    countries: Sequence[str],
    trade: Float[np.ndarray, "exporter importer"],
    theta: float,
    *,
    output: Float[np.ndarray, " exporter"] | None = None,
    expenditure: Float[np.ndarray, " importer"] | None = None,
    note: str = "",
) -> World:
    r"""A baseline whose accounts hold, or a refusal that names the cell.

    .. math:: Y_i = \sum_j X_{ij}, \qquad E_j = \sum_i X_{ij}

    Parameters
    ----------
    countries : labels
    trade : money / year, at least 0
        What the row sells to the column; the diagonal is what it sells at home. A flow of 0 is
        one: the pair stays without trade under any shock.
    theta : 1, above 0
    output, expenditure : money / year
        Where a source declares them: they must be what the flows add up to.
    note : text
        What was done to the flows before.

    Returns
    -------
    world : World

    Raises
    ------
    InputError
        If a flow is absent or negative, an economy sells or buys nothing, labels repeat or do not
        fit, or the elasticity is not above 0.
    Unbalanced
        If declared totals are not the sums of the flows (law 8).

    References
    ----------
    Anderson, J. E. and van Wincoop, E. (2003). *American Economic Review* 93(1), 170-192.

    Examples
    --------
    >>> world(("A", "B"), np.array([[8.0, 2.0], [1.0, 9.0]]), 4.0).expenditure.tolist()
    [9.0, 11.0]
    """
    trade = np.asarray(trade, dtype=float)
    _refuse_bad_labels(countries, trade.shape)
    missing = np.argwhere(np.isnan(trade)).tolist()
    refuse_unless(
        not missing,
        where="gravity world, trade",
        found=f"{len(missing)} flows are absent: "
        + shorten((f"{countries[i]} to {countries[j]}" for i, j in missing), 5),
        expected="a number for each pair: absence is not zero",
        remedy="Give the flows, fill them by an expectation (`filled`), or leave the states out.",
    )
    refuse_negative("gravity world", trade=trade)
    for kind, totals in (("sells", trade.sum(axis=1)), ("buys", trade.sum(axis=0))):
        idle = [country for country, total in zip(countries, totals, strict=True) if total <= 0]
        refuse_unless(
            not idle,
            where="gravity world, trade",
            found=f"{shorten(idle, 5)} {kind} nothing, not even at home",
            expected="sales and purchases of every state, own goods included",
            remedy="Put domestic sales on the diagonal, or leave the state out.",
        )
    refuse_unless(
        0 < theta < np.inf,
        where="gravity world, elasticity",
        found=f"theta = {theta:g}",
        expected="above 0 and finite (the elasticity of substitution less 1)",
        remedy="Give the trade elasticity as a positive number.",
    )
    for kind, declared, axis in (("output", output, 1), ("expenditure", expenditure, 0)):
        if declared is not None:
            _refuse_gap(countries, kind, np.asarray(declared, dtype=float), trade.sum(axis=axis))
    return World(tuple(countries), trade, float(theta), note)


def balanced(
    trade: Float[np.ndarray, "exporter importer"],
    output: Float[np.ndarray, " exporter"],
    expenditure: Float[np.ndarray, " importer"],
    totals: Totals,
) -> Float[np.ndarray, "exporter importer"]:
    """Flows that add up, after declared totals did not: one of two answers to show side by side.

    ``declared`` keeps the declared output, scales declared expenditure to the same world total
    and fits the flows to both (biproportional, which keeps every ratio of cost between pairs);
    ``trade`` keeps the flows and drops the declared totals.

    Parameters
    ----------
    trade : money / year, at least 0
    output, expenditure : money / year, above 0
    totals : which of the two is believed

    Returns
    -------
    trade : money / year

    Raises
    ------
    InputError
        If totals are not above 0, or flows of 0 make it impossible to reach them.

    References
    ----------
    Bacharach, M. (1965). Estimating nonnegative matrices from marginal data. *International
    Economic Review* 6(3), 294-310.

    Examples
    --------
    >>> flows = np.array([[6.0, 2.0], [1.0, 9.0]])
    >>> balanced(flows, np.array([10.0, 10.0]), np.array([8.0, 8.0]), "declared").sum(axis=0)
    array([10., 10.])
    """
    from steelyard.models.trade.gravity.resistances import fitted

    refuse_unless(
        bool((output > 0).all() and (expenditure > 0).all()),
        where="gravity world, totals",
        found=f"smallest output {output.min():g}, smallest expenditure {expenditure.min():g}",
        expected="totals above 0",
        remedy="Correct the totals, or leave these states out.",
    )
    if totals == "trade":
        return trade
    return fitted(trade, output, expenditure * (output.sum() / expenditure.sum())).trade


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """Flows with absent ones replaced by what is expected of them, and how much that is."""

    trade: Float[np.ndarray, "exporter importer"]
    cells: Int[np.ndarray, "cell 2"]
    share: float


def filled(
    trade: Float[np.ndarray, "exporter importer"],
    expected: Float[np.ndarray, "exporter importer"],
) -> Filled:
    """Absent flows replaced by expected ones, with the share of all trade that is then expected.

    Parameters
    ----------
    trade : money / year
        NaN where nobody reported; 0 stays 0.
    expected : money / year
        As from `series.gravity`.

    Returns
    -------
    filled : Filled
        Flows that are expected neither stay NaN, and `world` refuses them.

    References
    ----------
    Head, K. and Mayer, T. (2014). Gravity equations. *Handbook of International Economics* 4.

    Examples
    --------
    >>> got = filled(np.array([[3.0, np.nan], [1.0, 4.0]]), np.full((2, 2), 2.0))
    >>> got.trade.tolist(), got.share
    ([[3.0, 2.0], [1.0, 4.0]], 0.2)
    """
    gap = np.isnan(trade)
    whole = np.where(gap, expected, trade)
    part = divide(np.nansum(np.where(gap, whole, 0.0)), np.nansum(whole))
    return Filled(whole, np.argwhere(gap), float(part))


def joined(
    trade: Float[np.ndarray, "exporter importer"] | Bool[np.ndarray, "exporter importer"],
) -> Int[np.ndarray, " country"]:
    """Number of the connected part of the trade graph that each economy belongs to.

    Examples
    --------
    >>> joined(np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 3.0]])).tolist()
    [0, 0, 1]
    """
    links = np.asarray(trade) > 0
    links = links | links.T
    part = np.full(len(links), -1)
    for number in range(len(links)):
        left = np.flatnonzero(part < 0)
        if not left.size:
            break
        inside = np.zeros(len(links), dtype=bool)
        inside[left[0]] = True
        while True:
            wider = inside | links[inside].any(axis=0)
            if (wider == inside).all():
                break
            inside = wider
        part[inside] = number
    return part


def _refuse_bad_labels(countries: Sequence[str], shape: tuple[int, ...]) -> None:
    """Raise unless there is one label for each row and column, and at least two."""
    twice = sorted({name for name in countries if list(countries).count(name) > 1})
    refuse_unless(
        shape == (len(countries), len(countries)) and not twice and len(countries) > 0,
        where="gravity world, labels",
        found=f"{len(countries)} labels for a table of {shape}"
        + (f"; twice: {shorten(twice, 5)}" if twice else ""),
        expected="a square table with one label for each row and column",
        remedy="Give each state once, rows and columns in the same order.",
    )


def _refuse_gap(
    countries: Sequence[str], kind: str, declared: np.ndarray, summed: np.ndarray
) -> None:
    """Raise where a declared total is not what the flows add up to."""
    gap = np.abs(divide(declared, summed) - 1)
    gap = np.where(np.isnan(gap), np.inf, gap)
    worst = int(gap.argmax())
    if gap[worst] > AGREE:
        raise Unbalanced(
            where=f"gravity world, {kind}",
            found=f"declared {kind} of {countries[worst]} is {declared[worst]:g}, its flows add "
            f"up to {summed[worst]:g}; {int((gap > AGREE).sum())} states differ",
            expected="declared totals that are the sums of the flows",
            remedy="Balance them by `balanced`, once by each of its ways, and show both answers.",
        )
