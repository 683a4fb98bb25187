"""Records of the fuel markets between two states: flows, prices, discounts, bargains, what-ifs.

All of it is simulated, from tables that ship; observed figures stand beside it as such. Places are
those of the market: a state, or a group of states that stands for it.
"""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Event, Record
from steelyard.vocabulary.estimate import Estimate

Carrier = Literal["pipe", "ship", "above", "outside", "lng"]


class FuelFlow(Record):
    """What goes from one place to another in one way.

    `closed`: ways that were open before and carry nothing now; `lanes` names them.
    `above`: ships with Western services that load above the price cap. `outside`: ships without
    such services.
    """

    fuel: str
    start: str
    end: str
    start_name: str
    end_name: str
    carrier: Carrier
    amount: Estimate
    unit: str
    closed: bool
    lanes: tuple[str, ...]
    of_pair: bool


class PlacePrice(Record):
    """The price of a fuel at a place of the market."""

    fuel: str
    place: str
    name: str
    price: Estimate
    unit: str


class PredictedDiscount(Record):
    """What measures, freight and fleets take off a port's price in a quarter: the model's answer.

    It is by how much measures widen the gap of the port's price to the world price; what the port
    always got less than the world price is not in it.
    """

    fuel: str
    place: str
    name: str
    period: str
    x: float
    value: Estimate
    unit: str


class ObservedDiscountPoint(Record):
    """An observed gap to the world price, corrected for what was usual, that a port is held to."""

    fuel: str
    place: str
    what: str
    period: str
    x: float
    value: Estimate
    unit: str
    basis: str
    origins: tuple[str, ...]


class ForecastError(Record):
    """How far predictions of a place were off in a span of time; beside two naive forecasts.

    `what` names place and span, `whole` the span of all observations. `covered` is the share of
    observations inside the 90 % interval, `seen` how many there are. The naive forecasts are no
    discount at all, and the last one observed.
    """

    fuel: str
    place: str
    span: str
    what: str
    whole: bool
    seen: int
    mean: float
    absolute: float
    covered: float | None
    none_absolute: float | None
    last_absolute: float | None
    unit: str


class PaidPrice(Record):
    """A price that was paid, by one source, and what each side gained by it.

    Gains are against what each could have had without the contract: below 0, a side would have
    done better without.
    """

    source: str
    price: Estimate
    seller_gain: Estimate
    buyer_gain: Estimate


class BargainYear(Record):
    """A contract of a fuel in a year: both sides' reservation prices and what was paid.

    `least` is the lowest price at which the seller does not lose, `highest` the same for the
    buyer, `paid` the source that counts first and `others` the rest beside it. `foretold` is this
    year's price as the model says it from all other years. `seller_share` is the part of the gain
    of both that went to the seller. `least_before` is what the seller would have signed from
    before the line was built.
    """

    fuel: str
    seller: str
    buyer: str
    seller_name: str
    buyer_name: str
    year: int
    least: Estimate
    highest: Estimate
    least_before: Estimate
    paid: PaidPrice | None
    others: tuple[PaidPrice, ...]
    foretold: Estimate
    seller_share: Estimate
    amount: Estimate
    unit: str


class PowerReading(Record):
    """The seller's bargaining power, from 0 to 1, by one reading of how prices come about.

    `absolute` and `covered`: how far years foretold from all others were off, and how many of
    them lay inside the 90 % interval. `fell` is the probability that it fell from 2022.
    """

    fuel: str
    seller: str
    buyer: str
    source: str
    reading: str
    power: Estimate
    before: Estimate
    after: Estimate
    fell: float | None
    absolute: float | None
    covered: float | None
    chosen: bool
    unit: str


class FuelProject(Record):
    """A line that would be built: the prices at which each side would sign."""

    fuel: str
    title: str
    when: str
    seller: str
    buyer: str
    least: Estimate
    highest: Estimate
    price: Estimate
    probability: Estimate
    unit: str


class FuelGain(Record):
    """What a place gains by a what-if in a year."""

    place: str
    name: str
    value: Estimate


class FuelWhatIf(Record):
    """What would be different: discount, world price, revenue of the seller, and who gains.

    Differences are of the changed market less the actual one, draw by draw. `holds` is the
    probability that the change of revenue has the sign of its point.
    """

    id: str
    title: str
    fuel: str
    when: str
    place: str
    place_name: str
    discount: Estimate
    revenue: Estimate
    price: Estimate
    discount_unit: str
    holds: float | None
    gains: tuple[FuelGain, ...]


class FuelMarket(Record):
    """One fuel: who of the market stands for A and for B, and all that is known of it."""

    fuel: str
    when: str
    place_a: str
    place_b: str
    name_a: str
    name_b: str
    sentences: tuple[str, ...]
    flows: tuple[FuelFlow, ...]
    prices: tuple[PlacePrice, ...]
    predicted: tuple[PredictedDiscount, ...]
    observed: tuple[ObservedDiscountPoint, ...]
    errors: tuple[ForecastError, ...]
    measures: tuple[Event, ...]  # dated measures on fuel of either, that the market knows
    bargains: tuple[BargainYear, ...]
    powers: tuple[PowerReading, ...]
    projects: tuple[FuelProject, ...]
    what_ifs: tuple[FuelWhatIf, ...]
    origins: tuple[str, ...]
