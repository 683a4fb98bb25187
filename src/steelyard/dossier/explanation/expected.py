"""Gravity: what both states' trade with all others and their closeness lead to expect, by year."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.explanation.register import TurningYear
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.explanation.words import factor
from steelyard.dossier.records import Counterfactual
from steelyard.dossier.side_by_side import side_by_side
from steelyard.measures.interval import LEVEL, Z90
from steelyard.models.series.gravity import Gravity, gravity
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State

TIES = ("border", "language", "colony")
BACK = 5  # years before an event that it is compared with
LARGE = 40  # largest traders whose pairs are placebos
NO_TURN = "no turning year; last year against first"
FEWEST = 99  # placebos below which no interval is given
METHOD = (
    "gravity by Poisson pseudo-likelihood, exporter and importer effects in each year, distance, "
    "border, language, colonial link; the pair itself left out of the fit"
)
BASIS = "standard error of the expected flow, clustered by pair"
PLACEBOS = "the same ratio of {} other pairs of large traders between the same years"
LIMITS = (
    "Flows that nobody reported are not in the fit. The effects of the two states hold whatever "
    "changed in all their trade: this asks for the pair alone."
)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year's fit without the pair; `whole` is the fit with it, where years are compared."""

    year: int
    flows: np.ndarray
    without: Gravity
    whole: Gravity | None


def expected_flows(
    basis: Basis, span: Span, turning: tuple[TurningYear, ...]
) -> tuple[Counterfactual, ...]:
    """Observed and expected flow of both directions in every year with trade."""
    codes, ties = _ties(basis)
    if not set(basis.asked.codes) <= set(codes) or span.first is None or span.last is None:
        return ()
    a, b = (codes.index(code) for code in basis.asked.codes)
    compared = _compared(span, turning, [year for _, year in basis.years()])
    both = {*compared[0], *compared[1]}
    years = side_by_side(
        lambda one: _fitted(basis, codes, ties, one[0], (a, b), compared=one[1] in both),
        basis.years(),
    )
    made = []
    for (seller, buyer), pair in zip(basis.asked.directions(), ((a, b), (b, a)), strict=True):
        if any(np.isfinite(one.flows[pair]) and one.flows[pair] > 0 for one in years):
            made.append(_record(basis, span, turning, seller, buyer, pair, years))
    return tuple(made)


def _ties(basis: Basis) -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    """Economies with a known distance to others, and their ties as matrices."""
    table = basis.data.table("distances")
    known = (set(table["a"]) | set(table["b"])) & set(basis.trade.codes)
    codes = tuple(sorted(known | (set(basis.asked.codes) & set(basis.trade.codes) & known)))
    rows = table.filter(table["a"].is_in(codes) & table["b"].is_in(codes))
    place = {code: k for k, code in enumerate(codes)}
    i, j = (np.array([place[code] for code in rows[side]], dtype=int) for side in ("a", "b"))
    columns = {"distance": np.log(rows["distance"].to_numpy().astype(float))}
    columns |= {name: rows[name].to_numpy().astype(float) for name in TIES}
    ties = {}
    for name, values in columns.items():
        ties[name] = np.full((len(codes), len(codes)), np.nan)
        ties[name][i, j] = ties[name][j, i] = values
    return codes, ties


def _fitted(
    basis: Basis,
    codes: tuple[str, ...],
    ties: dict[str, np.ndarray],
    place: int,
    pair: tuple[int, int],
    *,
    compared: bool,
) -> _Year:
    """The fits of one year."""
    rows = [basis.trade.state(code) for code in codes]
    flows = basis.trade.values[place][np.ix_(rows, rows)]
    mask = np.zeros(flows.shape, dtype=bool)
    mask[pair] = mask[pair[::-1]] = True
    return _Year(
        basis.trade.years[place],
        flows,
        gravity(flows, ties, left_out=mask, pairs=(pair, (pair[1], pair[0]))),
        gravity(flows, ties, errors=False) if compared else None,
    )


def _record(
    basis: Basis,
    span: Span,
    turning: tuple[TurningYear, ...],
    seller: State,
    buyer: State,
    pair: tuple[int, int],
    years: list[_Year],
) -> Counterfactual:
    """One direction."""
    known = [one for one in years if np.isfinite(one.flows[pair]) and one.flows[pair] > 0]
    early, late, event = _compared(span, turning, [one.year for one in known])
    effect, p_value, placebos = _effect(known, pair, early, late, basis)
    title = f"{seller.adjective} exports to {buyer.sentence_name}"
    expected = tuple(
        _expected(one.without, pair, int(seller.iso3 == basis.asked.b.iso3)) for one in known
    )
    return Counterfactual(
        id=f"gravity.{seller.iso3}.{buyer.iso3}",
        title=title,
        sentence=_sentence(title, known, pair, expected, effect, p_value, placebos, early, late),
        method=METHOD,
        measure="trade.flow",
        subject=seller.iso3,
        partner=buyer.iso3,
        unit="USD m",
        event_year=event.year if event else late[0],
        event=event.reason if event else NO_TURN,
        years=tuple(one.year for one in known),
        observed=tuple(float(one.flows[pair]) for one in known),
        expected=expected,
        effect=effect,
        p_value=p_value,
        placebos=placebos,
        donors=(),
        error_before=None,
        time_placebos=(),
        left_out=(),
        limits=LIMITS,
        origins=tuple(
            dict.fromkeys(
                [*basis.trade.origins, *basis.data.table("distances")["origin"].unique().to_list()]
            )
        ),
    )


def _compared(
    span: Span, turning: tuple[TurningYear, ...], years: list[int]
) -> tuple[list[int], list[int], TurningYear | None]:
    """Years before and after the first turning year; without one the ends of the span."""
    for turn in turning:
        early = [year for year in years if turn.year - BACK <= year < turn.year]
        late = [year for year in years if turn.year <= year <= span.asked[1]]
        if early and late:
            return early, late, turn
    inside = [year for year in years if span.asked[0] <= year <= span.asked[1]] or years
    return inside[:1], inside[-1:], None


def _expected(fit: Gravity, pair: tuple[int, int], place: int) -> Estimate:
    """Expected flow with its interval."""
    value, error = float(fit.expected[pair]), fit.error[place]
    if not np.isfinite(value) or not np.isfinite(error):
        return absent("a state without other trade, or without a known distance")
    return Estimate(
        value, value * exp(-Z90 * error), value * exp(Z90 * error), LEVEL, BASIS, "estimated"
    )


def _effect(
    known: list[_Year], pair: tuple[int, int], early: list[int], late: list[int], basis: Basis
) -> tuple[Estimate, float | None, int]:
    """Change of the log of observed over expected, and its rank among other pairs."""

    def moved(of: str, where: tuple[int, int] | None) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = {
                one.year: np.log(one.flows / getattr(one, of).expected)
                for one in known
                if one.year in (*early, *late)
            }
        ratio = {year: np.where(np.isinf(value), np.nan, value) for year, value in ratio.items()}
        mean = [np.mean([ratio[year] for year in side], axis=0) for side in (late, early)]
        return mean[0] - mean[1] if where is None else (mean[0] - mean[1])[where]

    own, alike = float(moved("without", pair)), moved("whole", None)
    if not np.isfinite(own):
        return absent("no flow or no expectation in a year that is compared"), None, 0
    size = np.nansum(known[0].flows, axis=0) + np.nansum(known[0].flows, axis=1)
    large = np.zeros(size.size, dtype=bool)
    large[np.argsort(-size, kind="stable")[:LARGE]] = True
    large[list(pair)] = False
    others = alike[np.ix_(large, large)]
    others = others[np.isfinite(others)]
    if others.size < FEWEST:
        why = f"none: {others.size} other pairs to compare with, {FEWEST} are needed"
        return Estimate(own, None, None, None, why, "estimated"), None, int(others.size)
    p_value = float((1 + (np.abs(others) >= abs(float(alike[pair]))).sum()) / (others.size + 1))
    tail = (1 - LEVEL) / 2
    low, high = own - np.quantile(others, [1 - tail, tail])
    text = PLACEBOS.format(f"{others.size:,}")
    effect = Estimate(own, min(own, low), max(own, high), LEVEL, text, "estimated")
    return effect, p_value, int(others.size)


def _sentence(
    title: str,
    known: list[_Year],
    pair: tuple[int, int],
    expected: tuple[Estimate, ...],
    effect: Estimate,
    p_value: float | None,
    placebos: int,
    early: list[int],
    late: list[int],
) -> str:
    """The ratio at both ends, its change, and how unusual that is."""
    by_year = dict(zip([one.year for one in known], range(len(known)), strict=True))
    ends = [
        _ratio(known[by_year[year]], pair, expected[by_year[year]])
        for year in (early[-1], late[-1])
    ]
    text = (
        f"{title} were {ends[1]} what size and closeness lead to expect in {late[-1]}, and "
        f"{ends[0]} in {early[-1]}"
    )
    if effect.point is None:
        return f"{text}."
    rank = (
        "" if p_value is None else f"; p = {p_value:.2f} among {placebos:,} pairs of large traders"
    )
    spans = [str(side[0]) if len(side) == 1 else f"{side[0]}-{side[-1]}" for side in (early, late)]
    return f"{text}; from {spans[0]} to {spans[1]} it moved {factor(effect)}{rank}."


def _ratio(one: _Year, pair: tuple[int, int], expected: Estimate) -> str:
    """Observed over expected with its interval."""
    seen = float(one.flows[pair])
    if expected.point is None or expected.low is None or expected.high is None:
        return "an unknown multiple of"
    ends = (log(seen / expected.point), log(seen / expected.high), log(seen / expected.low))
    return (
        factor(Estimate(ends[0], ends[1], ends[2], LEVEL, BASIS))
        .replace("times ", "", 1)
        .replace(" (", " times (", 1)
    )
