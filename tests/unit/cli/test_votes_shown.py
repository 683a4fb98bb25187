"""What `steelyard votes` prints: within 80 columns, agreement and kappa beside distance."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli import votes_kept
from steelyard.interfaces.cli.main import cli
from steelyard.interfaces.cli.votes_shown import compare_lines, show_lines
from steelyard.models.votes.result import MOST_R_HAT, IdealPoints
from steelyard.vocabulary.estimate import Estimate

PLACES = {"BRA": 0.0, "CHN": -1.0, "IND": -1.0, "RUS": 1.0, "ZAF": 1.0}  # BRICS in 2019
SESSION = 74


def widest(text):
    return max(len(line) for line in text.splitlines())


def points_of(places, spread, draws=400):
    """A fit of one session: positions with independent errors."""
    states = tuple(sorted(places))
    centre = np.array([places[state] for state in states])
    drawn = centre + spread * np.random.default_rng(3).normal(size=(draws, centre.size))
    number = np.arange(centre.size)
    return IdealPoints(
        states=states,
        sessions=(SESSION,),
        session=np.zeros_like(number),
        state=number,
        votes=np.full(number.size, 80),
        mean=drawn.mean(axis=0),
        quantiles=np.quantile(drawn, [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975], axis=0).T,
        r_hat=np.ones(number.size),
        effective=np.full(number.size, 400.0),
        draws=drawn.astype(np.float32),
        items=np.tile(np.array([1, 0, 0], dtype=np.float32), (draws, 1, 1)),
        items_at=np.arange(draws),
        texts=np.zeros(1, dtype=int),
        text_session=np.array([SESSION]),
        excluded=(),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("fits")
    votes_kept.write(points_of(PLACES, 0.0), made / "sure.npz")
    votes_kept.write(points_of(PLACES, 0.1), made / "unsure.npz")
    votes_kept.write(points_of({"BRA": 0.0, "USA": 2.0}, 0.1), made / "few.npz")
    return made


def cohesion(file, *options):
    words = ["votes", "cohesion", "BRICS", "--years", "2019:2019", "--fit", str(file), *options]
    made = CliRunner().invoke(cli, words)
    assert made.exit_code == 0, made.output
    return made.stdout


def spread_in(file):
    return json.loads(cohesion(file, "--json"))[0]["spread"]


def test_the_spread_of_a_bloc_is_that_of_its_members_positions(folder):
    sure = spread_in(folder / "sure.npz")
    assert sure["point"] == pytest.approx(np.std(list(PLACES.values())), abs=1e-6)
    unsure = spread_in(folder / "unsure.npz")
    assert unsure["low"] < sure["point"] < unsure["high"]
    assert unsure["high"] - unsure["low"] < 0.3


def test_one_member_with_a_position_is_no_spread_and_the_table_still_stands(folder):
    assert spread_in(folder / "few.npz")["point"] is None
    assert "2019" in cohesion(folder / "few.npz")


def test_the_spread_is_a_column_within_80_columns(folder):
    told = cohesion(folder / "unsure.npz")
    assert "Spread" in told
    assert widest(told) <= 80


def estimate(point):
    return Estimate(point, point - 0.1, point + 0.1, 0.9, "made")


def compared(**changed):
    seen = {"roll_calls": 83, "agreement": 0.94, "kappa": -0.05}
    return {
        "states": ["RUS", "CHN"],
        "sessions": [45, 74],
        "distance": [estimate(0.25), estimate(0.5)],
        "observed": [
            {"session": 45, **seen},
            {"session": 74, "roll_calls": 87, "agreement": 0.87, "kappa": 0.63},
        ],
        "change": estimate(0.25),
        "probability_closer": 0.07,
        "expected_agreement_change": estimate(-0.02),
        "RUS_moved": estimate(-0.02),
        "CHN_moved": estimate(0.0),
        "other_texts": estimate(0.0),
    } | changed


def test_agreement_and_kappa_stand_beside_distance_in_80_columns():
    lines = compare_lines(compared())
    assert max(map(len, lines)) <= 80
    head = next(line for line in lines if "Distance" in line)
    assert head.split() == ["Session", "Distance", "Agreement", "Kappa", "Roll", "calls"]
    assert "0.94  −0.05" in next(line for line in lines if line.strip().startswith("45"))


def test_a_session_without_common_votes_has_dashes_and_no_numbers():
    none = {"session": 74, "roll_calls": 0}
    early = compared()["observed"][0]
    lines = compare_lines(compared(observed=[early, none]))
    row = next(line for line in lines if line.strip().startswith("74"))
    assert row.split()[-3:] == ["-", "-", "0"]


def test_positions_have_a_true_minus_and_say_where_chains_differ():
    row = {"state": "CHN", "session": 45, "votes": 80, "position": -0.22, "low": -0.42,
           "high": -0.001, "r_hat": 1.0}  # fmt: skip
    lines = show_lines([row | {"r_hat": MOST_R_HAT}, row | {"session": 46, "r_hat": 1.31}])
    assert lines[1].split()[3:] == ["−0.22", "−0.42", "to", "0.00"]
    assert "chains differ" not in lines[1]  # the bound that `votes fit` counts by
    assert "chains differ: R-hat 1.31" in lines[2]
    assert max(map(len, lines)) <= 80
