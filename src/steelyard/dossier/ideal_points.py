"""From the roll calls of a dataset to the panel that ideal points are fitted to."""

from __future__ import annotations

import numpy as np

from steelyard.models.votes.panel import PUBLISHED_RULES, Panel, Rules, panel
from steelyard.reference.dataset import Dataset
from steelyard.reference.roll_calls import RollCalls, roll_calls
from steelyard.vocabulary.errors import BadYears, InputError
from steelyard.vocabulary.votes import ISSUES

IMPORTANT = "important"


def voted_panel(
    data: Dataset,
    sessions: tuple[int, int] | None = None,
    issue: str | None = None,
    rules: Rules = PUBLISHED_RULES,
) -> Panel:
    """Votes of a dataset, of some sessions and on one issue where asked.

    `issue` is one of the coded issues, or ``important`` for the votes that the United States
    calls important.

    Raises
    ------
    BadYears
        If the dataset has no roll call in these sessions.
    InputError
        If the issue is unknown, or what is left cannot be placed on one scale.
    """
    known = roll_calls(data)
    rows = np.flatnonzero(_within(known, sessions) & _on(known, issue))
    return panel(
        known.votes[rows],
        states=known.states,
        sessions=known.sessions[rows].astype(np.int64),
        calls=[known.calls[row] for row in rows],
        years=np.array([int(known.dates[row][:4]) for row in rows], dtype=np.int64),
        parts=np.array([known.parts[row] is not None for row in rows], dtype=bool),
        repeats=[known.repeats[row] for row in rows],
        rules=rules,
    )


def _within(known: RollCalls, sessions: tuple[int, int] | None) -> np.ndarray:
    """Which roll calls are of the sessions asked for."""
    if sessions is None:
        return np.ones(len(known.calls), dtype=bool)
    inside = (known.sessions >= sessions[0]) & (known.sessions <= sessions[1])
    if not inside.any():
        raise BadYears(
            where="sessions",
            found=f"{sessions[0]} to {sessions[1]}",
            expected=f"sessions from {known.sessions.min()} to {known.sessions.max()}",
            remedy="Choose sessions that the dataset has.",
        )
    return inside


def _on(known: RollCalls, issue: str | None) -> np.ndarray:
    """Which roll calls are on the issue asked for."""
    if issue is None:
        return np.ones(len(known.calls), dtype=bool)
    if issue == IMPORTANT:
        return np.array([found is True for found in known.important])
    if issue in ISSUES:
        return known.on_issue(issue)
    raise InputError(
        where="issue",
        found=f"{issue!r} is no issue that roll calls are coded with.",
        expected=", ".join([*ISSUES, IMPORTANT]),
        remedy="Choose one of them, or none for all roll calls.",
    )
