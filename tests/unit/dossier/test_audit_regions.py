"""Evidence on a region as a whole, and what a full register says by what it lacks."""

import polars as pl
import pytest

from steelyard.claims.chance import below
from steelyard.claims.course import Course
from steelyard.claims.periods import spans
from steelyard.claims.reduce import take
from steelyard.dossier.audit.finders import find
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


@pytest.fixture(scope="module")
def world():
    return World(load(DEFAULT_AS_OF))


def finance(world, **more) -> Course:
    return find(Ask("formula", "region_finance", "CHN", "CA5", **more), world)


def test_finance_of_a_region_is_the_sum_of_its_states(world):
    paid = world.data.table("dyads").filter(
        (pl.col("indicator") == "official_finance") & (pl.col("a") == "CHN")
        & pl.col("b").is_in(FIVE) & (pl.col("year") == 2009)
    )  # fmt: skip
    dot = next(dot for dot in finance(world).dots if dot.year == 2009)
    assert paid.height == 5
    assert dot.value.point == pytest.approx(paid["value"].sum())
    assert dot.origins


def test_finance_so_far_adds_up_and_never_falls(world):
    years = [dot.value.point for dot in finance(world).dots]
    so_far = [dot.value.point for dot in finance(world, part="so far").dots]
    assert so_far[-1] == pytest.approx(sum(years))
    assert so_far == sorted(so_far)


def test_a_giver_without_projects_gives_nothing_with_its_reason(world):
    course = find(Ask("formula", "region_finance", "KGZ", "CA5"), world)
    assert not course.dots
    assert course.why


def test_the_least_of_a_region_is_the_one_least_sure(world):
    course = find(Ask("formula", "least_of_region", "CHN", "RUS", "both", "CA5"), world)
    least = next(dot for dot in course.dots if dot.year == 2020).value
    for state in FIVE:
        one, other = (find(Ask("trade", "both", state, far), world) for far in ("CHN", "RUS"))
        ratio = {dot.period: dot.value.point for dot in one.dots}["2020"]
        ratio /= {dot.period: dot.value.point for dot in other.dots}["2020"]
        if least.point != pytest.approx(ratio):
            assert ratio > 1.0
    assert 0.3 < below(least, 1.0) < 0.7  # Uzbekistan's two partners were level


def test_a_region_with_an_unknown_state_has_no_least(world):
    course = find(Ask("formula", "least_of_region", "CHN", "RUS", "both", "XXX"), world)
    assert not course.dots
    assert course.why


def test_what_a_full_register_lacks_is_a_zero_with_its_origin(world):
    course = find(Ask("pact", "defence", "CHN", "RUS"), world)
    found = take(course.settled(), "count", spans("2001-2011"))
    assert found.value.point == 0
    assert found.origins == ("atop_alliance",)
    assert found.period == "2001 to 2011"


def test_beyond_its_years_a_register_says_nothing(world):
    course = find(Ask("pact", "defence", "CHN", "RUS"), world)
    found = take(course.settled(), "count", spans("2019-2022"))
    assert not found.value.present
    assert "2018" in found.value.basis


def test_a_register_of_some_cases_says_nothing_by_what_it_lacks():
    some = Course("a list", "count", (), origins=("o",))
    assert not take(some, "count", spans("2001-2011")).value.present
