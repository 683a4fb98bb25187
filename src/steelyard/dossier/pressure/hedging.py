"""Where a state could turn from its partner: the best spread of its trade, and its cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.partner_draws import drawn_groups, partner_values
from steelyard.dossier.pressure.choices import (
    BY_RULE,
    BY_TRADE,
    MOST,
    chances,
    rival_of,
    stated,
    told_joining,
    votes,
)
from steelyard.dossier.pressure.goods import goods
from steelyard.dossier.pressure.market import Way, capacity, ways
from steelyard.dossier.records.pressure import HedgeGame, HedgePartner, HedgePoint
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.games.hedging import Hedge, Portfolio, at_risk, hedged
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State, by_iso3

DRAWS = 24
BUDGET = 0.01  # of the trade's value: the main answer
BUDGETS = (0.0025, 0.005, BUDGET, 0.02, 0.05, None)
WEIGHTS = (0.25, 0.75)
DRAWN = "draws of trade, capacity, elasticity and chances of joining"
POINT = "a point: the best spread is drawn at the main budget alone"
LEAST = 1e-4  # share below which a move is none


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """All that the programme needs: the middle case first, then draws."""

    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    known: tuple[bool, ...]
    hedges: tuple[Hedge, ...]
    joined: tuple[bool, ...]


def hedge_games(basis: Basis) -> tuple[tuple[HedgeGame, ...], tuple[tuple[str, str], ...]]:
    """Both states, each away from the other; and what is missing, with the reason."""
    found, missing = [], []
    for state, partner in basis.asked.directions():
        made = _game(basis, state, partner)
        if isinstance(made, str):
            what = f"where {state.sentence_name} could turn from {partner.sentence_name}"
            missing.append((what, made))
        else:
            found.append(made)
    return tuple(found), tuple(missing)


def _game(basis: Basis, state: State, partner: State) -> HedgeGame | str:
    """The game of one state, or why there is none."""
    cast = votes(basis.data)
    if not basis.has_trade or not list(basis.years()):
        return "no goods trade of both in these years"
    if cast is None:
        return "no positions by votes in this dataset, so no chance that others join a cut"
    place, year = list(basis.years())[-1]
    rival = rival_of(cast, state.iso3, partner.iso3, year)
    at, to = basis.trade.state(state.iso3), basis.trade.state(partner.iso3)
    values = partner_values(basis, place, at, "trade")
    if rival is None:
        return "it has no position by votes, so no rival bloc can be told"
    if not np.nan_to_num(values[to]) > 0:
        return "no trade with this partner is known in the last year"
    picked, left_out = _picked(basis, state.iso3, partner.iso3, rival, values)
    if not picked:
        return "no alternative partner has trade and a distance"
    setting = _setting(basis, place, at, to, picked, rival)
    return _solved(basis, state, partner, rival, year, setting, left_out, cast.origin)


def _distances(basis: Basis, state: str) -> dict[str, float]:
    """Distance of a state to others, km."""
    rows = basis.data.table("distances").filter((pl.col("a") == state) | (pl.col("b") == state))
    return {
        (b if a == state else a): float(d)
        for a, b, d in rows.select("a", "b", "distance").iter_rows()
    }


def _usual(basis: Basis, state: str) -> dict[str, float]:
    """Trade over distance of every other state, in parts of the sum: what would be usual."""
    far = _distances(basis, state)
    place = list(basis.years())[-1][0]
    flows = np.nan_to_num(basis.completed.complete(place))
    size = flows.sum(axis=0) + flows.sum(axis=1)
    pull = {
        code: float(size[at]) / far[code]
        for at, code in enumerate(basis.trade.codes)
        if far.get(code, 0) > 0 and size[at] > 0
    }
    total = sum(pull.values())
    return {code: value / total for code, value in pull.items()}


def _picked(
    basis: Basis, state: str, partner: str, rival: str, values: np.ndarray
) -> tuple[dict[str, tuple[str, float]], list[tuple[str, str]]]:
    """Alternatives with reason and usual share; and those left out, with the reason."""
    usual = _usual(basis, state)
    listed = [row for row in stated(state) if row[0] not in (partner, rival)]
    if not listed:
        own = dict(zip(basis.trade.codes, np.nan_to_num(values).tolist(), strict=True))
        weight, why = (usual, BY_RULE) if usual else (own, BY_TRADE)
        order = sorted(weight, key=lambda code: -weight[code])
        names = [code for code in order if weight[code] > 0 and code not in (partner, rival)]
        listed = [(code, why) for code in names[:MOST] if code != state]
    found, left_out = {}, []
    for code, reason in listed:
        if code not in basis.trade.codes:
            left_out.append((code, "no goods trade of it is in the dataset"))
        elif not np.isfinite(values[basis.trade.state(code)]):
            left_out.append((code, "no trade with it is reported: absent, not zero"))
        else:
            found[code] = (reason, usual.get(code, 0.0))  # 0: what it trades now is usual
    return found, left_out


def _setting(
    basis: Basis,
    place: int,
    at: int,
    to: int,
    picked: dict[str, tuple[str, float]],
    rival: str,
) -> Setting:
    """Shares, chances, capacities and ease, in the middle and by draw."""
    codes = basis.trade.codes
    own = [basis.trade.state(code) for code in picked]
    shares, others, total = _shares(basis, place, at, [to, *own])
    joining = chances(basis, votes(basis.data), codes[at], rival, codes, DRAWS)  # type: ignore[arg-type]
    join = np.vstack([joining.middle, joining.drawn])
    pair = ways(basis, place, at, to)
    rooms, known = _rooms(basis, pair, to, tuple(picked), total)
    usual = np.array([each[1] for each in picked.values()])
    sigma = _elasticities(basis)
    rest = np.delete(np.arange(len(codes)), [to, *own])
    hedges = tuple(
        Hedge(
            first=float(shares[draw, 0]),
            first_join=float(join[draw, to]),
            share=shares[draw, 1:],
            join=join[draw, own],
            capacity=rooms[draw],
            ease=sigma[draw] * np.maximum(shares[draw, 1:], usual),
            others=others * (1 - shares[draw].sum()),
            others_join=join[draw, rest],
        )
        for draw in range(DRAWS + 1)
    )
    reasons = tuple(each[0] for each in picked.values())
    return Setting(tuple(picked), reasons, known, hedges, tuple(joining.joined[own].tolist()))


def _shares(
    basis: Basis, place: int, at: int, apart: list[int]
) -> tuple[np.ndarray, np.ndarray, float]:
    """Shares of some partners, the middle and draws; what the rest is made of; all trade."""
    values = np.nan_to_num(partner_values(basis, place, at, "trade"))
    member = np.zeros((values.size, len(apart) + 1))
    member[apart, np.arange(len(apart))] = 1.0
    member[:, -1] = 1.0 - member.sum(axis=1)
    middle, drawn = drawn_groups(basis, place, at, "trade", member)
    drawn = np.vstack([middle, drawn[:DRAWS]])
    rest = np.delete(values, apart)
    shares = drawn[:, :-1] / drawn.sum(axis=1, keepdims=True)
    return shares, rest / max(float(rest.sum()), 1e-300), float(values.sum())


def _rooms(
    basis: Basis, pair: tuple[Way, Way], to: int, codes: tuple[str, ...], total: float
) -> tuple[np.ndarray, tuple[bool, ...]]:
    """Capacity of each alternative as a part of all trade: middle and draws."""
    columns, known = [], []
    for code in codes:
        middle, drawn, by_goods = capacity(
            pair, to, basis.trade.state(code), code, DRAWS, basis.asked.seed
        )
        columns.append(np.append(middle, drawn) / total)
        known.append(by_goods)
    return np.stack(columns, axis=1), tuple(known)


def _elasticities(basis: Basis) -> np.ndarray:
    """Elasticity between suppliers: the median over sectors and sets, then draws of them."""
    known = basis.data.table("sector_elasticities")["sigma"].to_numpy()
    random = np.random.default_rng(basis.asked.seed + 21)
    return np.append(np.median(known), random.choice(known, DRAWS))


def _solved(
    basis: Basis,
    state: State,
    partner: State,
    rival: str,
    year: int,
    setting: Setting,
    left_out: list[tuple[str, str]],
    votes_origin: str,
) -> HedgeGame:
    """The best spread at each budget, by draw at the main one, and without each alternative."""
    middle, *draws = setting.hedges
    best = {budget: hedged(middle, budget) for budget in BUDGETS}
    main, drawn = best[BUDGET], [hedged(each, BUDGET) for each in draws]
    nothing = np.zeros(len(setting.codes))
    table = goods(basis.data)
    origins = [basis.trade.origins[basis.trade.year(year)], votes_origin,
               *basis.data.table("sector_elasticities")["origin"].unique().sort(),
               *basis.data.table("distances")["origin"].unique().sort(),
               *([table.origin] if table else [])]  # fmt: skip
    return HedgeGame(
        state=state.iso3,
        partner=partner.iso3,
        rival=rival,
        year=year,
        budget=BUDGET,
        dependence=_over(middle.first, [each.first for each in draws]),
        at_risk=_over(at_risk(middle, nothing), [at_risk(each, nothing) for each in draws]),
        hedged_dependence=_over(main.dependence, [each.dependence for each in drawn]),
        hedged_at_risk=_over(main.at_risk, [each.at_risk for each in drawn]),
        floor=_over(_floor(middle), [_floor(each) for each in draws]),
        frontier=tuple(
            HedgePoint(budget=budget, cost=each.cost, dependence=each.dependence,
                       at_risk=each.at_risk) for budget, each in best.items()
        ),
        partners=tuple(_partners(basis, state, setting, main, drawn)),
        left_out=tuple(left_out),
        weights=tuple(
            (weight, hedged(replace(middle, weight=weight), BUDGET).dependence)
            for weight in WEIGHTS
        ),
        course=_course(basis, state.iso3, partner.iso3),
        assumed=tuple(_assumed(basis, setting)),
        origins=tuple(dict.fromkeys(origins)),
    )  # fmt: skip


def _over(point: float, draws: list[float]) -> Estimate:
    """A number with the interval of its draws."""
    return estimate_from_draws(
        point, np.array(draws, dtype=float), basis=DRAWN, kind="simulated", next_draw=True
    )


def _floor(hedge: Hedge) -> float:
    """Share that the partner keeps when all take what they can, those that join a cut nothing."""
    return max(0.0, hedge.first - float((hedge.capacity * (1 - hedge.join)).sum()))


def _partners(
    basis: Basis, state: State, setting: Setting, main: Portfolio, drawn: list[Portfolio]
) -> Iterator[HedgePartner]:
    """Every alternative, the one that takes most first."""
    middle, *draws = setting.hedges
    for at in np.argsort(-main.moved, kind="stable").tolist():
        code = setting.codes[at]
        worth = 0.0
        if main.moved[at] > LEAST:
            without = hedged(replace(middle, capacity=_without(middle.capacity, at)), BUDGET)
            worth = max(0.0, without.at_risk - main.at_risk)
        yield HedgePartner(
            state=code,
            name=by_iso3()[code].name,
            reason=setting.reasons[at],
            share=_over(float(middle.share[at]), [float(each.share[at]) for each in draws]),
            join=_joining(setting, at),
            capacity=_over(float(middle.capacity[at]), [float(e.capacity[at]) for e in draws]),
            goods_known=setting.known[at],
            moved=_over(float(main.moved[at]), [float(each.moved[at]) for each in drawn]),
            worth=exact(worth, POINT, "simulated"),
            course=_course(basis, state.iso3, code),
        )  # fmt: skip


def _joining(setting: Setting, at: int) -> Estimate:
    """Chance that an alternative joins a cut by the rival's bloc."""
    middle, *draws = setting.hedges
    if setting.joined[at]:
        return exact(1.0, "it joined such a cut")
    drawn = [float(each.join[at]) for each in draws]
    if len(set(drawn)) == 1:
        return exact(drawn[0], "it has no position by votes: the frequency of all states")
    return _over(float(middle.join[at]), drawn)


def _without(capacity: np.ndarray, at: int) -> np.ndarray:
    """The same with no room at one of them."""
    return np.where(np.arange(capacity.size) == at, 0.0, capacity)


def _courses(basis: Basis, state: str) -> dict[int, np.ndarray]:
    """Shares of all partners in a state's trade by year, as it happened; NaN where absent."""
    key = f"shares of trade of {state}"
    if key not in basis.of_all_pairs:
        at = basis.trade.state(state)
        years = {year: partner_values(basis, place, at, "trade") for place, year in basis.years()}
        totals = {year: float(np.nansum(values)) for year, values in years.items()}
        basis.of_all_pairs[key] = {
            year: values / totals[year] for year, values in years.items() if totals[year] > 0
        }
    return basis.of_all_pairs[key]


def _course(basis: Basis, state: str, other: str) -> tuple[tuple[int, float], ...]:
    """Share of all trade with another by year; years without it are left out."""
    to = basis.trade.state(other)
    return tuple(
        (year, round(float(shares[to]), 6))
        for year, shares in _courses(basis, state).items()
        if np.isfinite(shares[to])
    )


def _assumed(basis: Basis, setting: Setting) -> Iterator[str]:
    """What the answer rests on, in sentences."""
    cast, table = votes(basis.data), goods(basis.data)
    yield (
        "A cut by the partner and one by the rival's bloc weigh the same; losses count by the "
        "square of the share of trade lost."
    )
    if cast is not None:
        yield told_joining(basis.data, cast)
    yield (
        "A partner takes no more from one supplier than states take from their greatest one, and "
        "only goods that it trades"
        + (f", by sectors of {table.year}." if table is not None else ".")
    )
    unknown = [code for code, known in zip(setting.codes, setting.known, strict=True) if not known]
    if unknown:
        names = ", ".join(by_iso3()[code].sentence_name for code in unknown)
        yield (
            f"No table tells what goods are traded with {names}: how well they fit is drawn "
            "between the worst and the best fit of the states that it does tell."
        )
    yield (
        "Selling more to a partner lowers the price of all that is sold to it, by the elasticity "
        "between suppliers; usual trade is in proportion to its trade over its distance, or "
        "what is traded now where that is more or no distance is known."
    )
