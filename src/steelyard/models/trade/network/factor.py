"""A production network made ready for questions: factored once, never inverted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.linalg import get_lapack_funcs, lu_solve

from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.input_output import technical_coefficients
from steelyard.vocabulary.errors import shorten

PRODUCTIVE = 1.0 - 1e-9  # least row sum of the inverse: 1 but for rounding


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    r"""A world input-output table with :math:`I - A` factored.

    Cells are sectors within regions, in the order of both lists. ``flows[r, c]`` is what cell
    *r* sells to cell *c* for production, ``final[r, n]`` what region *n* takes of it for final
    use, all in one currency and year. `output` is the sum of a row, so that rows equal columns.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Float[np.ndarray, "cell cell"]
    final: Float[np.ndarray, "cell region"]
    output: Float[np.ndarray, " cell"]
    coefficients: Float[np.ndarray, "cell cell"]
    lower_upper: Float[np.ndarray, "cell cell"]
    pivots: Int[np.ndarray, " cell"]

    @property
    def value_added(self) -> Float[np.ndarray, " cell"]:
        """Output of each cell less its inputs."""
        return self.output - self.flows.sum(axis=0)

    @property
    def added_share(self) -> Float[np.ndarray, " cell"]:
        """Value added in one unit of output; 0 in cells that make nothing."""
        return np.where(self.output > 0, divide(self.value_added, self.output), 0.0)

    @property
    def region(self) -> Int[np.ndarray, " cell"]:
        """Place of the region of each cell."""
        return np.repeat(np.arange(len(self.regions)), len(self.sectors))

    def cells(
        self, regions: Collection[str], sectors: Collection[str] | None = None
    ) -> Int[np.ndarray, " chosen"]:
        """Places of some sectors (all where not given) of some regions, in the order of cells."""
        rows = [_place("region", self.regions, name) for name in regions]
        kept = self.sectors if sectors is None else sectors
        columns = [_place("sector", self.sectors, name) for name in kept]
        return np.array(
            sorted({row * len(self.sectors) + column for row in rows for column in columns}),
            dtype=np.int64,
        )

    def name(self, cell: int | np.integer) -> str:
        """Region and sector of a cell, for messages."""
        region, sector = divmod(int(cell), len(self.sectors))
        return f"{self.regions[region]} {self.sectors[sector]}"

    def by_region(self, values: Float[np.ndarray, " cell"]) -> Float[np.ndarray, " region"]:
        """Sums over the sectors of each region."""
        return values.reshape(len(self.regions), -1).sum(axis=1)

    def upstream(self, right: Float[np.ndarray, "cell side"]) -> Float[np.ndarray, "cell side"]:
        r"""Output needed for these final uses, :math:`(I - A)^{-1} R`."""
        return lu_solve((self.lower_upper, self.pivots), right, check_finite=False)

    def downstream(self, right: Float[np.ndarray, "cell side"]) -> Float[np.ndarray, "cell side"]:
        r"""What these values per unit of output add up to along chains, :math:`(I - A')^{-1} R`."""
        return lu_solve((self.lower_upper, self.pivots), right, trans=1, check_finite=False)

    def columns(self, cells: Int[np.ndarray, " chosen"]) -> Float[np.ndarray, "cell chosen"]:
        """Columns of the Leontief inverse."""
        return self.upstream(_unit(self.output.size, cells))

    def rows(self, cells: Int[np.ndarray, " chosen"]) -> Float[np.ndarray, "chosen cell"]:
        """Rows of the Leontief inverse."""
        return self.downstream(_unit(self.output.size, cells)).T


def factor(
    regions: Sequence[str],
    sectors: Sequence[str],
    flows: Float[np.ndarray, "cell cell"],
    final: Float[np.ndarray, "cell region"],
) -> Network:
    r"""Check a table and factor it.

    .. math:: x = Z \mathbf{1} + F \mathbf{1}, \qquad a_{rc} = Z_{rc} / x_c, \qquad I - A = P L U

    One factoring serves every question. The Ghosh model needs none of its own: its coefficients
    :math:`O = \hat x^{-1} A \hat x` have the inverse :math:`\hat x^{-1} (I - A)^{-1} \hat x`.

    Parameters
    ----------
    regions, sectors : labels, each once
    flows : USD / year
        Finite and at least 0.
    final : USD / year
        Stocks drawn down may make it negative.

    Returns
    -------
    network : Network

    Raises
    ------
    InputError
        Naming the cells: if a flow is negative or absent, shapes do not fit the labels, output
        is below 0, a cell without output uses inputs, or the table needs more than it makes
        (Hawkins and Simon).

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). *Input-Output Analysis: Foundations and Extensions*,
    2nd ed., ch. 2 and 12; Hawkins, D. and Simon, H. A. (1949). Note: some conditions of
    macroeconomic stability. *Econometrica* 17(3/4), 245-248.

    Examples
    --------
    >>> made = factor(["A"], ["x", "y"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0], [1700.0]]))
    >>> made.upstream(np.eye(2)).round(3).tolist()
    [[1.254, 0.33], [0.264, 1.122]]
    """
    regions, sectors = tuple(regions), tuple(sectors)
    names = _refuse_shapes(regions, sectors, flows, final)
    _refuse_flows(names, regions, flows, final)
    output = flows.sum(axis=1) + final.sum(axis=1)
    _refuse_output(names, flows, output)
    coefficients = technical_coefficients(flows, output)
    inputs = coefficients.sum(axis=0)
    # LAPACK itself: a singular table is told below by its cells, not by a warning
    (factorise,) = get_lapack_funcs(("getrf",), dtype=float)
    lower_upper, pivots, _ = factorise(np.eye(output.size) - coefficients)
    made = Network(
        regions, sectors, flows, final, output, coefficients, lower_upper, pivots.astype(np.int64)
    )
    _refuse_unproductive(made, inputs)
    return made


def _unit(size: int, cells: np.ndarray) -> np.ndarray:
    """Columns of the identity."""
    right = np.zeros((size, cells.size))
    right[cells, np.arange(cells.size)] = 1.0
    return right


def _place(kind: str, known: Sequence[str], name: str) -> int:
    """Place of a label."""
    refuse_unless(
        name in known,
        where=f"{kind} {name!r}",
        found=f"not a {kind} of this table",
        expected=f"one of: {shorten(known, 80)}",
        remedy=f"Name a {kind} of the table, or bring a table that keeps it apart.",
    )
    return known.index(name)


def _refuse_shapes(
    regions: tuple[str, ...], sectors: tuple[str, ...], flows: np.ndarray, final: np.ndarray
) -> list[str]:
    """Names of cells, if labels are unique and fit the arrays."""
    size = len(regions) * len(sectors)
    twice = [name for axis in (regions, sectors) for name in set(axis) if axis.count(name) > 1]
    refuse_unless(
        flows.shape == (size, size)
        and final.shape == (size, len(regions))
        and not twice
        and size > 0,
        where="production network",
        found=f"{len(regions)} regions, {len(sectors)} sectors, flows {flows.shape}, final use "
        f"{final.shape}" + (f", twice: {', '.join(sorted(twice))}" if twice else ""),
        expected=f"flows {(size, size)}, final use {(size, len(regions))}, each label once",
        remedy="Take labels and both blocks from the same table.",
    )
    return [f"{region} {sector}" for region in regions for sector in sectors]


def _refuse_flows(
    names: list[str], regions: tuple[str, ...], flows: np.ndarray, final: np.ndarray
) -> None:
    """Raise for flows that are absent, infinite or negative."""
    wrong, lost = ~(np.isfinite(flows) & (flows >= 0)), ~np.isfinite(final)
    told = [f"{names[r]} to {names[c]}: {flows[r, c]:g}" for r, c in np.argwhere(wrong)]
    told += [f"{names[r]} to final use of {regions[n]}: absent" for r, n in np.argwhere(lost)]
    refuse_unless(
        not told,
        where="production network",
        found=f"{len(told)} cells that are no flow: {shorten(told)}",
        expected="finite values, flows between producers at least 0",
        remedy="Correct these cells, or fill them in a named step of the table's preparation.",
    )


def _refuse_output(names: list[str], flows: np.ndarray, output: np.ndarray) -> None:
    """Raise for cells with less than no output, or with inputs and no output."""
    wrong = np.flatnonzero((output < 0) | ((output == 0) & (flows.sum(axis=0) > 0)))
    refuse_unless(
        not wrong.size,
        where="production network",
        found=f"{wrong.size} cells whose sales do not cover any use of inputs: "
        + shorten(f"{names[cell]} (output {output[cell]:g})" for cell in wrong),
        expected="output above 0 wherever inputs are used",
        remedy="Clean the table first (`steelyard.models.trade.cleaning.clean`).",
    )


def _refuse_unproductive(network: Network, inputs: np.ndarray) -> None:
    r"""Raise unless :math:`I - A` is an M-matrix: one solve decides.

    It is one exactly if some :math:`z \ge 0` has :math:`(I - A) z > 0`; with :math:`(I - A) z =
    \mathbf{1}` such a *z* is at least 1 everywhere.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        needed = network.upstream(np.ones((inputs.size, 1)))[:, 0]
    worst = np.argsort(-inputs)[:3]
    refuse_unless(
        bool(np.isfinite(needed).all() and (needed >= PRODUCTIVE).all()),
        where="production network",
        found="no outputs meet any final use; inputs per unit of output are highest in "
        + shorten(f"{network.name(cell)} ({inputs[cell]:.4g})" for cell in worst),
        expected="a productive table: some output left over in every chain",
        remedy="Clean these columns in a named step; their coefficients add up to 1 or more.",
    )
