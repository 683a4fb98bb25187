"""Evidence from goods trade on the reconciled basis: flows, shares and ranks of any two codes."""

from __future__ import annotations

import numpy as np

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import WORLD, World, named
from steelyard.dossier.flows import Flows
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.measures.asymmetry import rank_interval
from steelyard.vocabulary.estimate import Estimate

WAYS = ("exports", "imports", "both")
MOST_MISSING = 0.02  # of a total, by its last complete year; more of it missing is an absence
FAR_BELOW = 0.1  # a partner with a tenth of this one's trade cannot overtake it within the noise
SEED = 0
BASIS = "BACI, reconciled"


def find_trade(ask: Ask, world: World) -> Course:
    """Trade of a state or bloc with another, or with the world, in USD m.

    `source` is ``exports``, ``imports`` or ``both``. Trade inside a bloc is not counted.
    """
    return _course(ask, world, share=False)


def find_trade_share(ask: Ask, world: World) -> Course:
    """The partner's share of a state's or bloc's trade; the total leaves out trade inside it."""
    return _course(ask, world, share=True)


def _course(ask: Ask, world: World, *, share: bool) -> Course:
    """Flows or shares, year by year."""
    trade, dots = world.trade, []
    if ask.source not in WAYS:
        raise ValueError(f"trade evidence: source {ask.source!r}, expected one of {WAYS}")
    for place, year in enumerate(trade.years):
        inside = _rows(world, ask.subject, year)
        others = None if ask.partner == WORLD else _rows(world, ask.partner, year)
        if not inside or others == []:
            continue
        value = _value(world, place, ask.source, inside, others)
        if value is not None and share:
            value = _share(world, place, ask.source, inside, value)
        if value is not None:
            dots.append(Dot(str(year), value, (trade.origins[place],)))
    what = {"both": "trade", "exports": "exports", "imports": "imports"}[ask.source]
    title = f"{what} of {named(ask.subject)} with {named(ask.partner)}"
    title += ", share" if share else ""
    if not dots:
        return nothing(title, f"no {title} in the data")
    name = f"{'share' if share else 'trade'}.{ask.source}.{ask.subject}.{ask.partner}"
    unit = "1" if share else "USD m"
    return Course(f"{title} ({BASIS})", unit, tuple(dots), (name,), "count")


def _rows(world: World, code: str, year: int) -> list[int]:
    """Places of the states behind a code."""
    known = world.made.setdefault(
        "trade places", {name: place for place, name in enumerate(world.trade.codes)}
    )
    return [known[state] for state in world.members(code, year) if state in known]


def _parts(
    trade: Flows, place: int, way: str, inside: list[int], others: list[int] | None
) -> tuple[np.ndarray, np.ndarray]:
    """The flows that make up an amount, and whether each is known to be missing."""
    rest = others if others is not None else range(len(trade.codes))
    columns = [column for column in rest if column not in set(inside)]
    values, flags = [], []
    for name, rows, cols in (("exports", inside, columns), ("imports", columns, inside)):
        if way in (name, "both"):
            values.append(trade.values[place][np.ix_(rows, cols)].ravel())
            flags.append(trade.missing[place][np.ix_(rows, cols)].ravel())
    return np.concatenate(values), np.concatenate(flags)


def _value(
    world: World, place: int, way: str, inside: list[int], others: list[int] | None
) -> Estimate | None:
    """An amount with the noise of its flows; None where too much of it is missing."""
    values, flags = _parts(world.trade, place, way, inside, others)
    point = float(np.nansum(values))
    if point <= 0:
        return None
    lost = _lost(world, place, way, inside, others) if flags.any() else 0.0
    if lost > MOST_MISSING:
        return None
    spread = world.noise.total(values) * world.noise.half_range
    high = point * np.exp(spread) / (1 - lost)
    return Estimate(point, float(point * np.exp(-spread)), float(high), 0.9, NOISE_BASIS)


def _lost(
    world: World, place: int, way: str, inside: list[int], others: list[int] | None
) -> float:  # fmt: skip
    """How much of the amount the missing flows made up when they were last all known."""
    flags = _parts(world.trade, place, way, inside, others)[1]
    for earlier in range(place - 1, -1, -1):
        values, missing = _parts(world.trade, earlier, way, inside, others)
        if not missing.any() and values.size == flags.size:
            return float(np.nansum(values[flags]) / np.nansum(values))
    return 1.0


def _share(
    world: World, place: int, way: str, inside: list[int], flow: Estimate
) -> Estimate | None:  # fmt: skip
    """A flow as part of the whole, whose other flows err independently of it.

    With ``s = x / (x + r)`` the log odds of a share err as ``ln x - ln r`` does.
    """
    whole = _value(world, place, way, inside, None)
    if whole is None or whole.point is None or flow.point is None or whole.point < flow.point:
        return None
    share = flow.point / whole.point
    if share >= 1:
        return None
    assert flow.low is not None
    assert flow.high is not None
    assert whole.low is not None
    assert whole.high is not None
    rest = whole.point - flow.point
    down = np.hypot(np.log(flow.point / flow.low), np.log(whole.high / whole.point))
    up = np.hypot(np.log(flow.high / flow.point), np.log(whole.point / whole.low))
    odds = flow.point / rest
    low, high = odds * np.exp(-down), odds * np.exp(up)
    return Estimate(share, float(low / (1 + low)), float(high / (1 + high)), 0.9, NOISE_BASIS)


def find_trade_rank(ask: Ask, world: World) -> Course:
    """The partner's place among a state's partners; `source` as for trade."""
    trade, dots = world.trade, []
    for place, year in enumerate(trade.years):
        inside, others = _rows(world, ask.subject, year), _rows(world, ask.partner, year)
        if len(inside) != 1 or len(others) != 1:
            continue
        found = _rank(world, place, ask.source, inside[0], others[0])
        if found is not None:
            dots.append(Dot(str(year), found, (trade.origins[place],)))
    way = "trade" if ask.source == "both" else ask.source
    title = f"rank of {named(ask.partner)} in {way} of {named(ask.subject)} ({BASIS})"
    if not dots:
        return nothing(title, f"no {title}")
    name = f"rank.{ask.source}.{ask.subject}.{ask.partner}"
    return Course(title, "rank", tuple(dots), (name,), "count")


def _rank(world: World, place: int, way: str, row: int, column: int) -> Estimate | None:
    """The rank with the noise of all rivals; None where the partner's own flow is missing."""
    trade = world.trade
    sold, bought = trade.values[place, row, :], trade.values[place, :, row]
    values = {"exports": sold, "imports": bought}.get(way)
    if values is None:
        values = np.nan_to_num(sold) + np.nan_to_num(bought)
    values = np.nan_to_num(values)
    if trade.missing[place, row, column] or trade.missing[place, column, row]:
        return None
    if values[column] <= 0:
        return None
    rivals = np.flatnonzero(values >= values[column] * FAR_BELOW)
    sigma = np.array([world.noise.flow(value) for value in values[rivals]])
    own = int(np.searchsorted(rivals, column))
    found = rank_interval(values[rivals], own, sigma, seed=SEED)
    return Estimate(found.rank, found.low, found.high, 0.9, NOISE_BASIS)
