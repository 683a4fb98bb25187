"""From what a scenario says to the shock of the trade model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.shock import Shock
from steelyard.scenarios.places import Placed, placed, sector_places
from steelyard.scenarios.schema import Cost, Cut, Links, Scenario, Tariff
from steelyard.vocabulary.errors import BadYears, InputError


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the parts of a scenario lie in a baseline."""

    sides: tuple[Placed, Placed]
    links: tuple[np.ndarray, ...]  # for each cut, cost and tariff: [sector, buyer, seller], true
    cells: tuple[np.ndarray, ...]  # for each productivity: [country, sector], true
    left_out: tuple[str, ...]  # states named by their bloc that the baseline does not tell apart

    @property
    def sectors(self) -> np.ndarray:
        """Sectors in which anything changes."""
        touched = [mask.any(axis=(1, 2)) for mask in self.links]
        touched += [mask.any(axis=0) for mask in self.cells]
        return np.any(touched, axis=0)


def place(scenario: Scenario, economy: Economy, on: date) -> Placing:
    """Find everything that a scenario names; `on` is the day of blocs where it gives none.

    Raises
    ------
    UnknownName, NoData, InputError
        As `steelyard.scenarios.places.placed`; or if nothing changes, or one state is on both
        sides.
    BadYears
        If blocs are asked for on a day after the last one that is known.
    """
    day = scenario.on or on
    _refuse_days_to_come(scenario, on)
    found = [
        _links(part, f"{scenario.name}: {kind} {number}", economy, day)
        for kind, number, part in _linked(scenario)
    ]
    compared = scenario.compared
    sides = tuple(
        placed(names, economy.countries, day, f"{scenario.name}: sides, {side}")
        for side, names in (("a", compared.a), ("b", compared.b))
    )
    _refuse_overlap(scenario, sides[0], sides[1])
    cells = []
    left_out = {name for side in sides for name in side.left_out}
    left_out |= {name for _, names in found for name in names}
    for number, part in enumerate(scenario.productivity, 1):
        where = f"{scenario.name}: productivity {number}"
        states = placed(part.states, economy.countries, day, f"{where}, states")
        rows = [economy.countries.index(each) for each in states.regions]
        mask = np.zeros((len(economy.countries), len(economy.sectors)), dtype=bool)
        mask[np.ix_(rows, _sectors(part.sectors, economy, where))] = True
        left_out |= set(states.left_out)
        cells.append(mask)
    return Placing(
        (sides[0], sides[1]),
        tuple(mask for mask, _ in found),
        tuple(cells),
        tuple(sorted(left_out)),
    )


def shock(
    scenario: Scenario,
    placing: Placing,
    economy: Economy,
    theta: Float[np.ndarray, " sector"],
    amounts: Sequence[float],
    only: Float[np.ndarray, " sector"] | None = None,
) -> Shock:
    r"""The shock at given elasticities and amounts, in the order of `Scenario.amounts`.

    Cuts and costs on one link multiply. With a leak :math:`\ell` at the extra cost :math:`k` a cut
    of share :math:`s` leaves

    .. math:: M = 1 - s + s\,\ell\,k^{-\theta}

    `only` keeps the shock in these sectors alone.
    """
    multiplier = np.ones_like(economy.share)
    tariff = economy.tariff.copy()
    productivity = np.ones_like(economy.final)
    scope = np.ones(len(economy.sectors), dtype=bool) if only is None else only.astype(bool)
    leak, extra = amounts[-2:] if scenario.leakage is not None else (0.0, 1.0)
    for (_, _, part), mask, amount in zip(_linked(scenario), placing.links, amounts, strict=False):
        factor = np.ones(len(theta))
        if isinstance(part, Cut):
            factor = 1 - amount + amount * leak * extra**-theta
        elif isinstance(part, Cost):
            factor = amount**-theta
        scoped = mask & scope[:, None, None]
        multiplier = np.where(scoped, multiplier * factor[:, None, None], multiplier)
        if isinstance(part, Tariff):
            tariff = np.where(scoped, amount, tariff)
    for mask, amount in zip(placing.cells, amounts[len(placing.links) :], strict=False):
        productivity = np.where(mask & scope, productivity * amount, productivity)
    changed = scenario.tariff and bool((tariff != economy.tariff).any())
    return Shock(
        economy.countries,
        economy.sectors,
        np.maximum(multiplier, 0.0),
        productivity,
        tariff if changed else None,
    )


def draw_amounts(scenario: Scenario, draws: int, seed: int) -> np.ndarray:
    """Uniform draws of every amount, [draw, amount]; one that is known does not vary."""
    rng = np.random.default_rng([seed, 1])
    parts = rng.random((draws, len(scenario.amounts)))
    return np.array(
        [[each.at(part) for each, part in zip(scenario.amounts, row, strict=True)] for row in parts]
    ).reshape(draws, len(scenario.amounts))


def points(scenario: Scenario) -> tuple[float, ...]:
    """The middle of every amount."""
    return tuple(each.point for each in scenario.amounts)


def _linked(scenario: Scenario) -> list[tuple[str, int, Links]]:
    """Parts that change links, in the order of `Scenario.amounts`."""
    kinds = (("cut", scenario.cut), ("cost", scenario.cost), ("tariff", scenario.tariff))
    return [(kind, number, part) for kind, parts in kinds for number, part in enumerate(parts, 1)]


def _links(
    part: Links, where: str, economy: Economy, day: date
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Links of a part, [sector, buyer, seller], and states that had to be left out."""
    sellers = placed(part.sellers, economy.countries, day, f"{where}, sellers")
    buyers = placed(part.buyers, economy.countries, day, f"{where}, buyers")
    columns = [economy.countries.index(each) for each in sellers.regions]
    rows = [economy.countries.index(each) for each in buyers.regions]
    mask = np.zeros(economy.share.shape, dtype=bool)
    mask[np.ix_(_sectors(part.sectors, economy, where), rows, columns)] = True
    if part.both_ways:
        mask |= mask.transpose(0, 2, 1)
    own = np.arange(len(economy.countries))
    mask[:, own, own] = False
    if not mask.any():
        raise InputError(
            where=where,
            found="sellers and buyers are the same state.",
            expected="sales from one state to another: home trade is never cut",
            remedy="Name another seller or buyer.",
        )
    return mask, (*sellers.left_out, *buyers.left_out)


def _sectors(names: Sequence[str], economy: Economy, where: str) -> list[int]:
    """Places of sectors."""
    found = sector_places(names, economy.sectors, f"{where}, sectors")
    return [economy.sectors.index(each) for each in found]


def _refuse_days_to_come(scenario: Scenario, known: date) -> None:
    """Raise if members of blocs are asked for on a day of which nothing is known yet."""
    if scenario.on is not None and scenario.on > known:
        raise BadYears(
            where=f"{scenario.name}: on",
            found=f"{scenario.on} lies after {known}, up to which members of blocs are known",
            expected=f"a day up to {known}",
            remedy="Leave `on` out for the newest members, or name states.",
        )


def _refuse_overlap(scenario: Scenario, a: Placed, b: Placed) -> None:
    """Raise if a region stands on both sides."""
    both = sorted(set(a.regions) & set(b.regions))
    if both:
        raise InputError(
            where=f"{scenario.name}: sides",
            found=f"{', '.join(both)} on both sides.",
            expected="two sides without a state in common",
            remedy="Write [sides] with the states whose losses are to be compared.",
        )
