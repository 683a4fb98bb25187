"""The votes that a model of ideal points is fitted to, and what was left out of them and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Int, Int8
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from steelyard.vocabulary.errors import InputError, shorten

NONE, YES, ABSTAIN, NO = 0, 1, 2, 3
FEWEST_STATES = 3  # two states can always be put at -1 and 1


@dataclass(frozen=True, slots=True)
class Rules:
    """Which votes are left out before a fit; the defaults are those of the published points.

    `sessions`: whole sessions; `states`: states in every session; `state_sessions`: states in
    single sessions; `parts_after`: votes on paragraphs and amendments after this year (None:
    they stay in).
    """

    sessions: tuple[int, ...] = (19,)
    states: tuple[str, ...] = ("XZN",)
    state_sessions: tuple[tuple[str, int], ...] = (("ZAF", 48),)
    parts_after: int | None = 1989


PUBLISHED_RULES = Rules()
NO_RULES = Rules((), (), (), None)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Votes left out for one reason."""

    reason: str
    votes: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Votes ``votes[roll call, state]`` in the order of sessions, ready to be fitted.

    `session_of` numbers the roll calls' sessions from 0, `item_of` the texts voted on: roll calls
    on a repeated text share an item. `counts[session, state]` are votes cast.
    """

    states: tuple[str, ...]
    sessions: tuple[int, ...]
    calls: tuple[str, ...]
    votes: Int8[np.ndarray, "call state"]
    session_of: Int[np.ndarray, " call"]
    item_of: Int[np.ndarray, " call"]
    excluded: tuple[Exclusion, ...] = ()
    counts: Int[np.ndarray, "session state"] = field(init=False)

    def __post_init__(self) -> None:
        """Count the votes of each state in each session."""
        counts = np.zeros((len(self.sessions), len(self.states)), dtype=np.int64)
        np.add.at(counts, self.session_of, self.votes != NONE)
        object.__setattr__(self, "counts", counts)

    @property
    def items(self) -> int:
        """Number of texts voted on."""
        return int(self.item_of.max()) + 1

    def column(self, state: str) -> int:
        """Place of a state among the columns.

        Raises
        ------
        InputError
            If the state cast no vote that was kept.
        """
        if state not in self.states:
            raise InputError(
                where="ideal points",
                found=f"{state} cast no vote in the sessions that were fitted.",
                expected="a state that voted there",
                remedy="Name another state, or fit other sessions.",
            )
        return self.states.index(state)


def panel(
    votes: Int8[np.ndarray, "call state"],
    *,
    states: Sequence[str],
    sessions: Int[np.ndarray, " call"],
    calls: Sequence[str],
    years: Int[np.ndarray, " call"],
    parts: Bool[np.ndarray, " call"],
    repeats: Sequence[str | None],
    rules: Rules = PUBLISHED_RULES,
) -> Panel:
    """Votes that a fit uses: rules applied, unanimous roll calls dropped, repetitions joined.

    Every vote is either kept or counted under the first reason that excludes it (law 12).

    Parameters
    ----------
    votes : 0 took no part, 1 yes, 2 abstain, 3 no
    sessions, years : session and calendar year of each roll call
    parts : whether a roll call was on a paragraph or an amendment
    repeats : the earlier roll call on the same text, or None

    Raises
    ------
    InputError
        If labels and votes differ in number, a state or roll call is listed twice, a vote has an
        unknown code, nothing but unanimous roll calls is left, or the scale is not identified:
        fewer than three states, sessions that neither share a state nor repeat a text, or states
        of which none voted on a text of the others.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2), 430.

    Examples
    --------
    >>> made = panel(
    ...     np.array([[1, 3, 2], [1, 1, 1], [1, 3, 3]], dtype=np.int8),
    ...     states=("USA", "RUS", "IND"), sessions=np.array([1, 1, 1]), calls=("a", "b", "c"),
    ...     years=np.array([1946, 1946, 1946]), parts=np.zeros(3, dtype=bool),
    ...     repeats=(None, None, None),
    ... )
    >>> made.votes.shape, made.excluded
    ((2, 3), (Exclusion(reason='unanimous roll calls', votes=3),))
    """
    _refuse_mismatch(votes, states, sessions, calls, years, parts, repeats)
    _refuse_unknown_codes(votes, calls, states)
    kept = votes.copy()
    excluded = []
    for reason, out in _reasons(votes, states, sessions, years, parts, rules):
        gone = int(((kept != NONE) & out).sum())
        kept[out] = NONE
        excluded += [Exclusion(reason, gone)] if gone else []
    unanimous = _unanimous(kept)
    gone = int((kept[unanimous] != NONE).sum())
    excluded += [Exclusion("unanimous roll calls", gone)] if gone else []
    made = _ordered(kept, ~unanimous, states, sessions, calls, repeats, tuple(excluded))
    _refuse_unidentified(made)
    return made


def _reasons(
    votes: np.ndarray,
    states: Sequence[str],
    sessions: np.ndarray,
    years: np.ndarray,
    parts: np.ndarray,
    rules: Rules,
) -> Iterator[tuple[str, np.ndarray]]:
    """Each reason with the votes it takes out, in the order in which they count."""
    shape = votes.shape
    for session in rules.sessions:
        yield f"session {session}", np.broadcast_to((sessions == session)[:, None], shape)
    for state in rules.states:
        yield f"{state}", np.broadcast_to(np.array(states) == state, shape)
    for state, session in rules.state_sessions:
        here = np.outer(sessions == session, np.array(states) == state)
        yield f"{state} in session {session}", here
    if rules.parts_after is not None:
        late = parts & (years > rules.parts_after)
        yield (
            f"paragraphs and amendments after {rules.parts_after}",
            np.broadcast_to(late[:, None], shape),
        )


def _unanimous(votes: np.ndarray) -> np.ndarray:
    """Roll calls in which all who took part voted alike, or nobody did."""
    kinds = np.stack([(votes == code).any(axis=1) for code in (YES, ABSTAIN, NO)])
    return kinds.sum(axis=0) < 2


def _ordered(
    votes: np.ndarray,
    keep: np.ndarray,
    states: Sequence[str],
    sessions: np.ndarray,
    calls: Sequence[str],
    repeats: Sequence[str | None],
    excluded: tuple[Exclusion, ...],
) -> Panel:
    """Roll calls that are kept by session, states that voted by name."""
    rows = np.flatnonzero(keep)
    rows = rows[np.argsort(sessions[rows], kind="stable")]
    if not rows.size:
        before = "; ".join(f"{each.votes} votes of {each.reason}" for each in excluded)
        raise InputError(
            where="ideal points",
            found="no roll call in which states differed"
            + (f"; left out: {before}." if before else "."),
            expected="roll calls with two or more kinds of vote",
            remedy="Choose more sessions or issues: unanimous votes say nothing of positions.",
        )
    columns = np.flatnonzero((votes[rows] != NONE).any(axis=0))
    columns = columns[np.argsort(np.array(states)[columns], kind="stable")]
    numbers, session_of = np.unique(sessions[rows], return_inverse=True)
    kept = tuple(str(calls[int(row)]) for row in rows)
    return Panel(
        states=tuple(str(states[int(column)]) for column in columns),
        sessions=tuple(int(number) for number in numbers),
        calls=kept,
        votes=np.ascontiguousarray(votes[np.ix_(rows, columns)]),
        session_of=session_of,
        item_of=_items(kept, [repeats[int(row)] for row in rows]),
        excluded=excluded,
    )


def _items(calls: Sequence[str], repeats: Sequence[str | None]) -> np.ndarray:
    """Number of the text of each roll call: all that repeat one another share it."""
    place = {call: index for index, call in enumerate(calls)}
    links = [(place[calls[row]], place[old]) for row, old in enumerate(repeats) if old in place]
    rows, columns = np.array(links, dtype=int).reshape(-1, 2).T
    graph = coo_array((np.ones(rows.size), (rows, columns)), shape=(len(calls), len(calls)))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _refuse_mismatch(
    votes: np.ndarray,
    states: Sequence[str],
    sessions: np.ndarray,
    calls: Sequence[str],
    years: np.ndarray,
    parts: np.ndarray,
    repeats: Sequence[str | None],
) -> None:
    """Raise unless every axis has as many labels as places, each once."""
    lengths = {len(sessions), len(calls), len(years), len(parts), len(repeats), votes.shape[0]}
    twice = [name for name in dict.fromkeys(states) if list(states).count(name) > 1]
    again = len(set(calls)) != len(calls)
    if len(lengths) == 1 and votes.shape[1] == len(states) and not twice and not again:
        return
    found = f"{shorten(twice)} listed twice" if twice else f"{votes.shape[0]} by {votes.shape[1]}"
    raise InputError(
        where="votes of the panel",
        found=f"{found}; {len(states)} states, {len(set(calls))} different roll calls.",
        expected="one column for each state and one row for each roll call, each listed once",
        remedy="Keep one vote of each state in each roll call (law 3).",
    )


def _refuse_unknown_codes(votes: np.ndarray, calls: Sequence[str], states: Sequence[str]) -> None:
    """Raise where a vote is none of the four codes."""
    odd = np.argwhere((votes < NONE) | (votes > NO))
    if odd.size:
        shown = [f"{states[c]} in {calls[r]}: {votes[r, c]}" for r, c in odd[:5]]
        raise InputError(
            where="votes of the panel",
            found=f"{len(odd)} vote(s) with an unknown code, such as {'; '.join(shown)}.",
            expected="0 took no part, 1 yes, 2 abstain, 3 no",
            remedy="Translate the codes of the file, or mark these votes as 0.",
        )


def _refuse_unidentified(made: Panel) -> None:
    """Raise where no common scale exists for all sessions and states."""
    sessions, blocks = _linked(made), _blocks(made)
    if len(made.states) < FEWEST_STATES:
        found = f"{len(made.states)} state(s)"
    elif len(sessions) > 1:
        shown = " | ".join(shorten(part, 5) for part in sessions)
        found = f"sessions that share neither a state nor a repeated text: {shown}"
    elif len(blocks) > 1:
        shown = " | ".join(shorten(part, 5) for part in blocks)
        found = f"states of which none voted on a text of the others: {shown}"
    else:
        return
    raise InputError(
        where="ideal points",
        found=f"the scale is not identified: {found}.",
        expected=f"{FEWEST_STATES} states or more, and sessions linked by states or repeated texts",
        remedy="Add sessions or states, or fit the groups one by one.",
    )


def _linked(made: Panel) -> list[list[int]]:
    """Groups of sessions that states or repeated texts tie together."""
    sessions, columns = np.nonzero(made.counts)
    number, states = len(made.sessions), len(made.states)
    left = np.concatenate([sessions, made.session_of])
    right = np.concatenate([number + columns, number + states + made.item_of])
    size = number + states + made.items
    graph = coo_array((np.ones(left.size), (left, right)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][:number]
    groups = [np.flatnonzero(label == group) for group in np.unique(label)]
    return [[made.sessions[t] for t in group] for group in groups]


def _blocks(made: Panel) -> list[list[str]]:
    """Groups of states that votes on the same texts tie together.

    Between two groups nothing says who stands where, nor which end of the scale is which.
    """
    calls, columns = np.nonzero(made.votes != NONE)
    states = len(made.states)
    size = states + made.items
    links = (np.ones(calls.size), (columns, states + made.item_of[calls]))
    label = connected_components(coo_array(links, shape=(size, size)), directed=False)[1][:states]
    return [[made.states[at] for at in np.flatnonzero(label == each)] for each in np.unique(label)]
