"""Sentences on the fuel markets: how a contract split its gain, and the discount of a port."""

from __future__ import annotations

from steelyard.dossier.evidence import Evidence, cap
from steelyard.dossier.fuels.sentences import WORLD, better_than_none, quarter
from steelyard.dossier.records import BargainYear, Finding, FuelMarket
from steelyard.dossier.words import share

BY_MODEL = (
    " What would have served both is simulated: the market solved again without the contract."
)
INSIDE = 0.5  # part of the observations within the interval, at least
FELT = 1.0  # USD a barrel: smaller discounts need no sentence


def bargained(evidence: Evidence) -> str:
    """The newest price of a contract by pipe between the two, and how the gain was split."""
    found = [
        each
        for market in evidence.fuels
        for each in market.bargains
        if each.paid is not None and each.seller_share.present
    ]
    gas = [each for each in found if each.fuel == "gas"] or found
    if not gas:
        return ""
    return f" {_split(max(gas, key=lambda each: each.year))}"


def _split(each: BargainYear) -> str:
    paid = each.paid.price.text() if each.paid else ""
    return (
        f"For {each.fuel} in {each.year} any price from {each.least.text()} to "
        f"{each.highest.text(unit=each.unit)} would have served both; at {paid} "
        f"{share(each.seller_share)} of the gain went to the seller."
    )


def discount(evidence: Evidence) -> Finding | None:
    """How much measures widened the gap of the price of the seller's first port."""
    for market in evidence.fuels:
        found = _discount(market)
        if found is not None:
            return found
    return None


def _discount(market: FuelMarket) -> Finding | None:
    """One fuel; None where no port ever had a discount whose interval lies above zero."""
    of = [each for each in market.predicted if each.value.point is not None]
    if not of:
        return None
    of = [each for each in of if each.place == _first(market)]
    felt = [each for each in of if (each.value.low or 0.0) > FELT]
    if not felt or not _carried(market, of[0].place):
        return None
    most, now = max(felt, key=lambda each: each.value.point or 0.0), of[-1]
    later = f", and {now.value.text(unit=now.unit)} in {quarter(now.period)}" if now != most else ""
    return Finding(
        id="discount",
        sentence=(
            f"{cap(market.fuel)}, {now.name}: by the model measures widened the gap to "
            f"{WORLD[market.fuel]} by {most.value.text(unit=most.unit)} in "
            f"{quarter(most.period)}{later}."
        ),
        kind="simulated",
        value=now.value,
        unit=now.unit,
        robustness=_robustness(market),
        figure=f"energy-discount-{market.fuel}",
        series=(),
        origins=market.origins,
    )


def _first(market: FuelMarket) -> str:
    """The place with the largest discount."""
    return max(market.predicted, key=lambda each: each.value.point or 0.0).place


def _carried(market: FuelMarket, place: str) -> bool:
    """Whether observations bear the predictions out: better than none, half of them inside."""
    found = [each for each in market.errors if each.whole and each.place == place]
    return any(better_than_none(e) and (e.covered or 0.0) >= INSIDE for e in found)


def _robustness(market: FuelMarket) -> str:
    """How far the model was off: that says more than its band."""
    told = [
        f"Against what was observed ({each.what}) it was off by {each.absolute:.1f} {each.unit} on "
        f"average; {100 * each.covered:.0f} % of {each.seen} observations lay in its interval."
        for each in market.errors
        if each.whole and each.covered is not None
    ]
    return " ".join(told[:1]) or "Not held to any observation."
