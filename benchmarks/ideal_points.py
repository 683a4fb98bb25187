"""Positions by votes beside py-irt on the same votes, and beside the published sampler's cost.

py-irt needs pandas below 3, rich below 14 and typer below 0.15, which do not go with ours, so it
lives in an environment of its own: install ``requirements/py_irt.txt`` there and name its Python in
``STEELYARD_PY_IRT``. Its model is another: one position a state for the whole span, two answers,
slopes above 0, a variational fit. Votes are therefore read as *with the United States or not*
(an abstention is no yes), roll calls without its vote are left out, and its positions are compared
with the means of ours over the span.
"""

import os
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from steelyard.dossier.ideal_points import voted_panel
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.models.votes.draws import POINTS_ONLY, Plan, begin, chain, drawn
from steelyard.models.votes.panel import NO_RULES, NONE, YES, Panel, panel
from steelyard.models.votes.result import IdealPoints, ideal_points
from steelyard.reference.dataset import load

PYTHON = "STEELYARD_PY_IRT"  # the variable that names the peer's Python
POLE = "USA"
EPOCHS = 2_000  # the peer's default
# The published sampler, as its cost is told beside the task of this model: 7.8 hours of processor
# time for 4,000 turns thrown away and 20,000 kept, on 797,392 votes. Not measured here.
REFERENCE_HOURS, REFERENCE_TURNS = 7.8, 24_000


def small() -> Panel:
    """Six sessions of 36 states: the two poles and 34 others, evenly through the alphabet."""
    made = voted_panel(load(DEFAULT_AS_OF), (69, 74))
    poles = [made.column(pole) for pole in (POLE, "RUS")]
    others = [column for column in range(len(made.states)) if column not in poles]
    spread = np.linspace(0, len(others) - 1, 34).astype(int)
    columns = sorted([*poles, *(others[place] for place in spread)])
    number = len(made.calls)
    return panel(
        made.votes[:, columns],
        states=[made.states[column] for column in columns],
        sessions=np.array(made.sessions)[made.session_of],
        calls=made.calls,
        years=np.array(made.sessions)[made.session_of] + 1945,
        parts=np.zeros(number, dtype=bool),
        repeats=[None] * number,
        rules=NO_RULES,
    )


def decade() -> Panel:
    """All votes of the last ten sessions that ship."""
    return voted_panel(load(DEFAULT_AS_OF), (65, 74))


def ours(made: Panel, plan: Plan) -> tuple[IdealPoints, float, float]:
    """The fit, its seconds by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    task, point = begin(made, plan)
    chains = drawn(task, tuple(chain(task, point, number) for number in range(plan.chains)))
    points = ideal_points(made, task, chains)
    return points, time.perf_counter() - clock, time.process_time() - processor


def theirs(made: Panel, python: str, epochs: int) -> tuple[np.ndarray, float]:
    """Position of each state by the peer, and its seconds without starting and reading."""
    pole = made.votes[:, made.column(POLE)]
    rows = np.flatnonzero(pole != NONE)
    item, subject = np.nonzero(made.votes[rows] != NONE)
    alike = (made.votes[rows] == YES) == (pole[rows] == YES)[:, None]
    with TemporaryDirectory() as folder:
        votes, found = (Path(folder) / name for name in ("votes.npz", "positions.npz"))
        np.savez(votes, subject=subject, item=item, answer=alike[item, subject].astype(float))
        script = Path(__file__).with_name("_py_irt.py")
        subprocess.run([python, script, votes, found, str(epochs)], check=True, capture_output=True)
        with np.load(found) as held:
            return held["ability"], float(held["seconds"])


def averages(points: IdealPoints, made: Panel) -> np.ndarray:
    """Mean of our positions of each state over the span."""
    size = len(made.states)
    return np.bincount(points.state, points.mean, size) / np.bincount(points.state, minlength=size)


def row(name: str, made: Panel, plan: Plan, epochs: int) -> dict[str, Any]:
    """One line of the table."""
    points, seconds, worked = ours(made, plan)
    python, peer = os.environ.get(PYTHON), None
    note = f"py-irt is not installed: name its Python in {PYTHON} (requirements/py_irt.txt)"
    if python:
        ability, peer = theirs(made, python, epochs)
        alike = np.corrcoef(ability, averages(points, made))[0, 1]
        order = _rank_correlation(ability, averages(points, made))
        note = (
            f"r of positions {alike:.3f}, of ranks {order:.3f}; one position a state, two answers; "
            f"ours one a session, three answers, intervals from draws ({worked:.1f} s of processor)"
        )
    return {
        "what": name,
        "size": f"{len(made.states)} states, {len(made.sessions)} sessions, "
        f"{made.counts.sum():,} votes",
        "ours_s": seconds,
        "peer": f"py-irt 2pl, {epochs:,} epochs",
        "peer_s": peer,
        "ratio": peer / seconds if peer else None,
        "note": note,
    }


def _rank_correlation(left: np.ndarray, right: np.ndarray) -> float:
    """Spearman's correlation of values without ties."""
    return float(np.corrcoef(left.argsort().argsort(), right.argsort().argsort())[0, 1])


def turns() -> dict[str, Any]:
    """Processor time of one turn on all votes beside that of the published sampler."""
    made = voted_panel(load(DEFAULT_AS_OF))
    short = Plan(warm_up=2, draws=20, chains=1)
    task, point = begin(made, short)
    one = chain(task, point, 0)
    start = time.process_time()
    drawn(task, (one,))
    mine = (time.process_time() - start) / (short.warm_up + short.draws)
    theirs_s = REFERENCE_HOURS * 3600 / REFERENCE_TURNS
    whole = Plan()
    total = whole.chains * (whole.warm_up + whole.draws)
    return {
        "what": "one turn of the sampler, all votes",
        "size": f"{len(made.sessions)} sessions, {made.counts.sum():,} votes",
        "ours_s": mine,
        "peer": "published sampler, as told, not measured",
        "peer_s": theirs_s,
        "ratio": theirs_s / mine,
        "note": f"processor time; a fit of ours takes {total} turns and a maximiser, "
        f"theirs {REFERENCE_TURNS:,}",
    }


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Small and a decade beside py-irt, all votes beside the published cost."""
    if quick:
        return [row("positions by votes", small(), replace(POINTS_ONLY, draws=20), 200)]
    return [
        row("positions by votes", small(), Plan(), EPOCHS),
        row("positions by votes, a decade", decade(), Plan(), EPOCHS),
        turns(),
    ]
