"""What a fit says: positions with intervals, how well chains agree, draws for what follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int

from steelyard.models.votes.draws import Chain, Task
from steelyard.models.votes.panel import Exclusion, Panel
from steelyard.vocabulary.errors import InputError

QUANTILES = (0.0, 0.05, 0.1, 0.5, 0.9, 0.95, 1.0)  # those that are published
MOST_R_HAT = 1.1  # above, chains have not forgotten where they started (Gelman and Rubin 1992)
KEPT = 400  # the most draws that a result keeps
# Positions that look back alone are surer than they should be: on simulated panels 90 % intervals
# of the plain draws held 83 to 87 % (docs/decisions/0015). Draws are set apart by as much.
WIDER = 1.15
SCALE = (
    "Positions have mean 0 and standard deviation 1 over all states and sessions of the fit. "
    "Votes fix positions within a session well, the place of whole sessions hardly: sessions stand "
    "where states on the whole stay as they were, and intervals do not hold that doubt. "
    "Compare states within a session, and changes of distances, before changes of positions."
)


@dataclass(frozen=True, slots=True)
class IdealPoints:
    """Positions of states in sessions.

    Arrays by place, a state in a session: `session` and `state` are numbers in `sessions` and
    `states`; `votes` cast; `mean` and `quantiles` of the draws; `r_hat` and `effective` draws of
    what a position is above the mean of its session.
    `draws[draw, place]` and `items[draw, item, 3]` (slope, middle, log gap) come from one law:
    `items[d]` belongs to `draws[items_at[d]]`. `texts[call]` is the item of each roll call and
    `text_session[call]` its session.
    """

    states: tuple[str, ...]
    sessions: tuple[int, ...]
    session: Int[np.ndarray, " place"]
    state: Int[np.ndarray, " place"]
    votes: Int[np.ndarray, " place"]
    mean: Float[np.ndarray, " place"]
    quantiles: Float[np.ndarray, "place quantile"]
    r_hat: Float[np.ndarray, " place"]
    effective: Float[np.ndarray, " place"]
    draws: Float32[np.ndarray, "draw place"]
    items: Float32[np.ndarray, "kept item 3"]
    items_at: Int[np.ndarray, " kept"]
    texts: Int[np.ndarray, " call"]
    text_session: Int[np.ndarray, " call"]
    excluded: tuple[Exclusion, ...]
    scale: str = SCALE

    @property
    def settled(self) -> Bool[np.ndarray, " place"]:
        """Where chains agree."""
        return self.r_hat <= MOST_R_HAT

    def place(self, state: str, session: int) -> int:
        """Number of a state in a session.

        Raises
        ------
        InputError
            If the state cast no vote that was kept in that session.
        """
        found = np.flatnonzero(
            (np.array(self.states)[self.state] == state)
            & (np.array(self.sessions)[self.session] == session)
        )
        if found.size:
            return int(found[0])
        raise InputError(
            where="ideal points",
            found=f"{state} has no position in session {session}.",
            expected="a state and a session in which it cast a vote that was kept",
            remedy="See `steelyard votes show` for the sessions of a state.",
        )

    def sessions_of(self, state: str) -> tuple[int, ...]:
        """Sessions in which a state has a position."""
        here = np.array(self.states)[self.state] == state
        return tuple(sorted(self.sessions[t] for t in self.session[here]))


def ideal_points(panel: Panel, task: Task, chains: tuple[Chain, ...]) -> IdealPoints:
    """The result of finished chains."""
    walk = task.layout.walk
    drawn = np.stack([np.stack(one.theta) for one in chains])
    r_hat, effective = agreement_of_chains(within_sessions(drawn, walk.session))
    every, rows = task.plan.keep_items, len(chains[0].theta)
    flat = drawn.reshape(-1, drawn.shape[-1])
    mean = flat.mean(axis=0, dtype=float)
    flat = (mean + WIDER * (flat - mean)).astype(np.float32)
    with_items = np.concatenate(
        [one.number * rows + np.arange(every - 1, rows, every) for one in chains]
    )
    others = np.setdiff1d(np.arange(flat.shape[0]), with_items)
    # draws that have items come first; of the others, as many as there is room for
    room = max(KEPT - with_items.size, 0)
    spread = others[np.linspace(0, others.size - 1, min(room, others.size)).astype(int)]
    return IdealPoints(
        states=panel.states,
        sessions=panel.sessions,
        session=walk.session,
        state=walk.state,
        votes=panel.counts[walk.session, walk.state],
        mean=mean,
        quantiles=np.quantile(flat, QUANTILES, axis=0).T,
        r_hat=r_hat,
        effective=effective,
        draws=np.concatenate([flat[with_items], flat[spread]]),
        items=np.concatenate([np.stack(one.items) for one in chains]),
        items_at=np.arange(with_items.size),
        texts=panel.item_of,
        text_session=panel.session_of,
        excluded=panel.excluded,
    )


def within_sessions(
    drawn: Float32[np.ndarray, "chain draw place"], session: Int[np.ndarray, " place"]
) -> Float32[np.ndarray, "chain draw place"]:
    """Positions less the mean of their session in each draw."""
    order = np.argsort(session, kind="stable")
    start = np.flatnonzero(np.diff(session[order], prepend=-1))
    size = np.diff(start, append=session.size)
    mean = np.add.reduceat(drawn[..., order], start, axis=-1) / size.astype(np.float32)
    return drawn - mean[..., session]


def agreement_of_chains(
    drawn: Float32[np.ndarray, "chain draw place"],
) -> tuple[Float[np.ndarray, " place"], Float[np.ndarray, " place"]]:
    r"""Split R-hat and effective number of draws of each place.

    .. math:: \hat R = \sqrt{\tfrac{n-1}{n} + \tfrac{B}{nW}}, \qquad
              n_{eff} = \tfrac{mn}{1 + 2\sum_t \rho_t}

    over half chains; autocorrelations are summed while pairs of them stay positive.

    References
    ----------
    Vehtari, A. et al. (2021). Rank-normalization, folding, and localization: an improved R-hat.
    *Bayesian Analysis* 16(2), 667 (split R-hat and the sum; not the ranks).

    Examples
    --------
    >>> made = np.random.default_rng(0).standard_normal((2, 400, 1)).astype(np.float32)
    >>> r_hat, effective = agreement_of_chains(made)
    >>> bool(r_hat[0] < 1.02), bool(500 < effective[0] < 1200)
    (True, True)
    """
    half = drawn.shape[1] // 2
    split = np.concatenate([drawn[:, :half], drawn[:, half : 2 * half]]).astype(float)
    within = split.var(axis=1, ddof=1).mean(axis=0)
    between = half * split.mean(axis=1).var(axis=0, ddof=1)
    pooled = (half - 1) / half * within + between / half
    safe = np.where(within > 0, within, 1.0)
    r_hat = np.where(within > 0, np.sqrt(pooled / safe), np.inf)
    centred = split - split.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 * half, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :half].mean(axis=0) / half
    rho = 1 - (within - covariance * half / (half - 1)) / np.where(pooled > 0, pooled, 1.0)
    pairs = rho[0 : 2 * (half // 2) : 2] + rho[1 : 2 * (half // 2) : 2]
    going = np.cumprod(pairs > 0, axis=0)
    time = np.maximum(2 * (pairs * going).sum(axis=0) - 1, 1 / np.log10(split[..., 0].size))
    return r_hat, split.shape[0] * half / time
