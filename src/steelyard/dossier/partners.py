"""Who else: partner composition by year, and how third states lean (map)."""

from __future__ import annotations

from math import log

import numpy as np

from steelyard.dossier.mirrors import Completed
from steelyard.dossier.records import MapValue, PartnerShare
from steelyard.dossier.request import Request
from steelyard.measures.shares import trade_share
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import find, to_m49

LARGE = 100.0  # USD m: smaller flows may well vanish
SHOWN = 8  # partners that a picture can hold; the rest is one group


def composition(filled: Completed, asked: Request) -> tuple[PartnerShare, ...]:
    """Shares of the partners that were ever among the largest, each year, both flows."""
    found: list[PartnerShare] = []
    for state in asked.codes:
        found += _of_state(filled, asked, state, "exports")
        found += _of_state(filled, asked, state, "imports")
    return tuple(found)


def _of_state(filled: Completed, asked: Request, state: str, flow: str) -> list[PartnerShare]:
    """One state's exports or imports by partner."""
    trade = filled.trade
    here = trade.state(state)
    whole = np.stack([filled.complete(place) for place in range(len(trade.years))])
    values = whole[:, here, :] if flow == "exports" else whole[:, :, here]
    totals = (trade.exports if flow == "exports" else trade.imports)[:, here].copy()
    for place in filled.places:  # known totals lack the imputed flows
        totals[place] = np.nansum(values[place])
    other = asked.codes[1] if state == asked.codes[0] else asked.codes[0]
    wanted = _largest(values, filled, other)
    made = np.isfinite(values) & ~np.isfinite(
        trade.values[:, here, :] if flow == "exports" else trade.values[:, :, here]
    )
    found = []
    for place, year in enumerate(trade.years):
        if not asked.years[0] <= year <= asked.years[1] or not np.isfinite(totals[place]):
            continue
        ranks = _ranks(values[place])
        for partner in wanted:
            value = values[place, partner]
            if np.isfinite(value):
                code = trade.codes[partner]
                found.append(
                    PartnerShare(
                        state=state,
                        partner=code,
                        partner_name=find(code).name,
                        flow="exports" if flow == "exports" else "imports",
                        year=year,
                        share=round(float(value / totals[place]), 6),
                        value_usd_m=round(float(value), 3),
                        rank=int(ranks[partner]),
                        status="estimated" if made[place, partner] else "reconciled",
                    )
                )
    return found


def _largest(values: np.ndarray, filled: Completed, other: str) -> list[int]:
    """Places of the partners with the greatest flows over all years, the other state first."""
    trade = filled.trade
    sums = np.nansum(values, axis=0)
    order = [int(place) for place in np.argsort(-sums) if trade.codes[place] != other]
    return [trade.state(other), *order[: SHOWN - 1]]


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank of each partner, 1 the largest; equal values share the better rank."""
    known = np.where(np.isfinite(values), values, -1.0)
    return 1 + (known[None, :] > known[:, None]).sum(axis=1)


def third_states(filled: Completed, asked: Request) -> tuple[MapValue, ...]:
    """Share of each third state's trade with A and with B, in the last common year."""
    trade = filled.trade
    years = [year for year in trade.years if year <= asked.years[1]]
    if not years:
        return ()
    place = trade.year(years[-1])
    shares = trade_share(filled.complete(place))
    a, b = (trade.state(code) for code in asked.codes)
    doubtful = _near_empty(filled, place)
    found = []
    for row, code in enumerate(trade.codes):
        if code in asked.codes:
            continue
        on_a, on_b = (np.nan if doubtful[row, side] else shares[row, side] for side in (a, b))
        both = np.isfinite(on_a) and np.isfinite(on_b) and min(on_a, on_b) > 0
        found.append(
            MapValue(
                state=code,
                state_name=find(code).name,
                m49=to_m49(code) or "",
                share_a=_shown(on_a, doubtful[row, a]),
                share_b=_shown(on_b, doubtful[row, b]),
                log_ratio=round(log(on_a / on_b), 4) if both else None,
                year=years[-1],
            )
        )
    return tuple(found)


def _near_empty(filled: Completed, place: int) -> np.ndarray:
    """Pairs whose published flow both ways is under a thousandth of what it was before."""
    trade = filled.trade
    if place == 0:
        return np.zeros_like(trade.values[0], dtype=bool)
    now, before = filled.complete(place), filled.complete(place - 1)
    both_now, both_before = now + now.T, before + before.T
    return (both_before >= LARGE) & (both_now < both_before / 1000)


def _shown(share: float, doubtful: bool) -> Estimate:
    """A share on the map; pairs that nobody reported stay absent (law 1)."""
    if doubtful:
        return absent("the published flow is under a thousandth of the last one: taken as missing")
    if not np.isfinite(share):
        return absent("neither side reported this pair")
    return Estimate(
        round(float(share), 6), None, None, None, "none: shown as colour, see the data for totals"
    )
