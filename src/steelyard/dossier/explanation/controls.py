"""Synthetic control: the partner's share, had the state followed states that resemble it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import share_of_year
from steelyard.dossier.explanation.register import TurningYear
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.explanation.words import above
from steelyard.dossier.records import Counterfactual
from steelyard.dossier.words import listed, possessive
from steelyard.models.series.counterfactual import (
    FEWEST_BEFORE,
    FEWEST_DONORS,
    SyntheticControl,
    synthetic_control,
    time_placebos,
)
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State, find

POOL = 60  # largest traders among which donors are sought
WHOLE = {"trade": "trade", "export": "exports", "import": "imports"}
FITTED = "fitted to these years"
LIMITS = (
    "Donors are the largest traders that border neither state and took no part in the year's "
    "registered measures. What else befell this state alone at that time is in the effect."
)


@dataclass(frozen=True, slots=True)
class _Panel:
    """Shares of a partner in the trade of many states, by year."""

    years: np.ndarray
    places: tuple[int, ...]
    outcome: np.ndarray
    donors: np.ndarray
    names: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]


def controls(
    basis: Basis, span: Span, turning: tuple[TurningYear, ...]
) -> tuple[Counterfactual, ...]:
    """Both directions and all three shares, for every turning year that the data allow."""
    found: list[Counterfactual] = []
    for place, turn in enumerate(turning):
        until = turning[place + 1].year if place + 1 < len(turning) else span.asked[1] + 1
        for subject, partner in basis.asked.directions():
            for way in WHOLE:
                made = _control(basis, turn, until, subject, partner, way)
                if made is not None:
                    found.append(made)
    return tuple(found)


def _control(
    basis: Basis, turn: TurningYear, until: int, subject: State, partner: State, way: str
) -> Counterfactual | None:
    """One share and one year; None where the panel is too small."""
    panel = _panel(basis, turn, until, subject.iso3, partner.iso3, way)
    before = int((panel.years < turn.year).sum())
    if (
        not np.isfinite(panel.outcome).all()
        or before < FEWEST_BEFORE
        or before == panel.years.size
        or panel.donors.shape[1] < FEWEST_DONORS
    ):
        return None
    early = panel.years < turn.year
    means = panel.donors[early].mean(axis=0)
    outside = not means.min() <= panel.outcome[early].mean() <= means.max()
    fit = synthetic_control(
        panel.years, panel.outcome, panel.donors, panel.names, turn.year, demeaned=outside
    )
    early_turns = time_placebos(panel.years, panel.outcome, panel.donors, turn.year)
    effect, expected = _with_bounds(basis, panel, fit, turn, subject, partner, way)
    title = f"{possessive(partner.sentence_name)} share of {subject.adjective} {WHOLE[way]}"
    last = int(panel.years[-1])
    return Counterfactual(
        id=f"synthetic.{way}.{subject.iso3}.{partner.iso3}.{turn.year}",
        title=title,
        sentence=_sentence(title, turn, fit, effect, panel),
        method="synthetic control" + (", paths less their means" if outside else ""),
        measure=f"trade.{way}_share",
        subject=subject.iso3,
        partner=partner.iso3,
        unit="1",
        event_year=turn.year,
        event=turn.reason,
        years=tuple(panel.years.tolist()),
        observed=tuple(panel.outcome.tolist()),
        expected=expected,
        effect=effect,
        p_value=fit.p_value,
        placebos=fit.placebos,
        donors=tuple((donor.name, donor.weight) for donor in fit.donors),
        error_before=fit.error_before,
        time_placebos=tuple((one.event, one.mean_gap) for one in early_turns),
        left_out=(*panel.excluded, *fit.left_out),
        limits=LIMITS + _of_years(basis, panel, turn, last),
        origins=tuple(dict.fromkeys(basis.trade.origins[place] for place in panel.places)),
    )


def _panel(
    basis: Basis, turn: TurningYear, until: int, subject: str, partner: str, way: str
) -> _Panel:
    """Years before the event that are known whole, and those from it until the next event."""
    trade = basis.trade
    places = tuple(
        place
        for place, year in basis.years()
        if year < until and (year >= turn.year or place not in basis.completed.places)
    )
    shares = np.stack([_shares(basis, place, partner, way) for place in places])
    row = trade.state(subject)
    donors, excluded = _donors(basis, turn, places, subject, partner)
    return _Panel(
        np.array([trade.years[place] for place in places]),
        places,
        shares[:, row],
        shares[:, donors],
        tuple(trade.codes[k] for k in donors),
        excluded,
    )


def _shares(basis: Basis, place: int, partner: str, way: str) -> np.ndarray:
    """Share of one partner in every state's exports, imports or trade."""
    trade, column = basis.trade, basis.trade.state(partner)
    flows = basis.completed.complete(place)
    if place in basis.completed.places:
        out, into = np.nansum(flows, axis=1), np.nansum(flows, axis=0)
    else:
        out, into = trade.exports[place], trade.imports[place]
    sold, bought = flows[:, column], flows[column, :]
    part, whole = {
        "export": (sold, out),
        "import": (bought, into),
        "trade": (sold + bought, out + into),
    }[way]
    return np.divide(part, whole, out=np.full(part.size, np.nan), where=whole > 0)


def _donors(
    basis: Basis, turn: TurningYear, places: tuple[int, ...], subject: str, partner: str
) -> tuple[list[int], tuple[tuple[str, str], ...]]:
    """States that resemble neither by nearness nor by the event, the largest first."""
    trade = basis.trade
    early = [place for place in places if trade.years[place] < turn.year]
    size = np.nansum(trade.exports[early] + trade.imports[early], axis=0)
    near = neighbours(basis, subject) | neighbours(basis, partner)
    kept, excluded = [], []
    for column in np.argsort(-size, kind="stable")[:POOL].tolist():
        code = trade.codes[column]
        if code in (subject, partner):
            continue
        if code in near:
            excluded.append((code, "borders one of the two"))
        elif code in turn.touched:
            excluded.append((code, f"took part in the measures of {turn.year}"))
        else:
            kept.append(column)
    return kept, tuple(excluded)


def neighbours(basis: Basis, state: str) -> frozenset[str]:
    """States that share a land border with one."""
    table = basis.data.table("distances").filter(pl.col("border"))
    own = table.filter((pl.col("a") == state) | (pl.col("b") == state))
    return frozenset(own["a"]) | frozenset(own["b"])


def _with_bounds(
    basis: Basis,
    panel: _Panel,
    fit: SyntheticControl,
    turn: TurningYear,
    subject: State,
    partner: State,
    way: str,
) -> tuple[Estimate, tuple[Estimate, ...]]:
    """Effect and expected path; an observed share that is itself bounded widens the effect."""
    late = [place for place in panel.places if basis.trade.years[place] >= turn.year]
    slack = np.zeros(2)
    for place in late:
        if place in basis.completed.places:
            known = share_of_year(basis, place, subject.iso3, partner.iso3, way)
            if known.point is not None and known.low is not None and known.high is not None:
                slack += np.array([known.point - known.low, known.high - known.point]) / len(late)
    effect = fit.mean_effect
    if slack.any() and effect.low is not None and effect.high is not None:
        effect = Estimate(
            effect.point,
            effect.low - slack[0],
            effect.high + slack[1],
            effect.level,
            f"{effect.basis}, widened by the bounds of imputed flows",
            "estimated",
        )
    expected: list[Estimate] = []
    gaps = iter(fit.effects)
    for year, seen, path in zip(fit.dates, panel.outcome.tolist(), fit.synthetic, strict=True):
        if year < turn.year:
            expected.append(exact(path, FITTED, "estimated"))
            continue
        gap = next(gaps)
        if gap.low is None or gap.high is None:
            expected.append(exact(path, gap.basis.removeprefix("none: "), "estimated"))
        else:
            expected.append(
                Estimate(path, seen - gap.high, seen - gap.low, gap.level, gap.basis, "estimated")
            )
    return effect, tuple(expected)


def _sentence(
    title: str, turn: TurningYear, fit: SyntheticControl, effect: Estimate, panel: _Panel
) -> str:
    """Effect, placebos, fit, donors."""
    late = [year for year in panel.years.tolist() if year >= turn.year]
    when = f"in {late[0]}" if len(late) == 1 else f"in {late[0]} to {late[-1]}, on average"
    names = listed([find(donor.name).sentence_name for donor in fit.donors[:3]])
    rank = (
        "no placebo fits well enough to rank it"
        if fit.p_value is None or not fit.placebos
        else f"p = {fit.p_value:.2f} among {fit.placebos} placebo states"
    )
    return (
        f"{title} was {above(effect)} what states that moved like it before {turn.year} "
        f"({names}) lead to expect {when}; {rank}; the fit before missed by "
        f"{fit.error_before * 100:.1f} points."
    )


def _of_years(basis: Basis, panel: _Panel, turn: TurningYear, last: int) -> str:
    """What the years at hand allow."""
    known = [year for year in panel.years.tolist() if year < turn.year]
    late = panel.years.size - len(known)
    text = ""
    if known[-1] < turn.year - 1:
        text += (
            f" The last year known before it is {known[-1]}: what happened until {turn.year} is "
            "in the effect too."
        )
    if late == 1:
        text += (
            f" It rests on one year, {last}: a passing effect cannot be told from a lasting one."
        )
    if any(place in basis.completed.places for place in panel.places):
        text += " Missing flows of that year are imputed, for donors too."
    return text
