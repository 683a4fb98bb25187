"""Costs of cuts between all pairs of states as an ensemble: a part for each horizon."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa
from jaxtyping import Float

from steelyard.reference.dataset import Dataset, load
from steelyard.reference.derived import CUTS
from steelyard.scenarios.ensembles.chunk_file import columns, with_units
from steelyard.scenarios.ensembles.plan import Plan, planned
from steelyard.scenarios.ensembles.running import Finished
from steelyard.scenarios.ensembles.worker import Job
from steelyard.scenarios.pairs import HORIZONS, PairCut, all_cuts, drawn_incomes
from steelyard.scenarios.schema import Start
from steelyard.scenarios.world import World, world

UNITS = {"draw": "1", "seller": "1", "buyer": "1", "both_ways": "1", "state": "1",
         "income": "after over before"}  # fmt: skip


def cuts_plan(data: Dataset, draws: int, seed: int) -> Plan:
    """All cuts under draws of elasticities and of the table, a draw a chunk.

    The digest of the data is that of the tables that the costs of cuts rest on, so that a run on
    other tables is refused the folder.
    """
    digest = CUTS.digest({name: data.table(name) for name in CUTS.rests_on})
    start = world(data, Start())
    return planned("cuts", f"{__name__}:chunk", {"as_of": data.as_of.isoformat()}, draws=draws,
                   size=1, seed=seed, parts=HORIZONS, data=digest,
                   sources=start.origins)  # fmt: skip


@lru_cache(maxsize=1)
def _start(as_of: str) -> tuple[World, tuple[PairCut, ...]]:
    """The world of the embedded dataset and its cuts, made once in each worker."""
    start = world(load(date.fromisoformat(as_of)), Start())
    return start, all_cuts(start.draws.point.countries)


def chunk(job: Job) -> pa.Table:
    """Real income of every state after every cut, draw by draw; 0 is a loss without bound."""
    start, cuts = _start(job.options["as_of"])
    states, parts = start.draws.point.countries, []
    for draw in range(job.first, job.stop):
        income = drawn_incomes(start, cuts, job.part, draw, job.seed)
        parts.append(pa.table(dict(_named(cuts, states, draw), income=income.ravel())))
    return with_units(pa.concat_tables(parts), UNITS)


def _named(cuts: tuple[PairCut, ...], states: tuple[str, ...], draw: int) -> dict[str, pa.Array]:
    """Which cut and whose income each row is of."""
    cut = np.repeat(np.arange(len(cuts)), len(states))
    return {
        "draw": pa.array(np.full(cut.size, draw, dtype=np.int32)),
        "seller": pa.array([cuts[at].seller for at in cut]),
        "buyer": pa.array([cuts[at].buyer for at in cut]),
        "both_ways": pa.array([cuts[at].both_ways for at in cut]),
        "state": pa.array(states * len(cuts)),
    }


def incomes(finished: Finished, horizon: str) -> Float[np.ndarray, "draw cut state"]:
    """Incomes of one horizon from the files of an ensemble, in the order of `all_cuts`."""
    return np.stack(list(_incomes(finished, horizon)))


def _incomes(finished: Finished, horizon: str) -> Iterator[np.ndarray]:
    """Incomes draw by draw."""
    _, cuts = _start(json.loads(finished.plan.options)["as_of"])
    for part, file in zip(finished.plan.chunks, finished.files, strict=True):
        if part.part == horizon:
            held = pl.DataFrame(columns(file, ["draw", "income"]))
            for _, rows in held.group_by("draw", maintain_order=True):
                yield rows["income"].to_numpy().reshape(len(cuts), -1)
