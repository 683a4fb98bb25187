"""A trend with breaks and lasting noise: projections, likelihoods, and series without a break.

The machine behind `drift`: everything here is for one set of dates and is kept, since many
series share their years.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

Turn = Literal["jump", "bend"]
KINDS: tuple[Turn, ...] = ("jump", "bend")
SHORTEST = 4  # dates on either side of a break
TRIED = np.round(np.linspace(-0.3, 0.95, 26), 2)  # autocorrelations between which noise may lie
SUPPOSED = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9)  # autocorrelations of series without a break
PERFECT = 1e-12  # part of the sum of squares that is rounding


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible break."""

    kind: Turn
    position: int  # dates of the old course


def admissible(dates: np.ndarray, shortest: int) -> list[Candidate]:
    """Every admissible break."""
    inside = range(shortest, dates.size - shortest + 1)
    return [Candidate(kind, position) for kind in KINDS for position in inside]


def apart(one: Candidate, taken: tuple[Candidate, ...], shortest: int) -> bool:
    """Whether a candidate leaves room for a regime beside all breaks found."""
    return all(abs(one.position - other.position) >= shortest for other in taken)


def column(dates: np.ndarray, one: Candidate) -> np.ndarray:
    """Regressor of a break."""
    if one.kind == "jump":
        return (np.arange(dates.size) >= one.position).astype(float)
    return np.maximum(dates - dates[one.position - 1], 0).astype(float)


def base_of(dates: np.ndarray, taken: tuple[Candidate, ...]) -> np.ndarray:
    """Trend and the breaks that are already there."""
    trend = [np.ones(dates.size), (dates - dates.mean()) / max(float(np.ptp(dates)), 1.0)]
    return np.column_stack([*trend, *(column(dates, one) for one in taken)])


def noise_root(dates: np.ndarray, rho: float) -> np.ndarray:
    """Triangular root of the correlation of noise that fades with distance in time."""
    gaps = np.abs(np.subtract.outer(dates, dates))
    return np.linalg.cholesky(float(rho) ** gaps) if rho else np.eye(dates.size)


@dataclass(frozen=True, slots=True)
class Whitened:
    """Projections for one autocorrelation: residual maker, candidates, constant of likelihood."""

    rest: np.ndarray
    columns: np.ndarray
    constant: float
    lengths: np.ndarray


@dataclass(frozen=True, slots=True)
class Model:
    """A course with the breaks taken so far, and the candidates for one more."""

    dates: np.ndarray
    kinds: np.ndarray
    regressors: int
    whitened: tuple[Whitened, ...]

    def likelihoods(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Greatest restricted likelihood without and with each candidate, for each column."""
        free = self.dates.size - self.regressors - 1  # alike on both sides: units cancel
        none = np.full(rows.shape[1], np.inf, rows.dtype)
        one = np.full((self.kinds.size, rows.shape[1]), np.inf, rows.dtype)
        tiny = np.finfo(rows.dtype).tiny
        top = max(white.constant for white in self.whitened)
        for white in self.whitened:  # least scaled squares: one logarithm at the end for all
            weight = np.exp(2 / free * (top - white.constant))
            error = white.rest.astype(rows.dtype) @ rows
            squares = np.maximum((error**2).sum(axis=0), tiny)
            left = white.columns.T.astype(rows.dtype) @ error
            np.square(left, out=left)
            np.subtract(squares, left, out=left)
            np.maximum(left, PERFECT * squares, out=left)
            left *= (weight * np.exp(2 / free * white.lengths)).astype(rows.dtype)[:, None]
            np.minimum(none, rows.dtype.type(weight) * squares, out=none)
            np.minimum(one, left, out=one)
        none, one = (top - free / 2 * np.log(least) for least in (none, one))
        return none, one

    def statistics(self, rows: np.ndarray) -> np.ndarray:
        """Twice the gain of each candidate."""
        none, one = self.likelihoods(rows)
        return 2 * (one - none)

    def best(self, rows: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Candidate with the greatest gain above what its kind reaches without a break."""
        excess = self.statistics(rows) - scale[:, None]
        return excess.argmax(axis=0), excess.max(axis=0)


@lru_cache(maxsize=64)
def model_of(
    key: tuple[int, ...], taken: tuple[Candidate, ...], options: tuple[Candidate, ...]
) -> Model:
    """Projections for every autocorrelation tried; the same for all series of these dates."""
    dates = np.array(key)
    base = base_of(dates, taken)
    basis = np.linalg.qr(base)[0]
    columns = np.column_stack([column(dates, one) for one in options])
    columns = columns - basis @ (basis.T @ columns)
    columns /= np.sqrt((columns**2).sum(axis=0))
    whitened = []
    for rho in TRIED:
        root = noise_root(dates, float(rho))
        inverse = np.linalg.inv(root)
        basis, upper = np.linalg.qr(inverse @ base)
        rest = inverse - basis @ (basis.T @ inverse)
        own = rest @ columns
        lengths = np.sqrt((own**2).sum(axis=0))
        constant = -np.log(np.diag(root)).sum() - np.log(np.abs(np.diag(upper))).sum()
        whitened.append(Whitened(rest, own / lengths, float(constant), np.log(lengths)))
    kinds = np.array([KINDS.index(one.kind) for one in options])
    return Model(dates, kinds, base.shape[1], tuple(whitened))


@dataclass(frozen=True, slots=True)
class Without:
    """What series without a further break reach, for each autocorrelation supposed.

    `scale` is the 90 % point of each candidate's kind, `excess` the greatest excess over it by
    autocorrelation and replication.
    """

    model: Model
    scale: np.ndarray
    excess: np.ndarray

    def p_value(self, seen: float) -> float:
        """Largest share, over autocorrelations, of series that come as far."""
        shares = (1 + (self.excess >= seen).sum(axis=1)) / (self.excess.shape[1] + 1)
        return float(shares.max())


@lru_cache(maxsize=64)
def without_break(
    key: tuple[int, ...],
    taken: tuple[Candidate, ...],
    options: tuple[Candidate, ...],
    replications: int,
    seed: int,
) -> Without:
    """Simulated once for all series of the same dates."""
    model = model_of(key, taken, options)
    shocks = np.random.default_rng(seed).standard_normal((len(key), replications))
    rows = np.hstack([noise_root(model.dates, rho) @ shocks for rho in SUPPOSED])
    # single precision: a gain is asked only for its rank among simulated ones
    every = (
        model.statistics(rows.astype(np.float32))
        .astype(float)
        .reshape(len(options), len(SUPPOSED), replications)
    )
    scale = np.empty(model.kinds.size)
    for kind in np.unique(model.kinds):
        greatest = every[model.kinds == kind].max(axis=0)
        scale[model.kinds == kind] = float(np.quantile(greatest, 0.9, axis=1).max())
    return Without(model, scale, (every - scale[:, None, None]).max(axis=0))


@dataclass(frozen=True, slots=True)
class Fit:
    """The course with its breaks, fitted with the most likely autocorrelation."""

    values: np.ndarray
    taken: tuple[Candidate, ...]
    rho: float
    sigma: float
    coefficients: np.ndarray
    course: np.ndarray

    @classmethod
    def of(cls, dates: np.ndarray, values: np.ndarray, taken: tuple[Candidate, ...]) -> Fit:
        """Generalised least squares at the greatest restricted likelihood."""
        base = base_of(dates, taken)
        free = dates.size - base.shape[1]
        inverses, constants = _whiteners(tuple(dates.tolist()))
        basis, upper = np.linalg.qr(inverses @ base)
        target = inverses @ values
        along = np.einsum("rtk,rt->rk", basis, target)
        left = target - np.einsum("rtk,rk->rt", basis, along)
        squares = np.maximum((left**2).sum(axis=1), np.finfo(float).tiny)
        spans = np.log(np.abs(np.diagonal(upper, axis1=1, axis2=2))).sum(axis=1)
        best = int((-free / 2 * np.log(squares) - constants - spans).argmax())
        found = np.linalg.solve(upper[best], along[best])
        sigma = float(np.sqrt(squares[best] / free))
        return cls(values, taken, float(TRIED[best]), sigma, found, base @ found)


@lru_cache(maxsize=64)
def _whiteners(key: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Inverse roots of the noise by autocorrelation, and logs of their determinants."""
    roots = np.stack([noise_root(np.array(key), float(rho)) for rho in TRIED])
    logs = np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
    return np.linalg.inv(roots), logs
