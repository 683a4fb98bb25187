"""Changes by each link of a causal system over each year, in arrays over draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_arrays import FORMS, Arranged, arranged
from steelyard.system.causal_layers import Layer, layers_of, terms
from steelyard.system.causal_model import FIRST, Path
from steelyard.system.causal_program import Trajectories, trajectories
from steelyard.system.grid import points
from steelyard.system.link_scores import REST, LinkScores
from steelyard.system.model import Span

PARTS = ("loops", "drivers", "forgetting", "chance", "events")
Draws = Float[np.ndarray, "draw year variable"]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Link scores over each year, and the changes that they are made of.

    `made` is what each pair of the mover changed by itself, `conditions` what conditions changed
    that no pair stands for, `whole` the change of a variable (of a stock, of its net flow),
    `forgot` that of what its decay takes, `chance` that of what no link explains.
    """

    scores: LinkScores
    made: Float[np.ndarray, "draw year pair"]
    conditions: Draws
    whole: Draws
    forgot: Draws
    chance: Draws


@dataclass(frozen=True, eq=False)
class Mover:
    """A causal system set up to be scored at any numbers, from 1992 to a last year.

    The same scores as `causal_dominance.causal_scores` gives for a run of its equations, a test
    says to 1e-9, some thirty times as quick.
    """

    system: CausalSystem
    made: Trajectories
    start: Trajectories
    held: Arranged
    softness: float

    @property
    def years(self) -> Float[np.ndarray, " year"]:
        """Years that are scored, and the first one."""
        return self.made.years[:-1]

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All links in layers, stocks last."""
        auxiliaries, inflow = layers_of(self.held)
        return (*auxiliaries, inflow)

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """What is read (a variable or a stage of its delay) and its effect, of all links."""
        found = zip(self.held.read.tolist(), self.held.effect.tolist(), strict=True)
        return tuple(dict.fromkeys(found))

    @cached_property
    def causes(self) -> tuple[int, ...]:
        """The cause that each pair stands for."""
        known = dict(zip(self.held.read.tolist(), self.held.cause.tolist(), strict=True))
        return tuple(known[read] for read, _ in self.pairs)

    @cached_property
    def into(self) -> Float[np.ndarray, "link pair"]:
        """Which pair each link belongs to."""
        place = {pair: at for at, pair in enumerate(self.pairs)}
        told = zip(self.held.read.tolist(), self.held.effect.tolist(), strict=True)
        found = np.zeros((self.held.read.size, len(self.pairs)))
        for link, pair in enumerate(told):
            found[link, place[pair]] = 1.0
        return found


def mover(
    system: CausalSystem,
    last: int,
    *,
    paths: Mapping[str, Path] | None = None,
    softness: float = 0.0,
) -> Mover:
    """A causal system set up to be scored from 1992 to a last year.

    Runs go a year further: what flows into a stock over the last year shows only then.
    """
    told = dict(paths or {})
    made, start = (
        trajectories(system, years=(FIRST, end), paths=told, softness=softness, engine="numpy")
        for end in (last + 1, FIRST + 1)
    )
    held = arranged(system, points(Span(float(FIRST), float(last))), told)
    return Mover(system, made, start, held, softness)


def moves(
    of: Mover,
    vectors: Float[np.ndarray, "draw number"],
    noise: Draws | None = None,
    *,
    since: int = FIRST,
) -> Moves:
    r"""What each link did over each year, at these numbers.

    For a link from *x* to *z*, the change that *x* alone makes is
    :math:`\Delta_x z = f(x_t, y_{t-1}) - f(x_{t-1}, y_{t-1})`; of a stock, *z* is its net flow.
    Scores are made of these as `link_scores` does.

    Parameters
    ----------
    of : Mover
    vectors : draws of the numbers of the system, in the order of `of.made.numbers`
    noise : what moves variables besides their links; a year further than is scored
    since : year
        From which on changes are told; all of the run happens.

    References
    ----------
    Schoenberg, W., Hayward, J. and Eberlein, R. (2023). *System Dynamics Review* 39(2), 140.
    """
    x = of.made.run(vectors, noise)
    told = slice(since - FIRST, None)
    z = _with_stages(of, x[:, :-1], of.start.run(vectors)[:, 0])
    sizes = _sizes(of, vectors, x, z)
    x, z = x[:, told], z[:, told]
    made, conditions = _made(of, vectors, z)
    net = np.where(of.held.stock, np.diff(x, axis=1), x[:, :-1])
    lost = of.held.stock * vectors[:, None, of.held.decay] * x[:, :-1]
    step, whole, forgot = (
        _moved(values, size) for values, size in zip((z, net, lost), sizes, strict=True)
    )
    scores = _scores(of, of.years[told][1:], made, step, whole, forgot)
    chance = np.zeros_like(whole) if noise is None else np.diff(noise[:, :-1], axis=1)[:, told]
    return Moves(scores, made, conditions, np.diff(net, axis=1), forgot, chance)


def _sizes(of: Mover, vectors: np.ndarray, x: Draws, z: Draws) -> tuple[Draws, Draws, Draws]:
    """The largest values of a run: of what is read, of net flows, of what is forgotten."""
    lost = of.held.stock * vectors[:, None, of.held.decay] * x[:, :-1]
    flows = np.maximum(np.abs(np.diff(x, axis=1) + lost), np.abs(lost))
    net = np.where(of.held.stock, flows, np.abs(x[:, :-1]))
    read, net, lost = (np.abs(each).max(axis=1, keepdims=True) for each in (z, net, lost))
    return read, net, lost


def _moved(values: Draws, size: Draws) -> Draws:
    """Changes from each year to the next; 0 where they are rounding."""
    change = np.diff(values, axis=1)
    return np.where(np.abs(change) <= REST * size, 0.0, change)


def _with_stages(of: Mover, x: Draws, start: Float[np.ndarray, "draw variable"]) -> Draws:
    """Variables and stages of delays by year; a delay begins filled with what was before."""
    stages = np.empty((*x.shape[:2], of.held.rate.size))
    now = start[:, of.held.origin]
    for year in range(x.shape[1]):
        stages[:, year] = now
        z = np.concatenate([x[:, year], now], axis=-1)
        now = now + of.held.rate * (z[:, of.held.source] - now)
    return np.concatenate([x, stages], axis=-1)


def _made(
    of: Mover, vectors: np.ndarray, z: Draws
) -> tuple[Float[np.ndarray, "draw year pair"], Float[np.ndarray, "draw year variable"]]:
    """What each pair changed by itself, and what conditions changed that no pair stands for."""
    held, width = of.held, z.shape[-1]
    weight = held.settled + (1 - held.settled) * vectors[:, held.weight]
    slope = (held.sign * vectors[:, held.slope] * weight)[:, None]
    both = np.concatenate([z[:, :-1], z[:, 1:]], axis=-1)  # as it was, as it became
    place = {pair: at for at, pair in enumerate(of.pairs)}
    by_link = np.zeros((*both.shape[:2], held.slope.size))
    conditions: list[tuple[int, int, np.ndarray]] = []
    for layer in of.layers:
        own = layer.switch == layer.read
        alone = replace(layer, switch=np.where(own, layer.switch + width, layer.switch))
        before = terms(layer, both, layer.read, of.softness, np)
        after = terms(alone, both, layer.read + width, of.softness, np)
        by_link[..., layer.links] = slope[..., layer.links] * (after - before)
        product = held.form[layer.links] == FORMS.index("product")
        for at in np.flatnonzero(product & ~own):  # the condition turns by another variable
            other = replace(layer, switch=layer.switch + width)
            turned = terms(other, both, layer.read, of.softness, np)[..., at] - before[..., at]
            link = layer.links[at]
            ends = int(layer.switch[at]), int(held.effect[link])
            conditions.append((*ends, slope[..., link] * turned))
    made, rest = by_link @ of.into, np.zeros((*both.shape[:2], held.stock.size))
    for switch, effect, change in conditions:
        if (switch, effect) in place:  # the equation reads it as a cause as well
            made[..., place[switch, effect]] += change
        else:
            rest[..., effect] += change
    return made, rest


def _scores(
    of: Mover, years: np.ndarray, made: Draws, step: Draws, whole: Draws, forgot: Draws
) -> LinkScores:
    """Scores by cause and effect, and of the decay of stocks."""
    names, found = of.made.variables, {}
    told = sorted({(each.cause, each.effect) for each in of.system.links})
    for ends in told:
        found[ends] = np.zeros(whole.shape[:2])
    for at, (read, effect) in enumerate(of.pairs):
        sign = np.sign(made[..., at]) * np.sign(step[..., read])
        ends = (names[of.causes[at]], names[effect])
        found[ends] = found[ends] + _score(made[..., at], whole[..., effect], sign)
    for at in np.flatnonzero(of.held.stock):
        minus = -np.ones(whole.shape[:2])
        found[names[at], names[at]] = _score(forgot[..., at], whole[..., at], minus)
    return LinkScores(years, tuple(found), np.stack(list(found.values()), axis=-1))


def _score(part: np.ndarray, whole: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Size of a part against the whole, with a sign; 0 where nothing changes."""
    still = (whole == 0) | (part == 0) | (sign == 0)
    return np.where(still, 0.0, sign * np.abs(part / np.where(whole == 0, 1.0, whole)))


def parts_of(of: Mover, group: tuple[str, ...], told: Moves) -> Float[np.ndarray, "draw year part"]:
    """By what the variables of a group were moved over each year: one entry for each of `PARTS`.

    Of the sum of the sizes of all changes: the part by links among these variables (of which
    loops are made), by links from others, by the decay of stocks, by chance that no link
    explains, and by events. Parts add up to 1, or to 0 at rest.
    """
    inside = {of.made.variables.index(name) for name in group}
    places = sorted(inside)
    loops, drivers = told.conditions.copy(), np.zeros_like(told.whole)
    size_loops, size_drivers = np.abs(told.conditions), np.zeros_like(told.whole)
    for at, (_, effect) in enumerate(of.pairs):
        own = of.causes[at] in inside
        (loops if own else drivers)[..., effect] += told.made[..., at]
        (size_loops if own else size_drivers)[..., effect] += np.abs(told.made[..., at])
    events = told.whole - loops - drivers + told.forgot - told.chance
    sizes = (size_loops, size_drivers, np.abs(told.forgot), np.abs(told.chance), np.abs(events))
    summed = np.stack([each[..., places].sum(axis=-1) for each in sizes], axis=-1)
    total = summed.sum(axis=-1, keepdims=True)
    return np.where(total > 1e-12, summed / np.where(total > 1e-12, total, 1.0), 0.0)
