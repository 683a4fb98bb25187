"""One-sector gravity in general equilibrium, beside gegravity on the same made-up world."""

import time
import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.equilibrium import equilibrium
from steelyard.models.trade.gravity.intervals import effect_draws
from steelyard.models.trade.gravity.world import World, world

LIMITS_S = {44: 0.005, 194: 0.025}  # the promise, one equilibrium
DRAWS_LIMIT_S = 1.0
BESIDE, PEERS_STATES = 5, 30  # elasticity of substitution, size at which the peer is asked


def made_up(states: int) -> tuple[World, np.ndarray]:
    """A world with home bias, and costs that a twentieth of the pairs no longer bear."""
    random = np.random.default_rng(0)
    sizes = np.add.outer(*random.normal(3, 1, (2, states)))
    flows = np.exp(sizes + random.normal(0, 1, (states, states)))
    np.fill_diagonal(flows, 3 * flows.sum(axis=1))
    pact = np.triu(random.uniform(size=(states, states)) < 0.05, 1)
    start = world([f"S{k:03d}" for k in range(states)], flows, BESIDE - 1.0)
    return start, (pact | pact.T).astype(float)


def _best(work: Any, times: int = 7) -> float:
    """Shortest of some repetitions, in seconds."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def theirs(start: World, pact: np.ndarray) -> tuple[float, bool]:
    """Seconds of the peer for the same change, and whether it says that it converged."""
    import gegravity as ge  # pyright: ignore[reportMissingImports]
    import pandas as pd

    n, names = len(start.countries), np.array(start.countries)
    columns: dict[str, Any] = {
        "exporter": np.repeat(names, n),
        "importer": np.tile(names, n),
        "year": "2000",
        "trade": start.trade.ravel(),
        "Y": np.repeat(start.output, n),
        "E": np.tile(start.expenditure, n),
        "pact": 0.0,
        "cost": np.log(
            start.trade.sum() * start.trade / np.outer(start.output, start.expenditure)
        ).ravel(),
    }
    frame = pd.DataFrame(columns)
    baseline = ge.BaselineData(
        frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
        trade_var_name="trade", expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    table = pd.DataFrame({"var": ["cost", "pact"], "coeff": [1.0, 0.5], "ste": [0.1, 0.1]})
    costs = ge.CostCoeffs(
        estimates=table, identifier_col="var", coeff_col="coeff", stderr_col="ste"
    )
    begin = time.perf_counter()
    model = ge.OneSectorGE(
        baseline, year="2000", expend_var_name="E", output_var_name="Y", cost_coeff_values=costs,
        cost_variables=["cost", "pact"], reference_importer=names[0], sigma=BESIDE, quiet=True,
    )  # fmt: skip
    model.build_baseline(omr_rescale=1)
    changed = model.baseline_data.copy()
    changed["pact"] = pact.ravel()
    model.define_experiment(changed)
    model.simulate()
    seconds = time.perf_counter() - begin
    return seconds, all(one.success for one in model.solver_diagnostics.values())


def run(quick: bool = False) -> list[dict[str, Any]]:
    """One equilibrium at three sizes and 200 draws; the peer once, at the smallest."""
    rows = []
    for states in (PEERS_STATES,) if quick else (PEERS_STATES, *LIMITS_S):
        start, pact = made_up(states)
        change = np.exp(0.5 * pact)
        found = equilibrium(start, change, closure=Closure.MULTIPLICATIVE)

        def solved(start: World = start, change: np.ndarray = change) -> None:
            equilibrium(start, change, closure=Closure.MULTIPLICATIVE)

        seconds, peer, note = _best(solved), None, ""
        if states == PEERS_STATES:
            note = "gegravity is not installed"
            if find_spec("gegravity"):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it uses what pandas has deprecated
                    peer, solved_too = theirs(start, pact)
                note = "gegravity holds incomes fixed" + (
                    "" if solved_too else "; did not converge"
                )
        if not quick and seconds > LIMITS_S.get(states, np.inf):
            note += f" OVER the promised {LIMITS_S[states] * 1e3:.0f} ms"
        size = f"{states} states, error {found.certificate.worst:.0e}"
        rows.append(_row("gravity equilibrium", size, seconds, peer, note))
    start, pact = made_up(PEERS_STATES if quick else 70)
    variance = np.array([[0.01]])

    def drawn() -> None:
        effect_draws(start, pact[None], np.array([0.5]), variance)

    seconds = _best(drawn, 2)
    note = "" if seconds <= DRAWS_LIMIT_S else f"OVER the promised {DRAWS_LIMIT_S:.0f} s"
    rows.append(
        _row("interval of its effects", f"{pact.shape[0]} states, 200 draws", seconds, None, note)
    )
    return rows


def _row(what: str, size: str, ours: float, peer: float | None, note: str) -> dict[str, Any]:
    """One line of the table."""
    return {
        "what": what,
        "size": size,
        "ours_s": ours,
        "peer": "gegravity" if "gegravity" in note else None,
        "peer_s": peer,
        "ratio": peer / ours if peer else None,
        "note": note,
    }
