"""Where a value stands in a reference class, and in which class of a ladder set beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.crossing import Crossing, crossing_interval
from steelyard.measures.interval import FEWEST_DRAWS
from steelyard.measures.reference_class import reference_class
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Ladder:
    """Classes of a scale, fixed before the data are seen.

    `names` has one more entry than `cuts`: a value below the first cut is in the first class, a
    value at or above a cut in the next. `stated` is the date on which it was fixed and `reason`
    says why there: both are printed with every result.
    """

    names: tuple[str, ...]
    cuts: tuple[float, ...]
    unit: str
    stated: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a ladder whose cuts do not ascend or do not match its names."""
        refuse_unless(
            len(self.names) == len(set(self.names)) == len(self.cuts) + 1 >= 2
            and all(a < b for a, b in zip(self.cuts, self.cuts[1:], strict=False))
            and bool(np.isfinite(self.cuts).all()),
            where="Ladder",
            found=f"names {self.names}, cuts {self.cuts}",
            expected="ascending finite cuts and one name more than cuts",
            remedy="State the classes from the lowest to the highest.",
        )
        refuse_unless(
            bool(self.stated and self.reason),
            where="Ladder",
            found="no date or no reason",
            expected="the date on which the cuts were fixed, and why there",
            remedy="Fix the cuts before looking at the data, and say so.",
        )


DEPENDENCE_LADDER = Ladder(
    names=("partner", "junior partner", "vassal-like"),
    cuts=(75.0, 95.0),
    unit="percentile among directed pairs",
    stated="2026-11-22",
    reason=(
        "the upper quarter and the upper twentieth of all pairs; names describe a rank in the "
        "reference class, not intent or legal status"
    ),
)


@dataclass(frozen=True, slots=True)
class ClassProbability:
    """Probability of one class, with the standard error that the number of draws leaves."""

    name: str
    probability: float
    simulation_error: float


@dataclass(frozen=True, slots=True)
class ClassCrossing:
    """When a series passed a cut for good: upwards into a class, or downwards out of it."""

    cut: float
    name: str
    upwards: Crossing
    downwards: Crossing


def percentile_rank(value: float, reference: Float[np.ndarray, " member"]) -> float:
    r"""Percentile of a value in a reference class, ties counted half.

    .. math:: 100 \, \frac{\#\{r < v\} + \tfrac12 \#\{r = v\}}{n}

    Parameters
    ----------
    value : any unit
    reference : same unit
        Members with a value; NaN ones are left out. The value itself belongs in only if it is a
        member.

    Returns
    -------
    percentile : 1, in [0, 100]

    Raises
    ------
    InputError
        If the value is not finite, or fewer than 20 members have one.

    References
    ----------
    Hazen, A. (1914). Storage to be provided in impounding reservoirs. *Transactions of the
    American Society of Civil Engineers* 77, 1539-1640 (ranks at mid-positions).

    Examples
    --------
    >>> percentile_rank(10.0, np.arange(1.0, 21.0))
    47.5
    """
    _refuse_absent("percentile_rank", np.array([value]))
    return reference_class(reference).percentile(value)


def percentile_interval(
    point: float,
    value_draws: Float[np.ndarray, " draw"],
    reference: Float[np.ndarray, " member"],
    *,
    clusters: Sequence[Sequence[str]] = (),
    seed: int = 0,
) -> Estimate:
    r"""Percentile in a reference class with its 90 % interval.

    .. math:: p^{(d)} \sim \mathrm{Beta}(m\, p(v^{(d)}) + \tfrac12,\;
        m\, (1 - p(v^{(d)})) + \tfrac12), \quad m = \min(n, p (1-p) / \hat\sigma_p^2)

    Two sources: what the value may be in truth (its draws), and that the class is one sample of
    what pairs can be (Jeffreys' posterior of a proportion). Pairs that share a state are not
    independent: give the states as `clusters`, one list for each side; *m* is then the number of
    independent members that would vary as much (`reference_class`), which errs on the wide side.
    Errors in the members' own values are not in the interval; equal noise in all members mostly
    cancels in a rank.

    Parameters
    ----------
    point, value_draws : any unit
        The value as printed, and what it may be.
    reference : same unit
        Members; NaN ones are left out.
    clusters : labels
        One label for each member, in one or more lists.
    seed : count
        Same seed, same interval.

    Returns
    -------
    percentile : Estimate, 1, in [0, 100]

    Raises
    ------
    InputError
        If fewer than 20 members have a value, a draw is not finite, or labels do not match.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. *Statistical Science* 16(2), 101-133. Owen, A. B. (2007). The pigeonhole
    bootstrap. *Annals of Applied Statistics* 1(2), 386-411.

    Examples
    --------
    >>> class_of_pairs = np.arange(200.0)
    >>> percentile_interval(150.0, np.full(400, 150.0), class_of_pairs).text()
    '75 (71 to 81)'
    """
    _refuse_absent("percentile_interval", np.append(value_draws, point))
    return reference_class(reference, clusters).interval(point, value_draws, seed)


def class_probabilities(
    draws: Float[np.ndarray, " draw"], ladder: Ladder
) -> tuple[ClassProbability, ...]:
    r"""Probability of each class of a ladder.

    .. math:: P_k = \frac1D \sum_d 1[c_{k-1} \le x^{(d)} < c_k]

    Probabilities of one ladder; another ladder gives others, so show how they move with it.

    Parameters
    ----------
    draws : unit of the ladder
        What the value may be: at least 20.
    ladder : Ladder

    Returns
    -------
    probabilities : ClassProbability for each class, lowest first
        They sum to 1.

    Raises
    ------
    InputError
        If there are fewer than 20 draws or one is not finite.

    References
    ----------
    JCGM 106:2012. *The role of measurement uncertainty in conformity assessment*, section 7.

    Examples
    --------
    >>> found = class_probabilities(np.linspace(60, 100, 400, endpoint=False), DEPENDENCE_LADDER)
    >>> [(one.name, one.probability) for one in found]
    [('partner', 0.375), ('junior partner', 0.5), ('vassal-like', 0.125)]
    """
    refuse_unless(
        draws.size >= FEWEST_DRAWS and bool(np.isfinite(draws).all()),
        where="class_probabilities",
        found=f"{draws.size} draws, {int((~np.isfinite(draws)).sum())} of them not finite",
        expected=f"at least {FEWEST_DRAWS} finite draws",
        remedy="Draw more; where the value is absent so is its class.",
    )
    counts = np.bincount(
        np.searchsorted(ladder.cuts, draws, side="right"), minlength=len(ladder.names)
    )
    shares = counts / draws.size
    errors = np.sqrt(shares * (1 - shares) / draws.size)
    return tuple(
        ClassProbability(name, float(share), float(error))
        for name, share, error in zip(ladder.names, shares, errors, strict=True)
    )


def class_crossings(
    years: Int[np.ndarray, " year"],
    point: Float[np.ndarray, " year"],
    draws: Float[np.ndarray, "draw year"],
    ladder: Ladder,
) -> tuple[ClassCrossing, ...]:
    r"""Years in which a series passed the cuts of a ladder for good, with 90 % intervals.

    .. math:: \min \{ t : x_\tau > c \;\forall \tau \ge t \} \text{ and }
        \min \{ t : x_\tau < c \;\forall \tau \ge t \}

    Parameters
    ----------
    years : calendar years, ascending
    point, draws : unit of the ladder
        The series as printed, and what it may be in truth; NaN where absent.
    ladder : Ladder

    Returns
    -------
    crossings : ClassCrossing for each cut, lowest first
        `name` is the class above the cut. A touch counts as below it.

    Raises
    ------
    InputError
        If the years do not ascend.

    References
    ----------
    As `crossing.crossing_interval`.

    Examples
    --------
    >>> years, line = np.arange(2010, 2020), np.linspace(70, 88, 10)
    >>> first, _ = class_crossings(years, line, np.tile(line, (20, 1)), DEPENDENCE_LADDER)
    >>> first.name, first.upwards.year, first.downwards.year
    ('junior partner', 2013, None)
    """
    return tuple(
        ClassCrossing(
            cut,
            name,
            crossing_interval(years, point, cut, draws, cut),
            crossing_interval(years, -point, -cut, -draws, -cut),
        )
        for cut, name in zip(ladder.cuts, ladder.names[1:], strict=True)
    )


def _refuse_absent(where: str, values: np.ndarray) -> None:
    """Raise if a value that is to be placed is not finite."""
    refuse_unless(
        bool(np.isfinite(values).all()),
        where=where,
        found=f"{int((~np.isfinite(values)).sum())} of {values.size} values are not finite",
        expected="finite values to be placed in the class",
        remedy="Leave the percentile of an absent value absent.",
    )
