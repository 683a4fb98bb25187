"""The bargain over a fuel for a person, within 80 columns: one line from least to highest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.energy_discount_shown import _first, _wrapped, drawn

if TYPE_CHECKING:
    from steelyard.scenarios.energy.asked import Asked, Readings
    from steelyard.scenarios.energy.bargains import HoldUp
    from steelyard.scenarios.energy.links import Tie
    from steelyard.vocabulary.estimate import Estimate
    from steelyard.vocabulary.states import State

LABEL, CHART = 26, 26
UNITS = {"gas": ("USD/1000 m3", "bcm"), "crude oil": ("USD/bbl", "Mbbl")}
WORLD = (
    "World price: Brent for oil; for gas the European hub's, or, where no month of it is "
    "published, what Russia's buyers in Europe and Türkiye paid by the seller's ministry."
)
LIMITS = (
    WORLD,
    "Prices are delivered, at the buyer's border or port. Least: what the seller would get "
    "elsewhere without this tie, with the way; highest: what replacing it would cost the buyer. "
    "Both come from the market solved again without the tie, in each draw.",
    "Balances after 2021 are not published here: later years are the balances of 2021 at the "
    "prices, measures and lines of the day. What a tie is worth beyond money, discounts for paying "
    "in other currencies, and secret terms are not in it.",
)


def as_text(found: Sequence[Asked]) -> str:
    """All of it as JSON."""
    return json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False, default=str)


def lines_of(
    found: Sequence[Asked], pairs: Sequence[tuple[State, State]], without: Sequence[str]
) -> Iterator[str]:
    """The answer line by line."""
    for one, pair in zip(found, pairs, strict=True):
        yield from _deal_lines(one, pair)
        yield ""
    if without:
        yield "No bargain"
        for each in without:
            yield from _wrapped(each, "  ")
        yield ""
    yield "What this does not say"
    for limit in LIMITS:
        yield from _wrapped(limit, "  ")


def _deal_lines(one: Asked, pair: tuple[State, State]) -> Iterator[str]:
    """One direction of one fuel."""
    deal, tie = one.deal, one.deal.tie
    price, amount = UNITS[tie.fuel]
    seller, buyer = (_called(tie, side) for side in (tie.seller, tie.buyer))
    yield from _wrapped(f"{_first(seller)} sells {tie.fuel} to {buyer}, {deal.when}")
    yield from _sides(tie, pair)
    source = f"{one.draws} draws" if one.draws else "from the shipped table (--live solves anew)"
    yield from _wrapped(
        f"World price {deal.level:,.0f} {price}; {source}, balances of {one.balance}; "
        "90 % intervals.", "  ",
    )  # fmt: skip
    if not deal.highest.present:
        yield from _wrapped(f"No bargain: {_refused(one)}.", "  ")
        return
    yield ""
    yield from _scale_lines(one, price)
    yield ""
    told = f"{deal.power.text()}, " if deal.power.present else ""
    yield from _wrapped(f"Seller's power: {told}{one.why_power}.", "  ")
    yield from _numbers(one, price, amount)
    for paid in one.at_paid:
        yield from _wrapped(
            f"At {paid.price.price:,.0f} paid ({paid.price.source}): seller "
            f"{paid.seller_gain.text()}, buyer {paid.buyer_gain.text()} USD bn a year.", "  ",
        )  # fmt: skip
    if deal.refused:
        yield from _wrapped(f"Draws left out: {_refused(one)}.", "  ")
    if one.hold_up is not None:
        yield from _hold_up_lines(one.hold_up, price)
    if one.readings is not None:
        yield from _reading_lines(one.readings, price)


def _sides(tie: Tie, pair: tuple[State, State]) -> Iterator[str]:
    """Who bargains, where places of the market stand for more than one state."""
    from steelyard.scenarios.energy.links import members, side_name

    both = (tie.seller, tie.buyer)
    if any(len(members(tie.fuel, side)) > 1 for side in both):
        yield from _wrapped(
            f"Bargaining sides: {' and '.join(side_name(tie.fuel, side) for side in both)}.", "  "
        )
    within = [
        state.sentence_name
        for state, side in zip(pair, both, strict=True)
        if len(members(tie.fuel, side)) > 1 and state.sentence_name != _called(tie, side)
    ]
    if within:
        yield from _wrapped(
            f"All numbers are of these sides as a whole; {' and '.join(within)} alone cannot be "
            "told apart.", "  ",
        )  # fmt: skip


def _called(tie: Tie, side: str) -> str:
    """A side by the name of its place: what it stands for, not the state that was asked for."""
    from steelyard.dossier.fuels.places import side_called

    return side_called(tie.fuel, side)


def _refused(one: Asked) -> str:
    """Draws without a market, by reason."""
    told = one.deal.refused or {"no market": one.draws}
    return "; ".join(f"{why} in {count} of {one.draws} draws" for why, count in told.items())


def _scale_lines(one: Asked, unit: str) -> Iterator[str]:
    """Everything on one scale: first all together, then each with its interval."""
    deal = one.deal
    shown: list[tuple[str, str, Estimate]] = [
        ("S", "seller's least", deal.least), ("●", "by the bargain", deal.price),
        *(("◇", "by a contract on oil", value) for value in _by_contract(one)),
        ("B", "buyer's highest", deal.highest),
    ]  # fmt: skip
    paid = [("◆", each.price.source, each.price.price) for each in one.at_paid]
    known = [value for _, _, value in shown if value.point is not None]
    ends = [e for v in known for e in (v.point, v.low, v.high) if e is not None]
    low, high = min([*ends, *(p for *_, p in paid)]), max([*ends, *(p for *_, p in paid)])
    marks = [(value.point, mark) for mark, _, value in shown if value.point is not None]
    marks += [(price, mark) for mark, _, price in paid]
    together = ruler(marks, low, high)
    yield f"  {low:>7,.0f} {together} {high:,.0f} {unit}".replace("-", "−")
    for mark, name, value in shown:
        yield (f"  {mark} {name:<{LABEL - 4}}{interval(value, low, high)} "
               f"{value.text()}").rstrip()  # fmt: skip
    for mark, name, price in paid:
        line = ruler([(price, mark)], low, high, CHART, " ")
        yield f"  {mark} {'paid':<{LABEL - 4}}{line} {price:,.0f}"
        yield from _wrapped(f"by {name}", "      ")


def _by_contract(one: Asked) -> Iterator[Estimate]:
    """The price of the year by the other reading, foretold from all other years."""
    for each in one.readings.foretold if one.readings is not None else ():
        if each.year == one.deal.when.year and each.contract is not None:
            yield each.contract


def interval(value: Estimate, low: float, high: float) -> str:
    """As `drawn`, without a bar at 0 unless it is on the scale."""
    line = drawn(value, low, high, CHART)
    return line if low <= 0 <= high else line.replace("│", " ")


def ruler(
    marks: Sequence[tuple[float, str]], low: float, high: float, width: int = 48, fill: str = "·"
) -> str:
    """Marks at their places; a line between the least and the highest of them.

    Examples
    --------
    >>> ruler([(1.0, "S"), (2.0, "●"), (3.0, "B")], 0.0, 4.0, 9)
    '··S─●─B··'
    """
    span = (high - low) or 1.0
    cells = [(round((at - low) / span * (width - 1)), mark) for at, mark in marks]
    line = [fill] * width
    if len(cells) > 1:
        for at in range(min(c for c, _ in cells), max(c for c, _ in cells) + 1):
            line[at] = "─"
    for at, mark in cells:
        line[at] = mark
    return "".join(line)


def _numbers(one: Asked, price: str, amount: str) -> Iterator[str]:
    """What the tie is worth, and its split."""
    deal = one.deal
    rows = (
        ("Amount", deal.amount, f"{amount} a year"),
        ("Worth to both together", deal.surplus, "USD bn a year"),
        ("  to the seller", deal.seller_gain, "USD bn a year"),
        ("  to the buyer", deal.buyer_gain, "USD bn a year"),
        ("Price at the seller's border", deal.at_border, price),
        ("Below the buyer's highest", deal.below_alternative, price),
        ("Below the buyer's market", deal.below_market, price),
    )
    for name, value, unit in rows:
        if not one.draws and not value.present:
            continue  # the table does not keep it
        name = name if deal.surplus.present else name.strip()[:1].upper() + name.strip()[1:]
        yield f"  {name:<30}{value.text():<24} {unit if value.present else ''}".rstrip()
    if deal.no_deal.point:
        yield f"  {'No price suits both in':<30}{deal.no_deal.text(percent=True)} of draws"


def _hold_up_lines(found: HoldUp, unit: str) -> Iterator[str]:
    """What the seller needs before the line is built and after."""
    yield ""
    yield f"  Before the line was built, and after ({unit})"
    yield f"  {'':<30}{'before':<22} after"
    yield f"  {'Seller’s least price':<30}{found.before.text():<22} {found.after.text()}"
    yield f"  {'Price by the same power':<30}{found.price_before.text():<22} " \
        f"{found.price_after.text()}"  # fmt: skip
    yield from _wrapped(
        f"Being locked in costs the seller {found.cost_of_lock_in.text()} {unit}, "
        f"{found.yearly.text()} USD bn a year, unless a contract binds the buyer; before, the "
        f"buyer's highest covers the full cost in {found.signed_before.text(percent=True)} of "
        "draws.", "  ",
    )  # fmt: skip


def _reading_lines(found: Readings, unit: str) -> Iterator[str]:
    """What prices paid say of power, both readings."""
    yield ""
    yield f"  What prices of {found.years[0]}-{found.years[-1]} say of the seller's power"
    yield from _wrapped(f"Bargained anew each year: {found.anew.text()}", "  ")
    if found.before is not None and found.after is not None and found.fell is not None:
        yield from _wrapped(
            f"  before {found.turn}: {found.before.text()}; from {found.turn}: "
            f"{found.after.text()}; it fell with probability {found.fell:.0%}".replace("%", " %"),
            "  ",
        )  # fmt: skip
    if found.contract is not None and found.weight is not None:
        yield from _wrapped(
            f"A contract on oil with a lag: formula weighs {found.weight.text()}, the rest a "
            f"bargain with power {found.contract.text()}", "  ",
        )  # fmt: skip
    yield from _foretold_lines(found, unit)
    wide = [str(year) for year, part in found.refuted.items() if part > 0.5]
    if wide:
        yield from _wrapped(
            "Paid below the seller's least or above the buyer's highest in most draws: "
            f"{', '.join(wide)}; no share between 0 and 1 explains these years alone.", "  ",
        )  # fmt: skip
    reasons: dict[str, list[str]] = {}
    for year, why in found.left_out.items():
        reasons.setdefault(why.partition(": ")[2] or why, []).append(str(year))
    for why, years in reasons.items():
        yield from _wrapped(f"Years left out: {', '.join(years)} ({why.rstrip('.')}).", "  ")


def _plain_error(paid: list[float]) -> float:
    """Mean absolute error of foretelling each price as the mean of all others."""
    count = len(paid)
    return sum(abs(each - (sum(paid) - each) / (count - 1)) for each in paid) / count


def _foretold_lines(found: Readings, unit: str) -> Iterator[str]:
    """Each year foretold from all others by both readings, and which foretells better."""
    if not found.foretold:
        yield f"    {'year':<6}{'paid':>6}  share that this price alone would imply"
        for (year, value), paid in zip(found.single.items(), found.paid, strict=True):
            yield f"    {year:<6}{paid:>6,.0f}  {value.text()}"
        return
    yield ""
    yield f"    {'year':<6}{'paid':>6}  {'bargained anew':<22}  contract ({unit})"
    for each in found.foretold:
        tied = each.contract.text() if each.contract else ""
        yield f"    {each.year:<6}{each.paid:>6,.0f}  {each.anew.text():<22}  {tied}".rstrip()
    yield f"    {'mean absolute error':<20}{found.error_anew:<16,.0f}  {found.error_contract:,.0f}"
    yield from _wrapped(
        "The plain mean of the other years' prices misses by "
        f"{_plain_error([each.paid for each in found.foretold]):,.0f}.", "    ",
    )  # fmt: skip
    if found.gain is not None and found.gain_error is not None:
        yield from _wrapped(
            f"Each year is foretold from the others. The contract's log score is {found.gain:+.1f} "
            f"(standard error {found.gain_error:.1f}) against the bargain's: it "
            f"{_verdict(found)}.", "  ",
        )  # fmt: skip


def _verdict(found: Readings) -> str:
    """In words."""
    from steelyard.scenarios.energy.power_from_prices import CONTRACT, TELLS

    if found.reading == CONTRACT:
        return "foretells better"
    assert found.gain is not None
    assert found.gain_error is not None
    return "foretells worse" if found.gain < -TELLS * found.gain_error else "does not tell"
