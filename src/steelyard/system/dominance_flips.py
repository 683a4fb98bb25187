"""At which value of a number, or size of a push, loop dominance changes sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.system.dominance_draws import DominanceDraws
from steelyard.system.dominance_over_draws import reinforcing_part, spread
from steelyard.system.dominance_records import Flip
from steelyard.system.levers import bounds
from steelyard.system.link_moves import moves
from steelyard.system.loop_positions import LOCKED, RESISTED, ranged
from steelyard.system.numbers import NamedNumber, numbers

GRID = 5  # values of a number that are tried, its ends among them
STEPS = 12  # halvings of what lies between two of them: to a 16,000th of the range
FEW = 32  # draws over which flips are sought: each takes hundreds of runs
PUSH = 2.0  # standard deviations either way: an index is seldom further from its mean
SIDES = ("reinforcing", "balancing")


@dataclass(frozen=True, slots=True)
class Contest:
    """Two sets of loops; the margin is by how much of the change the first makes more."""

    between: tuple[str, str]
    first: tuple[int, ...]
    second: tuple[int, ...]

    def margin(self, mean: Float[np.ndarray, "draw loop"]) -> Float[np.ndarray, " draw"]:
        """By relative scores, means over the years asked for; reinforcing are those above 0."""
        if not self.first:
            return 2 * reinforcing_part(mean) - 1
        size = np.abs(mean)
        return size[:, list(self.first)].sum(axis=1) - size[:, list(self.second)].sum(axis=1)


@dataclass(frozen=True, slots=True)
class Varied:
    """A number that is varied, or a variable that is pushed: its ends, and how it is told."""

    number: str
    about: Literal["slope", "decay", "push"]
    title: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked: draws, years over which scores are averaged, and when pushes begin."""

    given: DominanceDraws
    first: int
    last: int
    start: int

    def own(self, number: Varied) -> Float[np.ndarray, " draw"]:
        """The number in each draw; of a push, 0."""
        if number.about == "push":
            return np.zeros(len(self.given.vectors))
        return self.given.vectors[:, self.given.column(number.number)]

    def mean(
        self, number: Varied, values: Float[np.ndarray, " row"], draws: Int[np.ndarray, " row"]
    ) -> Float[np.ndarray, "row loop"]:
        """Mean relative scores of all loops over these years, with the number at other values."""
        of, vectors = self.given.mover, self.given.vectors[draws]
        shape = (len(draws), of.made.years.size, len(of.made.variables))
        noise = np.zeros(shape) if self.given.noise is None else self.given.noise[draws]
        if number.about == "push":
            noise = noise + self._push(number.number, vectors, values)
        else:
            vectors[:, self.given.column(number.number)] = values
        made = moves(of, vectors, noise, since=self.first - 1)
        return self.given.relative(made)[:, made.scores.times <= self.last].mean(axis=1)

    def _push(self, name: str, vectors: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """A lasting push: a stock takes it up over the year before, and keeps it from decay."""
        of = self.given.mover
        at, years = of.made.variables.index(name), of.made.years
        held = (years >= self.start).astype(float)
        path = np.broadcast_to(held, (len(sizes), years.size))
        if of.held.stock[at]:
            path = held * vectors[:, [of.held.decay[at]]] + (years == self.start - 1)
        made = np.zeros((len(sizes), years.size, len(of.made.variables)))
        made[..., at] = path * sizes[:, None]
        return made


def contests(given: DominanceDraws, mean: Float[np.ndarray, "draw loop"]) -> tuple[Contest, ...]:
    """Reinforcing against balancing, what documents quarrel about, and the two largest by name."""
    named = given.named
    found = [Contest(SIDES, (), ())]
    if {*LOCKED, *RESISTED} <= set(named):
        sides = (tuple(named[name] for name in side) for side in (LOCKED, RESISTED))
        found.append(Contest((ranged(LOCKED), ranged(RESISTED)), *sides))
    size = {name: float(np.median(np.abs(mean[:, at]))) for name, at in named.items()}
    largest = sorted(size, key=lambda name: (-size[name], name))[:2]
    if len(largest) == 2:
        one, other = largest
        found.append(Contest((one, other), (named[one],), (named[other],)))
    return tuple(found)


def varied(given: DominanceDraws, pushed: Iterable[str]) -> tuple[Varied, ...]:
    """Strengths and decays that can reach a loop, and lasting pushes of these variables."""
    system = given.system
    known = [each for each in numbers(system) if each.about in ("slope", "decay")]
    reaching = _reaching(given)
    found = [
        Varied(each.name, "slope" if each.about == "slope" else "decay", _title(given, each),
               each.prior.low, each.prior.high)
        for each in known
        if each.of.rpartition(" -> ")[2] in reaching and each.prior.high > each.prior.low
    ]  # fmt: skip
    for name in pushed:
        if name in reaching:
            whole = bounds(system[name].unit)[0] == 0
            ends = (0.0, 1.0) if whole else (-PUSH, PUSH)
            found.append(Varied(name, "push", system[name].title, *ends))
    return tuple(found)


def _reaching(given: DominanceDraws) -> set[str]:
    """Variables from which a way leads into the group of the loops, those of the group too."""
    found, links = set(given.group), given.system.links
    while True:
        more = {
            name
            for each in links
            if each.effect in found
            for name in (each.cause, each.switch.variable if each.switch else each.cause)
        }
        if more <= found:
            return found
        found |= more


def _title(given: DominanceDraws, number: NamedNumber) -> str:
    """A number in words."""
    ends = [given.system[name].title for name in number.of.split(" -> ")]
    return f"strength of {ends[0]} on {ends[1]}" if len(ends) > 1 else f"decay of {ends[0]}"


def flips(
    asked: Question,
    among: Sequence[Varied],
    *,
    most: int = 10,
    between: Sequence[Contest] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Flip, ...]:
    r"""The nearest values at which dominance changes sides, one number varied at a time.

    For each draw, the margin :math:`m(\theta)` is known at five values over the range of a number
    and at the draw's own; where its sign differs between neighbours, halving finds the value.
    Numbers are varied from 1992 on, pushes act from their year on; what moves variables besides
    links, and all other numbers, stay those of the draw (common random numbers).

    Parameters
    ----------
    asked : Question
    among : numbers to vary
    most : count
        Flips told of each contest, the nearest on average first: a draw that does not flip
        within the range counts as one whole range away.
    between : contests, optional
    progress : called with a word and the part that is done, optional

    Returns
    -------
    flips : of Flip
        A sign that changes twice between two neighbouring values is not seen.
    """
    base = usual_mean(asked)
    held = tuple(between) if between is not None else contests(asked.given, base)
    margins = np.stack([each.margin(base) for each in held])
    brackets = []
    for place, each in enumerate(among):
        brackets.append(_brackets(asked, each, held, margins))
        if progress is not None:
            progress(each.title, (place + 1) / len(among))
    found: list[Flip] = []
    for at, contest in enumerate(held):
        near = sorted(
            ((_nearness(bracket[at], number), place)
             for place, (number, bracket) in enumerate(zip(among, brackets, strict=True))),
        )  # fmt: skip
        chosen = [place for away, place in near[: most + most // 2] if away < 1]
        told = [
            _flip(asked, among[place], contest, brackets[place][at], margins[at])
            for place in chosen
        ]
        found += sorted(told, key=lambda each: _away(each))[:most]
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """Two values of a number for each draw, the first on the side of the draw's own."""

    own: Float[np.ndarray, " draw"]
    near: Float[np.ndarray, " draw"]
    far: Float[np.ndarray, " draw"]
    found: Bool[np.ndarray, " draw"]


def _brackets(
    asked: Question, number: Varied, held: Sequence[Contest], margins: np.ndarray
) -> list[Bracket]:
    """Where the nearest change of sign lies, for each contest."""
    draws = np.arange(len(asked.given.vectors))
    tried = np.linspace(number.low, number.high, GRID)
    rows = asked.mean(number, np.repeat(tried, draws.size), np.tile(draws, GRID))
    means = rows.reshape(GRID, draws.size, -1)
    return [
        _nearest(asked.own(number), margins[at] > 0, tried,
                 np.stack([each.margin(mean) for mean in means]) > 0)
        for at, each in enumerate(held)
    ]  # fmt: skip


def usual_mean(asked: Question) -> Float[np.ndarray, "draw loop"]:
    """Mean relative scores with all numbers as they are."""
    made = moves(asked.given.mover, asked.given.vectors, asked.given.noise, since=asked.first - 1)
    return asked.given.relative(made)[:, made.scores.times <= asked.last].mean(axis=1)


def _nearest(own: np.ndarray, side: np.ndarray, tried: np.ndarray, sides: np.ndarray) -> Bracket:
    """From each draw's own value outwards, the first neighbours that lie on different sides."""
    near, far, found = own.copy(), own.copy(), np.zeros(own.size, dtype=bool)
    for draw, start in enumerate(own):
        best = np.inf
        for way in (tried[tried > start], tried[tried < start][::-1]):
            last = start
            for value in way:
                if sides[np.searchsorted(tried, value), draw] != side[draw]:
                    if abs(last - start) < best:
                        near[draw], far[draw], found[draw] = last, value, True
                        best = abs(last - start)
                    break
                last = value
    return Bracket(own, near, far, found)


def _nearness(bracket: Bracket, number: Varied) -> float:
    """About how far the flip is on average, in widths of the range; 1 where there is none."""
    middle = (bracket.near + bracket.far) / 2
    away = np.abs(middle - bracket.own) / (number.high - number.low)
    return float(np.where(bracket.found, away, 1.0).mean())


def _away(flip: Flip) -> float:
    return flip.flips * flip.distance.middle + 1 - flip.flips


def crossing(
    asked: Question, number: Varied, contest: Contest, bracket: Bracket, side: np.ndarray
) -> Float[np.ndarray, " found"]:
    """The value at which the sign changes, by halving, in the draws in which it does."""
    draws = np.flatnonzero(bracket.found)
    near, far, side = bracket.near[draws], bracket.far[draws], side[draws]
    for _ in range(STEPS):
        middle = (near + far) / 2
        same = (contest.margin(asked.mean(number, middle, draws)) > 0) == side
        near, far = np.where(same, middle, near), np.where(same, far, middle)
    return far


def _flip(
    asked: Question, number: Varied, contest: Contest, bracket: Bracket, margin: np.ndarray
) -> Flip:
    """What is told of one number."""
    at = crossing(asked, number, contest, bracket, margin > 0)
    own = bracket.own[bracket.found]
    width = number.high - number.low
    return Flip(
        number.about, number.number, number.title, contest.between, number.low, number.high,
        float(np.median(bracket.own)), spread(at), spread(np.abs(at - own) / width),
        float(bracket.found.mean()), float((at > own).mean()), float((margin > 0).mean()),
    )  # fmt: skip


def nearest_flips(
    given: DominanceDraws,
    seen: int,
    until: int,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Flip, ...]:
    """The nearest flips over the years that data do not speak of, over the first draws; minutes."""
    few = given.first(FEW)
    first = min(seen + 1, until)
    names = [each.name for each in given.system.variables]
    return flips(Question(few, first, until, first), varied(few, names), progress=progress)
