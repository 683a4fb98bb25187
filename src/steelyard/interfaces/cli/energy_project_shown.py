"""A line that is not built for a person, within 80 columns: at which price each would sign."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.energy_bargain_shown import LABEL, interval, ruler
from steelyard.interfaces.cli.energy_discount_shown import _wrapped

if TYPE_CHECKING:
    from steelyard.scenarios.energy.projects import Signed


def as_text(found: Sequence[Signed]) -> str:
    """All of it as JSON."""
    return json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False, default=str)


def project_lines(found: Sequence[Signed]) -> Iterator[str]:
    """At which price each side would sign a line."""
    one = found[0]
    line = one.line
    yield from _wrapped(
        f"{line.name}, {line.capacity:g} bcm a year: who would sign at the prices of {one.when}?"
    )
    yield from _wrapped(
        f"World price {one.level:,.0f} USD/1000 m3; prices at the buyer's border, USD/1000 m3, "
        "90 % intervals.", "  ",
    )  # fmt: skip
    for each in found:
        yield ""
        yield (
            "The buyer bears the way from its border to where other gas lands"
            if each.inland
            else "The gas is used at the border: no further way"
        )
        yield from _signed_lines(each)
    yield ""
    yield "What this does not say"
    yield from _wrapped(line.reason[:1].upper() + line.reason[1:] + ".", "  ")
    yield from _wrapped(
        "Elasticities are of the long run. What either side would give for the line beyond its "
        "gas (security of supply, favour, time) is not in it.", "  ",
    )  # fmt: skip


def _signed_lines(each: Signed) -> Iterator[str]:
    """One reading of a line."""
    ends = [end for value in (each.at_cost, each.least, each.highest)
            for end in (value.low, value.point, value.high) if end is not None]  # fmt: skip
    if not ends:
        yield from _wrapped(f"No market in any draw: {each.refused}.", "  ")
        return
    low, high = min(ends), max(ends)
    marks = [(value.point, mark) for value, mark in (
        (each.at_cost, "C"), (each.least, "S"), (each.highest, "B"))
        if value.point is not None]  # fmt: skip
    yield f"  {low:>7,.0f} {ruler(marks, low, high)} {high:,.0f}"
    for mark, name, value in (
        ("C", "seller, idle wells", each.at_cost), ("S", "seller, at the margin", each.least),
        ("B", "buyer's highest", each.highest),
    ):  # fmt: skip
        yield f"  {mark} {name:<{LABEL - 4}}{interval(value, low, high)} {value.text()}"
    rows = (
        ("Gas at the field, at the margin", each.supply.text()),
        ("Running the line", each.running.text()),
        ("Capital", each.capital.text()),
        ("Both would sign", f"{each.signed.text(percent=True)} of draws"),
        ("  if the gas has no other outlet", f"{each.signed_at_cost.text(percent=True)} of draws"),
        ("Worth to both where signed", f"{each.yearly.text()} USD bn a year"),
    )
    for name, text in rows:
        yield f"  {name:<34}{text}"
    if each.refused:
        told = "; ".join(f"{why} in {count}" for why, count in each.refused.items())
        yield from _wrapped(f"Draws left out: {told}.", "  ")
