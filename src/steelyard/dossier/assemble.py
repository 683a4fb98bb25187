"""Puts a dossier together: reads the dataset once, computes every series, then the sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from steelyard import __version__
from steelyard.dossier.audit.audit import audit_of_pair
from steelyard.dossier.balance import NEAR, NEAR_EARLIER, balance
from steelyard.dossier.basis import Basis
from steelyard.dossier.causal.make import causal, document_origins
from steelyard.dossier.comparison.composites import composite_series
from steelyard.dossier.comparison.make import comparison
from steelyard.dossier.contest.cells import contest_cells
from steelyard.dossier.contest.outcome import contest_crossings, contest_gaps
from steelyard.dossier.crossings import crossings
from steelyard.dossier.cuts import cuts
from steelyard.dossier.disagreements import disagreements, mirror_pairs
from steelyard.dossier.domains.borderlands import borderland_gaps
from steelyard.dossier.domains.energy.freight import rate_origins
from steelyard.dossier.domains.makers import MAKERS
from steelyard.dossier.energy_market import fuel_markets
from steelyard.dossier.evidence import Evidence
from steelyard.dossier.explanation.explain import Question, explanation
from steelyard.dossier.findings import findings
from steelyard.dossier.flows import flows
from steelyard.dossier.forecasts import forecasts
from steelyard.dossier.gaps import gaps
from steelyard.dossier.happened import events
from steelyard.dossier.head import head_sentence
from steelyard.dossier.method import method
from steelyard.dossier.mirrors import completed
from steelyard.dossier.noise import noise
from steelyard.dossier.partners import composition, third_states
from steelyard.dossier.pressure.make import pressure, pressure_origins
from steelyard.dossier.product_ties import product_ties
from steelyard.dossier.records import (
    Arm,
    Balance,
    Change,
    Composite,
    ContestCell,
    Counterfactual,
    Disagreement,
    Dossier,
    Head,
    Measure,
    Placed,
    Series,
    State,
)
from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, Request, request
from steelyard.dossier.stated.outcomes import Ground
from steelyard.dossier.triangle.make import triangle
from steelyard.dossier.vote_accounts import account_differences
from steelyard.measures.catalogue import get
from steelyard.reference.dataset import Dataset, load
from steelyard.vocabulary.errors import NoData
from steelyard.vocabulary.provenance import Origin

Progress = Callable[[str, float], None]


def dossier(
    a: str,
    b: str,
    years: tuple[int, int] = DEFAULT_YEARS,
    *,
    as_of: date = DEFAULT_AS_OF,
    seed: int = 0,
    data: Dataset | None = None,
    composites: bool = False,
    explain: Question | None = None,
    progress: Progress = lambda step, done: None,
) -> Dossier:
    """All that is known about the mutual dependence of two states.

    Parameters
    ----------
    a, b : str
        Two states by code or name, such as ``RUS`` and ``CHN``.
    years : (first, last)
        Span within 1990 to 2025.
    as_of : date
        Use only what was published by this day (law 6).
    seed : int
        Same seed, same numbers (law 11).
    data : Dataset, optional
        By default the embedded dataset.
    composites : bool
        Also what takes longer than everything else together: the composite scores of both sides
        over all choices of their making, documents' projections beside naive forecasts, and the
        pair as a causal system.
    explain : Question, optional
        Also what changed between two years and why; ``Question()`` chooses the years by rule.
    progress : callable, optional
        Called as ``progress(step, done)`` with `done` from 0 to 1.

    Raises
    ------
    InputError
        UnknownName, BadYears, or NoData where the pair has no figure at all.

    Examples
    --------
    >>> found = dossier("RUS", "CHN", (2010, 2023))
    >>> found.a.name, found.find("trade.export_share.RUS.CHN.baci-reconciled").at("2010").status
    ('Russia', 'reconciled')
    """
    asked = request(a, b, years, as_of, seed)
    progress("reading data", 0.0)
    known = data or load(as_of)
    basis = _basis(known, asked, progress)
    found = _series(basis, progress)
    if composites:
        progress("composites", 0.85)
        found += composite_series(basis)
    if not any({item.subject, item.partner} == set(asked.codes) for item in found):
        # what is known of one of them alone, or of third states, says nothing about the pair
        raise NoData(
            where=f"{asked.a.name} and {asked.b.name}",
            found=f"no figure on this pair in {asked.years[0]}-{asked.years[1]}.",
            expected="two states with trade, votes or published figures in these years",
            remedy="Widen --years, or add a file with `steelyard data add`.",
        )
    progress("writing sentences", 0.9)
    return _assembled(basis, found, explain, progress, composites=composites)


def _basis(data: Dataset, asked: Request, progress: Progress) -> Basis:
    """Trade as arrays, its noise, and its missing flows imputed."""
    trade = flows(data)
    progress("learning the noise of trade", 0.1)
    learned = noise(data, trade)
    progress("imputing missing flows", 0.2)
    return Basis(data, trade, learned, completed(trade, asked), asked)


def _series(basis: Basis, progress: Progress) -> tuple[Series, ...]:
    """Every measure that has data for the pair."""
    found: list[Series] = []
    for place, (name, make) in enumerate(MAKERS):
        progress(name, 0.3 + 0.6 * place / len(MAKERS))
        found.extend(make(basis))
    return tuple(found)


def _assembled(
    basis: Basis,
    found: tuple[Series, ...],
    explain: Question | None,
    progress: Progress,
    *,
    composites: bool,
) -> Dossier:
    """Records from series."""
    asked = basis.asked
    inside = [y for y in basis.trade.years if asked.years[0] <= y <= asked.years[1]]
    anchor = max(inside, default=asked.years[1])
    balances = (
        balance(found, asked, anchor, NEAR),
        *(balance(found, asked, anchor - back, NEAR_EARLIER) for back in (10, 20)),
    )
    between = contest_cells(basis)
    passed = (*contest_crossings(between, found, asked), *crossings(found, asked))
    beside = comparison(basis, with_composites=composites)
    evidence = Evidence(asked, found, balances, passed, beside, fuel_markets(basis))
    sentence, value, probability = head_sentence(evidence)
    made = findings(evidence)
    told = events(basis.data, asked)
    differing = (
        *account_differences(found, asked),
        *mirror_pairs(basis.data, asked),
        *disagreements(basis.data, asked),
    )
    partners = composition(basis.completed, asked) if basis.has_trade else ()
    thirds = third_states(basis.completed, asked) if basis.has_trade else ()
    why = None
    if explain is not None:
        why = explanation(
            basis, found, told, explain, lambda step, done: progress(step, 0.9 + 0.1 * done)
        )
    resting = (
        *((*beside.placed, *beside.composites) if beside else ()),
        *between,
        *((*why.changes, *why.counterfactuals) if why else ()),
    )
    ties = product_ties(basis, found)
    with_third = triangle(basis)
    pressed = pressure(basis)
    as_system = causal(asked, basis.data) if composites else None
    used = _used_origins(found, differing, resting)
    used += [origin for tie in ties for origin in tie.origins]
    if with_third is not None:
        used += [origin for one in (*with_third.years, *with_third.camps) for origin in one.origins]
    used += [*pressure_origins(pressed), *(as_system.used() if as_system else ())]
    for market in fuel_markets(basis):
        used += [*market.origins, *(o for each in market.observed for o in each.origins)]
    ground = Ground(basis.data, basis.trade, asked)
    foreseen = forecasts(ground) if composites else None
    judged = audit_of_pair(basis.data, asked) if composites else None
    used += [origin.id for origin in judged.origins] if judged is not None else []
    if foreseen is not None:
        used += [origin for each in foreseen.stated for origin in each.origins]
    return Dossier(
        steelyard_version=__version__,
        a=_state(asked.a),
        b=_state(asked.b),
        years=asked.years,
        as_of=asked.as_of,
        seed=asked.seed,
        head=Head(sentence=sentence, value=value, probability=probability),
        balances=_with_figures(balances),
        findings=made,
        series=found,
        composition=partners,
        map=thirds,
        crossings=passed,
        cuts=cuts(basis),
        products=ties,
        fuels=fuel_markets(basis),
        triangle=with_third,
        pressure=pressed,
        causal=as_system,
        comparison=beside,
        forecasts=foreseen,
        audit=judged,
        explanation=why,
        events=told,
        disagreements=differing,
        contest=between,
        gaps=(
            *gaps(basis, found, balances[0]),
            *contest_gaps(between, asked),
            *borderland_gaps(found, basis),
        ),
        measures=tuple(_measure(name) for name in sorted({item.measure for item in found})),
        origins=_origins(basis.data, used, () if judged is None else judged.origins),
        method=method(basis),
    )


def _with_figures(balances: tuple[Balance, ...]) -> tuple[Balance, ...]:
    """Domains with a number at any of the times; times with a number in any domain."""
    known = {arm.domain for item in balances for arm in item.arms if _has_number(arm)}
    cut = [
        Balance(year=item.year, arms=tuple(arm for arm in item.arms if arm.domain in known))
        for item in balances
    ]
    return tuple(item for item in cut if any(_has_number(arm) for arm in item.arms))


def _has_number(arm: Arm) -> bool:
    """Whether at least one direction is known."""
    return arm.a_on_b.present or arm.b_on_a.present


def _state(state) -> State:
    """A state as the dossier shows it."""
    return State(iso3=state.iso3, name=state.name, adjective=state.adjective)


def _measure(name: str) -> Measure:
    """The catalogue's entry of a measure."""
    entry = get(name)
    return Measure(
        id=entry.id,
        title=entry.title,
        definition=entry.definition,
        formula=entry.formula,
        unit=entry.unit,
        kind=entry.kind,
        valid=entry.valid,
        reading=entry.reading,
        limits=entry.limits,
        citation=entry.citation,
    )


def _used_origins(
    found: Iterable[Series],
    differing: Iterable[Disagreement],
    placed: Iterable[Placed | Composite | ContestCell | Change | Counterfactual],
) -> list[str]:
    """Ids of every origin that a number rests on, each once, in order of use."""
    used = [origin for item in found for entry in item.points for origin in entry.origins]
    used += [source for item in differing for _, _, source in item.figures]
    used += [origin for item in placed for origin in item.origins]
    return list(dict.fromkeys(used))


def _origins(
    data: Dataset, used: Iterable[str], judged_by: Iterable[Origin]
) -> tuple[Origin, ...]:  # fmt: skip
    """The records of these origins; addresses of events are their own source."""
    of_claims = {origin.id: origin for origin in judged_by}
    known = {**rate_origins(), **document_origins(), **of_claims, **data.origins}
    return tuple(known[name] for name in used if name in known)
