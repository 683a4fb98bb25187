"""The same votes in every layout that a user may bring give the same panel, exactly."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fixtures.vote_files import LAYOUTS, later_votes, written
from steelyard.dossier.ideal_points import voted_panel
from steelyard.models.votes.panel import NO_RULES, PUBLISHED_RULES, Panel
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.overlay import dataset
from steelyard.reference.roll_calls import roll_calls
from steelyard.store import Store

DAY = date(2026, 11, 22)
ORIGINAL = "UNVotesPublished.RData"
EDITED = ("un_votes.rda", "un_roll_calls.rda", "un_roll_call_issues.rda")


@pytest.fixture(scope="module")
def later() -> pl.DataFrame:
    return later_votes(roll_calls(load(DAY)))


@pytest.fixture(scope="module")
def by_layout(later, tmp_path_factory) -> dict[str, Dataset]:
    found = {}
    for layout in LAYOUTS:
        folder = tmp_path_factory.mktemp(layout)
        found[layout] = stored(folder, *written(layout, later, folder))
    return found


def stored(folder: Path, *files: Path) -> Dataset:
    store = Store.open(folder / "store", create=True)
    for file in files:
        store.import_file(file)
    return dataset(DAY, store.path)


def same(one: Panel, other: Panel) -> bool:
    return (
        (one.states, one.sessions, one.calls, one.excluded)
        == (other.states, other.sessions, other.calls, other.excluded)
        and np.array_equal(one.votes, other.votes)
        and np.array_equal(one.session_of, other.session_of)
        and np.array_equal(one.item_of, other.item_of)
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sessions_after_the_last_that_ships_are_taken_up(by_layout, later, layout):
    made = voted_panel(by_layout[layout], (75, 77), rules=NO_RULES)
    left_out = sum(each.votes for each in made.excluded)
    assert made.counts.sum() + left_out == later.height
    assert made.sessions == (75, 76, 77)
    everything = voted_panel(by_layout[layout])
    embedded = voted_panel(load(DAY))
    assert everything.sessions == (*embedded.sessions, 75, 76, 77)
    assert everything.counts.sum() == embedded.counts.sum() + made.counts.sum()
    assert everything.states == embedded.states  # every state goes on in its own line


def test_the_same_votes_in_every_layout_give_the_same_panel(by_layout):
    one, *others = (voted_panel(data) for data in by_layout.values())
    assert all(same(one, other) for other in others)


def test_every_vote_reaches_the_panel_as_it_was_cast(by_layout, later):
    made = voted_panel(by_layout["library"], (75, 77))
    codes = {"yes": 1, "abstain": 2, "no": 3}
    row, column = (
        {name: at for at, name in enumerate(names)} for names in (made.calls, made.states)
    )
    kept = later.filter(pl.col("call").cast(pl.String).is_in(list(made.calls)))
    wrong = sum(
        made.votes[row[str(call)], column[state]] != codes[vote]
        for call, state, vote in kept.select("call", "state", "vote").iter_rows()
    )
    assert kept.height == made.counts.sum()
    assert wrong == 0


def test_rows_in_another_order_give_the_same_panel(by_layout, later, tmp_path):
    mixed = later.sample(fraction=1, shuffle=True, seed=3)
    shuffled = stored(tmp_path, *written("library", mixed, tmp_path))
    assert same(voted_panel(by_layout["library"]), voted_panel(shuffled))


@pytest.mark.parametrize("layout", ["original", "unvotes"])
@pytest.mark.parametrize("issue", ["me", "nu", "di", "hr", "co", "ec"])
def test_an_issue_of_ones_own_file_holds_its_roll_calls(by_layout, later, layout, issue):
    made = voted_panel(by_layout[layout], (75, 77), issue)
    on = later.filter(
        pl.col("issues").str.split(" ").list.contains(issue)
        & (pl.col("vote").n_unique().over("call") > 1)
    )
    assert set(made.calls) == {str(call) for call in on["call"]}


def test_the_library_codes_no_issue_so_none_is_made_up(by_layout):
    rights = voted_panel(by_layout["library"], issue="hr")
    assert max(rights.sessions) == 74


@pytest.mark.shared
def test_the_editors_own_files_give_the_panel_that_ships(shared, tmp_path):
    folder = shared / "data/votes/unga"
    # the list of repeated resolutions is not among them: what ships says which they are
    data = stored(tmp_path, *(folder / name for name in EDITED))
    assert same(voted_panel(data), voted_panel(load(DAY)))


@pytest.mark.shared
def test_the_original_layout_gives_the_panel_that_ships_where_both_are_whole(shared, tmp_path):
    data = stored(tmp_path, shared / "data/votes/unga" / ORIGINAL)
    assert same(voted_panel(data, (1, 45)), voted_panel(load(DAY), (1, 45)))
    # paragraphs, which that layout does not mark, are left out as far as what ships marks them
    reasons = {each.reason: each.votes for each in voted_panel(data).excluded}
    assert reasons[f"paragraphs and amendments after {PUBLISHED_RULES.parts_after}"] == 12_352
