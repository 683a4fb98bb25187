"""Ideal points as the package ships them: a fit in little room, to and from its tables."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.models.votes.compact import POSITION_STEP, CompactPoints
from steelyard.reference.dataset import Dataset

FRAME = ("shift", "shift_tie", "stretch", "stretch_tie", "walk_tie", "text_error")


def shipped(data: Dataset) -> CompactPoints | None:
    """The fit of a dataset; None where it has none that was known on its day.

    A fit knows the votes of all its sessions: one that reaches beyond the day of the dataset
    would tell what nobody could know then (law 6).
    """
    if "ideal points" not in data.made:
        data.made["ideal points"] = _read(data)
    return data.made["ideal points"]


def _read(data: Dataset) -> CompactPoints | None:
    placed, framed, texts = (
        data.table(name) for name in ("vote_positions", "vote_sessions", "vote_texts")
    )
    if placed.is_empty() or framed.is_empty() or texts.is_empty():
        return None
    sessions = framed.sort("session")["session"].to_numpy()
    if int(sessions[-1]) + 1945 > data.as_of.year:
        return None
    states = placed["state"].unique().sort().to_list()
    numbers = placed["state"].cast(pl.Enum(states)).to_physical().to_numpy()
    return CompactPoints(
        states=tuple(states),
        sessions=tuple(sessions.tolist()),
        state=numbers.astype(np.int64),
        session=np.searchsorted(sessions, placed["session"].to_numpy()),
        position=placed["position"].to_numpy() * POSITION_STEP,
        spread=_floats(placed, "spread"),
        settled=placed["settled"].to_numpy().astype(bool),
        text_session=np.searchsorted(sessions, texts["session"].to_numpy()),
        **{name: _floats(framed.sort("session"), name) for name in FRAME},
        **{name: _floats(texts, name) for name in ("slope", "low", "high")},
    )


def _floats(frame: pl.DataFrame, column: str) -> np.ndarray:
    """A column in double precision."""
    return frame[column].to_numpy().astype(float)


def tables_of(made: CompactPoints, origin: str) -> dict[str, pl.DataFrame]:
    """The tables of a fit; every row has the origin of its votes."""
    sessions = np.array(made.sessions)
    placed = pl.DataFrame(
        {
            "session": sessions[made.session],
            "state": np.array(made.states)[made.state],
            "position": np.round(made.position / POSITION_STEP).astype(int),
            "spread": made.spread,
            "settled": made.settled,
            "origin": origin,
        }
    )
    framed = pl.DataFrame(
        {"session": sessions, **{name: getattr(made, name) for name in FRAME}, "origin": origin}
    )
    texts = pl.DataFrame(
        {
            "session": sessions[made.text_session],
            "slope": made.slope,
            "low": made.low,
            "high": made.high,
            "origin": origin,
        }
    ).with_columns(number=pl.int_range(pl.len()).over("session"))
    return {"vote_positions": placed, "vote_sessions": framed, "vote_texts": texts}
