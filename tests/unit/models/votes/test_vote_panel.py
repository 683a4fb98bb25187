"""What a panel takes in, leaves out and refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from steelyard.models.votes.draws import Plan, begin
from steelyard.models.votes.panel import NO_RULES, PUBLISHED_RULES, Rules, panel
from steelyard.vocabulary.errors import InputError

VOTES = np.array([[1, 3, 2], [1, 1, 1], [3, 1, 1], [1, 3, 3]], dtype=np.int8)


def made(votes=VOTES, rules=NO_RULES, **changes):
    number = votes.shape[0]
    given = {
        "states": ("USA", "RUS", "IND"),
        "sessions": np.array([1, 1, 2, 2][:number]),
        "calls": ("a", "b", "c", "d")[:number],
        "years": np.array([1946, 1946, 1990, 1990][:number]),
        "parts": np.array([False, False, True, False][:number]),
        "repeats": (None, None, None, "a")[:number],
    }
    return panel(votes, rules=rules, **(given | changes))


def test_every_vote_is_kept_or_counted_with_its_reason():
    more = np.column_stack([VOTES, [2, 1, 1, 0]]).astype(np.int8)
    rules = Rules(sessions=(), states=("XZN",), state_sessions=(), parts_after=1989)
    found = made(more, rules, states=("USA", "RUS", "IND", "XZN"))
    assert [(each.reason, each.votes) for each in found.excluded] == [
        ("XZN", 3),
        ("paragraphs and amendments after 1989", 3),
        ("unanimous roll calls", 3),
    ]
    assert found.counts.sum() + 9 == (more > 0).sum()


def test_repeated_texts_are_one_item():
    found = made()
    assert found.calls == ("a", "c", "d")
    assert found.item_of[0] == found.item_of[2] != found.item_of[1]
    assert found.counts.tolist() == [[1, 1, 1], [2, 2, 2]]


def test_the_published_rules_are_the_default():
    assert Rules((19,), ("XZN",), (("ZAF", 48),), 1989) == PUBLISHED_RULES


def test_an_unknown_code_is_refused_and_named():
    odd = VOTES.copy()
    odd[2, 1] = 8
    with pytest.raises(InputError, match="RUS in c: 8"):
        made(odd)


def test_a_state_voting_twice_is_refused():
    with pytest.raises(InputError, match="USA listed twice"):
        made(states=("USA", "USA", "IND"))


def test_a_roll_call_listed_twice_is_refused():
    with pytest.raises(InputError, match="3 different roll calls"):
        made(calls=("a", "b", "c", "a"))


def test_unanimous_votes_alone_are_refused():
    with pytest.raises(InputError, match="no roll call in which states differed"):
        made(np.ones((4, 3), dtype=np.int8))


def test_two_states_have_no_scale():
    with pytest.raises(InputError, match="scale is not identified"):
        made(VOTES[:, :2], states=("USA", "RUS"))


def test_sessions_without_a_link_have_no_common_scale():
    votes = np.zeros((2, 6), dtype=np.int8)
    votes[0, :3], votes[1, 3:] = (1, 3, 2), (1, 3, 2)
    with pytest.raises(InputError, match=r"neither a state nor a repeated text: 1 \| 2"):
        panel(
            votes,
            states=tuple("ABCDEF"),
            sessions=np.array([1, 2]),
            calls=("a", "b"),
            years=np.array([1946, 1947]),
            parts=np.zeros(2, dtype=bool),
            repeats=(None, None),
            rules=NO_RULES,
        )


def test_a_repeated_text_links_sessions_of_different_states():
    votes = np.zeros((2, 6), dtype=np.int8)
    votes[0, :3], votes[1, 3:] = (1, 3, 2), (1, 3, 2)
    found = panel(
        votes,
        states=tuple("ABCDEF"),
        sessions=np.array([1, 2]),
        calls=("a", "b"),
        years=np.array([1946, 1947]),
        parts=np.zeros(2, dtype=bool),
        repeats=(None, "a"),
        rules=NO_RULES,
    )
    assert found.items == 1


def test_states_that_never_vote_on_one_text_have_no_common_scale():
    votes = np.zeros((2, 6), dtype=np.int8)
    votes[0, :3], votes[1, 3:] = (1, 3, 2), (1, 3, 2)
    with pytest.raises(InputError, match=r"none voted on a text of the others: A, B, C \| D, E, F"):
        panel(
            votes,
            states=tuple("ABCDEF"),
            sessions=np.array([1, 1]),
            calls=("a", "b"),
            years=np.array([1946, 1946]),
            parts=np.zeros(2, dtype=bool),
            repeats=(None, None),
            rules=NO_RULES,
        )


def test_sessions_missing_in_the_middle_keep_their_numbers():
    assert made(sessions=np.array([1, 1, 9, 9])).sessions == (1, 9)


def test_a_state_with_one_vote_stays_in():
    sparse = VOTES.copy()
    sparse[[2, 3], 2] = 0
    assert made(sparse).counts[:, made(sparse).column("IND")].tolist() == [1, 0]


def test_what_the_rules_left_out_is_told_where_nothing_remains():
    with pytest.raises(InputError, match="left out: 6 votes of session 1"):
        made(VOTES[:2], Rules((1,), (), (), None))


def test_poles_that_never_differ_give_no_direction():
    alike = np.array([[1, 1, 3], [3, 3, 1], [1, 1, 2], [2, 2, 1]], dtype=np.int8)
    with pytest.raises(InputError, match="USA and RUS never differ"):
        begin(made(alike), Plan(warm_up=1, draws=20))


@given(
    votes=arrays(np.int8, (6, 5), elements=st.sampled_from([0, 1, 2, 3, 3, 1, 8, -1])),
    sessions=arrays(np.int64, 6, elements=st.integers(17, 20)),
    parts=arrays(np.bool_, 6),
    repeats=st.lists(st.sampled_from([None, "c0", "c3", "gone"]), min_size=6, max_size=6),
)
def test_any_votes_make_a_panel_that_counts_them_all_or_are_refused(
    votes, sessions, parts, repeats
):
    states = ("USA", "RUS", "IND", "XZN", "ZAF")
    try:
        found = panel(
            votes,
            states=states,
            sessions=sessions,
            calls=[f"c{row}" for row in range(6)],
            years=sessions + 1972,
            parts=parts,
            repeats=repeats,
        )
    except InputError as error:
        told = (error.where, error.found, error.expected, error.remedy)
    else:
        told = ("a panel",)
    assert all(told)
    if len(told) > 1:
        return
    assert found.counts.sum() + sum(each.votes for each in found.excluded) == (votes > 0).sum()
    for place, call in enumerate(found.calls):
        cast = found.votes[place]
        assert np.unique(cast[cast > 0]).size > 1
        columns = [states.index(state) for state in found.states]
        source = votes[int(call[1:]), columns]
        assert set(cast[cast != source]) <= {0}
