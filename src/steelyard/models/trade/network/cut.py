"""Deliveries that stop: what goes up the chain with lost orders, and down it with lost inputs.

Nothing is replaced anywhere in this module: its losses say what hangs on a link, for the first
weeks after a cut, and are no forecast. Every cut is exact and costs one small system.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.network.factor import Network


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Which deliveries stop, and what part of each: 1 all of it, 0 none."""

    sellers: Int[np.ndarray, " seller"]
    buyers: Int[np.ndarray, " buyer"]
    share: Float[np.ndarray, "seller buyer"]
    final: Float[np.ndarray, "seller region"]  # of deliveries for final use


@dataclass(frozen=True, slots=True, eq=False)
class Loss:
    """Output and value added lost by cell, and how well the cut table holds.

    `residual` is the largest failure of the table's own equation after the cut, in parts of the
    largest output (law 7).
    """

    output: Float[np.ndarray, " cell"]
    value_added: Float[np.ndarray, " cell"]
    residual: float


def deliveries(
    network: Network,
    sellers: Collection[str],
    buyers: Collection[str],
    *,
    sectors: Collection[str] | None = None,
    users: Collection[str] | None = None,
    share: float = 1.0,
    final: bool = False,
) -> Cut:
    """A cut of all deliveries of some regions to others.

    Sectors may be chosen on both sides: what is sold (`sectors`) and who uses it (`users`). With
    `final` the buyers' final use of the same products stops as well, whatever `users` are.

    Raises
    ------
    InputError
        If a label is unknown, sellers and buyers share a region, or `share` is not within 0 and 1.
    """
    both = sorted(set(sellers) & set(buyers))
    refuse_unless(
        not both and bool(sellers) and bool(buyers),
        where="cut of deliveries",
        found=f"on both sides: {', '.join(both)}" if both else "a side without regions",
        expected="one region or more on each side, none on both",
        remedy="Leave own deliveries out of the cut.",
    )
    rows, columns = network.cells(sellers, sectors), network.cells(buyers, users)
    at_home = np.isin(network.regions, list(buyers))
    return cut(
        network,
        rows,
        columns,
        np.full((rows.size, columns.size), float(share)),
        np.full((rows.size, 1), float(share) * final) * at_home,
    )


def cut(
    network: Network,
    sellers: Int[np.ndarray, " seller"],
    buyers: Int[np.ndarray, " buyer"],
    share: Float[np.ndarray, "seller buyer"] | None = None,
    final: Float[np.ndarray, "seller region"] | None = None,
) -> Cut:
    """A cut of any block of cells; all of it where no share is given, no final use either.

    Raises
    ------
    InputError
        If a cell does not exist or is named twice, or a share is absent or outside [0, 1].
    """
    share = np.ones((sellers.size, buyers.size)) if share is None else share
    final = np.zeros((sellers.size, len(network.regions))) if final is None else final
    cells = np.arange(network.output.size)
    known = all(np.isin(side, cells).all() for side in (sellers, buyers))
    once = all(np.unique(side).size == side.size for side in (sellers, buyers))
    refuse_unless(
        known and once and sellers.size > 0 and buyers.size > 0,
        where="cut of deliveries",
        found=f"sellers {sellers.tolist()[:10]}, buyers {buyers.tolist()[:10]}",
        expected=f"cells between 0 and {cells.size - 1}, each once on a side",
        remedy="Resolve regions and sectors with `Network.cells`.",
    )
    fits = share.shape == (sellers.size, buyers.size) and final.shape == (
        sellers.size,
        len(network.regions),
    )
    refuse_unless(
        fits,
        where="cut of deliveries",
        found=f"shares {share.shape}, of final use {final.shape}",
        expected=f"{(sellers.size, buyers.size)} and {(sellers.size, len(network.regions))}",
        remedy="Give one share for each seller and buyer of the block.",
    )
    _refuse_shares(network, sellers, buyers, share, final)
    return Cut(sellers, buyers, share, final)


def join(network: Network, cuts: Sequence[Cut]) -> Cut:
    """Several cuts at once; where they overlap the larger share counts."""
    refuse_unless(
        len(cuts) > 0,
        where="joint cut",
        found="no cut",
        expected="one cut or more",
        remedy="Name at least one.",
    )
    sellers = np.unique(np.concatenate([each.sellers for each in cuts]))
    buyers = np.unique(np.concatenate([each.buyers for each in cuts]))
    share = np.zeros((sellers.size, buyers.size))
    final = np.zeros((sellers.size, len(network.regions)))
    for each in cuts:
        rows, columns = np.searchsorted(sellers, each.sellers), np.searchsorted(buyers, each.buyers)
        block = np.ix_(rows, columns)
        share[block] = np.maximum(share[block], each.share)
        final[rows] = np.maximum(final[rows], each.final)
    return Cut(sellers, buyers, share, final)


def lost_orders(network: Network, what: Cut) -> Loss:
    r"""Output that exists only because the deliveries are ordered (Leontief): up the chain.

    .. math:: x' = g - L_{\cdot S} B (I + L_{TS} B)^{-1} g_T, \qquad
        g = x - L_{\cdot S}\, d, \qquad B = A_{ST} \circ s

    The hypothetical extraction of the block from sellers *S* to buyers *T*, of which the part
    *s* stops, and of the final deliveries *d* where they are cut too. Buyers are assumed to do
    without: their own output falls only as far as it feeds the sellers. So this is above all the
    **sellers'** cost, with that of everyone who supplies them. Exact, by the identity of Woodbury
    on the smaller side of the block. World value added lost is :math:`\mathbf{1}'B x'_T +
    \mathbf{1}'d`. Two cuts together lose at most the sum of each alone.

    Parameters
    ----------
    network : Network
    what : Cut

    Returns
    -------
    loss : Loss, USD / year
        At least 0 in every cell. Value added falls with output, :math:`(v_c / x_c) \Delta x_c`.

    Raises
    ------
    InputError
        If the small system is singular, naming the block. A productive table has none.

    References
    ----------
    Dietzenbacher, E. and Lahr, M. L. (2013). Expanding extractions. *Economic Systems Research*
    25(3), 341-360; Woodbury, M. A. (1950). *Inverting Modified Matrices*. Princeton.

    Examples
    --------
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["all"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0, 0], [0, 1700.0]]))
    >>> lost_orders(made, deliveries(made, ["A"], ["B"])).output.round(1).tolist()
    [588.2, 123.8]
    """
    block = _block(network, what)
    stopped = (network.final[what.sellers] * what.final).sum(axis=1)
    columns = network.columns(what.sellers)
    direct = columns @ stopped
    needs = network.output - direct
    if what.buyers.size <= what.sellers.size:
        system = np.eye(what.buyers.size) + columns[what.buyers] @ block
        orders = block @ _solve(network, what, system, needs[what.buyers])
    else:
        system = np.eye(what.sellers.size) + block @ columns[what.buyers]
        orders = _solve(network, what, system, block @ needs[what.buyers])
    lost = direct + columns @ orders
    left = network.output - lost
    meets = left - network.coefficients @ left
    meets[what.sellers] += block @ left[what.buyers] + stopped
    wrong = meets - (network.output - network.coefficients @ network.output)
    return _loss(network, lost, wrong)


def lost_inputs(network: Network, what: Cut) -> Loss:
    r"""Output that the deliveries feed, directly and further on (Ghosh): down the chain.

    .. math:: \Delta x_j = x_j \left[ \mathbf{1}' B (I + L_{TS} B)^{-1} L_{T \cdot} \right]_j,
        \qquad B = A_{ST} \circ s

    The same as taking the block out of the allocation coefficients of Ghosh (1958), written in
    the Leontief inverse, so that one factoring serves both. This is above all the **buyers'**
    cost, with that of everyone whom they supply. As a theory of quantities the Ghosh model was
    called implausible (output grows without inputs); for losses it has a plain meaning: it is
    rationing by `steelyard.models.trade.network.rationing.ration` with inputs that replace one
    another perfectly, so a lower bound of what complements lose. Final deliveries play no part.

    Parameters
    ----------
    network : Network
    what : Cut

    Returns
    -------
    loss : Loss, USD / year
        At least 0 in every cell. Value added at risk is :math:`(v_c / x_c) \Delta x_c`.

    Raises
    ------
    InputError
        As `lost_orders`.

    References
    ----------
    Ghosh, A. (1958). Input-output approach in an allocation system. *Economica* 25(97), 58-64;
    Oosterhaven, J. (1988). On the plausibility of the supply-driven input-output model.
    *Journal of Regional Science* 28(2), 203-217.

    Examples
    --------
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["all"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0, 0], [0, 1700.0]]))
    >>> lost_inputs(made, deliveries(made, ["A"], ["B"])).output.round(1).tolist()
    [61.9, 526.3]
    """
    block, rows = _block(network, what), network.rows(what.buyers)
    if what.buyers.size <= what.sellers.size:
        system = np.eye(what.buyers.size) + rows[:, what.sellers] @ block
        weight = _solve(network, what, system.T, block.sum(axis=0))
    else:
        system = np.eye(what.sellers.size) + block @ rows[:, what.sellers]
        weight = _solve(network, what, system.T, np.ones(what.sellers.size)) @ block
    part = weight @ rows
    left = 1.0 - part
    made = left - left @ network.coefficients
    made[what.buyers] += left[what.sellers] @ block
    given = 1.0 - network.coefficients.sum(axis=0)
    return _loss(network, network.output * part, network.output * (made - given))


def _block(network: Network, what: Cut) -> np.ndarray:
    """Coefficients that the cut takes away."""
    return network.coefficients[np.ix_(what.sellers, what.buyers)] * what.share


def _loss(network: Network, lost: np.ndarray, wrong: np.ndarray) -> Loss:
    """Losses with their certificate; rounding below zero is zero."""
    largest = network.output.max(initial=0.0)
    residual = float(np.abs(wrong).max(initial=0.0) / largest) if largest else 0.0
    lost = np.where(np.abs(lost) <= 1e-12 * largest, np.maximum(lost, 0.0), lost)
    return Loss(lost, network.added_share * lost, residual)


def _solve(network: Network, what: Cut, system: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The small system of a cut, or a refusal that names the block."""
    try:
        found = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        found = np.full_like(right, np.nan)
    refuse_unless(
        bool(np.isfinite(found).all()),
        where="cut of deliveries",
        found=f"a singular block from {network.name(what.sellers[0])} and "
        f"{what.sellers.size - 1} more to {network.name(what.buyers[0])} and "
        f"{what.buyers.size - 1} more",
        expected="a table that stays productive without the block",
        remedy="Look for cells of the block whose inputs exceed their output, and clean them.",
    )
    return found


def _refuse_shares(
    network: Network, sellers: np.ndarray, buyers: np.ndarray, share: np.ndarray, final: np.ndarray
) -> None:
    """Raise for parts that are no part of a whole, naming the first."""
    wrong = [
        f"{network.name(int(sellers[r]))} to {network.name(int(buyers[c]))}: {share[r, c]:g}"
        for r, c in np.argwhere(~((share >= 0) & (share <= 1)))[:5]
    ]
    wrong += [
        f"{network.name(int(sellers[r]))} to final use of {network.regions[n]}: {final[r, n]:g}"
        for r, n in np.argwhere(~((final >= 0) & (final <= 1)))[:5]
    ]
    refuse_unless(
        not wrong,
        where="cut of deliveries",
        found=f"shares that cannot be cut: {'; '.join(wrong)}",
        expected="the part that stops, between 0 (none) and 1 (all)",
        remedy="Give parts, not per cent; a delivery that grows is no cut.",
    )
