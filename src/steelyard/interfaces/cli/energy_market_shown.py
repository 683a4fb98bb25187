"""A fuel market for a person, within 80 columns: prices, flows, ports, caps; or what changes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from steelyard.interfaces.cli.energy_bargain_shown import UNITS, WORLD
from steelyard.interfaces.cli.energy_discount_shown import _wrapped, drawn

if TYPE_CHECKING:
    from steelyard.scenarios.energy.outcome import Key, Outcome
    from steelyard.scenarios.energy.whatifs import Difference
    from steelyard.vocabulary.estimate import Estimate

MOST = 10  # flows shown; the rest are in --json and --csv
PLACE, CHART = 34, 13
WAYS = {"pipe": "by pipe", "ship": "by ship", "above": "by ship, above the cap",
        "outside": "by ship, no Western services", "lng": "LNG"}  # fmt: skip
STATES = ("open", "closed", "rationed")
LIMITS = (
    WORLD,
    "Prices, flows and discounts are the model's, not observed. Balances after 2021 are not "
    "published here: later years are those of 2021 at the prices, lines and measures of the day. "
    "The world price is the one known; a what-if lets it answer.",
    "Flows between two places are sums of lanes that can stand in for each other; where two ways "
    "cost the same the split between them is not told. Medians of parts need not add up to that of "
    "their sum.",
)
Row = dict[str, Any]


def rows_of(found: Sequence[Outcome | Difference]) -> list[Row]:
    """Every number, one row each."""
    from steelyard.scenarios.energy.outcome import Outcome

    rows: list[Row] = []
    for each in found:
        now = isinstance(each, Outcome)
        fuel = each.fuel if now else each.what.fuel
        for key, value in (each.numbers if now else each.change).items():
            rows.append({
                "fuel": fuel, "date": str(each.when), "change": "" if now else each.what.name,
                "about": key[0], "place": key[1] if len(key) > 1 else "",
                "end": key[2] if len(key) > 2 else "", "carrier": key[3] if len(key) > 3 else "",
                "unit": _unit(fuel, key), "point": value.point, "low": value.low,
                "high": value.high, "holds": None if now else each.holds[key],
                "draws": each.draws, "refused": each.refused,
            })  # fmt: skip
    return rows


def _unit(fuel: str, key: Key) -> str:
    """Unit of a number."""
    price, amount = UNITS[fuel]
    if key[0] in ("price", "discount"):
        return price
    if key[0] in ("supply", "use", "exports", "flow"):
        return f"{amount}/year"
    return "1" if key[0] == "state" else "USD bn/year"


def as_json(rows: Sequence[Row]) -> str:
    """Rows as JSON."""
    return json.dumps(list(rows), indent=1, ensure_ascii=False)


def list_rows() -> list[Row]:
    """What-ifs, one row each."""
    from steelyard.scenarios.energy.whatifs import what_ifs

    return [
        {"name": each.name, "fuel": each.fuel, "title": each.title, "horizon": each.horizon}
        for each in what_ifs()
    ]


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV; an absent number is an empty cell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def list_lines() -> Iterator[str]:
    """What-ifs by fuel."""
    from steelyard.scenarios.energy.whatifs import what_ifs

    for fuel, short in (("crude oil", "crude"), ("gas", "gas")):
        yield f"{fuel[0].upper()}{fuel[1:]}: steelyard energy market {short} --change NAME"
        for each in what_ifs():
            if each.fuel == fuel:
                yield f"  {each.name}"
                yield from _wrapped(each.title, "      ")
        yield ""
    yield from _wrapped("Lines that are not built: steelyard energy bargain A B --project NAME")


def lines_of(
    found: Sequence[Outcome | Difference], ports: Sequence[str], unmoved: Sequence[str]
) -> Iterator[str]:
    """The answer line by line.

    `ports`: places that a measure ever held; `unmoved`: measures that the market does not act on.
    """
    from steelyard.scenarios.energy.outcome import Outcome

    for each in found:
        now = isinstance(each, Outcome)
        yield from _market_lines(each, ports) if now else _change_lines(each, ports)
        yield ""
    if unmoved:
        yield from _wrapped(f"In force, but not acting in this market: {'; '.join(unmoved)}.")
        yield ""
    yield "What this does not say"
    for limit in LIMITS:
        yield from _wrapped(limit, "  ")


def _market_lines(found: Outcome, ports: Sequence[str]) -> Iterator[str]:
    """The market of a day."""
    price, amount = UNITS[found.fuel]
    numbers = found.numbers
    yield f"Market of {found.fuel}, {found.when}, world price {found.level:,.0f} {price}"
    yield from _wrapped(_solved(found.draws, found.refused) +
                        f" Largest residual: {found.residual:.0e}.", "  ")  # fmt: skip
    yield from _block(f"Price by place, {price}", _of(numbers, "price"), found.fuel,
                      from_zero=False)  # fmt: skip
    yield ""
    yield f"Largest flows, {amount} a year"
    for key, value in _largest(_of(numbers, "flow"), MOST):
        yield from _flow_line(found.fuel, key, value)
    held = {key: value for key, value in _of(numbers, "discount").items() if key[1] in ports}
    if any(_size(value) > 0 for value in held.values()):
        yield from _block(
            f"Discount of ports beyond the usual, {price}: what measures make of it", held,
            found.fuel,
        )  # fmt: skip
    yield from _block("Revenue from net exports, USD bn a year",
                      dict(_largest(_of(numbers, "revenue"), 6)), found.fuel)  # fmt: skip
    yield from _cap_lines(found)


def _solved(draws: int, refused: int) -> str:
    """How many draws, how many without a market."""
    told = f"; {refused} more had no market" if refused else ""
    return f"Medians of {draws} draws{told}; 90 % intervals."


def _of(numbers: Mapping[Key, Estimate], about: str) -> dict[Key, Estimate]:
    """Numbers of one kind that are there."""
    return {k: v for k, v in numbers.items() if k[0] == about and v.point is not None}


def _size(value: Estimate) -> float:
    """The largest end."""
    return max(abs(end) for end in (value.point, value.low, value.high) if end is not None)


def _largest(numbers: Mapping[Key, Estimate], most: int) -> list[tuple[Key, Estimate]]:
    """Numbers by the size of their point, the largest first; traces are left out."""
    if not numbers:
        return []
    least = 1e-3 * max(map(_size, numbers.values()))
    kept = [(key, value) for key, value in numbers.items() if _size(value) > least]
    return sorted(kept, key=lambda one: -abs(one[1].point or 0.0))[:most]


def place_name(fuel: str, node: str) -> str:
    """A place in at most as many letters as its column has: without the last that it takes in.

    Examples
    --------
    >>> place_name("crude oil", "RUE")
    'Russia, Pacific ports'
    """
    from steelyard.dossier.fuels.places import called

    name = called(fuel).get(node, node)
    while len(name) > PLACE - 2 and (cut := max(name.rfind(", "), name.rfind(" and "))) > 0:
        name = name[:cut]
    return name


def _block(
    title: str, numbers: Mapping[Key, Estimate], fuel: str,
    holds: Mapping[Key, float] | None = None, *, from_zero: bool = True,
) -> Iterator[str]:  # fmt: skip
    """A picture and a number for each place."""
    if not numbers:
        return
    yield ""
    yield title
    ends = [e for v in numbers.values() for e in (v.point, v.low, v.high) if e is not None]
    zero = [0.0] if from_zero else []
    low, high = min([*zero, *ends]), max([*zero, *ends])
    for key, value in numbers.items():
        sure = f"{holds[key] * 100:5.0f} %" if holds is not None else ""
        line = drawn(value, low, high, CHART)
        line = line if low <= 0 <= high else line.replace("│", " ")
        yield f"  {place_name(fuel, key[1]):<{PLACE}}{line} {value.text():<22}{sure}".rstrip()


def _flow_line(fuel: str, key: Key, value: Estimate, holds: float | None = None) -> Iterator[str]:
    """From where to where, how, how much."""
    _, start, end, kind = key
    sure = "" if holds is None else f"{holds * 100:5.0f} %"
    way = f"{place_name(fuel, start)} to {place_name(fuel, end)}, {WAYS[kind]}"
    if len(way) > 45:
        yield f"  {way}"
        yield f"  {'':<46}{value.text():<22} {sure}".rstrip()
    else:
        yield f"  {way:<46}{value.text():<22} {sure}".rstrip()


def _cap_lines(found: Outcome) -> Iterator[str]:
    """How likely each price cap is open, closed or rationed."""
    ports = list(dict.fromkeys(key[1] for key in _of(found.numbers, "state")))
    if not ports:
        return
    yield ""
    yield "Price cap: share of draws in which serviced ships load there"
    said = {"open": "as the price is below it", "closed": "none", "rationed": "at the cap"}
    for port in ports:
        shares = [(found.states.get((port, state), 0.0), said[state]) for state in STATES]
        parts = (f"{name} {share * 100:.0f} %" for share, name in shares if share > 0)
        yield from _wrapped(f"{place_name(found.fuel, port)}: {', '.join(parts)}", "  ")
    saved = found.numbers.get(("cap",))
    if saved is not None and saved.point is not None:
        yield f"  Saved by those who buy at the cap: {saved.text()} USD bn a year"


def _change_lines(found: Difference, ports: Sequence[str]) -> Iterator[str]:
    """What a what-if changes."""
    what, change = found.what, found.change
    price, amount = UNITS[what.fuel]
    yield from _wrapped(f"{what.title}: change of the market of {what.fuel}, {found.when}")
    yield from _wrapped(
        f"{_solved(found.draws, found.refused)} Elasticities of the {what.horizon} run. Last "
        "column: probability that the sign holds.", "  ",
    )  # fmt: skip
    if what.reason:
        yield from _wrapped(f"Note: {what.reason}.", "  ")
    titles = {
        "price": f"Price, {price}", "discount": f"Discount of ports beyond the usual, {price}",
        "revenue": "Revenue from net exports, USD bn a year",
        "gain": "Who gains: users and producers together, USD bn a year",
    }  # fmt: skip
    none = True
    for about, title in titles.items():
        mine = _of(change, about)
        if about == "discount":
            mine = {key: value for key, value in mine.items() if key[1] in ports}
        told = dict(_largest(mine, 7))
        if told and max(map(_size, told.values())) > 1e-6:
            none = False
            yield from _block(title, told, what.fuel, found.holds)
    flows = _largest(_of(change, "flow"), 8)
    if flows and _size(flows[0][1]) > 1e-6:
        yield ""
        yield f"Flows that change most, {amount} a year"
        for key, value in flows:
            yield from _flow_line(what.fuel, key, value, found.holds[key])
    elif none:
        yield "  It changes nothing on this day."
