"""Economies out of what publishers have: a table of flows, or shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.economy import Economy, cell_name, refuse_elasticities

ADDS_UP = 1e-6  # printed shares may miss their total by rounding; they are scaled to it


def economy_from_flows(
    countries: Sequence[str],
    sectors: Sequence[str],
    flows: np.ndarray,
    final: np.ndarray,
    theta: np.ndarray,
) -> Economy:
    """The economy of a world input-output table without tariffs.

    Output is the sum of a row, value added what output leaves over inputs, and a deficit is
    final use above value added: all identities hold by construction. A country that uses nothing
    of a sector is its own supplier of it.

    Parameters
    ----------
    countries, sectors : labels
    flows : money / year, [cell that sells, cell that uses]
        Cells are sectors within countries, in the order of both lists.
    final : money / year, [cell that sells, country that uses]
    theta : 1, above 0
        Trade elasticity of each sector.

    Raises
    ------
    InputError
        For labels that do not fit, negative or absent cells, a country without final use or
        product, a sector that uses more than it makes, elasticities at or below zero.

    References
    ----------
    Costinot, A. and Rodríguez-Clare, A. (2014). Trade theory with numbers. *Handbook of
    International Economics* 4, 197-261.

    Examples
    --------
    >>> economy = economy_from_flows(
    ...     ["A", "B"], ["goods"], np.zeros((2, 2)), np.array([[8.0, 2.0], [2.0, 8.0]]),
    ...     np.array([4.0]))
    >>> economy.share[0].tolist(), economy.deficit.tolist()
    ([[0.8, 0.2], [0.2, 0.8]], [0.0, 0.0])
    """
    n, s = len(countries), len(sectors)
    _refuse_labels(countries, sectors)
    flows, final = np.asarray(flows, dtype=float), np.asarray(final, dtype=float)
    cells = [f"{c} {sector}" for c in countries for sector in sectors]
    _refuse_shape("flows", flows, (n * s, n * s))
    _refuse_shape("final use", final, (n * s, n))
    _refuse_cells("flows", flows, cells, cells)
    _refuse_cells("final use", final, cells, list(countries))
    refuse_elasticities(sectors, theta)
    output = (flows.sum(axis=1) + final.sum(axis=1)).reshape(n, s)
    sold = flows.reshape(n, s, n, s)  # seller, sector, buyer, using sector
    bought = np.moveaxis(sold.sum(axis=3) + final.reshape(n, s, n), (0, 1, 2), (2, 0, 1))
    made = np.where(output > 0, output, 1.0)
    inputs = np.where(output[:, None, :] > 0, sold.sum(axis=0).transpose(1, 0, 2), 0.0)
    inputs = inputs / made[:, None, :]
    value_added = 1 - inputs.sum(axis=1)
    _refuse_inputs_above_output(cells, value_added)
    product = (value_added * output).sum(axis=1)
    demand = final.reshape(n, s, n).sum(axis=0).T
    _refuse_empty(countries, demand.sum(axis=1), "final use")
    _refuse_empty(countries, product, "value added")
    return Economy(
        countries=tuple(countries),
        sectors=tuple(sectors),
        share=_own_where_empty(bought),
        spending=bought.sum(axis=2).T,
        final=demand / demand.sum(axis=1, keepdims=True),
        value_added=value_added,
        inputs=inputs,
        product=product,
        theta=np.asarray(theta, dtype=float),
        tariff=np.zeros((s, n, n)),
        deficit=demand.sum(axis=1) - product,
    )


def economy_from_shares(
    countries: Sequence[str],
    sectors: Sequence[str],
    *,
    share: np.ndarray,
    final: np.ndarray,
    value_added: np.ndarray,
    inputs: np.ndarray,
    product: np.ndarray,
    theta: np.ndarray,
    tariff: np.ndarray | None = None,
    deficit: np.ndarray | None = None,
) -> Economy:
    """The economy of given shares; spending is what goods markets need, one linear system.

    The labour market need not clear at the products given: `Economy.imbalance` says by how much,
    and a solver refuses such an economy until `settle` has balanced it (law 8).

    Parameters
    ----------
    countries, sectors : labels
    share : 1, [sector, buyer, seller]
    final : 1, [country, sector]
    value_added : 1, [country, sector]
    inputs : 1, [country, input, sector]
    product : money / year, [country]
    theta : 1, above 0
    tariff : 1, [sector, buyer, seller]; none where left out
    deficit : money / year, [country]; zero where left out

    Raises
    ------
    InputError
        For shapes that do not fit the labels, cells that are negative or absent, shares that do
        not add up, deficits that do not sum to zero, elasticities at or below zero.

    Examples
    --------
    >>> economy = economy_from_shares(
    ...     ["A", "B"], ["goods"], share=np.array([[[0.8, 0.2], [0.2, 0.8]]]),
    ...     final=np.ones((2, 1)), value_added=np.full((2, 1), 0.5),
    ...     inputs=np.full((2, 1, 1), 0.5), product=np.array([5.0, 5.0]), theta=np.array([4.0]))
    >>> economy.spending.round(9).tolist()
    [[10.0], [10.0]]
    """
    n, s = len(countries), len(sectors)
    _refuse_labels(countries, sectors)
    tariff = np.zeros((s, n, n)) if tariff is None else tariff
    deficit = np.zeros(n) if deficit is None else np.asarray(deficit, dtype=float)
    product = np.asarray(product, dtype=float)
    _refuse_shape("product", product, (n,))
    _refuse_shape("deficit", deficit, (n,))
    _refuse_empty(countries, product, "value added")
    _refuse_deficits(countries, deficit, product)
    refuse_elasticities(sectors, theta)
    shares: dict[str, tuple[np.ndarray, tuple[int, ...], tuple[Sequence[str], ...]]] = {
        "share": (np.asarray(share, dtype=float), (s, n, n), (sectors, countries, countries)),
        "final": (np.asarray(final, dtype=float), (n, s), (countries, sectors)),
        "value_added": (np.asarray(value_added, dtype=float), (n, s), (countries, sectors)),
        "inputs": (np.asarray(inputs, dtype=float), (n, s, s), (countries, sectors, sectors)),
        "tariff": (np.asarray(tariff, dtype=float), (s, n, n), (sectors, countries, countries)),
    }
    for name, (values, shape, labels) in shares.items():
        _refuse_shape(name, values, shape)
        _refuse_cells(name, values, *labels)
    share, final, value_added, inputs, tariff = (values for values, _, _ in shares.values())
    share = share / _refuse_total("share", share.sum(axis=2), sectors, countries)[:, :, None]
    final = final / _refuse_total("final", final.sum(axis=1), countries)[:, None]
    used = _refuse_total(
        "value_added and inputs", value_added + inputs.sum(axis=1), countries, sectors
    )
    value_added, inputs = value_added / used, inputs / used[:, None, :]
    return Economy(
        countries=tuple(countries),
        sectors=tuple(sectors),
        share=share,
        spending=spending_of(share, final, inputs, tariff, product + deficit),
        final=final,
        value_added=value_added,
        inputs=inputs,
        product=product,
        theta=np.asarray(theta, dtype=float),
        tariff=tariff,
        deficit=deficit,
    )


def spending_of(
    share: np.ndarray, final: np.ndarray, inputs: np.ndarray, tariff: np.ndarray, earned: np.ndarray
) -> np.ndarray:
    r"""Spending that clears goods markets when countries earn so much before tariff revenue.

    .. math:: X_{nj} = \alpha_{nj} (E_n + \sum_{ik} t_{nik} s_{nik} X_{nk})
        + \sum_k \gamma_{njk} \sum_m s_{mnk} X_{mk}, \quad s = \pi / (1 + t)
    """
    s, n, _ = share.shape
    kept = share / (1 + tariff)  # sector, buyer, seller
    rate = (tariff * kept).sum(axis=2).T  # country, sector: revenue out of a unit of spending
    system = -np.einsum("njk,kmn->njmk", inputs, kept)
    for country in range(n):
        system[country, :, country, :] -= np.outer(final[country], rate[country])
    system = system.reshape(n * s, n * s)
    system[np.diag_indices(n * s)] += 1
    return np.linalg.solve(system, (final * earned[:, None]).ravel()).reshape(n, s)


def _own_where_empty(bought: np.ndarray) -> np.ndarray:
    """Shares of sellers; a country that buys nothing is its own supplier."""
    total = bought.sum(axis=2, keepdims=True)
    own = np.eye(bought.shape[1])[None]
    return np.where(total > 0, bought / np.where(total > 0, total, 1.0), own)


def _refuse_labels(countries: Sequence[str], sectors: Sequence[str]) -> None:
    """Raise if there are no labels, or one stands twice."""
    for kind, labels in (("countries", countries), ("sectors", sectors)):
        twice = sorted({label for label in labels if list(labels).count(label) > 1})
        refuse_unless(
            bool(labels) and not twice,
            where=f"{kind} of an economy",
            found=f"{', '.join(twice)} more than once" if twice else "none",
            expected="at least one label, each once",
            remedy="Add up rows of one label, or name them apart.",
        )


def _refuse_shape(name: str, values: np.ndarray, shape: tuple[int, ...]) -> None:
    """Raise if an array does not fit the labels."""
    refuse_unless(
        values.shape == shape,
        where=f"{name} of an economy",
        found=f"an array of {' x '.join(map(str, values.shape))}",
        expected=f"{' x '.join(map(str, shape))}, from the labels of countries and sectors",
        remedy="Bring labels and array to one order, or leave out the labels that have no row.",
    )


def _refuse_cells(name: str, values: np.ndarray, *labels: Sequence[str]) -> None:
    """Raise, naming cells, if some are negative, infinite or absent."""
    wrong = np.argwhere(~((values >= 0) & np.isfinite(values)))
    named = [f"{cell_name(labels, at)} = {values[tuple(at)]:g}" for at in wrong[:5]]
    refuse_unless(
        not wrong.size,
        where=f"{name} of an economy",
        found=f"{len(wrong)} cells below zero, infinite or absent: {', '.join(named)}",
        expected="finite values of at least 0",
        remedy="Correct the cells, or clean the table in a named step (stocks apart from use).",
    )


def _refuse_total(name: str, total: np.ndarray, *labels: Sequence[str]) -> np.ndarray:
    """The totals, all of them 1 but for rounding; else raise, naming those that are not."""
    wrong = np.argwhere(~(np.abs(total - 1) <= ADDS_UP))
    named = [f"{cell_name(labels, at)}: {total[tuple(at)]:g}" for at in wrong[:5]]
    refuse_unless(
        not wrong.size,
        where=f"{name} of an economy",
        found=f"{len(wrong)} totals other than 1: {', '.join(named)}",
        expected=f"shares that sum to 1 within {ADDS_UP:g}",
        remedy="Divide each row by its total, or add the suppliers or inputs that are missing.",
    )
    return total


def _refuse_empty(countries: Sequence[str], totals: np.ndarray, what: str) -> None:
    """Raise, naming countries, if one has nothing of it."""
    empty = [c for c, total in zip(countries, totals, strict=True) if not 0 < total < np.inf]
    refuse_unless(
        not empty,
        where=f"{what} of an economy",
        found=f"{', '.join(empty)} without {what}",
        expected=f"{what} above zero in every country",
        remedy="Leave these countries out, or add them to a rest of the world.",
    )


def _refuse_inputs_above_output(cells: Sequence[str], value_added: np.ndarray) -> None:
    """Raise, naming sectors, if inputs leave nothing for value added."""
    wrong = [f"{c} ({v:.4g})" for c, v in zip(cells, value_added.ravel(), strict=True) if v <= 0]
    refuse_unless(
        not wrong,
        where="value added of an economy",
        found=f"{len(wrong)} sectors use as much as they make or more: {', '.join(wrong[:5])}",
        expected="inputs below output in every sector",
        remedy="Scale the inputs of these sectors in a named step, and say so.",
    )


def _refuse_deficits(countries: Sequence[str], deficit: np.ndarray, product: np.ndarray) -> None:
    """Raise if deficits do not sum to zero, or eat all that a country earns."""
    total = float(deficit.sum())
    eaten = [c for c, d, v in zip(countries, deficit, product, strict=True) if not v + d > 0]
    refuse_unless(
        abs(total) <= ADDS_UP * float(product.sum()) and not eaten,
        where="deficits of an economy",
        found=f"a sum of {total:g}" + (f"; nothing left in {', '.join(eaten)}" if eaten else ""),
        expected="deficits that sum to zero, surpluses below what a country earns",
        remedy="Give the difference to a rest of the world, or set deficits to zero.",
    )
