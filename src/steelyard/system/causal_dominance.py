"""Which feedback loops of a causal system make its change, year by year, with draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST, Path, model_of
from steelyard.system.causal_terms import delayed, gain, loss
from steelyard.system.dominance import LoopScores, Period, dominant, loop_scores, periods
from steelyard.system.link_scores import LinkScores, link_scores
from steelyard.system.loops import LONGEST, Loop, loops, partitions
from steelyard.system.model import Kind
from steelyard.system.numbers import draws_of
from steelyard.system.simulation import Run, simulate

FORGETTING = "forgetting"


@dataclass(frozen=True, slots=True, eq=False)
class CausalDominance:
    """Scores of the loops of a causal system over each year.

    `loops` are feedback loops between variables up to a length, `named` maps a name of the tables
    to the place of its loop among them. `scores` compare these loops with each other; `forgotten`
    is the part that decay has in the whole of loops and decay. Axes: draw (if any), year, loop.
    """

    loops: tuple[Loop, ...]
    named: dict[str, int]
    partition: int
    scores: LoopScores
    forgotten: Float[np.ndarray, "*draw year"]

    @property
    def years(self) -> Float[np.ndarray, " year"]:
        """The ends of the steps: the change up to that year."""
        return self.scores.times

    def of(self, name: str) -> Float[np.ndarray, "*draw year"]:
        """Relative score of a named loop."""
        return self.scores.relative[..., self.named[name]]

    def share_of_named(self) -> Float[np.ndarray, "*draw year"]:
        """Part of the scores of all loops, in absolute value, that loops with a name have."""
        places = sorted(set(self.named.values()))
        return np.abs(self.scores.relative[..., places]).sum(axis=-1)

    def reinforcing(self) -> Float[np.ndarray, "*draw year"]:
        """Part of the scores that reinforcing loops have."""
        return np.maximum(self.scores.relative, 0.0).sum(axis=-1)

    def leading(self) -> Bool[np.ndarray, "*draw year loop"]:
        """Which loops are in the smallest set that makes half of the change by loops."""
        return dominant(self.scores, self.partition)

    def turns(self) -> Int[np.ndarray, "*draw"]:
        """How often the leading set changes from one year to the next."""
        leads = self.leading()
        return (leads[..., 1:, :] != leads[..., :-1, :]).any(axis=-1).sum(axis=-1)

    def spells(self) -> tuple[Period, ...]:
        """Years in a row over which the same loops lead, for a run without draws."""
        return periods(self.scores, self.partition)


def causal_scores(system: CausalSystem, run: Run) -> LinkScores:
    """Scores of the links between the variables of a causal system, over a run of its model.

    A link's score is that of the way through the equations that it stands for: into an auxiliary,
    or by the flow into a stock. A delay passes a change on as it is and scores 1, so that the
    stages which carry it count for nothing. The decay of a stock is a link of it to itself.
    """
    inner = link_scores(run)
    ends = sorted({(each.cause, each.effect) for each in system.links})
    found: dict[tuple[str, str], np.ndarray] = {}
    for cause, effect in ends:
        names = {
            delayed(each) for each in system.links if (each.cause, each.effect) == (cause, effect)
        }
        found[cause, effect] = sum(
            (_score(system, inner, name, effect) for name in sorted(names)),
            np.zeros(inner.values.shape[:-1]),
        )
    for each in system.variables:
        if each.role == "stock":
            out = loss(each.name)
            found[each.name, each.name] = inner.of(each.name, out) * inner.of(out, each.name)
    return LinkScores(inner.times, tuple(found), np.stack(list(found.values()), axis=-1))


def _score(system: CausalSystem, inner: LinkScores, cause: str, effect: str) -> np.ndarray:
    """Score of the way from a cause, as the equation reads it, to its effect."""
    if system[effect].role != "stock":
        return inner.of(cause, effect)
    return inner.of(cause, gain(effect)) * inner.of(gain(effect), effect)


def causal_dominance(system: CausalSystem, run: Run, longest: int = LONGEST) -> CausalDominance:
    """How much of the change of a run each feedback loop makes.

    Only loops of at most `longest` variables are scored, relative to each other; links with two
    signs take that of the run. The largest group of variables that act on each other is meant:
    scores do not compare between groups.

    Parameters
    ----------
    system : CausalSystem
    run : Run
        Of the model of this system, with all variables kept.
    longest : int

    Returns
    -------
    dominance : CausalDominance
        Scores say how change came about, not how large it was.

    References
    ----------
    Schoenberg, W., Davidsen, P. and Eberlein, R. (2020). *System Dynamics Review* 36(2), 158.
    Schoenberg, W., Hayward, J. and Eberlein, R. (2023). *System Dynamics Review* 39(2), 140.
    """
    graph = system.graph()
    groups = partitions(graph)
    largest = max(range(len(groups)), key=lambda at: len(groups[at]))
    found = tuple(each for each in loops(graph, longest) if each.partition == largest)
    decays = tuple(
        Loop(f"{FORGETTING} {name}", (name,), -1, largest)
        for name in groups[largest]
        if system[name].role == "stock"
    )
    scores = causal_scores(system, run)
    whole = loop_scores(scores, (*found, *decays))
    forgotten = np.abs(whole.relative[..., len(found) :]).sum(axis=-1)
    named = named_places(system, found)
    return CausalDominance(found, named, largest, loop_scores(scores, found), forgotten)


def named_places(system: CausalSystem, found: tuple[Loop, ...]) -> dict[str, int]:
    """Where the loops with a name stand among these; those that are too long are absent."""
    places = {frozenset(each.links): at for at, each in enumerate(found)}
    return {
        each.name: places[key] for each in system.named_loops if (key := _ring(each.ring)) in places
    }


def _ring(names: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The links round a ring, wherever it is begun."""
    return frozenset(zip(names, (*names[1:], names[0]), strict=True))


def dominance_over_draws(
    system: CausalSystem,
    draws: int,
    *,
    seed: int = 0,
    years: tuple[int, int] = (FIRST, LAST),
    paths: Mapping[str, Path] | None = None,
    longest: int = LONGEST,
) -> CausalDominance:
    """Loop dominance over draws of all numbers from their priors; the first holds the usual ones.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> found = dominance_over_draws(shipped(), 1, years=(1992, 1996))
    >>> found.scores.relative.shape
    (1, 4, 111)
    """
    model = model_of(system, years=years, paths=paths)
    known = set(model.of(Kind.CONSTANT))
    given = {k: v for k, v in draws_of(system, draws, seed).items() if k in known}
    return causal_dominance(system, simulate(model, constants=given, engine="numpy"), longest)
