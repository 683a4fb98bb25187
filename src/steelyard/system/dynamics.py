"""What the priors of a causal system imply: runs over draws, fans, and paired differences."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST, Path, model_of, set_name
from steelyard.system.causal_records import Impulse
from steelyard.system.grid import points
from steelyard.system.levers import Lever
from steelyard.system.model import Kind, Model, constant
from steelyard.system.numbers import draws_of, size_name
from steelyard.system.simulation import simulate
from steelyard.vocabulary.errors import AxisMismatch, UnknownName

BEYOND = 10.0
"""Standard deviations. Of 33 yearly values none is further from their mean than 32/sqrt(33) = 5.6;
a draw in which an index goes nearly twice as far within 49 years has run away, and is refused."""
FEW = 2000  # draws up to which NumPy is done before a program would be compiled
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class PriorRuns:
    """Trajectories of kept variables, one for each draw.

    In prior runs the first draw holds the usual numbers; `calibrated` runs have none that is
    more usual than others. `used` is False for draws that were refused because an index ran
    further than `BEYOND`; `ran_away` counts by which variable. `events` are those left out.
    """

    model: Model
    years: Float[np.ndarray, " year"]
    names: tuple[str, ...]
    values: Float[np.ndarray, "draw year variable"]
    used: Bool[np.ndarray, " draw"]
    ran_away: tuple[tuple[str, int], ...]
    events: tuple[Impulse, ...]
    calibrated: bool = False

    def __getitem__(self, name: str) -> Float[np.ndarray, "draw year"]:
        """One variable in the draws that are used."""
        return self.values[self.used][..., _place(self.names, name)]

    def usual(self, name: str) -> Float[np.ndarray, " year"]:
        """One variable at the usual numbers; of calibrated runs, the median of each year."""
        if self.calibrated:
            return np.median(self[name], axis=0)
        return self.values[0, :, _place(self.names, name)]

    def fan(self, name: str) -> Float[np.ndarray, "level year"]:
        """Quantiles at 5, 25, 50, 75 and 95 % of the draws that are used, year by year."""
        return np.quantile(self[name], LEVELS, axis=0)


def _place(names: tuple[str, ...], name: str) -> int:
    """Where a variable stands among those kept."""
    if name not in names:
        near = difflib.get_close_matches(name, names, 3)
        raise UnknownName(where="runs of a causal system", kind="variable", name=name, nearest=near)
    return names.index(name)


def simulate_prior(
    system: CausalSystem,
    draws: int,
    *,
    seed: int = 0,
    years: tuple[int, int] = (FIRST, LAST),
    paths: Mapping[str, Path] | None = None,
    levers: Iterable[Lever] = (),
    without: Iterable[str] = (),
    document: str | None = None,
    keep: Iterable[str] | None = None,
    engine: str | None = None,
) -> PriorRuns:
    """Runs of a causal system over draws of all its numbers from their priors.

    Nothing is fitted: what comes out is what the ranges of the tables imply by themselves. A
    number's draws hang on its name and the seed alone, so that two calls with the same draws
    and seed differ only by what is set or left out (`difference`).

    Parameters
    ----------
    system : CausalSystem
    draws : int
        The first has the usual numbers.
    seed : int
    years : (first, last)
    paths : of exogenous variables
        Drivers that follow observed or assumed values; others are held at 0.
    levers : of Lever
        Variables set by the user from a year on.
    without : ids of impulses, or of events of the timeline
        Events that do not happen.
    document : str, optional
        Whose sign holds where documents differ; drawn otherwise.
    keep : names, optional
        Variables to return; all of the system if None.
    engine : {"jax", "numpy"}, optional
        Step by step for few draws and compiled for many if None.

    Returns
    -------
    runs : PriorRuns
        On the scales of the variables; refused draws are marked, not dropped.

    Raises
    ------
    UnknownName, InputError

    References
    ----------
    Gelman, A. et al. (2020). Bayesian Workflow. arXiv 2011.01808, 2.4 (prior predictive checks).

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> runs = simulate_prior(shipped(), 20, keep=["dependence"])
    >>> runs.values.shape
    (20, 49, 1)
    """
    set_up = prepared(system, seed=seed, years=years, paths=paths, levers=levers,
                      without=without, document=document)  # fmt: skip
    wanted = set_up.names if keep is None else tuple(keep)
    places = [_place(set_up.names, name) for name in wanted]
    chosen = engine or ("numpy" if draws <= FEW else "jax")
    furthest, parts = [], []
    for first in range(0, max(draws, 1), FEW):  # all of all draws is large
        values = set_up.run(first, min(FEW, draws - first), chosen)
        furthest.append(reach(values))
        parts.append(values[..., places])
    far = np.concatenate(furthest)
    used = np.asarray((far <= BEYOND).all(axis=1))
    return PriorRuns(
        set_up.model, points(set_up.model.span), wanted, np.concatenate(parts), used,
        ran_away(far[~used], set_up.names), set_up.dropped,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A causal system set up to be run at draws of its priors, any of them, in any order."""

    system: CausalSystem
    model: Model
    levers: tuple[Lever, ...]
    dropped: tuple[Impulse, ...]
    seed: int
    document: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Every variable of the system, in its order."""
        return tuple(each.name for each in self.system.variables)

    @property
    def years(self) -> Float[np.ndarray, " year"]:
        """Years of a run."""
        return points(self.model.span)

    def run(self, first: int, draws: int, engine: str) -> Float[np.ndarray, "draw year variable"]:
        """All variables in the draws from `first` on; draw 0 holds the usual numbers."""
        known = set(self.model.of(Kind.CONSTANT)) - {size_name(each.id) for each in self.dropped}
        drawn = draws_of(self.system, draws, self.seed, self.document, first)
        given = {name: each for name, each in drawn.items() if name in known}
        moved = lever_inputs(self.model, self.levers, draws, self.seed, first)
        return simulate(self.model, constants=given, initial=moved.initial, series=moved.series,
                        keep=self.names, engine=engine).values  # fmt: skip


def prepared(
    system: CausalSystem,
    *,
    seed: int = 0,
    years: tuple[int, int] = (FIRST, LAST),
    paths: Mapping[str, Path] | None = None,
    levers: Iterable[Lever] = (),
    without: Iterable[str] = (),
    document: str | None = None,
) -> Prepared:
    """A system with what is set or left out, before any draw; arguments as in `simulate_prior`."""
    dropped, set_to = events_of(system, without), tuple(levers)
    model = lacking(model_of(system, years=years, paths=paths, levers=set_to), dropped)
    return Prepared(system, model, set_to, dropped, seed, document)


def reach(
    values: Float[np.ndarray, "draw year variable"],
) -> Float[np.ndarray, "draw variable"]:
    """How far each variable ran from its usual value; without bound where it left the numbers."""
    return np.nan_to_num(np.abs(values).max(axis=1), nan=np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class LeverInputs:
    """Drawn paths of levers whose sizes are uncertain, as series and initial values of a run."""

    series: dict[str, Float[np.ndarray, "draw year"]]
    initial: dict[str, Float[np.ndarray, " draw"]]


def lever_inputs(
    model: Model, levers: Iterable[Lever], draws: int, seed: int, first: int = 0
) -> LeverInputs:
    """What a run of a model with these levers is given beside its numbers.

    A lever of one size needs nothing: its path is in the model.
    """
    years = points(model.span)
    series, initial = {}, {}
    for each in levers:
        if not each.uncertain:
            continue
        stock = model[each.variable].kind is Kind.STOCK
        ahead = years + 1 if stock else years
        series[set_name(each.variable)] = each.drawn(ahead, draws, seed, first)
        if stock and each.years[0] <= model.span.start:
            initial[each.variable] = each.drawn(years[:1], draws, seed, first)[:, 0]
    return LeverInputs(series, initial)


def ran_away(
    furthest: Float[np.ndarray, "draw variable"], names: tuple[str, ...]
) -> tuple[tuple[str, int], ...]:
    """Which variable ran furthest in how many of the refused draws."""
    counts = Counter(names[at] for at in furthest.argmax(axis=1)) if furthest.size else Counter()
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def events_of(system: CausalSystem, asked: Iterable[str]) -> tuple[Impulse, ...]:
    """Impulses with these ids, or of these events of the timeline.

    Raises
    ------
    UnknownName
        With the nearest ids; ``facts`` names many events and so none.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> [each.id for each in events_of(shipped(), ["t77"])]
    ['i60', 'i61', 'i62']
    """
    found: dict[str, Impulse] = {}
    for name in asked:
        met = [each for each in system.impulses if name in (each.id, each.event)]
        if not met or name == "facts":
            known = sorted({each.id for each in system.impulses}
                           | {each.event for each in system.impulses} - {"facts"})  # fmt: skip
            near = difflib.get_close_matches(name, known, 3)
            raise UnknownName(where="--without", kind="event", name=name, nearest=near)
        found |= {each.id: each for each in met}
    return tuple(found.values())


def lacking(model: Model, dropped: Iterable[Impulse]) -> Model:
    """The model with these events of size 0."""
    gone = {size_name(each.id) for each in dropped}
    made = (
        constant(each.name, each.unit, 0.0, each.note) if each.name in gone else each
        for each in model.variables
    )
    return replace(model, variables=tuple(made)) if gone else model


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One run less another, draw by draw with the same numbers, in draws that both could use."""

    years: Float[np.ndarray, " year"]
    names: tuple[str, ...]
    values: Float[np.ndarray, "draw year variable"]
    draws: int

    def fan(self, name: str) -> Float[np.ndarray, "level year"]:
        """Quantiles at 5, 25, 50, 75 and 95 % of the differences, year by year."""
        return np.quantile(self.values[..., _place(self.names, name)], LEVELS, axis=0)

    def rises(self, name: str) -> Float[np.ndarray, " year"]:
        """Share of draws in which the variable is higher; where it moves in none, NaN."""
        value = self.values[..., _place(self.names, name)]
        moved = (value != 0).any(axis=0)
        return np.where(moved, (value > 0).mean(axis=0), np.nan)


def difference(changed: PriorRuns, baseline: PriorRuns) -> Difference:
    """What a change does: the changed runs less the baseline, by common random numbers.

    Raises
    ------
    AxisMismatch
        If the two have other years, variables or numbers of draws.
    """
    for axis, left, right in (
        ("year", baseline.years.tolist(), changed.years.tolist()),
        ("variable", list(baseline.names), list(changed.names)),
        ("draw", [len(baseline.used)], [len(changed.used)]),
    ):
        if left != right:
            raise AxisMismatch(axis=axis, left=left, right=right)
    both = baseline.used & changed.used
    values = changed.values[both] - baseline.values[both]
    return Difference(baseline.years, baseline.names, values, int(both.sum()))
