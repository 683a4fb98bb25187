"""Draws from a density by NumPyro's NUTS, in blocks that are kept, so that it can go on later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.vocabulary.errors import InputError

BLOCK = 25  # draws between two looks at the clock, and two states kept
DEEPEST = 7  # doublings of a trajectory: at most 127 gradients a draw
ACCEPT = 0.85
START = 0.5  # chains begin apart, within so many standard deviations of the middle before data


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to sample: chains side by side, draws to adapt, draws kept of each chain."""

    chains: int = 4
    adapting: int = 600
    draws: int = 500
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
    """Draw from a NumPyro model, all chains at once.

    With a folder, the state after each block of draws is kept there; the same call goes on from
    it and gives the same draws as one that was never interrupted (a test).

    Parameters
    ----------
    model : callable
        Without arguments; its sites are real numbers without bounds.
    plan : Plan
    folder : Path, optional
    digest : str
        Of everything that the draws hang on besides the plan.
    progress : callable, optional
        Told draws done and draws in all, those of adaptation included.

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

    from steelyard.models.trade.numerics import jax, jnp

    kernel = NUTS(model, max_tree_depth=DEEPEST, target_accept_prob=ACCEPT,
                  init_strategy=init_to_uniform(radius=START))  # fmt: skip
    keys = jax.random.split(jax.random.PRNGKey(plan.seed), plan.chains)
    state = kernel.init(keys, plan.adapting, None, (), {})

    def step(state: Any, _: None) -> tuple[Any, Any]:
        state = kernel.sample(state, (), {})
        return state, (state.z, state.diverging, state.num_steps)

    block = jax.jit(lambda state: jax.lax.scan(step, state, None, length=BLOCK))
    whole = _blocks(plan.adapting) + _blocks(plan.draws)
    told = f"{digest} {plan}"
    done, leaves = (0, None) if folder is None else _kept(folder, told)
    if leaves is not None:
        shape = jax.tree.structure(state)
        state = jax.tree.unflatten(shape, [jnp.asarray(each) for each in leaves])
    found: list[Any] = [] if folder is None else _drawn(folder, _blocks(plan.adapting), done)
    for at in range(done, whole):
        state, made = block(state)
        made = jax.tree.map(np.asarray, made)
        if at >= _blocks(plan.adapting):
            found.append(made)
        if folder is not None:
            _keep(folder, told, at, jax.tree.leaves(state), made)
        if progress is not None:
            progress((at + 1) * BLOCK, whole * BLOCK)
    return _together(found, plan.draws)


def _blocks(draws: int) -> int:
    """How many blocks hold so many draws."""
    return -(-draws // BLOCK)


def _together(found: list[Any], draws: int) -> Sampled:
    """All blocks as one, chains in front."""
    sites, diverging, steps = zip(*found, strict=True)

    def joined(parts: Any) -> np.ndarray:
        return np.swapaxes(np.concatenate(parts), 0, 1)[:, :draws]

    values = {name: joined([each[name] for each in sites]) for name in sites[0]}
    return Sampled(values, joined(diverging), joined(steps))


def _keep(folder: Path, told: str, at: int, leaves: list[Any], made: Any) -> None:
    """Write a block and the state after it; the state last, so that half a block is no block."""
    folder.mkdir(parents=True, exist_ok=True)
    sites, diverging, steps = made
    values = {f"site {name}": value for name, value in sites.items()}
    _put(folder / f"block-{at:04d}.npz", values | {"diverging": diverging, "steps": steps})
    state = {f"leaf {number}": np.asarray(leaf) for number, leaf in enumerate(leaves)}
    _put(folder / "state.npz", state | {"done": np.array(at + 1), "told": np.array(told)})


def _put(path: Path, values: dict[str, np.ndarray]) -> None:
    """Write beside and put in place."""
    beside = path.with_suffix(".part.npz")
    np.savez(beside, **values)
    beside.replace(path)


def _kept(folder: Path, told: str) -> tuple[int, list[np.ndarray] | None]:
    """How far an earlier run came, and its state."""
    path = folder / "state.npz"
    if not path.exists():
        return 0, None
    with np.load(path, allow_pickle=False) as file:
        if str(file["told"]) != told:
            raise InputError(
                where=str(folder), found="draws of another calibration (system, series or plan).",
                expected="an empty folder, or one of this calibration",
                remedy="Name another folder, or delete this one.",
            )  # fmt: skip
        count = sum(name.startswith("leaf ") for name in file.files)
        return int(file["done"]), [file[f"leaf {number}"] for number in range(count)]


def _drawn(folder: Path, adapting: int, done: int) -> list[Any]:
    """Blocks of draws that an earlier run left."""
    found = []
    for at in range(adapting, done):
        with np.load(folder / f"block-{at:04d}.npz", allow_pickle=False) as file:
            sites = {name[5:]: file[name] for name in file.files if name.startswith("site ")}
            found.append((sites, file["diverging"], file["steps"]))
    return found
