"""Draws from a density by NumPyro's NUTS, in blocks that are kept, so that it can go on later."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.vocabulary.errors import InputError

BLOCK = 25  # draws between two looks at the clock, and two states kept
DEEPEST = 7  # doublings of a trajectory: at most 127 gradients a draw
ACCEPT = 0.85
START: Any = 0.5  # chains begin apart, within so many standard deviations of the middle before data


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to sample: chains side by side, draws to adapt, draws kept of each chain."""

    chains: int = 4
    adapting: int = 500
    draws: int = 800
    seed: int = 0

    def __post_init__(self) -> None:
        if min(self.chains, self.adapting, self.draws) < 1 or self.chains < 2 or self.seed < 0:
            raise InputError(
                where="plan of a calibration", found=f"{self}.",
                expected="two chains or more, some draws to adapt and to keep, a seed of 0 or more",
                remedy="Leave the plan as it is.",
            )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Draws by chain of every coordinate, with what the sampler says of itself."""

    draws: dict[str, Float[np.ndarray, "chain draw *axes"]]
    diverging: Float[np.ndarray, "chain draw"]
    steps: Float[np.ndarray, "chain draw"]


Progress = Callable[[int, int], None]


def sample(
    model: Callable[[], None],
    plan: Plan,
    *,
    folder: Path | None = None,
    digest: str = "",
    progress: Progress | None = None,
) -> Sampled:
    """Draw from a NumPyro model, chains beside each other on all processors.

    Each chain is a run of its own, so that its draws hang on the seed and its number alone. With
    a folder, its state after each block of draws is kept there; the same call goes on from it and
    gives the same draws as one that was never interrupted (a test).

    Parameters
    ----------
    model : callable
        Without arguments; its sites are real numbers without bounds.
    plan : Plan
    folder : Path, optional
    digest : str
        Of everything that the draws hang on besides the plan.
    progress : callable, optional
        Told draws done and draws in all, of all chains, those of adaptation included.

    Raises
    ------
    InputError
        If the folder holds another calibration.

    References
    ----------
    Hoffman, M. D. and Gelman, A. (2014). The No-U-Turn Sampler. JMLR 15. Phan, D., Pradhan, N.
    and Jankowiak, M. (2019). Composable Effects for Flexible and Accelerated Probabilistic
    Programming in NumPyro. arXiv 1912.11554.
    """
    from numpyro.infer import NUTS, init_to_uniform

    from steelyard.models.trade.numerics import jax

    kernel = NUTS(model, max_tree_depth=DEEPEST, target_accept_prob=ACCEPT,
                  init_strategy=init_to_uniform(radius=START))  # fmt: skip
    keys = jax.random.split(jax.random.PRNGKey(plan.seed), plan.chains)
    starts = [kernel.init(key, plan.adapting, None, (), {}) for key in keys]

    def step(state: Any, _: None) -> tuple[Any, Any]:
        state = kernel.sample(state, (), {})
        return state, (state.z, state.diverging, state.num_steps)

    block = jax.jit(lambda state: jax.lax.scan(step, state, None, length=BLOCK))
    kept = [None if folder is None else Kept(folder, f"{digest} {plan}", at)
            for at in range(plan.chains)]  # fmt: skip
    for each in kept:
        if each is not None:
            each.need_same()
    told = _Told(plan, progress)
    with ThreadPoolExecutor(max_workers=min(plan.chains, os.cpu_count() or 1)) as pool:
        done = [
            pool.submit(_chain, start, block, plan, each, told)
            for start, each in zip(starts, kept, strict=True)
        ]
        try:
            chains = [each.result() for each in done]
        except BaseException:
            told.stopped = True  # the other chains end with their block, which is kept
            raise
    values = {name: np.stack([sites[name] for sites, _, _ in chains]) for name in chains[0][0]}
    return Sampled(values, *(np.stack([each[at] for each in chains]) for at in (1, 2)))


class _Told:
    """Counts blocks of all chains for whoever waits."""

    def __init__(self, plan: Plan, progress: Progress | None) -> None:
        self.whole = plan.chains * (_blocks(plan.adapting) + _blocks(plan.draws))
        self.done, self.progress, self.stopped, self.lock = 0, progress, False, Lock()

    def more(self, blocks: int) -> None:
        with self.lock:
            self.done += blocks
            if self.progress is not None and blocks:
                self.progress(self.done * BLOCK, self.whole * BLOCK)


def _chain(state: Any, block: Any, plan: Plan, kept: Kept | None, told: _Told) -> Any:
    """All draws of one chain."""
    import jax

    adapting, whole = _blocks(plan.adapting), _blocks(plan.adapting) + _blocks(plan.draws)
    done, leaves = (0, None) if kept is None else kept.state()
    if leaves is not None:
        state = jax.tree.unflatten(jax.tree.structure(state), leaves)
    found = [] if kept is None else [kept.block(at) for at in range(adapting, done)]
    told.more(done)
    for at in range(done, whole):
        if told.stopped:
            break
        state, made = block(state)
        made = jax.tree.map(np.asarray, made)
        if at >= adapting:
            found.append(made)
        if kept is not None:
            kept.put(at, jax.tree.leaves(state), made)
        told.more(1)
    sites, diverging, steps = zip(*found, strict=True)
    values = {
        name: np.concatenate([each[name] for each in sites])[: plan.draws] for name in sites[0]
    }
    return values, np.concatenate(diverging)[: plan.draws], np.concatenate(steps)[: plan.draws]


def _blocks(draws: int) -> int:
    """How many blocks hold so many draws."""
    return -(-draws // BLOCK)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the blocks of one chain and its newest state lie; `told` says what they are of."""

    folder: Path
    told: str
    chain: int

    def need_same(self) -> None:
        """Refuse a folder of another calibration."""
        if self._place("state").exists():
            with np.load(self._place("state"), allow_pickle=False) as file:
                if str(file["told"]) != self.told:
                    raise InputError(
                        where=str(self.folder),
                        found="draws of another calibration (system, series or plan).",
                        expected="an empty folder, or one of this calibration",
                        remedy="Name another folder, or delete this one.",
                    )

    def state(self) -> tuple[int, list[np.ndarray] | None]:
        """How many blocks an earlier run left, and its state after them."""
        if not self._place("state").exists():
            return 0, None
        with np.load(self._place("state"), allow_pickle=False) as file:
            count = sum(name.startswith("leaf ") for name in file.files)
            return int(file["done"]), [file[f"leaf {number}"] for number in range(count)]

    def block(self, at: int) -> Any:
        """Draws of one block."""
        with np.load(self._place(f"{at:04d}"), allow_pickle=False) as file:
            sites = {name[5:]: file[name] for name in file.files if name.startswith("site ")}
            return sites, file["diverging"], file["steps"]

    def put(self, at: int, leaves: list[Any], made: Any) -> None:
        """Write a block, then the state after it, so that half a block is no block."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sites, diverging, steps = made
        values = {f"site {name}": value for name, value in sites.items()}
        self._write(f"{at:04d}", values | {"diverging": diverging, "steps": steps})
        state = {f"leaf {number}": np.asarray(leaf) for number, leaf in enumerate(leaves)}
        self._write("state", state | {"done": np.array(at + 1), "told": np.array(self.told)})

    def _place(self, name: str) -> Path:
        return self.folder / f"chain-{self.chain}-{name}.npz"

    def _write(self, name: str, values: dict[str, np.ndarray]) -> None:
        """Write beside and put in place."""
        beside = self._place(f"{name}.part")
        with beside.open("wb") as file:
            np.savez(file, allow_pickle=False, **values)
        beside.replace(self._place(name))
