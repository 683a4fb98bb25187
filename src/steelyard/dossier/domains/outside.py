"""What is left to each state without the other: other partners, and whether gains made up."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.partner_draws import PartnerDraws, drawn_groups, drawn_partners
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.compensation import compensation_from_draws
from steelyard.measures.noisy_interval import estimate_pulled_by_noise
from steelyard.measures.outside_options import (
    alternatives_concentration,
    greatest_share,
    options_draws,
    partner_entropy,
)
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State, find

BASIS = "BACI, reconciled"
WAYS = {"export": ("exports", "buyers"), "import": ("imports", "suppliers")}
# Groups whose lost trade the partner may have made up for; members as at the last year asked for.
GROUPS = ("SANCTIONS_2022", "EU", "POST_SOVIET")
ALL_OTHERS = "all other partners"
MOST = {"alternatives": 1.0, "greatest_share": 1.0}
BACK = 10  # years in which the earlier peak of trade with a group is looked for
FEWEST = 3  # members of a group in the dataset

Sums = tuple[np.ndarray, np.ndarray]  # partner and group: known, and draw by draw


def outside_series(basis: Basis) -> tuple[Series, ...]:
    """Concentration of alternatives, room for choice, greatest share, compensation."""
    if not basis.has_trade:
        return ()
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        for way in WAYS:
            found += _options(basis, subject, partner, way)
            found += _compensations(basis, subject, partner, way)
    return present(found)


def _options(basis: Basis, subject: State, partner: State, way: str) -> list[Series | None]:
    """Three measures of the same partners."""
    row, column = basis.trade.state(subject.iso3), basis.trade.state(partner.iso3)
    places = [place for place, _ in basis.years()]
    if not places:
        return []
    known = [drawn_partners(basis, place, row, way, column) for place in places]
    measured = _measured(np.stack([each.values for each in known]), column)
    points: dict[str, list[Point]] = {name: [] for name in measured}
    for k, (place, each) in enumerate(zip(places, known, strict=True)):
        here = {name: float(values[k]) for name, values in measured.items()}
        for name, value in _estimates(each, column, here).items():
            who = basis.trade.codes[int(np.argmax(np.nan_to_num(each.values)))]
            note = find(who).name if name == "greatest_share" and value.present else ""
            points[name].append(_point(basis, place, value, note))
    flow, whom = WAYS[way]
    titles = {
        "alternatives": f"Concentration of {subject.adjective} {whom} "
        f"other than {partner.sentence_name}",
        "entropy": f"Entropy of {subject.adjective} {whom}",
        "greatest_share": f"Share of the greatest partner in {subject.adjective} {flow}",
    }
    return [
        series(
            f"trade.{name}",
            subject.iso3,
            partner.iso3 if name == "alternatives" else None,
            BASIS,
            points[name],
            title=title,
            part=flow,
        )
        for name, title in titles.items()
    ]


def _measured(values: np.ndarray, partner: int) -> dict[str, np.ndarray]:
    """The three measures from all known partners, by year."""
    # without trade with the partner nothing is taken away: all the others are left
    at_least_nil = np.where(np.isnan(values), 0.0, values)
    return {
        "alternatives": alternatives_concentration(at_least_nil)[:, partner],
        "entropy": partner_entropy(values),
        "greatest_share": greatest_share(values),
    }


def _estimates(known: PartnerDraws, partner: int, points: dict[str, float]) -> dict[str, Estimate]:
    """Points of one year with their intervals from the draws."""
    drawn = options_draws(known.drawn, known.rest, known.place(partner))
    draws = {
        "alternatives": drawn.concentration,
        "entropy": drawn.entropy,
        "greatest_share": drawn.greatest,
    }
    return {
        name: estimate_pulled_by_noise(
            value, draws[name], basis=known.basis, most=MOST.get(name, float("inf"))
        )
        if np.isfinite(value) and np.isfinite(draws[name]).all()
        else absent("no other partner is known")
        for name, value in points.items()
    }


def _point(basis: Basis, place: int, value: Estimate, note: str = "") -> Point:
    """A point of the reconciled basis; completed years are estimates."""
    estimated = place in basis.completed.places
    if estimated:
        note = "; ".join(filter(None, (note, basis.completed.note.partition(";")[0])))
    return point(
        basis.trade.years[place],
        value,
        "estimated" if estimated else "reconciled",
        [basis.trade.origins[place]],
        note,
    )


def _compensations(basis: Basis, subject: State, partner: State, way: str) -> list[Series | None]:
    """Gain with the partner over loss with each group, since the group's peak in ten years."""
    row, column = basis.trade.state(subject.iso3), basis.trade.state(partner.iso3)
    groups = {name: _members(basis, subject, partner, name) for name in (ALL_OTHERS, *GROUPS)}
    groups = {name: member for name, member in groups.items() if member.sum() >= FEWEST}
    alone = np.arange(len(basis.trade.codes)) == column
    member = np.column_stack([alone, *groups.values()]).astype(float)
    years = range(len(basis.trade.years))
    drawn = [drawn_groups(basis, place, row, way, member) for place in years]
    return [
        _compensation(basis, subject, partner, way, name, [_sums(each, 1 + k) for each in drawn])
        for k, name in enumerate(groups)
    ]


def _sums(drawn: tuple[np.ndarray, np.ndarray], group: int) -> Sums:
    """Trade of one year with the partner and with one group, and its draws."""
    return drawn[0][[0, group]], drawn[1][:, [0, group]]


def _compensation(
    basis: Basis, subject: State, partner: State, way: str, group: str, sums: list[Sums]
) -> Series | None:
    """Gain with the partner over loss with one group."""
    points = []
    for place, year in basis.years():
        peak = _peak(basis, [float(totals[1]) for totals, _ in sums], year)
        if peak is None or peak == place:
            continue
        (before, drawn_before), (now, drawn_now) = sums[peak], sums[place]
        value = compensation_from_draws(
            np.array([before[0], now[0], before[1], now[1]]),
            np.column_stack([drawn_before[:, 0], drawn_now[:, 0], drawn_before[:, 1],
                             drawn_now[:, 1]]),
            basis="mirror gap and missing mirrors, drawn for each of the four sums",
        )  # fmt: skip
        note = f"against {basis.trade.years[peak]}, when trade with the group was greatest"
        points.append(_point(basis, place, value, note))
    words = group if group == ALL_OTHERS else _sentence(find_bloc(group).title)
    flow = WAYS[way][0]
    return series(
        "trade.compensation",
        subject.iso3,
        partner.iso3,
        BASIS,
        points,
        title=f"Gain of {subject.adjective} {flow} with {partner.sentence_name} "
        f"over loss with {words}",
        part=f"{flow}, {words}",
    )


def _sentence(title: str) -> str:
    """A title inside a sentence: a plain noun loses its capital, a name keeps it."""
    return f"{title[:1].lower()}{title[1:]}" if title.startswith("States ") else f"the {title}"


def _members(basis: Basis, subject: State, partner: State, group: str) -> np.ndarray:
    """Which economies belong to a group, the two states left out."""
    codes = set(basis.trade.codes) if group == ALL_OTHERS else members(group, basis.asked.years[1])
    wanted = set(codes) - {subject.iso3, partner.iso3}
    return np.array([code in wanted for code in basis.trade.codes])


def _peak(basis: Basis, totals: list[float], year: int) -> int | None:
    """Place of the year, at most ten back, in which trade with the group was greatest."""
    inside = [
        place
        for place, each in enumerate(basis.trade.years)
        if year - BACK <= each <= year and totals[place] > 0
    ]
    return max(inside, key=lambda place: totals[place], default=None)
