"""Changes that are not of one share: the log ratio of both sides, and trade over GDP."""

from __future__ import annotations

from math import log

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import BASIS as TRADE_BASIS
from steelyard.dossier.explanation.ends import Ends
from steelyard.dossier.explanation.span import Span, nearest
from steelyard.dossier.explanation.words import factor, points
from steelyard.dossier.records import Change, Contribution, Point, Series
from steelyard.dossier.words import factor_text, possessive, share
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.series.lmdi import lmdi
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

WHY_EXACT = "an identity of figures published without errors"


def log_ratio_change(
    basis: Basis, span: Span, found: tuple[Series, ...], a: Ends, b: Ends
) -> Change | None:
    """Change of the log ratio: what the two states trade with each other cancels out of it."""
    state_a, state_b = basis.asked.a, basis.asked.b
    series = _series(found, "trade.log_ratio", state_a.iso3)
    years = [basis.trade.years[place] for place in a.places]
    points_of = [series.at(str(year)) if series else None for year in years]
    start, end = (point.value if point else None for point in points_of)
    if start is None or end is None or start.point is None or end.point is None:
        return None
    parts = []
    for state, side, sign in ((state_b, b, 1.0), (state_a, a, -1.0)):
        total = side.of("trade").sum(axis=1) + side.rest("trade")
        drawn = side.draws("trade").sum(axis=2) + side.rest("trade")
        amount = sign * log(total[1] / total[0])
        value = estimate_from_draws(
            amount, sign * np.log(drawn[:, 1] / drawn[:, 0]), basis=side.basis
        )
        grew = "grew" if total[1] >= total[0] else "fell"
        parts.append(
            Contribution(
                name=state.iso3,
                title=f"{state.adjective} trade with all the world {grew}",
                amount=amount,
                value=value,
            )
        )
    change = end.point - start.point
    together = estimate_from_draws(
        change,
        sum(_log_growth(side, sign) for side, sign in ((b, 1.0), (a, -1.0))),  # type: ignore[arg-type]
        basis=a.basis,
    )
    return Change(
        id=f"trade.log_ratio.{state_a.iso3}.{state_b.iso3}",
        title=f"How much more {state_a.name} leans on {state_b.sentence_name} than the reverse",
        sentence=_ratio_sentence(basis, years, (start, end), together, tuple(parts)),
        measure="trade.log_ratio",
        subject=state_a.iso3,
        partner=state_b.iso3,
        unit="log",
        start_period=str(years[0]),
        end_period=str(years[1]),
        start=start,
        end=end,
        change=together,
        method="identity: the ratio of the two shares is that of the two totals",
        contributions=tuple(parts),
        residual=change - sum(part.amount for part in parts),
        limits=span.note,
        origins=tuple(dict.fromkeys(basis.trade.origins[place] for place in a.places)),
    )


def _ratio_sentence(
    basis: Basis,
    years: list[int],
    ends: tuple[Estimate, Estimate],
    change: Estimate,
    parts: tuple[Contribution, ...],
) -> str:
    """Told from the side of the state that leans more at the end."""
    a, b = basis.asked.a, basis.asked.b
    values = (*ends, change, *(part.value for part in parts))
    if (ends[1].point or 0.0) < 0:
        a, b, values = b, a, tuple(_turned(value) for value in values)
    start, end, moved, *causes = values
    because = " and ".join(
        f"{factor(value)} because {part.title}" for value, part in zip(causes, parts, strict=True)
    )
    name = a.sentence_name[:1].upper() + a.sentence_name[1:]
    return (
        f"{name} leaned {factor_text(start)} times as much on {b.sentence_name} as the reverse "
        f"in {years[0]}, and {factor_text(end)} times in {years[1]}: the ratio moved "
        f"{factor(moved)}, {because}; trade between the two cancels out of it."
    )


def _turned(value: Estimate) -> Estimate:
    """The same log ratio seen from the other side."""
    if value.point is None or value.low is None or value.high is None:
        return value
    return Estimate(-value.point, -value.high, -value.low, value.level, value.basis, value.kind)


def _log_growth(side: Ends, sign: float) -> np.ndarray:
    """Draws of the growth of a state's trade."""
    drawn = side.draws("trade").sum(axis=2) + side.rest("trade")
    return sign * np.log(drawn[:, 1] / drawn[:, 0])


def dependence_change(
    span: Span, found: tuple[Series, ...], subject: State, partner: State
) -> Change | None:
    """Trade with the partner over GDP: share times openness, between years that have both."""
    names = ("trade.dependence", "trade.openness", "trade.trade_share")
    series = [_series(found, name, subject.iso3) for name in names]
    if any(one is None for one in series):
        return None
    dependence, open_, of_trade = (_by_year(one) for one in series if one is not None)
    both = sorted(set(dependence) & set(open_) & set(of_trade))
    inside = [year for year in both if span.asked[0] <= year <= span.asked[1]]
    if len(inside) < 2:
        return None
    first, last = nearest(inside, span.asked[0]), nearest(inside, span.asked[1])
    factors = np.array([[of_trade[y].value.point, open_[y].value.point] for y in (first, last)])
    split = lmdi(("share", "openness"), factors[:1].astype(float), factors[1:].astype(float))
    start, end = dependence[first].value, dependence[last].value
    change = (end.point or 0.0) - (start.point or 0.0)
    titles = {
        "share": f"{possessive(partner.sentence_name)} part of its trade",
        "openness": "all its trade over GDP",
    }
    parts = tuple(
        Contribution(
            name=name,
            title=title,
            amount=split.amount(name),
            value=exact(split.amount(name), WHY_EXACT),
        )
        for name, title in titles.items()
    )
    moved = f"GDP is not known beside trade in {span.asked[1]}." if last != span.asked[1] else ""
    return Change(
        id=f"trade.dependence.{subject.iso3}.{partner.iso3}",
        title=f"Trade with {partner.sentence_name} as a share of {subject.adjective} GDP",
        sentence=(
            f"Trade with {partner.sentence_name} moved from {share(start)} of {subject.adjective} "
            f"GDP in {first} to {share(end)} in {last}: {points(parts[0].value)} because "
            f"{parts[0].title} changed, {points(parts[1].value)} because {parts[1].title} did."
        ),
        measure="trade.dependence",
        subject=subject.iso3,
        partner=partner.iso3,
        unit="1",
        start_period=str(first),
        end_period=str(last),
        start=start,
        end=end,
        change=exact(change, WHY_EXACT),
        method="LMDI-I: share of trade times openness",
        contributions=parts,
        residual=change - sum(part.amount for part in parts),
        limits=moved,
        origins=tuple(dict.fromkeys((*dependence[first].origins, *dependence[last].origins))),
    )


def _series(found: tuple[Series, ...], measure: str, subject: str) -> Series | None:
    """The series of one measure and state on the reconciled basis."""
    return next(
        (
            one
            for one in found
            if one.measure == measure and one.subject == subject and one.basis == TRADE_BASIS
        ),
        None,
    )


def _by_year(series: Series) -> dict[int, Point]:
    """Points that have a value and are not estimates, by year."""
    return {
        int(point.period): point
        for point in series.points
        if point.value.present and point.status != "estimated"
    }
