"""What the partner's fuels are worth to a state: its energy mix, and their part in all of it."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.domains.energy.figures import Figures
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import bounded_share
from steelyard.measures.fuel_quantity import Quantity, between
from steelyard.measures.fuel_units import HEAT
from steelyard.vocabulary.states import State

MIXES = (("primary_energy_share_", "primary energy"),
         ("total_energy_supply_share_", "total energy supply"))  # fmt: skip
ALL_ENERGY = "primary_energy_consumption_ej"
# Fuel, series of volume, by whom, unit in which its heat is known.
BOUGHT = (
    ("crude oil", "crude_imports_volume", "buyer", "t"),
    ("coal", "coal_imports_volume", "buyer", "t"),
    ("LNG", "lng_imports_volume", "buyer", "t"),
    ("pipeline gas", "gas_pipeline_pos_volume", "seller", "1000 m3"),
)
GIGAJOULES = 1e9  # in an exajoule


def mix_series(figures: Figures, seller: State, buyer: State) -> tuple[Series, ...]:
    """The buyer's energy by source, and the seller's fuels in it."""
    return present([*_mix(figures, buyer), *_worth(figures, seller, buyer)])


def _mix(figures: Figures, buyer: State) -> Iterator[Series | None]:
    """Published shares of sources of energy."""
    names = sorted({key[0] for key in figures.rows if key[1] == buyer.iso3})
    for start, words in MIXES:
        for name in (each for each in names if each.startswith(start)):
            source = name.removeprefix(start).replace("_", " ").replace("oil coal", "oil and coal")
            key = (name, buyer.iso3, "")
            points = [figures.point(key, period, "1", share=True) for period in figures.of(*key)]
            yield series(
                "energy.mix_share", buyer.iso3, None, f"published figures, {words}", points,
                title=f"{buyer.adjective} energy from {source}", part=source,
            )  # fmt: skip


def _worth(figures: Figures, seller: State, buyer: State) -> Iterator[Series | None]:
    """Heat of each fuel from the seller over all primary energy of the buyer."""
    for fuel, name, by, unit in BOUGHT:
        pair = (buyer.iso3, seller.iso3) if by == "buyer" else (seller.iso3, buyer.iso3)
        key, whole = (name, *pair), (ALL_ENERGY, buyer.iso3, "")
        rate = next(each for each in HEAT if each.fuel == fuel)
        points = []
        for period in figures.of(*key):
            volume, energy = figures.quantity(key, period, unit), figures.quantity(whole, period)
            if volume is None or energy is None:
                continue
            heat = between(rate.usual, rate.low, rate.high, "GJ", f"heat of {fuel}",
                           seed=figures.draw("heat", fuel))  # fmt: skip
            bought = Quantity(
                volume.point * heat.point / GIGAJOULES, volume.draws * heat.draws / GIGAJOULES,
                energy.unit, (*volume.why, *heat.why),
            )  # fmt: skip
            origins = (*figures.origins(key, period), *figures.origins(whole, period))
            points.append(point(period, bounded_share(bought, energy), "estimated", origins))
        yield series(
            "energy.worth", buyer.iso3, seller.iso3, "published figures", points,
            title=f"{seller.adjective} {fuel} in all {buyer.adjective} energy", part=fuel,
        )  # fmt: skip
