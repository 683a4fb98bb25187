"""What a panel takes in, leaves out and refuses."""

import numpy as np
import pytest

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
