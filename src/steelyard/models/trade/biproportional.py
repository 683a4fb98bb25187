"""Biproportional balancing: the table nearest to an old one that has new margins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.vocabulary.errors import shorten

TOLERANCE = 1e-9  # largest miss of a margin, in parts of it
ROUNDS = 2000
PLAIN = 20  # rounds of scaling before each attempt of Newton's on the same factors
QUICK = 3  # a step of Newton's costs a round of margins for every third row and column
RIDGE = 1e-11  # relative: factors of rows and columns may be shifted against each other
ADD_UP = 1e-9  # relative: rows and columns must have the same sum


@dataclass(frozen=True, slots=True, eq=False)
class Balanced:
    """A table with the margins asked for, and the certificate that it has them."""

    table: Float[np.ndarray, "row column"]
    residual: float  # largest miss of a margin, in parts of it
    rounds: int


def ras(
    table: Float[np.ndarray, "row column"],
    rows: Float[np.ndarray, " row"],
    columns: Float[np.ndarray, " column"],
    *,
    block: Int[np.ndarray, "row column"] | None = None,
    totals: Float[np.ndarray, " block"] | None = None,
) -> Balanced:
    r"""Scale rows, columns and blocks in turn until all have their totals.

    .. math:: x_{ij} = r_i\, s_j\, t_{b(i,j)}\, x^0_{ij}, \qquad \sum_j x_{ij} = u_i,\;
        \sum_i x_{ij} = v_j,\; \sum_{b(i,j)=b} x_{ij} = T_b

    Of all tables with these totals it has the least information gain over the old one: zeros
    stay zeros, and a table that has its totals already is left as it is. Blocks make it the
    three-stage RAS (TRAS); without them it is RAS.

    Parameters
    ----------
    table : any extensive unit, at least 0
        The old table; no cell below 0 (a cleaned table has none).
    rows, columns : same unit, at least 0
        Totals asked for; the same sum.
    block : index
        Which total a cell counts towards; -1 for none.
    totals : same unit, at least 0
        NaN leaves a block to the margins.

    Returns
    -------
    balanced : Balanced, same unit

    Raises
    ------
    InputError
        If rows and columns do not add up, a cell or total is negative or absent, or a row,
        column or block of zeros has a total above zero.
    InputError
        If totals are not reached within 2,000 rounds, which is so where zeros or blocks
        contradict them: no value (law 7).

    References
    ----------
    Stone, R. (1961). *Input-Output and National Accounts*. OECD. Bacharach, M. (1970).
    *Biproportional Matrices and Input-Output Change*. Gilchrist, D. A. and St. Louis, L. V.
    (1999). Completing input-output tables using partial information. *Economic Systems
    Research* 11(2), 185-193 (TRAS).

    Examples
    --------
    >>> found = ras(np.array([[1.0, 1], [1, 0]]), np.array([5.0, 2]), np.array([4.0, 3]))
    >>> found.table.round(6).tolist()
    [[2.0, 3.0], [2.0, 0.0]]
    """
    _refuse_margins(table, rows, columns)
    of_block = np.full(table.shape, -1) if block is None else block
    wanted = np.empty(0) if totals is None else np.where(np.isfinite(totals), totals, np.nan)
    _refuse_blocks(table, of_block, wanted)
    chosen = np.isin(of_block, np.flatnonzero(np.isfinite(wanted)))
    cells, owner = np.flatnonzero(chosen), of_block[chosen]
    found = table.astype(float)
    residual = np.inf
    asked = _Asked(rows, columns, wanted, cells, owner)
    done = 0
    while done < ROUNDS:
        found, more = _several(found, asked) if cells.size else _several_of_margins(found, asked)
        done += more
        residual = _residual(found, asked)
        if residual > TOLERANCE:
            found, residual = _newton(found, asked, residual)
        if residual <= TOLERANCE:
            return Balanced(found, residual, done)
    refuse_unless(
        False,
        where="biproportional balancing",
        found=f"totals still missed by {residual:.1e} after {ROUNDS} rounds",
        expected=f"at most {TOLERANCE:.0e}",
        remedy="Zeros or blocks contradict the totals: leave such blocks without a total.",
    )
    raise AssertionError


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Totals, and the cells that count towards those of blocks."""

    rows: np.ndarray
    columns: np.ndarray
    wanted: np.ndarray
    cells: np.ndarray
    owner: np.ndarray

    def misses(self, table: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Sums less totals, and totals, of rows, columns and blocks."""
        sums = np.bincount(self.owner, table.ravel()[self.cells], minlength=self.wanted.size)
        return [
            (table.sum(axis=1) - self.rows, self.rows),
            (table.sum(axis=0) - self.columns, self.columns),
            (np.nan_to_num(sums - self.wanted), np.nan_to_num(self.wanted)),
        ]


def _several(table: np.ndarray, asked: _Asked) -> tuple[np.ndarray, int]:
    """Rounds of scaling until all totals are met, but not many; and how many it took."""
    for step in range(1, PLAIN + 1):
        table = _scaled(table, asked)
        if _residual(table, asked) <= TOLERANCE:
            return table, step
    return table, PLAIN


def _several_of_margins(table: np.ndarray, asked: _Asked) -> tuple[np.ndarray, int]:
    """The same without blocks: factors alone, by products of the table with a vector."""
    row, column = (np.ones(size) for size in table.shape)
    near, step = TOLERANCE / 2 * _scale(asked.rows), 0
    sums = table.sum(axis=1)
    while step < max(PLAIN, sum(table.shape) // QUICK):
        row = row * _factor(asked.rows, sums)
        column = column * _factor(asked.columns, column * (row @ table))
        sums = row * (table @ column)
        step += 1
        if (np.abs(sums - asked.rows) <= near).all():
            break
    return row[:, None] * table * column, step


def _scaled(table: np.ndarray, asked: _Asked) -> np.ndarray:
    """One round: rows, then columns, then blocks."""
    found = table * _factor(asked.rows, table.sum(axis=1))[:, None]
    found = found * _factor(asked.columns, found.sum(axis=0))
    if asked.cells.size:
        flat = found.ravel()
        sums = np.bincount(asked.owner, flat[asked.cells], minlength=asked.wanted.size)
        flat[asked.cells] *= _factor(asked.wanted, sums)[asked.owner]
    return found


def _factor(wanted: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """What to scale by; 1 where there is nothing to scale or nothing is wanted."""
    able = (sums > 0) & np.isfinite(wanted)
    return np.divide(wanted, sums, out=np.ones_like(sums), where=able)


def _residual(table: np.ndarray, asked: _Asked) -> float:
    """Largest miss of a total in parts of it."""
    missed = [np.abs(miss) / _scale(total) for miss, total in asked.misses(table)]
    return float(np.concatenate(missed).max(initial=0.0))


def _newton(table: np.ndarray, asked: _Asked, residual: float) -> tuple[np.ndarray, float]:
    """Newton's method on the logarithms of the factors, as long as it comes nearer.

    Scaling in turn comes nearer by half a per cent a round where a sector sells nearly all of
    its output abroad; the factors that solve the equations are the same.
    """
    shape, (n, m) = table.shape, table.shape
    row, column = np.divmod(asked.cells, m)
    while residual > TOLERANCE:
        count = asked.wanted.size
        by_row, by_column = (
            np.bincount(place * count + asked.owner, table.ravel()[asked.cells], size * count)
            for place, size in ((row, n), (column, m))
        )
        blocks = np.bincount(asked.owner, table.ravel()[asked.cells], count)
        matrix = np.block(
            [
                [np.diag(table.sum(axis=1)), table, by_row.reshape(n, count)],
                [table.T, np.diag(table.sum(axis=0)), by_column.reshape(m, count)],
                [by_row.reshape(n, count).T, by_column.reshape(m, count).T, np.diag(blocks)],
            ]
        )
        own = np.diag(matrix).copy()
        scale = 1 / np.sqrt(np.where(own > 0, own, 1.0))
        matrix *= scale[:, None] * scale
        matrix[np.diag_indices_from(matrix)] = np.where(own > 0, 1 + RIDGE, 1.0)
        miss = np.concatenate([each for each, _ in asked.misses(table)])
        step = -scale * np.linalg.solve(matrix, scale * miss)
        rows, columns, extra = np.split(np.clip(step, -1.0, 1.0), [n, n + m])
        nearer = table * np.exp(rows)[:, None] * np.exp(columns)
        flat = nearer.ravel()
        flat[asked.cells] *= np.exp(extra)[asked.owner]
        left = _residual(flat.reshape(shape), asked)
        if not left < residual:
            break
        table, residual = flat.reshape(shape), left
    return table, residual


def _scale(totals: np.ndarray) -> np.ndarray:
    """Totals, and for those of zero the smallest of the rest."""
    above = totals[totals > 0]
    return np.where(totals > 0, totals, above.min() if above.size else 1.0)


def _refuse_margins(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> None:
    """Raise for margins that do not fit the table or each other."""
    where = "biproportional balancing"
    refuse_negative(where, table=table, rows=rows, columns=columns)
    whole = bool(
        np.isfinite(table).all() and np.isfinite(rows).all() and np.isfinite(columns).all()
    )
    difference = abs(rows.sum() - columns.sum())
    refuse_unless(
        whole and bool(difference <= ADD_UP * max(rows.sum(), columns.sum())),
        where=where,
        found=f"rows of {rows.sum():.9g} and columns of {columns.sum():.9g} in all"
        + ("" if whole else ", with absent values"),
        expected="the same sum on both sides, nothing absent",
        remedy="Derive one margin from the other, in a named step.",
    )
    for name, sums, wanted in (
        ("rows", table.sum(axis=1), rows),
        ("columns", table.sum(axis=0), columns),
    ):
        _refuse_empty(name, sums, wanted)


def _refuse_blocks(table: np.ndarray, block: np.ndarray, totals: np.ndarray) -> None:
    """Raise for totals of blocks that no cell can reach."""
    refuse_negative("biproportional balancing", totals=totals)
    inside = block >= 0
    sums = np.bincount(block[inside], table[inside], minlength=totals.size)
    refuse_unless(
        sums.size == totals.size,
        where="biproportional balancing",
        found=f"{sums.size} blocks, {totals.size} totals",
        expected="one total for each block",
        remedy="Number blocks from 0 in the order of their totals; NaN leaves one free.",
    )
    _refuse_empty("blocks", sums, np.nan_to_num(totals))


def _refuse_empty(name: str, sums: np.ndarray, wanted: np.ndarray) -> None:
    """Raise if what has only zeros should have a total."""
    wrong = np.flatnonzero((sums <= 0) & (wanted > 0))
    refuse_unless(
        not wrong.size,
        where=f"biproportional balancing, {name}",
        found=f"{wrong.size} of zeros with a total above 0, at {shorten(wrong.tolist())}",
        expected="a total of 0 where there is nothing to scale",
        remedy="Put a first guess into one of the cells, or ask for 0.",
    )
