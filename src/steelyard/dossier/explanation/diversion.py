"""Where trade went after a turning year: shares of partner groups, beyond what others saw."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.chosen import contested
from steelyard.dossier.explanation.register import TurningYear
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.explanation.words import points
from steelyard.dossier.mirrors import DIRECTIONS
from steelyard.dossier.records import Counterfactual
from steelyard.measures.interval import LEVEL
from steelyard.measures.mirrors_shares import partner_draws
from steelyard.models.series.event_study import EventStudy, event_study
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State, find

POOL = 60  # largest traders among which placebos are sought
OTHERS = 4  # partners beside the groups, the largest of all years compared
MOST_IMPUTED = 0.5  # least reported part of a group's flow for a change to be told
BACK = 5  # years before the event that are its base
WAYS = {"export": "exports", "import": "imports"}
METHOD = "event study of partner shares, large traders that took no part as placebos"
LIMITS = (
    "Excess over the median of large traders that took no part in the measures, in points of "
    "share: goods that pass through third states count for those states, and what else befell "
    "this state alone at that time is in it. The other partners are those with most trade, not "
    "those that moved most. Errors of flows that were reported are not in the interval."
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Partners whose shares are added up."""

    id: str
    title: str
    states: frozenset[str]


def diversion(
    basis: Basis, span: Span, turning: tuple[TurningYear, ...]
) -> tuple[Counterfactual, ...]:
    """Both states, both flows, every group, for each turning year with trade on both sides."""
    found: list[Counterfactual] = []
    for place, turn in enumerate(turning):
        until = turning[place + 1].year if place + 1 < len(turning) else span.asked[1] + 1
        places = [k for k, year in basis.years() if turn.year - BACK <= year < until]
        years = np.array([basis.trade.years[k] for k in places])
        if not places or not (years < turn.year).any() or not (years >= turn.year).any():
            continue
        flows = [basis.completed.complete(k) for k in places]
        for subject, partner in basis.asked.directions():
            groups = _groups(basis, turn, subject, partner, flows)
            for way in WAYS:
                shares = [
                    _shares(basis, k, f, groups, way) for k, f in zip(places, flows, strict=True)
                ]
                found += _of_way(basis, turn, subject, way, groups, years, np.stack(shares), places)
    return tuple(found)


def _groups(
    basis: Basis, turn: TurningYear, subject: State, partner: State, flows: list[np.ndarray]
) -> tuple[_Group, ...]:
    """The partner, those who took the measures, the contested region, and the largest others."""
    codes, row = basis.trade.codes, basis.trade.state(subject.iso3)
    size = sum(np.nan_to_num(one[row]) + np.nan_to_num(one[:, row]) for one in flows)
    made = [_Group(partner.iso3, partner.sentence_name, frozenset({partner.iso3}))]
    senders = (turn.touched & set(codes)) - {subject.iso3, partner.iso3}
    if senders:
        made.append(_Group("measures", f"states in the measures of {turn.year}", senders))
    for chosen in contested(basis)[:1]:
        inside = frozenset(chosen.region.states) & set(codes) - {subject.iso3, partner.iso3}
        if inside:
            made.append(_Group(chosen.region.id, chosen.title, frozenset(inside)))
    taken = frozenset().union(*(group.states for group in made)) | {subject.iso3}
    largest = [codes[k] for k in np.argsort(-np.asarray(size), kind="stable").tolist()]
    others = [code for code in largest if code not in taken][:OTHERS]
    return (*made, *(_Group(code, find(code).sentence_name, frozenset({code})) for code in others))


def _shares(
    basis: Basis, place: int, flows: np.ndarray, groups: tuple[_Group, ...], way: str
) -> np.ndarray:
    """Share of each group in the exports or imports of every state, [state, group]."""
    by_partner = np.nan_to_num(flows if way == "export" else flows.T)
    whole = basis.trade.exports[place] if way == "export" else basis.trade.imports[place]
    if place in basis.completed.places:
        whole = by_partner.sum(axis=1)
    inside = np.array([[code in group.states for group in groups] for code in basis.trade.codes])
    part = by_partner @ inside.astype(float)
    known = np.isfinite(whole) & (whole > 0)
    return np.divide(part, whole[:, None], out=np.full(part.shape, np.nan), where=known[:, None])


def _of_way(
    basis: Basis,
    turn: TurningYear,
    subject: State,
    way: str,
    groups: tuple[_Group, ...],
    years: np.ndarray,
    shares: np.ndarray,
    places: list[int],
) -> list[Counterfactual]:
    """One flow of one state: a record for each group."""
    trade, row = basis.trade, basis.trade.state(subject.iso3)
    size = np.nansum(trade.exports[places] + trade.imports[places], axis=0)
    large = np.argsort(-size, kind="stable")[:POOL].tolist()
    made = []
    for k, group in enumerate(groups):
        apart = {*basis.asked.codes, *turn.touched, *group.states}
        others = [column for column in large if trade.codes[column] not in apart]
        own = shares[:, row, k]
        if not np.isfinite(own).all() or not own.any() or not others:
            continue
        doubt = _doubt(basis, places, row, way, group)
        study = event_study(years, own, shares[:, others, k], years < turn.year, years >= turn.year)
        made.append(_record(basis, turn, subject, way, group, own, study, places, doubt))
    return made


def _record(
    basis: Basis,
    turn: TurningYear,
    subject: State,
    way: str,
    group: _Group,
    own: np.ndarray,
    study: EventStudy,
    places: list[int],
    doubt: _Doubt,
) -> Counterfactual:
    """One group as a record."""
    title = f"Share of {group.title} in {subject.adjective} {WAYS[way]}"
    effect = _widened(study.effect, doubt)
    p_value = study.p_value if effect.present else None
    after = [year for year in study.dates if year >= turn.year]
    return Counterfactual(
        id=f"diversion.{way}.{subject.iso3}.{group.id}.{turn.year}",
        title=title,
        sentence=_sentence(title, turn, own, study, after, effect),
        method=METHOD,
        measure=f"trade.{way}_share",
        subject=subject.iso3,
        partner=group.id if group.states == {group.id} else None,
        unit="1",
        event_year=turn.year,
        event=turn.reason,
        years=study.dates,
        observed=tuple(own.tolist()),
        expected=study.expected,
        effect=effect,
        p_value=p_value,
        placebos=study.placebos,
        donors=(),
        error_before=float(np.sqrt(np.mean([gap**2 for _, gap in study.before]))),
        time_placebos=study.before,
        left_out=(),
        limits=LIMITS + _years_said(study.dates, turn.year, after, basis, places),
        origins=tuple(dict.fromkeys(basis.trade.origins[k] for k in places)),
    )


@dataclass(frozen=True, slots=True)
class _Doubt:
    """How far the mean share after the event may lie off because flows of it were imputed."""

    low: float
    high: float
    unknown: tuple[int, ...]  # years in which most of the group's flow was reported by nobody


def _doubt(basis: Basis, places: list[int], row: int, way: str, group: _Group) -> _Doubt:
    """Quantiles of the drawn share less the share at the point, averaged over all years."""
    inside = np.array([code in group.states for code in basis.trade.codes])
    low, high, unknown = 0.0, 0.0, []
    for place in places:
        if place not in basis.completed.places:
            continue
        flows = basis.completed.complete(place)
        known = basis.trade.values[place]
        point, reported = (
            np.nan_to_num(table[row] if way == "export" else table[:, row])
            for table in (flows, known)
        )
        if point[inside].sum() <= 0 or reported[inside].sum() < MOST_IMPUTED * point[inside].sum():
            unknown.append(basis.trade.years[place])
        drawn = np.nan_to_num(partner_draws(basis.completed.drawn[place], row, DIRECTIONS[way]))
        shares = drawn[:, inside].sum(axis=1) / drawn.sum(axis=1)
        ends = np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        middle = point[inside].sum() / point.sum()
        low, high = min(low, float(ends[0] - middle)), max(high, float(ends[1] - middle))
    return _Doubt(low, high, tuple(unknown))


def _widened(effect: Estimate, doubt: _Doubt) -> Estimate:
    """The placebo interval with the doubt of imputed flows added at both ends."""
    if doubt.unknown:
        years = ", ".join(str(year) for year in doubt.unknown)
        return absent(f"nobody reported most of this flow in {years}")
    if effect.point is None or effect.low is None or effect.high is None:
        return effect
    if doubt.low == doubt.high == 0:
        return effect
    return replace(
        effect,
        low=effect.low + doubt.low,
        high=effect.high + doubt.high,
        basis=f"{effect.basis}, and draws of flows that nobody reported",
    )


def _sentence(
    title: str,
    turn: TurningYear,
    own: np.ndarray,
    study: EventStudy,
    after: list[int],
    effect: Estimate,
) -> str:
    """Levels on both sides, the excess and how unusual it is."""
    early = np.array(study.dates) < turn.year
    levels = [f"{own[side].mean() * 100:.1f} %" for side in (early, ~early)]
    rank = (
        "" if study.p_value is None else f"; p = {study.p_value:.2f} of {study.placebos} placebos"
    )
    if not effect.present:
        reason = effect.basis.removeprefix("absent: ")
        return f"{title}: {levels[0]} before {turn.year}; its change is not known, {reason}."
    when = str(after[0]) if len(after) == 1 else f"{after[0]}-{after[-1]}"
    return (
        f"{title}: {levels[0]} in {study.dates[0]}-{np.array(study.dates)[early][-1]}, "
        f"{levels[1]} in {when}; {points(effect)} beyond what other large traders saw{rank}."
    )


def _years_said(
    dates: tuple[int, ...], event: int, after: list[int], basis: Basis, places: list[int]
) -> str:
    """Years that are missing, rest on one, or are imputed."""
    wanted = range(dates[0], dates[-1] + 1)
    gaps = [str(year) for year in wanted if year not in dates]
    text = f" Trade of all pairs is not known for {', '.join(gaps)}." if gaps else ""
    if len(after) == 1:
        text += f" The effect rests on {after[0]} alone: the response in {event} itself and what "
        text += "came back or ended since cannot be told."
    if any(place in basis.completed.places for place in places):
        text += " Flows that nobody reported are imputed, and their draws widen the interval; "
        text += "where they are most of a group, no change is given. The rank among placebos does "
        text += "not know of them."
    return text


def diverted(found: tuple[Counterfactual, ...], level: float) -> tuple[str, ...]:
    """Sentences of those that few placebos match and that imputed flows cannot undo."""
    unusual = [
        one
        for one in found
        if one.id.startswith("diversion") and one.p_value is not None and one.p_value <= level
    ]
    sure = [one for one in unusual if _apart_from_zero(one.effect)]
    return tuple(one.sentence for one in sorted(sure, key=lambda one: -abs(one.effect.point or 0)))


def _apart_from_zero(effect: Estimate) -> bool:
    """Whether the whole interval lies on one side."""
    return effect.low is not None and effect.high is not None and effect.low * effect.high > 0
