"""Loops that matter: how much of the change each loop makes, and which of them make half of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from steelyard.system.link_scores import LinkScores
from steelyard.system.loops import Loop
from steelyard.vocabulary.errors import InputError, UnknownName

HALF = 0.5 - 1e-9  # half of the change, less rounding


@dataclass(frozen=True, slots=True, eq=False)
class LoopScores:
    """Scores of loops over each step: raw, and relative to all loops of their partition."""

    times: Float[np.ndarray, " step"]
    loops: tuple[Loop, ...]
    raw: Float[np.ndarray, "*draw step loop"]
    relative: Float[np.ndarray, "*draw step loop"]

    def of(self, name: str) -> Float[np.ndarray, "*draw step"]:
        """Relative scores of one loop, by its name."""
        known = [each.name for each in self.loops]
        if name not in known:
            raise UnknownName(where="loop scores", kind="loop", name=name, nearest=known[:3])
        return self.relative[..., known.index(name)]


def loop_scores(scores: LinkScores, loops: tuple[Loop, ...]) -> LoopScores:
    r"""Scores of loops: the product of their links, and its part in their partition.

    .. math:: R_k = \frac{\prod_{l \in k} LS_l}{\sum_j | \prod_{l \in j} LS_l |}

    Relative scores lie in [-1, 1]; their absolute values sum to 1 in each partition, or to 0
    where it is at rest. Raw ones grow without bound where a variable turns; use relative ones.
    The whole is that of the loops given: leave none out that could matter.

    Parameters
    ----------
    scores : LinkScores
    loops : tuple of Loop
        Of the graph of the same model.

    Returns
    -------
    scores : LoopScores

    References
    ----------
    Schoenberg, W., Davidsen, P. and Eberlein, R. (2020). *System Dynamics Review* 36(2), 158.
    """
    place = {ends: at for at, ends in enumerate(scores.links)}
    shape = (*scores.values.shape[:-1], len(loops))
    signs, sizes = np.empty(shape), np.empty(shape)  # sizes as logarithms: no product overflows
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.abs(scores.values))
        for at, loop in enumerate(loops):
            held = [place[ends] for ends in _known(loop, place)]
            signs[..., at] = np.sign(scores.values[..., held]).prod(axis=-1)
            sizes[..., at] = logs[..., held].sum(axis=-1)
    with np.errstate(over="ignore", invalid="ignore"):
        raw = np.where(signs == 0, 0.0, signs * np.exp(sizes))
    relative = np.zeros(shape)
    for partition in sorted({each.partition for each in loops}):
        of = [at for at, each in enumerate(loops) if each.partition == partition]
        relative[..., of] = _shares(signs[..., of], sizes[..., of])
    return LoopScores(scores.times, loops, raw, relative)


def _known(loop: Loop, place: dict[tuple[str, str], int]) -> tuple[tuple[str, str], ...]:
    """Links of a loop, all of which need a score."""
    for cause, effect in loop.links:
        if (cause, effect) not in place:
            name = f"{cause} -> {effect}"
            raise UnknownName(where=str(loop), kind="link with scores", name=name, nearest=())
    return loop.links


def _shares(signs: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Signed parts of the sum of sizes, which are given as logarithms; 0 where all are 0."""
    largest = sizes.max(axis=-1, keepdims=True)
    parts = np.exp(sizes - np.where(np.isneginf(largest), 0.0, largest))
    whole = parts.sum(axis=-1, keepdims=True)
    return np.where(signs == 0, 0.0, signs * parts / np.where(whole == 0, 1.0, whole))


def dominant(scores: LoopScores, partition: int = 0) -> Bool[np.ndarray, "*draw step loop"]:
    """Which loops belong to the smallest set that makes at least half of the change.

    Loops are taken from the largest relative score down, whatever their polarity; of equal ones,
    the first. At rest, and where a run broke, no loop is dominant. With draws, the mean over
    draws is the probability that a loop is in that set.

    Parameters
    ----------
    scores : LoopScores
    partition : int
        Loops of others are False.
    """
    of = np.array([each.partition == partition for each in scores.loops], dtype=bool)
    size = np.where(of, np.abs(scores.relative), 0.0)
    ranks = np.argsort(-size, axis=-1, kind="stable")
    ordered = np.take_along_axis(size, ranks, axis=-1)
    before = np.cumsum(ordered, axis=-1) - ordered
    chosen = np.empty(size.shape, dtype=bool)
    np.put_along_axis(chosen, ranks, (before < HALF) & (ordered > 0), axis=-1)
    return chosen & np.isfinite(size)


@dataclass(frozen=True, slots=True)
class Period:
    """Steps in a row over which the same loops are dominant: the ends of the first and the last."""

    first: float
    last: float
    loops: tuple[str, ...]


def periods(scores: LoopScores, partition: int = 0) -> tuple[Period, ...]:
    """When which loops are dominant, for one run without draws.

    Raises
    ------
    InputError
        If the scores have draws: take one of them, or the mean of `dominant`.
    """
    if scores.relative.ndim != 2:
        raise InputError(
            where="periods of dominance",
            found=f"scores with the axes {scores.relative.shape}.",
            expected="step and loop",
            remedy="Take one draw, or the mean of `dominant` over draws.",
        )
    sets = [
        tuple(loop.name for loop, inside in zip(scores.loops, row, strict=True) if inside)
        for row in dominant(scores, partition)
    ]
    starts = [at for at in range(len(sets)) if at == 0 or sets[at] != sets[at - 1]]
    ends = [*(at - 1 for at in starts[1:]), len(sets) - 1]
    return tuple(
        Period(float(scores.times[first]), float(scores.times[last]), sets[first])
        for first, last in zip(starts, ends, strict=True)
    )
