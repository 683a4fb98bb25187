"""How likely observed prices are, for every power, draw of reservation prices and size of error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.special import betainc, gammaln, log_ndtr, logsumexp, ndtr

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import InputError, NoData, shorten

ERRORS = 31  # sizes of the error tried, evenly in logarithms
SMALLEST, LARGEST = 0.1, 4.0  # of the prior's scale
MOST_CELLS = 2000
LOWEST = -1e300  # below every log weight: where a running maximum starts
FAR = -30.0  # standard deviations beyond which a normal tail is taken in logarithms
AT_ONCE = 16  # years whose Student terms are multiplied before the logarithm: no overflow


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Prices that were paid, and draws of what each side would have done without the deal.

    Parameters
    ----------
    year : calendar, ascending, [year]
    price : money / unit, [year]
        At the same border as the reservation prices.
    highest, least : money / unit, [draw, year]
        A row holds all years of one draw of costs and elasticities.
    """

    year: Int[np.ndarray, " year"]
    price: Float[np.ndarray, " year"]
    highest: Float[np.ndarray, "draw year"]
    least: Float[np.ndarray, "draw year"]

    @property
    def scale(self) -> Float[np.ndarray, " year"]:
        """Mean middle of the two reservation prices: what errors are measured in parts of.

        Known before the price is. Parts of the price itself would make errors that lower it
        likelier than those that raise it, and would not be a law of the price.
        """
        return np.asarray((self.highest + self.least).mean(axis=0) / 2)

    @property
    def possible(self) -> Bool[np.ndarray, " draw"]:
        """Draws with room for a deal in every year: fuel was sold in each."""
        return np.asarray((self.highest >= self.least).all(axis=1))


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held before prices are seen.

    Parameters
    ----------
    power : 1
        The two parameters of a Beta law of the seller's power; (1, 1) is uniform.
    error : 1
        Scale of the half-normal law of the error, in parts of the price; cut off below a tenth
        of itself: nobody foretells a year's price better than that.
    freedom : degrees of freedom of Student errors; None for normal ones
    cells : the fewest into which [0, 1] is cut; more where small errors need them
    """

    power: tuple[float, float] = (1.0, 1.0)
    error: float = 0.1
    freedom: float | None = None
    cells: int = 101


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One explanation of the prices, in standard errors of size 1.

    Parameters
    ----------
    seen : Seen
    rest : 1, [draw, cell, year]
        Price less what the cell expects, in parts of `Seen.scale`.
    pull : 1, [cell, year]
        By how much one unit of the unknown slope moves it; 0 without a formula.
    slope_sd : unit of the slope
        Spread of its normal prior around what `rest` already holds.
    power, weight : 1, [cell]
        *b*, and the weight of a contract's formula.
    lag : [cell]
        Which of the lags.
    log_prior : [cell]
    freedom : of Student errors; None for normal ones
    room : 1, [draw, year]
        By how much one unit of power moves the price. Not 0 where the likelihood of a cell is its
        exact mean over the cell, as posteriors of single draws can be far narrower than a cell.
    """

    seen: Seen
    rest: Float[np.ndarray, "draw cell year"]
    pull: Float[np.ndarray, "cell year"]
    slope_sd: float
    power: Float[np.ndarray, " cell"]
    weight: Float[np.ndarray, " cell"]
    lag: Int[np.ndarray, " cell"]
    log_prior: Float[np.ndarray, " cell"]
    freedom: float | None
    room: Float[np.ndarray, "draw year"]


def refuse_unusable(seen: Seen, prior: Prior) -> None:
    """Raise unless prices, draws and priors can be used.

    Raises
    ------
    InputError
        If there is no draw, lengths differ, a value is not finite, a price not above 0, or a
        parameter of the prior outside its range.
    NoData
        If in some year no draw leaves room for a deal: the years are named.
    """
    draws, years = seen.highest.shape
    refuse_unless(
        draws > 0 and years > 0 and seen.highest.shape == seen.least.shape
        and seen.price.size == years == seen.year.size and bool((np.diff(seen.year) > 0).all()),
        where="power of the seller",
        found=f"{seen.price.size} prices, {seen.year.size} years, "
        f"{seen.highest.shape} and {seen.least.shape} reservation prices",
        expected="ascending years, a price for each, at least one draw of both reservation prices",
        remedy="Solve the market of every year for at least one draw.",
    )  # fmt: skip
    values = (seen.price, seen.highest, seen.least)
    refuse_unless(
        all(bool(np.isfinite(each).all()) for each in values)
        and bool((seen.price > 0).all()) and bool((seen.scale > 0).all()),
        where="power of the seller",
        found=f"prices {shorten(seen.price.tolist(), 5)}; "
        f"middles {shorten(seen.scale.tolist(), 5)}",
        expected="finite prices above 0, reservation prices whose middle is above 0",
        remedy="Leave out years that are unknown.",
    )  # fmt: skip
    if min(prior.power) <= 0 or prior.error <= 0 or prior.cells < 3 or (prior.freedom or 3) <= 2:
        raise InputError(
            where="prior of the seller's power",
            found=f"Beta{prior.power}, error {prior.error:g}, {prior.cells} cells, "
            f"{prior.freedom} degrees of freedom",
            expected="parameters and error above 0, at least 3 cells, more than 2 degrees",
            remedy="Take Prior() for a uniform law and normal errors.",
        )
    if not seen.possible.any():
        part = (seen.highest < seen.least).mean(axis=0)
        told = [f"{y} ({p:.0%})" for y, p in zip(seen.year, part, strict=True) if p > 0]
        raise NoData(
            where="power of the seller",
            found=f"no draw with room for a deal in every year; draws without: {shorten(told)}",
            expected="at least one draw in which the buyer's price is above the seller's",
            remedy="Leave those years out and say so, or look at costs and ends of the link.",
        )


def cells_of(prior: Prior, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Middles of equal cells of [0, 1], and the log of the prior's weight of each."""
    edges = np.linspace(0.0, 1.0, count + 1)
    weight = np.diff(betainc(*prior.power, edges))
    with np.errstate(divide="ignore"):
        return (edges[1:] + edges[:-1]) / 2, np.log(weight)


def bargain_reading(seen: Seen, prior: Prior, finer: int = 1) -> Reading:
    """Every year's price is bargained: b of the way from the least to the highest."""
    normal = prior.freedom is None
    power, log_prior = cells_of(prior, finer * (prior.cells if normal else _needed(seen, prior)))
    room = (seen.highest - seen.least) / seen.scale
    mean = seen.least[:, None] + power[:, None] * (seen.highest - seen.least)[:, None]
    none = np.zeros(power.size)
    return Reading(
        seen, (seen.price - mean) / seen.scale, np.zeros((power.size, seen.year.size)), 0.0,
        power, none, none.astype(int), log_prior, prior.freedom, room if normal else 0 * room,
    )  # fmt: skip


def _needed(seen: Seen, prior: Prior) -> int:
    """Cells narrow enough for the sharpest posterior that one draw can have, at 0.8 of its sd."""
    room = np.sqrt((((seen.highest - seen.least) / seen.scale) ** 2).sum(axis=1).max())
    return max(prior.cells, min(int(np.ceil(1.25 * room / (SMALLEST * prior.error))), MOST_CELLS))


def errors_of(prior: Prior) -> tuple[np.ndarray, np.ndarray]:
    """Sizes of the error tried, and the log of the half-normal prior's weight of each."""
    size = prior.error * np.geomspace(SMALLEST, LARGEST, ERRORS)
    log_weight = np.log(size) - (size / prior.error) ** 2 / 2  # even steps in logarithms
    return size, log_weight - float(np.asarray(logsumexp(log_weight)))


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Sums over the kept years; `towards` and `room` of the reading's room, `rest` for Student."""

    reading: Reading
    count: int
    rest: Float[np.ndarray, "draw cell year"]
    square: Float[np.ndarray, "draw cell"]
    cross: Float[np.ndarray, "draw cell"]
    own: Float[np.ndarray, " cell"]
    towards: Float[np.ndarray, "draw cell"]
    room: Float[np.ndarray, " draw"]


def keep(reading: Reading, years: Bool[np.ndarray, " year"]) -> Kept:
    """Sums of a reading over some of its years."""
    rest, pull = reading.rest[..., years], reading.pull[:, years]
    return Kept(
        reading, int(years.sum()), rest,
        np.einsum("dct,dct->dc", rest, rest),
        np.einsum("dct,ct->dc", rest, pull),
        (pull**2).sum(axis=-1),
        np.einsum("dct,dt->dc", rest, reading.room[:, years]),
        (reading.room[:, years] ** 2).sum(axis=-1),
    )  # fmt: skip


def given_error(kept: Kept, size: float) -> Float[np.ndarray, "draw cell"]:
    r"""Log likelihood of the kept years, the slope of a formula integrated out.

    .. math:: \log N(e;\, 0,\, s^2 I + \tau^2 f f') = -n \log s
        - \tfrac12 \log(1 + \tau^2 f'f / s^2)
        - \frac{1}{2 s^2} \left(e'e - \frac{(f'e)^2}{f'f + s^2 / \tau^2}\right) + \text{const}
    """
    free, slope = kept.reading.freedom, kept.reading.slope_sd
    if free is not None:
        norm = float(gammaln((free + 1) / 2) - gammaln(free / 2) - np.log(free * np.pi) / 2)
        terms = kept.rest * (1 / (size * np.sqrt(free)))
        terms *= terms
        terms += 1
        starts = np.arange(0, kept.count, AT_ONCE)
        tails = np.log(np.multiply.reduceat(terms, starts, axis=-1)).sum(axis=-1)
        return kept.count * (norm - np.log(size)) - (free + 1) / 2 * tails
    own = kept.own * slope**2 / size**2
    constant = -kept.count * (np.log(size) + np.log(2 * np.pi) / 2) - np.log1p(own) / 2
    square = kept.square - kept.cross**2 * slope**2 / (size**2 * (1 + own))
    return constant - square / (2 * size**2) + _over_cell(kept, size)


def _over_cell(kept: Kept, size: float) -> Float[np.ndarray, "draw cell"] | float:
    r"""Log mean of the likelihood over a cell, less that at its middle.

    .. math:: \frac{1}{w} \int_{-w/2}^{w/2} e^{(2 h \delta - g \delta^2) / 2 s^2} d\delta
        = e^{h^2 / 2 g s^2} \frac{s \sqrt{2 \pi}}{w \sqrt{g}} [\Phi(z_+) - \Phi(z_-)]
    """
    if not kept.room.any():
        return 0.0
    width = float(kept.reading.power[1] - kept.reading.power[0])
    room = np.maximum(kept.room, 1e-12)[:, None]
    steep, away = np.sqrt(room) / size, kept.towards / room
    # a cell ends where the next begins: each edge is asked for once, as the tail beyond it
    edges = np.concatenate([-width / 2 - away, width / 2 - away[:, -1:]], axis=1) * steep
    out = np.abs(edges)
    tail = ndtr(-out)
    astride = (edges[:, :-1] <= 0) & (edges[:, 1:] > 0)
    inside = np.where(astride, 1 - tail[:, :-1] - tail[:, 1:], np.abs(np.diff(tail)))
    near, end = np.minimum(out[:, :-1], out[:, 1:]), np.maximum(out[:, :-1], out[:, 1:])
    far = ~astride & (near > -FAR)
    inside = np.log(np.where(far, 1.0, np.maximum(inside, 1e-300)))
    if far.any():
        top = log_ndtr(-near[far])
        rest = np.exp(np.minimum(log_ndtr(-end[far]) - top, -1e-16))
        inside[far] = top + np.log1p(-rest)
    mean = kept.towards**2 / (2 * room * size**2) + np.log(np.sqrt(2 * np.pi) / (width * steep))
    return mean + inside


def log_weights(kept: Kept, prior: Prior) -> Float[np.ndarray, "draw cell"]:
    """Log of prior times likelihood of the kept years, the error integrated out.

    Draws have equal weight beforehand; those that leave no room for a deal in some year have none.
    Their log sum is the log of the probability of the kept prices, in parts of `Seen.scale`.
    """
    return by_error(kept, prior)[0]


def by_error(
    kept: Kept, prior: Prior
) -> tuple[Float[np.ndarray, "draw cell"], Float[np.ndarray, " error"]]:
    """The same, and the log weight of each size of the error."""
    draws, cells, _ = kept.rest.shape
    before = kept.reading.log_prior - np.log(draws)
    before = np.where(kept.reading.seen.possible[:, None], before, -np.inf)
    top, total, sizes = LOWEST, np.zeros((draws, cells)), []
    for size, log_weight in zip(*errors_of(prior), strict=True):
        here = given_error(kept, float(size))
        here += before + log_weight
        most = max(top, float(here.max()))
        here -= most
        np.exp(here, out=here)
        total *= np.exp(top - most)
        total += here
        sizes.append((most, here.sum()))
        top = most
    with np.errstate(divide="ignore"):  # below 1e-308 of the likeliest cell: nothing
        tops, sums = np.array(sizes).T
        return top + np.log(total), tops + np.log(sums)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Posterior draws: which draw of reservation prices, which cell, error, slope's deviation."""

    draw: Int[np.ndarray, " sample"]
    cell: Int[np.ndarray, " sample"]
    error: Float[np.ndarray, " sample"]
    slope: Float[np.ndarray, " sample"]


def drawn(
    kept: Kept, log_weight: Float[np.ndarray, "draw cell"], prior: Prior, count: int,
    chance: np.random.Generator,
) -> Drawn:  # fmt: skip
    """Draw from the posterior: cells by weight, then the error, then the slope."""
    flat = np.exp(log_weight - log_weight.max()).ravel()
    at = np.searchsorted(np.cumsum(flat) / flat.sum(), chance.random(count))
    draw, cell = np.divmod(np.minimum(at, flat.size - 1), log_weight.shape[1])
    few = Kept(
        kept.reading, kept.count, kept.rest[draw, cell][None], kept.square[draw, cell][None],
        kept.cross[draw, cell][None], kept.own[cell],
        np.zeros((1, count)), np.zeros(1),
    )  # fmt: skip
    sizes, log_prior = errors_of(prior)
    table = np.array([given_error(few, float(size))[0] for size in sizes]) + log_prior[:, None]
    table = np.cumsum(np.exp(table - table.max(axis=0)), axis=0)
    rows = (table < chance.random(count) * table[-1]).sum(axis=0)
    error, slope = sizes[rows], kept.reading.slope_sd
    precise = kept.own[cell] * slope**2 + error**2  # times the variances of both
    mean = kept.cross[draw, cell] * slope**2 / precise
    spread = slope * error / np.sqrt(precise)
    return Drawn(draw, cell, error, mean + spread * chance.standard_normal(count))
