"""What each side could extract from the other by a threat to stop selling."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.attributes import attributes
from steelyard.dossier.basis import Basis
from steelyard.dossier.cuts import cuts
from steelyard.dossier.domains.cuts import loss
from steelyard.dossier.pressure.assumptions import Assumptions, Range, assumptions
from steelyard.dossier.records.cuts import CutCost, Cuts
from steelyard.dossier.records.pressure import CoercionGame, DemandPlay, ResolveCase
from steelyard.measures.interval import draws_of, estimate_from_draws
from steelyard.models.games.coercion import Threat, best_demand, extractable, play, would_cut
from steelyard.scenarios.library import delivery_cut
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

DRAWS = 1000
DEMANDS = (0.25, 0.5, 0.75, 1.0)  # parts of the cost of defiance
DRAWN = "draws of the costs of a cut and of the stated ranges"
BELIEF = (
    "draws of the sender's cost and of what backing down costs it, at a stated range of resolve"
)
SURE = "a probability over all draws already says how sure it is"
NO_GDP = "no gross domestic product of both in one year, so no worth of a concession"
TOGETHER = (
    "Costs of both sides are drawn together: the same elasticities move them, and the interval of "
    "their ratio is much narrower than that of either."
)


def coercion_games(basis: Basis) -> tuple[CoercionGame, ...]:
    """Both directions at both horizons; none where no cut between the two ships."""
    found = cuts(basis)
    if found is None:
        return ()
    games = []
    for target, sender in basis.asked.directions():
        name = delivery_cut(sender, target).name
        for cost in found.costs:
            if cost.of_pair and cost.id == name:
                made = _game(basis, found, cost, sender, target)
                games += [made] if made is not None else []
    return tuple(games)


def _game(
    basis: Basis, found: Cuts, cost: CutCost, sender: State, target: State
) -> CoercionGame | None:
    """One direction at one horizon; None where a cost has no number."""
    of_target, of_sender = (cost.a, cost.b) if target == basis.asked.a else (cost.b, cost.a)
    defiance, coercion = loss(of_target), loss(of_sender)
    if not defiance.present or not coercion.present:
        return None
    stated = assumptions()
    seed = basis.asked.seed
    # the same seed draws both from the same place of their intervals: see TOGETHER
    lost, own = (draws_of(each, DRAWS, seed, within=(0.0, 1.0)) for each in (defiance, coercion))
    back = stated.backing_down.drawn(DRAWS, np.random.default_rng(seed + 1))
    cases = tuple(_case(defiance, coercion, lost, own, back, each) for each in stated.resolve)
    ratio, gdp = _ratio(basis, sender, target, cost.year)
    demands, bold = _plays(lost, own, back, ratio, stated, seed)
    return CoercionGame(
        sender=sender.iso3,
        target=target.iso3,
        horizon=cost.horizon,
        year=cost.year,
        defiance=defiance,
        coercion=coercion,
        would_cut=cases[0].would_cut,
        concession=cases[0].concession,
        ceiling=defiance,
        bold=bold,
        demands=demands,
        cases=cases,
        assumed=(*stated.told(), TOGETHER),
        origins=tuple(dict.fromkeys((*found.origins, *gdp))),
    )


def _case(
    defiance: Estimate,
    coercion: Estimate,
    lost: np.ndarray,
    own: np.ndarray,
    back: np.ndarray,
    resolve: Range,
) -> ResolveCase:
    """Belief and sure concession under one range of resolve."""
    believed = would_cut(own, back, resolve.least, resolve.most)
    middle = max(0.0, min(1.0, coercion.point or 0.0))
    point = float(would_cut(middle, assumptions().backing_down.middle, resolve.least, resolve.most))
    sure = float(extractable(max(defiance.point or 0.0, 0.0), point))
    return ResolveCase(
        title=resolve.title,
        least=resolve.least,
        most=resolve.most,
        would_cut=estimate_from_draws(point, believed, basis=BELIEF, kind="simulated"),
        concession=estimate_from_draws(
            sure, extractable(lost, believed), basis=DRAWN, kind="simulated"
        ),
    )


def _ratio(
    basis: Basis, sender: State, target: State, year: int
) -> tuple[float | None, tuple[str, ...]]:
    """Income of the target over the sender's in the last year to `year` with both."""
    for source in attributes(basis.data, "gdp", (year - 5, year)):
        ours, theirs = source.of(sender.iso3), source.of(target.iso3)
        both = np.flatnonzero(np.isfinite(ours) & np.isfinite(theirs) & (ours > 0) & (theirs > 0))
        if both.size:
            return float(theirs[both[-1]] / ours[both[-1]]), source.origins
    return None, ()


def _plays(
    lost: np.ndarray,
    own: np.ndarray,
    back: np.ndarray,
    ratio: float | None,
    stated: Assumptions,
    seed: int,
) -> tuple[tuple[DemandPlay, ...], Estimate]:
    """What happens at each demand, and whether the sender would ask for everything."""
    usable = lost > 0
    if ratio is None or not usable.any():
        why = absent(NO_GDP if ratio is None else "a cut costs the target nothing")
        return (), why
    lost, own, back = lost[usable], own[usable], back[usable]
    middle = stated.resolve[0]
    worth = ratio * stated.worth.drawn(lost.size, np.random.default_rng(seed + 2))
    believed = would_cut(own, back, middle.least, middle.most)
    needed = np.maximum(own - back, middle.least)
    resolved = np.sqrt(np.minimum(needed, middle.most) * middle.most)  # of one that would cut
    game = Threat(lost, own, back, resolved, worth)
    asked = best_demand(game, believed)
    bold = asked > extractable(lost, believed) * (1 + 1e-9)
    demands = tuple(_demand(game, believed, part) for part in DEMANDS)
    return demands, exact(float(bold.mean()), SURE, "simulated")


def _demand(game: Threat, believed: np.ndarray, part: float) -> DemandPlay:
    """Probabilities at one demand, over all draws."""
    found = play(game, part * game.defiance, believed)

    def over_draws(values: np.ndarray) -> Estimate:
        return exact(float(values.mean()), SURE, "simulated")

    return DemandPlay(
        part=part,
        threat=over_draws(found.threat),
        yields=over_draws(found.yields),
        cut=over_draws(found.cut),
        backs_down=over_draws(found.backs_down),
    )
