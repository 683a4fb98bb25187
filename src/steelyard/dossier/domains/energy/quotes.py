"""Prices and discounts of grades as ministries and agencies quote them, for all buyers or one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from steelyard.dossier.domains.energy.benchmarks import GRADES as NAMES_OF_GRADES
from steelyard.dossier.domains.energy.benchmarks import Market
from steelyard.dossier.domains.energy.figures import Figures, remarks
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import discount_of, gap
from steelyard.measures.fuel_quantity import Quantity
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

BRENT, BRENT_FIGURES = "CRUDE_BRENT", ("brent_price", "WLD", "")
QUOTED = "published figures"
OWN = "published price against Brent"
OWN_STORE = "monthly series of one's own store"


@dataclass(frozen=True, slots=True)
class Grade:
    """A quoted discount: whose figure it is, of what, where, and whether of one market only.

    `by` and `on` are S for the seller, B for the buyer, or nothing: for all buyers.
    """

    name: str  # {b} is the buyer's name in the series
    part: str
    by: str = "S"
    on: str = ""
    only: str = ""  # the buyer's market, for series that name it without a partner


GRADES = (
    Grade("espo_discount_to_brent", "ESPO delivered, against Brent", "B", "S"),
    Grade("urals_discount_to_brent_baltic", "Urals in Baltic ports, against Brent"),
    Grade("urals_discount_to_brent_blacksea", "Urals in Black Sea ports, against Brent"),
    Grade("urals_discount_to_dated", "Urals, against Brent"),
    Grade("urals_discount_china_des", "Urals delivered, against Brent", "B", "S"),
    Grade("urals_discount_fob_china_max", "Urals at the port, against Brent", "S", "B"),
    Grade("urals_discount_fob_india", "Urals at the port, against Brent", "S", "B"),
    Grade("urals_discount_india_dap", "Urals delivered, against Brent", only="IND"),
)
AT_PORT, DELIVERED = "Urals at the port, against Brent", "Urals delivered, against Brent"
PERCENT = (("crude_price_discount_{b}", "crude oil against other sellers, as published"),)
PRICES = (("urals_price", "Urals"),)


def quote_series(
    figures: Figures, prices: Market, seller: State, buyer: State
) -> tuple[Series, ...]:
    """Quoted discounts, prices of grades against Brent, and what is lost on the way."""
    found: list[Series | None] = []
    quoted = {
        (grade.part, grade.on or grade.only): key
        for grade in GRADES
        if (key := key_of(figures, grade, seller, buyer)) is not None
    }
    for name, part in PRICES:
        if figures.of(name, seller.iso3, ""):
            found += _grade(figures, prices, (name, seller.iso3, ""), part, seller)
            found += _own_grade(prices, part, seller)
    for (part, whom), key in quoted.items():
        to = buyer.iso3 if whom else None
        found += _quoted(figures, prices, key, part, seller, to)
    found += _lost_on_the_way(figures, quoted, seller, buyer)
    found += _published_shares(figures, seller, buyer)
    found += _savings(figures, seller, buyer)
    return present(found)


def key_of(
    figures: Figures, grade: Grade, seller: State, buyer: State
) -> tuple[str, str, str] | None:
    """Where the figures of a grade are, if they speak of this pair."""
    codes = {"S": seller.iso3, "B": buyer.iso3, "": ""}
    key = (grade.name, codes[grade.by], codes[grade.on])
    return key if grade.only in ("", buyer.iso3) and figures.of(*key) else None


def _quoted(
    figures: Figures, prices: Market, key: tuple[str, str, str], part: str, seller: State,
    buyer: str | None,
) -> Iterator[Series | None]:  # fmt: skip
    """A quoted discount in dollars, and as a part of the month's Brent."""
    dollars, shares = [], []
    for period, same in figures.of(*key).items():
        less = figures.quantity(key, period)
        assert less is not None
        origins, note = figures.origins(key, period), remarks(same)
        dollars.append(figures.point(key, period))
        brent = brent_of(figures, prices, period)
        if brent is not None:
            market, more = brent
            part_of = Quantity(less.point / market.point, less.draws / market.draws, "1", less.why)
            shares.append(point(period, part_of.estimate(), "estimated", (*origins, *more), note))
    title = f"Quoted discount on {seller.adjective} crude: {part}"
    yield series("energy.price_gap", seller.iso3, buyer, QUOTED, dollars, title=title, part=part)
    yield series("energy.discount", seller.iso3, buyer, QUOTED, shares, title=title, part=part)


def brent_of(
    figures: Figures, prices: Market, period: str
) -> tuple[Quantity, tuple[str, ...]] | None:
    """Brent of the same month or year: the World Bank's, else a published figure."""
    market = prices.unlagged(BRENT, period)
    if market is not None:
        return market, (prices.origins[BRENT],)
    quoted = figures.quantity(BRENT_FIGURES, period, "USD/bbl")
    return None if quoted is None else (quoted, tuple(figures.origins(BRENT_FIGURES, period)))


def _lost_on_the_way(
    figures: Figures, quoted: dict[tuple[str, str], tuple[str, str, str]], seller: State,
    buyer: State,
) -> Iterator[Series | None]:  # fmt: skip
    """Discount at the port less discount delivered, where both were quoted for one month."""
    port = next((key for (part, _), key in quoted.items() if part == AT_PORT), None)
    there = next((key for (part, _), key in quoted.items() if part == DELIVERED), None)
    if port is None or there is None:
        return
    points = []
    for period in figures.of(*port):
        at_port, delivered = figures.quantity(port, period), figures.quantity(there, period)
        if at_port is not None and delivered is not None:
            origins = (*figures.origins(port, period), *figures.origins(there, period))
            points.append(point(period, gap(delivered, at_port).estimate(), "estimated", origins))
    yield series(
        "energy.delivery_gap", seller.iso3, buyer.iso3, QUOTED, points,
        title=f"Discount on Urals that does not reach {buyer.sentence_name}", part="Urals",
    )  # fmt: skip


def _published_shares(figures: Figures, seller: State, buyer: State) -> Iterator[Series | None]:
    """Discounts that were published in per cent."""
    for name, part in PERCENT:
        key = (name.format(b=buyer.iso3.lower()), buyer.iso3, seller.iso3)
        points = [figures.point(key, period, "1") for period in figures.of(*key)]
        yield series(
            "energy.discount", seller.iso3, buyer.iso3, QUOTED, points,
            title=f"Published discount of what {buyer.sentence_name} pays "
            f"{seller.sentence_name}", part=part,
        )  # fmt: skip


def _grade(
    figures: Figures, prices: Market, key: tuple[str, str, str], part: str, seller: State
) -> Iterator[Series | None]:
    """The published price of a grade, and how far it lies below Brent of the same months."""
    levels: list[Point] = []
    dollars: list[Point] = []
    shares: list[Point] = []
    for period in figures.of(*key):
        paid, origins = figures.quantity(key, period, "USD/bbl"), figures.origins(key, period)
        assert paid is not None
        levels.append(figures.point(key, period, "USD/bbl"))
        brent = brent_of(figures, prices, period)
        if brent is not None:
            market, more = brent
            for value, points in (
                (gap(paid, market), dollars),
                (discount_of(paid, market), shares),
            ):
                points.append(point(period, value.estimate(), "estimated", (*origins, *more)))
    title = f"{part}: {seller.adjective} crude against Brent"
    yield series("energy.quoted_price", seller.iso3, None, QUOTED, levels,
                 title=f"Price of {part}", part=part)  # fmt: skip
    named = f"{part}, against Brent"
    yield series("energy.price_gap", seller.iso3, None, OWN, dollars, title=title, part=named)
    yield series("energy.discount", seller.iso3, None, OWN, shares, title=title, part=named)


def _own_grade(prices: Market, part: str, seller: State) -> Iterator[Series | None]:
    """The same grade from a series in a user's own store, beside the published figures."""
    code = next(code for code, name in NAMES_OF_GRADES.items() if name == part)
    levels: list[Point] = []
    dollars: list[Point] = []
    for period in prices.months.get(code, {}):
        paid, brent = prices.unlagged(code, period), prices.unlagged(BRENT, period)
        if paid is not None and brent is not None:
            origins = (prices.origins[code], prices.origins[BRENT])
            levels.append(point(period, _printed(paid), "quoted", origins[:1]))
            dollars.append(point(period, gap(paid, brent).estimate(), "estimated", origins))
    title = f"{part}: {seller.adjective} crude against Brent"
    yield series("energy.quoted_price", seller.iso3, None, OWN_STORE, levels,
                 title=f"Price of {part}", part=part)  # fmt: skip
    yield series("energy.price_gap", seller.iso3, None, OWN_STORE, dollars, title=title,
                 part=f"{part}, against Brent")  # fmt: skip


def _savings(figures: Figures, seller: State, buyer: State) -> Iterator[Series | None]:
    """What a press office reckoned the buyer saved, over several months."""
    name = f"{buyer.iso3}_savings_on_{seller.iso3}_oil_window".lower()
    key = (name, buyer.iso3, seller.iso3)
    points = [figures.point(key, period, "USD bn") for period in figures.of(*key)]
    yield series(
        "energy.forgone", seller.iso3, buyer.iso3, QUOTED, points,
        title=f"Published saving of {buyer.sentence_name} on {seller.adjective} oil, in months",
        part="crude oil, saving as published",
    )  # fmt: skip


def _printed(paid: Quantity) -> Estimate:
    """A price between the ends that its rounding allows."""
    low, high = float(paid.draws.min()), float(paid.draws.max())
    return Estimate(paid.point, min(low, paid.point), max(high, paid.point), None, paid.why[0])
