"""Tables of the fuel market that have no picture: prices by place, power, projects, gains."""

from __future__ import annotations

from steelyard.dossier.fuels.sentences import quarter
from steelyard.dossier.records import FuelMarket
from steelyard.report import words
from steelyard.report.figures.record import Table
from steelyard.vocabulary.estimate import Estimate


def price_table(market: FuelMarket) -> Table | None:
    """Prices at all places, the dearest first."""
    rows = [each for each in market.prices if each.price.present]
    if not rows:
        return None
    rows.sort(key=lambda each: -(each.price.point or 0.0))
    return Table(
        ("Place", f"Price, {rows[0].unit}"),
        tuple((each.name, words.show(each.price, "")) for each in rows),
        f"Simulated for {quarter(market.when)}, each with nine draws in ten.",
    )


def project_table(market: FuelMarket) -> Table | None:
    """Lines that could be built: what each side would sign at."""
    if not market.projects:
        return None
    unit = market.projects[0].unit
    return Table(
        ("Line", "Prices of", f"Seller signs from, {unit}", f"Buyer signs up to, {unit}",
         f"Price at the seller’s power, {unit}", "Both sign"),
        tuple(
            (each.title, each.when, _cell(each.least), _cell(each.highest), _cell(each.price),
             _chance(each.probability))
            for each in market.projects
        ),
        "The seller signs from what brings back capital and running cost, the buyer up to what "
        "fuel from elsewhere would cost it. Each with nine draws in ten.",
    )  # fmt: skip


def error_table(market: FuelMarket) -> Table | None:
    """How far the model was off, by place and span, beside two naive forecasts."""
    if not market.errors:
        return None
    return Table(
        ("Place and time", "Observations", f"Mean error, {market.errors[0].unit}",
         "Mean size of the error", "If no change is foretold", "If the last one observed is",
         "Inside the 90 % interval"),
        tuple(
            (each.what, str(each.seen or "–"), _signed(each.mean), f"{each.absolute:.1f}",
             _or_dash(each.none_absolute), _or_dash(each.last_absolute),
             "–" if each.covered is None else f"{100 * each.covered:.0f} %")
            for each in market.errors
        ),
        "Predicted less observed. Nothing was fitted to these observations.",
    )  # fmt: skip


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def power_table(market: FuelMarket) -> Table | None:
    """The seller's bargaining power by every reading of how prices come about."""
    if not market.powers:
        return None
    unit = market.powers[0].unit
    return Table(
        ("Reading, and whose prices", "Seller’s power, 0 to 1", "Before 2022", "Since",
         f"Off by, {unit}" if unit else "Off by"),
        tuple(
            (f"{each.reading}; {each.source}", words.show(each.power, ""), _cell(each.before),
             _cell(each.after), "–" if each.absolute is None else f"{each.absolute:.0f}")
            for each in market.powers
        ),
        "0: the buyer has the whole gain; 1: the seller has it. Off by: mean error of years that "
        "are foretold from all others.",
    )  # fmt: skip


def _cell(value: Estimate) -> str:
    return words.show(value, "") if value.present else "–"


def _chance(value: Estimate) -> str:
    return words.chance(value.point) if value.point is not None else "–"
