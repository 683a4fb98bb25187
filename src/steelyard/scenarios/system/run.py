"""A scenario beside its baseline, with the same draws and the same chance in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.scenarios.system.changed import changed
from steelyard.scenarios.system.fans import fan_of
from steelyard.scenarios.system.odds import odds_of, unranked
from steelyard.scenarios.system.outcome import Answer, Odds, SystemOutcome, Watched
from steelyard.scenarios.system.runner import Runner, Runs
from steelyard.scenarios.system.schema import Expected, SystemScenario
from steelyard.scenarios.system.standing import Standing, Unranked
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_terms import unit_of
from steelyard.system.dynamics import BEYOND
from steelyard.vocabulary.errors import AxisMismatch, NoData

Values = Float[np.ndarray, "draw year"]
SAME = 1e-12  # standard deviations: a difference below is what is left of rounding


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Runs of a scenario and of its baseline, in draws that both could use."""

    years: Float[np.ndarray, " year"]
    names: tuple[str, ...]
    baseline: Float[np.ndarray, "draw year variable"]
    scenario: Float[np.ndarray, "draw year variable"]
    draws: int

    def __getitem__(self, name: str) -> tuple[Values, Values]:
        """A variable in the baseline and in the scenario."""
        at = self.names.index(name)
        return self.baseline[..., at], self.scenario[..., at]

    def place(self, year: int) -> int:
        """Where a year stands."""
        return int(np.searchsorted(self.years, year))


def simulate(
    scenario: SystemScenario,
    system: CausalSystem,
    runner: Runner,
    *,
    baseline: Runs | None = None,
    standings: Iterable[Standing | Unranked] = (),
    watch: Iterable[str] = (),
    seed: int = 0,
) -> SystemOutcome:
    """What a scenario changes, beside the same runs without it.

    Parameters
    ----------
    scenario : SystemScenario
        Checked against the system (`steelyard.scenarios.system.read`).
    system : CausalSystem
    runner : Runner
        Of priors or of a calibration.
    baseline : Runs, optional
        Of the same runner without changes, where they are at hand.
    standings : of both directions
        For the classes; without them none are told.
    watch : names, optional
        Variables to tell of in place of those that the scenario names.
    seed : count
        For the choice of members of a class.

    Raises
    ------
    NoData
        If no draw can be used in both runs.
    InputError
        As the runner.

    Examples
    --------
    >>> from steelyard.scenarios.system.library import shipped as scenarios
    >>> from steelyard.scenarios.system.runner import PriorRunner
    >>> from steelyard.system.causal import shipped
    >>> found = simulate(scenarios("course-revised"), shipped(), PriorRunner(20))
    >>> found.kind, found.answers[0].probability
    ('prior', 1.0)
    """
    told = changed(scenario, system, runner.paths)
    base = runner(system) if baseline is None else baseline
    if scenario.changes:
        other = runner(told.system, levers=told.levers, without=told.without)
    else:
        other = base
    pair = paired(base, other)
    named = tuple(watch) or scenario.watch
    return SystemOutcome(
        kind=runner.kind, name=scenario.name, title=scenario.title, question=scenario.question,
        row=scenario.row, document=scenario.document, note=" ".join(scenario.note.split()),
        limits=scenario.limits, changes=told.lines, notes=(*told.notes, *_refused(base, other)),
        years=tuple(map(int, pair.years)),
        watched=tuple(_watched(system, pair, name) for name in named),
        answers=tuple(_answer(system, pair, each) for each in scenario.expects),
        odds=tuple(_odds(pair, tuple(standings), seed)),
        drivers=tuple(runner.paths), draws=int(base.used.size), used=pair.draws, seed=seed,
    )  # fmt: skip


def paired(baseline: Runs, scenario: Runs) -> Pair:
    """Two runs of the same draws, cut to the draws that both could use.

    Raises
    ------
    AxisMismatch
        If the two have other years, variables or numbers of draws.
    NoData
        If nothing is left.
    """
    for axis, left, right in (
        ("year", baseline.years.tolist(), scenario.years.tolist()),
        ("variable", list(baseline.names), list(scenario.names)),
        ("draw", [baseline.used.size], [scenario.used.size]),
    ):
        if left != right:
            raise AxisMismatch(axis=axis, left=left, right=right)
    both = baseline.used & scenario.used
    if not both.any():
        raise NoData(
            where="runs of a scenario", found="no draw whose indices all stay within their scale.",
            expected=f"indices within {BEYOND:g} standard deviations",
            remedy="Make the changes of the scenario smaller.",
        )  # fmt: skip
    return Pair(
        baseline.years, baseline.names, baseline.values[both], scenario.values[both],
        int(both.sum()),
    )  # fmt: skip


def _watched(system: CausalSystem, pair: Pair, name: str) -> Watched:
    """One variable."""
    before, after = pair[name]
    apart = after - before
    apart = np.where(np.abs(apart) < SAME, 0.0, apart)
    moved = (apart != 0).any(axis=0)
    rises = np.where(moved, (apart > 0).mean(axis=0), np.nan)
    fan = fan_of(apart)
    clear = (np.array(fan.p05) > 0) | (np.array(fan.p95) < 0)
    return Watched(
        variable=name, title=system[name].title, unit=unit_of(system[name]),
        baseline=fan_of(before), scenario=fan_of(after), change=fan,
        rises=tuple(None if np.isnan(each) else float(each) for each in rises),
        clear=int(pair.years[clear.argmax()]) if clear.any() else None,
    )  # fmt: skip


def _answer(system: CausalSystem, pair: Pair, told: Expected) -> Answer:
    """Whether an expectation comes out."""
    before, after = pair[told.variable]
    then = pair.place(told.by)
    if told.since is None:
        apart = after[:, then] - before[:, then]
    else:
        apart = after[:, then] - after[:, pair.place(told.since)]
    apart = np.where(np.abs(apart) < SAME, 0.0, apart)
    sign = 1 if told.direction == "rises" else -1
    chance = float((sign * apart > 0).mean()) if apart.any() else None
    low, middle, high = map(float, np.quantile(apart, (0.05, 0.5, 0.95)))
    return Answer(
        variable=told.variable, title=system[told.variable].title, direction=told.direction,
        by=told.by, since=told.since, says=told.says, probability=chance,
        simulation_error=None if chance is None else (chance * (1 - chance) / pair.draws) ** 0.5,
        low=low, middle=middle, high=high,
    )  # fmt: skip


def _odds(pair: Pair, standings: tuple[Standing | Unranked, ...], seed: int) -> Iterator[Odds]:
    """Classes of both directions."""
    for each in standings:
        if isinstance(each, Unranked):
            yield unranked(each)
            continue
        before, after = pair[each.variable]
        yield from odds_of(each, before, after, pair.years, seed=seed)


def _refused(*runs: Runs) -> Iterator[str]:
    """Draws that were not used."""
    lost = max(int((~each.used).sum()) for each in runs)
    if lost:
        yield (
            f"{lost} draws were refused, as an index ran further than {BEYOND:g} standard "
            "deviations."
        )
