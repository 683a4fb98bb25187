"""Votes of the General Assembly as they ship, and what a user's files add to them."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from steelyard.measures.similarity import contested, dyad_tables, similarities
from steelyard.measures.support import support_counts
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.overlay import dataset
from steelyard.reference.roll_calls import ABSENT, NO_MEMBER, UNSAID, roll_calls
from steelyard.store import Store
from steelyard.vocabulary.errors import StoreDamaged
from steelyard.vocabulary.votes import CHOICES, ISSUES, session_on

DAY = date(2026, 11, 22)
LIBRARY_HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
    "agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,"
    "total_ms,undl_link"
)


@pytest.fixture(scope="module")
def known():
    return roll_calls(load(DAY))


def letters(known, state: str, session: int) -> str:
    column = known.column(state)
    return b"".join(known.letters[known.sessions == session, column]).decode()


def test_every_session_from_1_to_74_ships_with_all_its_votes(known):
    assert sorted(set(known.sessions.tolist())) == list(range(1, 75))
    assert int((known.votes > 0).sum()) == 870_109  # rows of the publisher's file
    assert known.years.min() == 1946
    assert len(set(known.calls)) == len(known.calls) == 6_203


@pytest.mark.parametrize(
    ("year", "agreement"),
    [(1990, 0.940), (1993, 0.621), (2008, 0.915), (2014, 0.816), (2019, 0.874)],
)
def test_agreement_of_russia_and_china_is_as_published(known, year, agreement):
    inside = known.years == year
    votes = known.votes[inside & contested(known.votes)]
    pair = votes[:, [known.column("RUS"), known.column("CHN")]]
    # printed to three decimals
    assert similarities(dyad_tables(pair).table).agreement[0] == pytest.approx(agreement, abs=5e-4)


def test_chinas_seat_is_that_of_the_peoples_republic_from_1971(known):
    assert known.years[(known.votes[:, known.column("CHN")] > 0)].min() == 1971
    assert known.years[(known.votes[:, known.column("TWN")] > 0)].max() == 1971


def test_the_soviet_seat_is_one_line_with_russia_and_yugoslavia_is_not_serbia(known):
    assert known.column("SUN") is None
    assert known.years[(known.votes[:, known.column("RUS")] > 0)].min() == 1946
    assert known.years[(known.votes[:, known.column("SRB")] > 0)].min() == 2006


def test_states_without_a_code_in_the_file_keep_their_votes(known):
    for state, year in (("DEU", 1980), ("YEM", 1980), ("XZN", 1963)):
        assert (known.votes[known.years == year, known.column(state)] > 0).any()


def test_absent_no_member_and_unsaid_are_told_apart(known):
    assert letters(known, "CHN", 26).startswith(NO_MEMBER)  # before the seat changed hands
    assert ABSENT in letters(known, "CHN", 26)
    # the original layout, which tells them apart, ends with session 70
    last = known.letters[known.sessions > 70]
    assert set(np.unique(last).tolist()) == {b"y", b"a", b"n", UNSAID.encode()}
    assert {letter.decode() for letter in np.unique(known.letters)} == set(CHOICES)


def test_paragraphs_of_a_resolution_are_one_subject(known):
    inside = (known.sessions == 54) & np.array([r == "R/54/175" for r in known.resolutions])
    assert inside.sum() > 1
    assert np.unique(known.subjects[inside]).size == 1


def test_issues_importance_and_repetitions_are_those_of_the_publisher(known):
    counts = {code: int(known.on_issue(code).sum()) for code in ISSUES}
    assert counts == {"me": 1061, "nu": 855, "di": 1092, "co": 957, "hr": 1015, "ec": 765}
    assert known.important.count(True) == 411
    assert known.important.count(None) == 605
    # of 955 bridges, six lead to later roll calls that this edition does not have
    assert sum(earlier is not None for earlier in known.repeats) == 949


def test_a_day_in_the_past_knows_no_later_roll_call():
    past = roll_calls(load(date(2010, 6, 1)))
    assert max(past.dates) < "2011"
    assert past.years.max() == 2010 or past.years.max() == 2009


def library_file(folder: Path, days: dict[str, str]) -> Path:
    """A file of the UN Digital Library: one roll call a day, three states."""
    rows = [LIBRARY_HEADER]
    for number, day in days.items():
        for state, vote in (("RUS", "N"), ("CHN", "A"), ("USA", "Y"), ("FRA", "X")):
            rows.append(
                f"{number},{state},NAME,{vote},{day},77,A/RES/{number},,,,Title {number},"
                f"Item {number},,,1,1,1,1,193,https://digitallibrary.un.org/record/{number}"
            )
    file = folder / "2024_11_voting.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_file_of_the_un_digital_library_adds_later_sessions(tmp_path):
    store = Store.open(tmp_path / "store", create=True)
    days = {"3990001": "2022-10-12", "3990002": "2023-02-23", "3990003": "2023-12-12"}
    store.import_file(library_file(tmp_path, {**days, "600001": "2019-12-12"}))
    known = roll_calls(dataset(DAY, store.path))
    assert len(known.calls) == 6_203 + len(days)  # session 74 stays Voeten's, with its issues
    assert letters(known, "RUS", 77) == "nn"
    assert letters(known, "CHN", 78) == "a"
    assert letters(known, "FRA", 77) == "xx"
    assert letters(known, "DEU", 77) == UNSAID * 2
    added = known.years > 2019
    assert set(np.array(known.issues, dtype=object)[added]) == {None}
    assert set(np.array(known.origins)[added]) == {"undl_ga_votes"}


def test_roll_calls_without_votes_do_not_disturb_those_that_ship(tmp_path, shared):
    store = Store.open(tmp_path / "store", create=True)
    store.import_file(shared / "data/votes/unga/un_roll_calls.rda")
    assert dataset(DAY, store.path).table("roll_calls").equals(load(DAY).table("roll_calls"))


def test_votes_and_roll_calls_of_different_editions_are_refused():
    data = load(DAY)
    cut = data.table("votes").with_columns(pl.col("cast").str.slice(0, 3))
    frames = {**data.frames, "votes": cut}
    with pytest.raises(StoreDamaged, match="one letter for each roll call"):
        roll_calls(Dataset(data.as_of, frames, data.origins))


def test_support_of_all_pairs_is_that_of_one_pair_counted_by_hand(known):
    votes = known.votes[known.years == 2008]
    one, other = known.column("RUS"), known.column("CHN")
    counts, lone, shared_votes = support_counts(votes), 0, 0
    for row in votes:
        cast = row[row > 0].tolist()
        usual = max((1, 2, 3), key=cast.count)
        if row[one] and row[other] and row[one] != usual:
            lone += 1
            shared_votes += int(row[one] == row[other])
    assert counts.minority[one, other] == lone
    assert counts.together[one, other] == shared_votes
    assert counts.share[one, other] == shared_votes / lone


@pytest.mark.parametrize(
    ("day", "session"),
    [(date(2022, 3, 2), 76), (date(2023, 10, 27), 78), (date(1946, 10, 23), 1)],
)
def test_emergency_sessions_count_as_the_regular_session_of_the_day(day, session):
    assert session_on(day) == session
