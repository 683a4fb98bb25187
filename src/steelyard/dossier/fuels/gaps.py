"""What the fuel market does not know about a pair, and why a pair has no market."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from steelyard.dossier.basis import Basis
from steelyard.dossier.fuels.places import FUELS, Pair, pair_of
from steelyard.dossier.fuels.rows import BARGAINS, MARKET, table
from steelyard.dossier.records import Gap
from steelyard.reference import energy_market as market
from steelyard.scenarios.energy.links import members, side_name
from steelyard.scenarios.energy.network import in_force
from steelyard.scenarios.energy.world import LAST_BALANCE
from steelyard.vocabulary.states import by_iso3

NAMED = {MARKET: "Markets of fuels", BARGAINS: "Bargains over fuels"}
ACTED_ON = ("share left", "share given up", "bcm/y", "share above the cap", "USD/bbl")


def fuel_gaps(basis: Basis) -> Iterator[Gap]:
    """Fuels without a link, places that stand for more than a state, what the model leaves out."""
    where = f"{basis.asked.a.name}, {basis.asked.b.name}"
    missing = [what for name, what in NAMED.items() if table(basis.data, name) is None]
    if missing:
        yield Gap(
            what=" and ".join(missing),
            where=where,
            years="",
            reason="the simulations that ship are missing or rest on other rows than this "
            "dataset has",
            effect="Only observed prices and discounts are shown. Run `steelyard data "
            "build-energy`.",
        )
    if table(basis.data, MARKET) is None:
        return
    for fuel in FUELS:
        found = pair_of(fuel, basis.asked)
        if isinstance(found, str):
            yield Gap(
                what=f"Market of {fuel}",
                where=where,
                years="",
                reason=found,
                effect="No flow, reservation price or what-if is simulated for the two.",
            )
            continue
        yield from _groups(found, basis)
        yield _left_out(found, where, basis)


def _groups(pair: Pair, basis: Basis) -> Iterator[Gap]:
    """Places that stand for more than the state that was asked for."""
    for state, side in zip((basis.asked.a, basis.asked.b), (pair.a, pair.b), strict=True):
        others = [by_iso3()[code].name for code in members(pair.fuel, side) if code != state.iso3]
        if others:
            told = ", ".join(others[:4]) + (" and others" if len(others) > 4 else "")
            yield Gap(
                what=f"{state.adjective} part in the market of {pair.fuel}",
                where=state.name,
                years="",
                reason=f"the market has it within one place, {side_name(pair.fuel, side)} "
                f"(with {told})",
                effect="Flows, prices and gains are those of the place.",
            )


def _left_out(pair: Pair, where: str, basis: Basis) -> Gap:
    """What the market of a fuel does not hold."""
    last = date(basis.asked.years[1], 12, 31)
    unknown = [
        policy.policy
        for policy in market.policies(pair.fuel)
        if in_force(policy.start, policy.end, last) and policy.unit not in ACTED_ON
    ]
    more = f"; measures without a published size ({', '.join(unknown)})" if unknown else ""
    return Gap(
        what=f"What the market of {pair.fuel} leaves out",
        where=where,
        years=f"{LAST_BALANCE + 1}-{last.year}",
        reason=f"balances are published here up to {LAST_BALANCE}; differences of quality, stocks "
        f"and contracts of single cargoes are not in it{more}",
        effect="Later years differ from the last balance only by prices, lanes and measures; "
        "their error is in the check against what was observed, not in the band.",
    )
