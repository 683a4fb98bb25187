"""Votes of the General Assembly as one matrix: roll calls by states.

Everybody who needs votes takes them from here: the dossier, comparisons of all pairs, ideal
points. Codes are those of the measures: 0 took no part, 1 yes, 2 abstain, 3 no.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import StoreDamaged

CODES = {"y": 1, "a": 2, "n": 3}
ABSENT, NO_MEMBER, UNSAID = "x", ".", "-"


@dataclass(frozen=True, slots=True)
class RollCalls:
    """Votes ``votes[roll call, state]`` with what is known of each roll call.

    `letters` are the votes as stored, which also tell absent (``x``) from no member (``.``) where
    a publisher does; ``-`` where none does. Arrays by roll call: `years` (in which the session
    opened), `sessions`, `subjects` (roll calls of a session that go together) and `important`
    (None: not coded); `issues` holds codes joined by spaces, None where not coded; `parts` says
    amendment or paragraph (None: neither).
    """

    states: tuple[str, ...]
    votes: np.ndarray
    letters: np.ndarray
    years: np.ndarray
    sessions: np.ndarray
    subjects: np.ndarray
    calls: tuple[str, ...]
    dates: tuple[str, ...]
    resolutions: tuple[str | None, ...]
    titles: tuple[str | None, ...]
    issues: tuple[str | None, ...]
    important: tuple[bool | None, ...]
    parts: tuple[str | None, ...]
    repeats: tuple[str | None, ...]
    origins: tuple[str, ...]

    def column(self, state: str) -> int | None:
        """Place of a state among the columns; None where it never voted."""
        return self.states.index(state) if state in self.states else None

    def within(self, years: tuple[int, int]) -> np.ndarray:
        """Which roll calls belong to sessions that opened in these years."""
        return (self.years >= years[0]) & (self.years <= years[1])

    def on_issue(self, code: str) -> np.ndarray:
        """Which roll calls are coded with an issue, such as ``hr``."""
        return np.array([code in (issues or "").split() for issues in self.issues], dtype=bool)


def roll_calls(data: Dataset, years: tuple[int, int] | None = None) -> RollCalls:
    """Roll calls of a dataset in the order of sessions: all, or those of some years.

    Columns are the states that took part in these years.

    Raises
    ------
    StoreDamaged
        If a state has more or fewer letters than its session has roll calls.

    Examples
    --------
    >>> from datetime import date
    >>> from steelyard.reference.dataset import load
    >>> known = roll_calls(load(date(2026, 1, 1)))
    >>> known.votes.shape, known.votes.dtype.name, int(known.years.max())
    ((6203, 200), 'int8', 2019)
    """
    key = f"roll calls {years}"
    if key not in data.made:
        data.made[key] = _roll_calls(data, years)
    return data.made[key]


def _roll_calls(data: Dataset, years: tuple[int, int] | None) -> RollCalls:
    """The same, read from the tables."""
    calls, cast = (
        frame if years is None else frame.filter(pl.col("year").is_between(*years))
        for frame in (data.table("roll_calls"), data.table("votes"))
    )
    calls, cast = calls.sort("session", "place"), cast.sort("session", "state")
    states = tuple(sorted(cast["state"].unique().to_list()))
    letters = _letters(calls, cast, states)
    coded = np.zeros(256, dtype=np.int8)
    for letter, code in CODES.items():
        coded[ord(letter)] = code
    return RollCalls(
        states=states,
        votes=coded[letters],
        letters=letters.view("S1"),
        years=calls["year"].to_numpy(),
        sessions=calls["session"].to_numpy(),
        subjects=calls["subject"].to_numpy(),
        calls=tuple(calls["call"].to_list()),
        dates=tuple(calls["date"].to_list()),
        resolutions=tuple(calls["resolution"].to_list()),
        titles=tuple(calls["title"].to_list()),
        issues=tuple(calls["issues"].to_list()),
        important=tuple(calls["important"].to_list()),
        parts=tuple(calls["part"].to_list()),
        repeats=tuple(calls["repeats"].to_list()),
        origins=tuple(calls["origin"].to_list()),
    )


def text_labels(known: RollCalls) -> np.ndarray:
    """Number of the text of each roll call, from 0: the same for all that go together.

    Roll calls on one subject of a session share a text, and so do those on a text that was voted
    on again in a later session, as far as the publisher of the repetitions lists them.
    """
    places = {call: place for place, call in enumerate(known.calls)}
    first = list(range(len(known.calls)))
    subject_of: dict[tuple[int, int], int] = {}
    keys = list(zip(known.sessions.tolist(), known.subjects.tolist(), strict=True))
    for place, (key, earlier) in enumerate(zip(keys, known.repeats, strict=True)):
        repeated = places.get(earlier) if earlier is not None else None
        if repeated is not None and repeated < place:
            # the first repetition that is listed speaks for the whole subject
            subject_of.setdefault(key, first[repeated])
            first[place] = first[repeated]
    for place, key in enumerate(keys):
        first[place] = subject_of.setdefault(key, first[place])
    return np.unique(first, return_inverse=True)[1]


def labels_of_texts(data: Dataset, years: tuple[int, int] | None = None) -> np.ndarray:
    """`text_labels` of the roll calls of a dataset, made once."""
    key = f"text labels {years}"
    if key not in data.made:
        data.made[key] = text_labels(roll_calls(data, years))
    return data.made[key]


def _letters(calls: pl.DataFrame, cast: pl.DataFrame, states: tuple[str, ...]) -> np.ndarray:
    """The letter of every roll call and state; unsaid where a state has no row in a session."""
    columns = {state: column for column, state in enumerate(states)}
    letters = np.full((calls.height, len(states)), ord(UNSAID), dtype=np.uint8)
    texts = {
        session: (names, joined, width)
        for session, names, joined, width in cast.group_by("session")
        .agg(
            "state",
            pl.col("cast").str.join(""),
            pl.col("cast").str.len_bytes().unique().sort().alias("width"),
        )
        .iter_rows()
    }
    begin = 0
    # a session whose first days alone are known as of a day has fewer rows than letters
    for session, places in calls.group_by("session", maintain_order=True).agg("place").iter_rows():
        if session in texts:
            names, joined, widths = texts[session]
            _refuse_other_widths(session, widths, places)
            table = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(len(names), -1)
            letters[begin : begin + len(places), [columns[name] for name in names]] = table[
                :, places
            ].T
        begin += len(places)
    return letters


def _refuse_other_widths(session: int, widths: list[int], places: list[int]) -> None:
    """Raise unless all states of a session have one letter for each of its roll calls."""
    if len(widths) != 1 or max(places) >= widths[0]:
        raise StoreDamaged(
            where=f"votes of session {session}",
            found=f"states with {', '.join(map(str, widths))} letters",
            expected=f"one letter for each roll call, {max(places) + 1} or more",
            remedy="Import the votes and the roll calls of one edition together.",
        )
