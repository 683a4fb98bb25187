"""Scenarios of the causal system: what is refused, paired, expected, and in which class."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.measures.reference_class import reference_class
from steelyard.measures.standing import DEPENDENCE_LADDER
from steelyard.scenarios.asked import model_of
from steelyard.scenarios.system.changed import changed
from steelyard.scenarios.system.library import shipped, text_of
from steelyard.scenarios.system.read import read_text
from steelyard.scenarios.system.run import simulate
from steelyard.scenarios.system.runner import PriorRunner
from steelyard.scenarios.system.standing import Ranked, Standing, Unranked, shares_of
from steelyard.system.causal import shipped as shipped_system
from steelyard.system.causal_model import Path
from steelyard.system.levers import Lever
from steelyard.vocabulary.errors import BadRows, InputError, UnknownName

SYSTEM = shipped_system()
TEXT = text_of("f45-more-sanctions")
LEVER = '[[lever]]\nvariable = "sanctions"\nyears = [2030]\nsizes = [1]\nreason = "x"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('variable = "sanctions"', 'variable = "santions"', "sanctions"),
        ("start = 2027", "start = 1980", "1992"),
        ("start = 2027", "start = 2041", "2041"),
        ("lasting = 10", "lasting = -1", "greater than 0"),
        ("high = 1.6", "high = 7", "between -6 and 6"),
        ("low = 0.5, usual", "low = -0.5, usual", "above or below 0"),
        ("usual = 1.0", "usual = 2.0", "low at most usual"),
        ('watch = ["china_trade_share",', 'watch = ["china_trade",', "china_trade_share"),
        ('watch = ["china_trade_share", "sanctions"', 'watch = ["sanctions", "sanctions"', "once"),
        ('variable = "lock_in"', 'variable = "lock_inn"', "lock_in"),
        ("by = 2040", "by = 2050", "2040"),
        ("by = 2040", "by = 2040\nsince = 2040", "before"),
        ("limits = [", 'without = ["t999"]\nlimits = [', "no event"),
        ("limits = [", 'without = ["t77", "t77"]\nlimits = [', "each event once"),
        ("[[event]]", LEVER + "[[event]]", "held on a path"),
        ("[[event]]", LEVER * 2 + "[[event]]", "set twice"),
        ("[[event]]", LEVER.replace("[2030]", "[2030, 2029]") + "[[event]]", "as many sizes"),
        ("[[event]]", '[[kept]]\nvariable = "lock_in"\nyear = 2021\nreason = "x"\n[[event]]',
         "a driver"),
        ('row = "f45"', "", "row"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_remedy(old, new, said):
    assert old in TEXT
    with pytest.raises(BadRows) as told:
        read_text(TEXT.replace(old, new, 1), SYSTEM, "mine.toml")
    assert said in str(told.value)
    assert told.value.where.startswith("mine.toml")
    assert told.value.remedy


def test_a_scenario_without_change_needs_expectations_over_time():
    text = text_of("f01-course-not-revised")
    with pytest.raises(BadRows):
        read_text(text.replace("since = 2022\n", ""), SYSTEM)
    found = simulate(shipped("f01"), SYSTEM, PriorRunner(20))
    assert found.watched[0].rises == (None,) * len(found.years)
    assert found.answers[0].probability is not None


def test_draws_are_paired_so_that_nothing_differs_before_the_change():
    found = simulate(shipped("f45"), SYSTEM, PriorRunner(20))
    for each in found.watched:
        assert not np.any(each.change.p95[: found.years.index(2027)])
        assert each.clear is None or each.clear >= 2027
    assert found.kind == "prior"


def test_the_same_seed_gives_the_same_answer_and_draws_do_not_hang_on_their_count():
    first, again = (simulate(shipped("f45"), SYSTEM, PriorRunner(20, 3)) for _ in range(2))
    assert first == again


def test_what_nothing_leads_to_is_not_said():
    found = simulate(shipped("f37"), SYSTEM, PriorRunner(20))
    assert [each.probability is None for each in found.answers] == [False, False, True]


def test_an_event_left_out_of_an_observed_driver_is_taken_from_its_series():
    paths = {"energy_price": Path((1992.0, 2024.0), (0.0, 0.0), "made up")}
    told = changed(shipped("no-2022-invasion"), SYSTEM, paths)
    assert "undone_i62" in {each.id for each in told.system.impulses}
    assert any("i62" in note for note in told.notes)
    found = simulate(
        shipped("no-2022-invasion"), SYSTEM, PriorRunner(20, paths=paths), watch=["energy_price"]
    )
    prices = dict(zip(found.years, found.watched[0].change.p50, strict=True))
    assert prices[2021] == prices[2030] == 0
    assert prices[2022] < 0


def test_sizes_of_a_lever_are_drawn_between_their_ends_and_the_first_is_usual():
    lever = Lever("x", (2027, 2029), (1.0, 3.0), (0.0, 2.0), (2.0, 4.0))
    paths = lever.drawn(np.array([2020.0, 2027.0, 2028.0, 2040.0]), 200, 0)
    assert paths[0].tolist() == [1.0, 1.0, 2.0, 3.0]
    assert paths[:, 0].min() >= 0
    assert paths[:, 3].max() <= 4
    assert np.allclose(paths[:, 3] - paths[:, 0], 2.0)


def standing():
    return Standing(
        variable="china_trade_share", subject="RUS", partner="CHN",
        years=np.array([2010.0, 2020.0]), shares=np.array([0.1, 0.3]), middle=0.2, spread=0.1,
        classes=(
            Ranked("main", "made up", True, DEPENDENCE_LADDER,
                   reference=reference_class(np.linspace(0, 1, 400))),
            Ranked("none", "made up", False, DEPENDENCE_LADDER, absent="needs more"),
        ),
    )  # fmt: skip


def test_runs_carry_on_from_the_observed_share():
    years = np.arange(2008.0, 2031.0)
    base, other = np.zeros((2, years.size)), np.full((2, years.size), 0.5)
    base[:, -1] = 1.0
    told = shares_of(standing(), base, base, years)
    assert np.isnan(told[0, 0])
    assert told[0, 2] == pytest.approx(0.1)
    assert told[0, 12] == told[0, 13] == pytest.approx(0.3)
    assert told[0, -1] == pytest.approx(0.4)
    assert shares_of(standing(), other, base, years)[0, 12] == pytest.approx(0.35)


def test_classes_are_told_for_both_directions_or_the_reason():
    told = (standing(), Unranked("CHN", "RUS", "no variable"))
    found = simulate(shipped("f45"), SYSTEM, PriorRunner(40), standings=told)
    main, none, back = found.odds
    assert main.last_known == 2020
    assert all(sum(each) == pytest.approx(1) for each in (*main.baseline, *main.scenario))
    assert main.baseline[0][0] == 1.0  # a tenth of trade lies below three quarters of the members
    assert (none.absent, back.absent) == ("needs more", "no variable")


def test_names_find_their_model():
    assert model_of("CHN-cuts-RUS") == "trade"
    assert model_of("china-slows") == "system"
    assert model_of("west-reopens") == "trade"
    assert model_of("west-reopens", "system") == "system"
    with pytest.raises(InputError):
        model_of("f12", "trade")
    with pytest.raises(UnknownName, match="china-slows"):
        model_of("china-slow")


def test_runs_of_other_draws_are_not_paired():
    from steelyard.scenarios.system.run import paired
    from steelyard.vocabulary.errors import AxisMismatch

    base = PriorRunner(20)(SYSTEM)
    with pytest.raises(AxisMismatch):
        paired(base, replace(base, used=base.used[:10]))
