"""What the bargain refuses, and that it names the link."""

import numpy as np
import pytest

from steelyard.models.energy.bargain.binding import binding_cost
from steelyard.models.energy.bargain.credit import Loan, credit
from steelyard.models.energy.bargain.entry import Project, annuity, entry, signing
from steelyard.models.energy.bargain.nash_in_nash import nash_in_nash
from steelyard.models.energy.bargain.reservation import bargain, reservation
from steelyard.models.energy.bargain.rivals import contest
from steelyard.models.energy.bargain.sides import Link, sides
from steelyard.models.energy.bargain.split import monopsony_markdown, nash_price, patience_power
from steelyard.models.energy.curves import UNITS, Curve
from steelyard.models.energy.network import Node, lane, market
from steelyard.vocabulary.errors import InputError, UnknownName

GAS = UNITS["gas"]
PIPE = Link(("S-B (pipe)",))


@pytest.fixture(scope="module")
def made():
    supply = (Curve(20.0, 0.1, *GAS),)
    nodes = [Node("S", supply), Node("T", supply), Node("B", (), (Curve(40.0, -0.1, *GAS),)),
             Node("C", (Curve(14.0, 0.1, *GAS),), (Curve(16.0, -0.1, *GAS),))]  # fmt: skip
    ways = [lane("S", "B", "pipe", 2.0, "gas", most=50.0), lane("S", "B", "sea", 2.0, "gas"),
            lane("S", "C", "pipe", 2.0, "gas"), lane("T", "B", "pipe", 2.0, "gas"),
            lane("S", "T", "pipe", 2.0, "gas")]  # fmt: skip
    return market("gas", nodes, ways)


def test_powers_outside_zero_to_one(made):
    found = reservation(made, sides(made), PIPE)
    for power in (-0.1, 1.1, float("nan")):
        with pytest.raises(InputError, match="S-B \\(pipe\\)"):
            bargain(found, power)
        with pytest.raises(InputError, match="S-B \\(pipe\\)"):
            nash_in_nash(made, sides(made), (PIPE,), power)
        with pytest.raises(InputError, match="power"):
            nash_price(3.0, 2.0, power)


def test_links_that_the_market_does_not_have(made):
    with pytest.raises(UnknownName, match="S-B \\(pipes\\)"):
        reservation(made, sides(made), Link(("S-B (pipes)",)))
    with pytest.raises(InputError, match="without a lane"):
        reservation(made, sides(made), Link(()))


def test_links_on_which_nothing_flows(made):
    with pytest.raises(InputError, match="S-C \\(pipe\\): a flow of 0"):
        reservation(made, sides(made), Link(("S-C (pipe)",)))
    idle = nash_in_nash(made, sides(made), (PIPE, Link(("S-C (pipe)",))), 0.5)
    assert idle.idle == (Link(("S-C (pipe)",)),)
    with pytest.raises(InputError, match="S-C \\(pipe\\): a flow of 0"):
        contest(made, sides(made), (PIPE, Link(("S-C (pipe)",))), 0.5)


def test_links_within_one_side_or_between_several(made):
    with pytest.raises(InputError, match="S-T"):
        reservation(made, sides(made, {"X": ("S", "T")}), Link(("S-T (pipe)",)))
    with pytest.raises(InputError, match="S to B, T to B"):
        reservation(made, sides(made), Link(("S-B (pipe)", "T-B (pipe)")))
    with pytest.raises(InputError, match="in two links"):
        nash_in_nash(made, sides(made), (PIPE, PIPE), 0.5)


def test_lanes_that_replace_one_another_are_one_link(made):
    """Two half-empty ways between the same sides: apart, neither price is determined."""
    ways = (PIPE, Link(("S-B (sea)",)))
    bare = made.without("T-B (pipe)", "S-T (pipe)", "S-C (pipe)")
    wide = market("gas", [Node("S", (Curve(20.0, 0.1, *GAS),)),
                          Node("B", (), (Curve(40.0, -0.1, *GAS),))],
                  [lane("S", "B", kind, 2.0, "gas") for kind in ("pipe", "sea")])  # fmt: skip
    with pytest.raises(InputError, match="Make one link"):
        nash_in_nash(wide, sides(wide), ways, 0.5)
    both = Link(("S-B (pipe)", "S-B (sea)"))
    assert nash_in_nash(bare, sides(bare), (both,), 0.5).price.size == 1


def test_sides_that_are_none(made):
    with pytest.raises(UnknownName, match="'Q'"):
        sides(made, {"X": ("Q",)})
    with pytest.raises(UnknownName, match="'Y' is not a known side"):
        sides(made, {"X": ("S",)}, {"S-B (pipe)": "Y"})
    with pytest.raises(InputError, match="two sides: S"):
        sides(made, {"X": ("S",), "Y": ("S",)})
    with pytest.raises(InputError, match="side T"):
        sides(made, {"T": ("S",)})
    with pytest.raises(UnknownName, match="side"):
        binding_cost([made], sides(made), "Q", "S-B (pipe)", 1.0)


def test_contests_that_are_none(made):
    with pytest.raises(InputError, match="one seller and two buyers"):
        contest(made, sides(made), (PIPE, Link(("T-B (pipe)",))), 0.5)


def test_no_draws(made):
    with pytest.raises(InputError, match="no draws"):
        signing([])
    with pytest.raises(InputError, match="no state"):
        binding_cost([], sides(made), "S", "S-B (pipe)", 1.0)
    with pytest.raises(InputError, match="S-B \\(pipe\\)"):
        binding_cost([made], sides(made), "S", "S-B (pipe)", 51.0)


def test_numbers_out_of_range(made):
    for pair in ((-0.1, 0.5), (0.5, 1.0), (float("nan"), 0.5)):
        with pytest.raises(InputError, match="discount factor of the"):
            patience_power(*pair)
    with pytest.raises(InputError, match="elasticity"):
        monopsony_markdown(0.0)
    with pytest.raises(InputError, match="capital"):
        annuity(100.0, 20.0, -0.05)
    for change in ({"fill": 0.0}, {"fill": 1.2}, {"capacity": 0.0}, {"seller_share": 1.5}):
        terms = {"link": PIPE, "capex": 1.0, "years": 10.0, "rate": 0.1, "capacity": 5.0}
        with pytest.raises(InputError, match="S-B \\(pipe\\)"):
            entry(made, sides(made), Project(**(terms | change)), 0.5)
    good = np.ones(3)
    for loan in (Loan(0.0, 0.1, 0.1, 3), Loan(1.0, -0.1, 0.1, 3), Loan(1.0, 0.1, 0.1, 3, 3)):
        with pytest.raises(InputError, match="oil for credit, loan"):
            credit(loan, good, good)
    for amount, price in ((good * 0, good), (-good, good), (good, -good)):
        with pytest.raises(InputError, match="oil for credit, deliveries"):
            credit(Loan(1.0, 0.1, 0.1, 3), amount, price)


def test_a_line_that_nobody_would_use_is_shelved_not_an_error(made):
    found = entry(made, sides(made), Project(Link(("S-C (pipe)",)), 10.0, 5.0, 0.1, 5.0), 0.5)
    assert found.amount == 0
    assert not found.signed
    assert found.highest == pytest.approx(15, rel=1e-6)


def test_a_loan_longer_than_its_deliveries_is_absent_where_nothing_serves_it():
    found = credit(Loan(100.0, 0.0, 0.0, 4), np.array([1.0, 0.0]), np.array([50.0, 60.0]))
    assert found.serving[0] == 0.5
    assert np.isnan(found.serving[1:]).all()
    assert np.isnan(found.effective_price[1:]).all()
