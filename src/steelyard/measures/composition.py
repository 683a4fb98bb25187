"""What states sell each other: advantage by product, trade within products, steps of the ladder.

The test of the raw-material appendage and the reversal of roles stand in `roles`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Integer

from steelyard.measures.checks import divide, refuse_negative, refuse_unless, total_of_known


@dataclass(frozen=True, slots=True)
class StepTotals:
    """Values summed to steps of the technology ladder, and what stands on no step."""

    values: Float[np.ndarray, "*series step"]
    unclassified: Float[np.ndarray, "*series"]

    @property
    def unclassified_share(self) -> Float[np.ndarray, "*series"]:
        """Share of the known total that stands on no step; NaN where nothing is known."""
        known = np.nansum(self.values, axis=-1) + np.nan_to_num(self.unclassified)
        return divide(np.nan_to_num(self.unclassified), known)


def revealed_comparative_advantage(
    exports: Float[np.ndarray, "state product"],
) -> Float[np.ndarray, "state product"]:
    r"""Balassa's index: a product's weight in a state's exports over its weight in the world's.

    .. math:: R_{ik} = \frac{X_{ik} / \sum_l X_{il}}{\sum_j X_{jk} / \sum_{jl} X_{jl}}

    Above 1 the state sells more of the product than its size suggests. It reveals what trade
    policy, subsidies and sanctions have made of advantage too; its size is not comparable
    between products (a small product can reach any value), its side of 1 is.

    Parameters
    ----------
    exports : USD / year
        ``exports[i, k]``, at least 0; NaN where absent. "World" means the states given.

    Returns
    -------
    advantage : 1, at least 0
        NaN where the flow is absent, or the state or the product has no known exports.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage. *The
    Manchester School* 33(2), 99-123.

    Examples
    --------
    >>> revealed_comparative_advantage(np.array([[30.0, 10.0], [10.0, 30.0]])).tolist()
    [[1.5, 0.5], [0.5, 1.5]]
    """
    refuse_negative("revealed_comparative_advantage", exports=exports)
    in_state = divide(exports, total_of_known(exports, axis=1)[:, None])
    of_product = total_of_known(exports, axis=0)
    return divide(in_state, divide(of_product, np.nansum(of_product))[None, :])


def symmetric_advantage(
    advantage: Float[np.ndarray, "*shape"],
) -> Float[np.ndarray, "*shape"]:
    r"""Revealed advantage on a scale that is symmetric about 0.

    .. math:: S = (R - 1) / (R + 1)

    Use it for means, differences and regressions, where one huge index would rule.

    Parameters
    ----------
    advantage : 1, at least 0
        From `revealed_comparative_advantage`.

    Returns
    -------
    advantage : 1, in [-1, 1)
        NaN where absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Dalum, B., Laursen, K. and Villumsen, G. (1998). Structural change in OECD export
    specialisation patterns. *International Review of Applied Economics* 12(3), 423-443.

    Examples
    --------
    >>> symmetric_advantage(np.array([0.0, 1.0, 3.0])).tolist()
    [-1.0, 0.0, 0.5]
    """
    refuse_negative("symmetric_advantage", advantage=advantage)
    return np.asarray((advantage - 1) / (advantage + 1))


def present_products(
    advantage: Float[np.ndarray, "state product"],
    *,
    threshold: float = 1.0,
    absent_as_lacking: bool = False,
) -> Bool[np.ndarray, "state product"]:
    r"""Which products each state exports with comparative advantage.

    .. math:: M_{ik} = 1[R_{ik} \ge r]

    Parameters
    ----------
    advantage : 1, at least 0
        From `revealed_comparative_advantage`.
    threshold : 1
        1 in the literature.
    absent_as_lacking : bool
        Whether an absent index counts as no advantage. It must be said, because a state that
        does not report is not a state that cannot make things: leave silent states out first.

    Returns
    -------
    present : bool

    Raises
    ------
    InputError
        If a value is negative or infinite, or absent without `absent_as_lacking`.

    References
    ----------
    Hausmann, R. et al. (2014). *The Atlas of Economic Complexity*, MIT Press, technical box 2.2.

    Examples
    --------
    >>> present_products(np.array([[1.5, 0.5], [0.5, 1.0]])).tolist()
    [[True, False], [False, True]]
    """
    refuse_negative("present_products", advantage=advantage)
    gaps = int(np.isnan(advantage).sum())
    refuse_unless(
        gaps == 0 or absent_as_lacking,
        where="present_products",
        found=f"{gaps} absent of {advantage.size} indices",
        expected="every index known, or word that absence counts as no advantage",
        remedy="Drop states that do not report; then pass absent_as_lacking=True.",
    )
    return np.nan_to_num(advantage) >= threshold


def grubel_lloyd(
    exports: Float[np.ndarray, "*shape"], imports: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Trade within a product: 1 if as much is sold as bought, 0 if trade goes one way.

    .. math:: GL_k = 1 - \frac{|X_k - M_k|}{X_k + M_k}

    The finer the products, the lower it is. Selling parts and buying back the assembled good
    counts as trade within the product although the tasks differ.

    Parameters
    ----------
    exports, imports : USD / year
        What *i* sells to and buys from *j*, by product; NaN where absent.

    Returns
    -------
    intra : 1, in [0, 1]
        The same seen from either side. NaN where a side is absent or nothing is traded.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Grubel, H. G. and Lloyd, P. J. (1975). *Intra-Industry Trade*. Macmillan, ch. 2.

    Examples
    --------
    >>> grubel_lloyd(np.array([50.0, 10.0, 0.0]), np.array([50.0, 30.0, 0.0])).tolist()
    [1.0, 0.5, nan]
    """
    refuse_negative("grubel_lloyd", exports=exports, imports=imports)
    return 1 - divide(np.abs(exports - imports), exports + imports)


def grubel_lloyd_aggregate(
    exports: Float[np.ndarray, "*series product"], imports: Float[np.ndarray, "*series product"]
) -> Float[np.ndarray, "*series"]:
    r"""Trade within products as a share of all trade of two states.

    .. math:: GL = \frac{\sum_k (X_k + M_k)\, GL_k}{\sum_k (X_k + M_k)}
        = 1 - \frac{\sum_k |X_k - M_k|}{\sum_k (X_k + M_k)}

    Cannot reach 1 where trade as a whole is unbalanced. Splitting a product in two lowers it or
    leaves it: state the classification and its digits.

    Parameters
    ----------
    exports, imports : USD / year
        By product on the last axis; NaN where absent. Products with an absent side are left out.

    Returns
    -------
    intra : 1, in [0, 1]
        NaN where no product is known and traded.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Grubel, H. G. and Lloyd, P. J. (1975). *Intra-Industry Trade*. Macmillan, ch. 2 (weighted
    mean, without adjustment for imbalance).

    Examples
    --------
    >>> float(grubel_lloyd_aggregate(np.array([50.0, 10.0]), np.array([50.0, 30.0])).round(3))
    0.857
    """
    refuse_negative("grubel_lloyd_aggregate", exports=exports, imports=imports)
    turnover = np.nansum(exports + imports, axis=-1)
    return np.asarray(1 - divide(np.nansum(np.abs(exports - imports), axis=-1), turnover))


def step_totals(
    values: Float[np.ndarray, "*series product"],
    step: Integer[np.ndarray, " product"],
    *,
    steps: int = 5,
) -> StepTotals:
    r"""Trade by step of the technology ladder, with what stands on no step kept apart.

    .. math:: V_s = \sum_{k: s(k) = s} V_k

    Parameters
    ----------
    values : USD / year
        By product on the last axis, at least 0; NaN where absent.
    step : code
        Step of each product, 0 primary to 4 high technology (`technology.LADDER` levels); -1
        where it has none.
    steps : count
        5 on Lall's ladder.

    Returns
    -------
    totals : StepTotals, USD / year
        Of what is known; NaN for a step of which nothing is known.

    Raises
    ------
    InputError
        If a value is negative or infinite, or a step is outside -1 to `steps` - 1.

    References
    ----------
    Lall, S. (2000). *Oxford Development Studies* 28(3), 337-369, table 1.

    Examples
    --------
    >>> totals = step_totals(np.array([60.0, 20.0, 15.0, 5.0]), np.array([0, 0, 4, -1]))
    >>> totals.values.tolist(), float(totals.unclassified_share)
    ([80.0, nan, nan, nan, 15.0], 0.05)
    """
    refuse_negative("step_totals", values=values)
    wrong = step[(step < -1) | (step >= steps)]
    refuse_unless(
        wrong.size == 0,
        where="step_totals",
        found=f"{wrong.size} products on steps such as {wrong[:5].tolist()}",
        expected=f"steps 0 to {steps - 1}, or -1 for none",
        remedy="Take steps from the technology ladder of the vocabulary.",
    )
    sums = [total_of_known(values[..., step == each], axis=-1) for each in range(-1, steps)]
    return StepTotals(np.stack(sums[1:], axis=-1), np.asarray(sums[0]))
