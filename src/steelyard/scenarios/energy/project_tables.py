"""Rows of lines that are not built, of two buyers for one line, and of oil for credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from steelyard.measures.fuel_units import rate
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.cases import OilForCredit, Rivalry, oil_for_credit, rivalry
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import side_of_node
from steelyard.scenarios.energy.power_from_prices import unknown_power
from steelyard.scenarios.energy.projects import (
    Change,
    Line,
    Signed,
    all_of,
    line_called,
    looser,
    more_supply,
    signing_of,
    wider,
)
from steelyard.scenarios.energy.table_rows import Row, number, of_estimate
from steelyard.scenarios.energy.terms import Progress
from steelyard.scenarios.energy.world import worlds
from steelyard.vocabulary.errors import NoData

LOW_LNG = 250.0  # USD/1000 m3, some 7 USD/MMBtu: a glut
MORE_LNG = 60.0  # bcm a year, of each of two exporters
LINE_D = 30.0  # bcm a year
TURKMEN = "gas CAS-CHN Central Asia-China A-C"  # the lane beside which line D would run
MORE_PLANTS = ("North America", "Middle East")


@dataclass(frozen=True, slots=True)
class Case:
    """A line at the prices of a day; `price` None takes the year's own."""

    line: str
    when: date
    price: float | None
    inland: bool
    what: str
    change: Change = lambda market: market


def _cases() -> tuple[Case, ...]:
    """What is asked of each line."""
    now = date(2025, 7, 1)
    turkmen = all_of(
        wider("gas CAS-CHN Central Asia-China A-C", LINE_D), more_supply("CAS", LINE_D)
    )
    lng = all_of(
        *(looser(f"liquefaction, {place}", MORE_LNG) for place in ("North America", "Middle East")),
        *(more_supply(node, MORE_LNG) for node in ("NAM", "GLF")),
    )
    second, altai = "Power of Siberia 2", "Altai line"
    return (
        Case(second, now, None, True, "prices of the year"),
        Case(second, now, None, False, "prices of the year, used at the border"),
        Case(second, now, LOW_LNG, True, "low LNG price"),
        Case(second, now, LOW_LNG, False, "low LNG price, used at the border"),
        Case(second, now, None, False, "line D built, used at the border", turkmen),
        Case(second, now, None, True, "line D built", turkmen),
        Case(second, now, None, False, "more LNG, used at the border", lng),
        Case(second, now, None, True, "more LNG", lng),
        Case(altai, date(2009, 7, 1), None, True, "prices of the year"),
        Case(altai, date(2013, 7, 1), None, True, "prices of the year"),
        Case(altai, date(2013, 7, 1), None, False, "prices of the year, used at the border"),
    )


def project_rows(data: Dataset, draws: int, seed: int, progress: Progress) -> Iterator[Row]:
    """All lines, the Pacific line with two buyers, and the loans of 2009."""
    gas = worlds(data, "gas", draws=draws, seed=seed, horizon="long")
    power = unknown_power(draws, seed)
    for each in _cases():
        price = each.price or level(
            data, "gas", date(each.when.year, 1, 1), date(each.when.year + 1, 1, 1)
        )
        try:
            found = signing_of(
                gas, line_called(each.line), each.when, price, power, inland=each.inland,
                change=each.change, what=each.what, seed=seed, progress=progress,
            )  # fmt: skip
        except NoData:
            continue
        yield from _signed_rows(found)
    yield from _pacific(data, draws, seed, progress)
    yield from _loans(data, draws, seed)


def ends_of(line: Line, of_gas: tuple[str, str]) -> tuple[str, str]:
    """Sides of a line."""
    return side_of_node(line.fuel, of_gas[0]), side_of_node(line.fuel, of_gas[1])


def _signed_rows(found: Signed) -> Iterator[Row]:
    """At which price each side would sign."""
    name = found.line.lane.split(" ")[1]
    seller, buyer = ends_of(found.line, (name.split("-")[0], name.split("-")[1]))
    head = ("gas", seller, buyer, found.when.year, f"{found.line.name}: {found.what}")
    unit = "USD/1000 m3"
    yield number(*head, "world price", found.level, unit)
    for quantity in ("least", "at_cost", "highest", "price"):
        if getattr(found, quantity).present:
            said = {"at_cost": "least at production cost"}.get(quantity, quantity)
            yield of_estimate(*head, said, getattr(found, quantity), unit)
    yield of_estimate(*head, "amount", found.amount, "bcm")
    yield of_estimate(*head, "signed", found.signed, "1")
    yield of_estimate(*head, "signed at production cost", found.signed_at_cost, "1")
    yield of_estimate(*head, "surplus", found.yearly, "USD bn")


PACIFIC = ("crude RUE-CHN Daqing spur, first line", "crude RUE-JKT tanker")
TRUNK = "crude RUS-RUE ESPO, before expansion"
FIRST_STAGE = 30.0  # Mt a year
RIVAL_YEARS = (2005, 2007, 2009)


def _pacific(data: Dataset, draws: int, seed: int, progress: Progress) -> Iterator[Row]:
    """The Pacific line with either buyer alone and with both."""
    of = worlds(data, "crude oil", draws=draws, seed=seed)
    power = unknown_power(draws, seed)
    most = FIRST_STAGE * rate("crude oil", "t", "bbl").usual
    for year in RIVAL_YEARS:
        price = level(data, "crude oil", date(year, 1, 1), date(year + 1, 1, 1))
        try:
            found = rivalry(of, date(year, 7, 1), price, PACIFIC, TRUNK, most, power,
                            progress=progress)  # fmt: skip
        except NoData:
            continue
        yield from _rival_rows(found, year)


def _rival_rows(found: Rivalry, year: int) -> Iterator[Row]:
    """Prices alone and against each other."""
    part, unit = "two buyers for the Pacific line", "USD/bbl"
    for at, buyer in enumerate(found.buyers):
        head = ("crude oil", "RUS", buyer, year, part)
        yield of_estimate(*head, "price, alone", found.price_alone[at], unit)
        yield number(*head, "draws won", found.won[at], "1")
    head = ("crude oil", "RUS", "", year, part)
    yield of_estimate(*head, "price, both", found.price_with_both, unit)
    yield of_estimate(*head, "gain by rivalry", found.gain, unit)
    yield of_estimate(*head, "gain by rivalry, a year", found.yearly, "USD bn")


def _loans(data: Dataset, draws: int, seed: int) -> Iterator[Row]:
    """Loans against oil that the figures name: all of one year together serve the deliveries."""
    table = data.table("figures").filter(series="chn_loan_deal_rosneft")
    other = data.table("figures").filter(series="chn_loan_deal_transneft")
    if not table.height or not other.height:
        return
    amount = float(table["value"][0]) + float(other["value"][0])
    found = oil_for_credit(data, amount, 2009, 2011, 15.0, draws, seed)
    yield from _loan_rows(found)


def _loan_rows(found: OilForCredit) -> Iterator[Row]:
    """What the loan was worth and how far it bound."""
    head = ("crude oil", "RUS", "CHN", 2009, "oil for credit")
    yield number(*head, "lent", found.amount, "USD bn")
    yield of_estimate(*head, "worth of the terms", found.subsidy, "USD bn")
    yield of_estimate(*head, "worth of the terms, a barrel", found.spread, "USD/bbl")
    yield of_estimate(*head, "largest part of deliveries that served it", found.serving, "1")
    for year in (2014, 2022):
        yield number("crude oil", "RUS", "CHN", year, "oil for credit", "still owed",
                     found.owed[year], "USD bn")  # fmt: skip
