"""From a published input-output table to one that a model can satisfy, in named steps.

Published tables have stocks drawn down (negative final use), cells whose inputs exceed their
output by rounding, and cells that buy and sell nothing. Each step says what it changed (law 8),
and every entry of the table is either kept or changed with a reason (law 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import shorten

MOST_INPUTS = 0.99  # share of output; columns above it are rounding noise and are scaled to it
SAME = 1e-9  # relative: below this a flow is counted as unmoved


@runtime_checkable
class PublishedTable(Protocol):
    """What cleaning needs of a table: `steelyard.reference.baseline.Baseline` has it."""

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: np.ndarray  # [cell that sells, cell that uses]
    final: np.ndarray  # [cell that sells, region that uses]
    stocks: np.ndarray  # [cell that sells, region]


@dataclass(frozen=True, slots=True)
class Change:
    """One step: what it is called, why, how many entries it touched and how much it moved."""

    step: str
    reason: str
    entries: int
    moved: float  # USD m, sum of absolute changes
    largest: str  # where it moved most; empty if nowhere


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """A table whose rows and columns agree and whose value added is above zero.

    Cells run over regions and within each over sectors. Value added of the world equals its
    final use by construction. `entries` is the number of cells above or below zero that came
    in, `kept` that of input coefficients and final uses left as published; each of the rest is
    counted in one of `changes`.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Float[np.ndarray, "cell cell"]
    final: Float[np.ndarray, "cell region"]
    output: Float[np.ndarray, " cell"]
    entries: int
    kept: int
    changes: tuple[Change, ...]
    solved: Change  # how far outputs moved when they were solved anew

    @property
    def value_added(self) -> Float[np.ndarray, " cell"]:
        """Value added of each cell."""
        return self.output - self.flows.sum(axis=0)


def clean(table: PublishedTable) -> Cleaned:
    r"""Clean a published table.

    1. *negative final use*: :math:`F^+ = \max(F, 0)`; stocks drawn down were made in another
       year, which a model of one year has no place for.
    2. *inputs without sales*: the column of a cell that sells nothing on balance is dropped.
    3. *inputs above output*: columns of :math:`A = Z / r` whose sum exceeds 0.99 are scaled to
       0.99, where :math:`r` is the row sum as published, negatives included.
    4. *outputs solved anew*: :math:`R = (I - A)^{-1} F^+`, :math:`Z' = A\,\mathrm{diag}(R)`.

    Parameters
    ----------
    table : PublishedTable, USD m
        As published: flows, final use and changes in stocks.

    Returns
    -------
    cleaned : Cleaned, USD m
        With the account of every step.

    Raises
    ------
    InputError
        If a flow is negative or absent, shapes do not match the labels, or a region uses or
        makes nothing; the cell is named.

    References
    ----------
    The steps of Costinot, A. and Rodriguez-Clare, A. (2014). Trade theory with numbers.
    *Handbook of International Economics* 4, ch. 4, data appendix (from memory), as prescribed
    by validation case V11.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> made = SimpleNamespace(regions=("A", "B"), sectors=("all",), flows=np.eye(2) * 2,
    ...     final=np.array([[6.0, 1], [1, 4]]), stocks=np.array([[0.0, -1], [0, 0]]))
    >>> found = clean(made)
    >>> [change.step for change in found.changes if change.entries]
    ['negative final use']
    """
    _refuse_unusable(table)
    labels = [f"{region} {sector}" for region in table.regions for sector in table.sectors]
    raw_output = table.flows.sum(axis=1) + table.final.sum(axis=1) + table.stocks.sum(axis=1)
    final, final_in, negative = _positive(table, labels)
    flows, silent = _of_sellers(table.flows, raw_output, labels)
    coefficients = np.divide(
        flows, raw_output, out=np.zeros_like(flows), where=(raw_output > 0)[None, :]
    )
    coefficients, capped = _capped(coefficients, raw_output, labels)
    output = np.linalg.solve(np.eye(len(labels)) - coefficients, final.sum(axis=1))
    output = np.where(output > SAME * np.abs(output).max(), output, 0.0)
    changes = (negative, silent, capped)
    entries = final_in + int(np.count_nonzero(table.flows))
    cleaned = Cleaned(
        tuple(table.regions),
        tuple(table.sectors),
        coefficients * output,
        final,
        output,
        entries,
        entries - sum(change.entries for change in changes),
        changes,
        _moved("outputs solved anew", SOLVED, raw_output, output, labels),
    )
    _refuse_idle(cleaned)
    return cleaned


SOLVED = "rows and columns agree only when outputs follow from final use"
DRAWN = "stocks drawn down were made in another year"
SILENT = "a cell that sells nothing on balance has no recipe of inputs"
ABOVE = f"inputs above {MOST_INPUTS:.0%} of output leave no value added: rounding of small cells"


def _moved(step: str, reason: str, before: np.ndarray, after: np.ndarray, labels: list) -> Change:
    """Account of one step over arrays whose first axis is the labelled one."""
    difference = np.abs(after - before)
    touched = difference > SAME * np.abs(before).max(initial=0.0)
    by_label = difference.reshape(len(labels), -1).sum(axis=1)
    largest = labels[int(by_label.argmax())] if touched.any() else ""
    return Change(step, reason, int(touched.sum()), float(difference.sum()), largest)


def _positive(table: PublishedTable, labels: list[str]) -> tuple[np.ndarray, int, Change]:
    """Final use without negatives, entries that came in, and the account."""
    parts = np.stack([table.final, table.stocks], axis=1)
    positive = np.maximum(parts, 0.0)
    gone = parts < 0
    largest = labels[int((positive - parts).sum(axis=(1, 2)).argmax())] if gone.any() else ""
    moved = float((positive - parts).sum())
    change = Change("negative final use", DRAWN, int(gone.sum()), moved, largest)
    return positive.sum(axis=1), int(np.count_nonzero(parts)), change


def _of_sellers(
    flows: np.ndarray, output: np.ndarray, labels: list[str]
) -> tuple[np.ndarray, Change]:
    """Flows without the columns of cells that sell nothing."""
    kept = np.where((output > 0)[None, :], flows, 0.0)
    gone = flows[:, output <= 0]
    largest = labels[int((flows - kept).sum(axis=0).argmax())] if gone.any() else ""
    change = Change(
        "inputs without sales", SILENT, int(np.count_nonzero(gone)), float(gone.sum()), largest
    )
    return kept, change


def _capped(
    coefficients: np.ndarray, output: np.ndarray, labels: list[str]
) -> tuple[np.ndarray, Change]:
    """Columns of coefficients that leave at least one part in a hundred for value added."""
    inputs = coefficients.sum(axis=0)
    over = inputs > MOST_INPUTS
    scale = np.where(over, MOST_INPUTS / np.where(over, inputs, 1.0), 1.0)
    moved = (inputs - inputs * scale) * np.maximum(output, 0.0)
    change = Change(
        "inputs above output",
        ABOVE,
        int(np.count_nonzero(coefficients[:, over])),
        float(moved.sum()),
        labels[int(moved.argmax())] if over.any() else "",
    )
    return coefficients * scale, change


def _refuse_unusable(table: PublishedTable) -> None:
    """Raise for shapes that do not match, and for flows that are absent or negative."""
    size, regions = len(table.regions) * len(table.sectors), len(table.regions)
    shapes = (table.flows.shape, table.final.shape, table.stocks.shape)
    refuse_unless(
        shapes == ((size, size), (size, regions), (size, regions)) and size > 0,
        where="input-output table",
        found=f"blocks of {', '.join(map(str, shapes))}",
        expected=f"flows {size} x {size}, final use and stocks {size} x {regions}",
        remedy="Bring a whole table: every sector of every region, sellers in rows.",
    )
    labels = [f"{region} {sector}" for region in table.regions for sector in table.sectors]
    wrong = ~np.isfinite(table.flows) | (table.flows < 0)
    refuse_unless(
        not wrong.any(),
        where="flows between sectors",
        found=shorten(
            f"{labels[seller]} to {labels[user]}: {table.flows[seller, user]:g}"
            for seller, user in np.argwhere(wrong)
        ),
        expected="finite flows of at least 0",
        remedy="Correct these cells, or leave the table out.",
    )
    absent = ~np.isfinite(table.final + table.stocks)
    refuse_unless(
        not absent.any(),
        where="final use and stocks",
        found=shorten(
            f"{labels[seller]} to {table.regions[user]}" for seller, user in np.argwhere(absent)
        ),
        expected="finite values",
        remedy="Fill these cells in a named step, or leave the table out.",
    )


def _refuse_idle(cleaned: Cleaned) -> None:
    """Raise for a region that uses or makes nothing."""
    uses = cleaned.final.sum(axis=0)
    makes = cleaned.value_added.reshape(len(cleaned.regions), -1).sum(axis=1)
    idle = [
        region
        for region, used, made in zip(cleaned.regions, uses, makes, strict=True)
        if used <= 0 or made <= 0
    ]
    refuse_unless(
        not idle,
        where="input-output table",
        found=f"regions without final use or value added: {shorten(idle)}",
        expected="every region to use and to make something",
        remedy="Sum these regions into another one, or leave them out of the table.",
    )
