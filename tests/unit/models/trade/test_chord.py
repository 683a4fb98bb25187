"""Many shocks at once give what each gives alone."""

import numpy as np
import pytest

from steelyard.models.trade.chord import solve_many
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.shock import embargo, no_shock, tariffs, trade_cost
from steelyard.models.trade.solve import solve
from steelyard.models.trade.tables import economy_from_flows
from steelyard.vocabulary.errors import AxisMismatch


def economy(seed: int, n: int = 5, s: int = 3) -> Economy:
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0, 1, (n * s, n * s)) * (1 + 30 * np.eye(n * s))
    final = rng.lognormal(4, 0.5, (n * s, n))
    names = [f"C{number}" for number in range(n)]
    sectors = [f"s{number}" for number in range(s)]
    return economy_from_flows(names, sectors, flows, final, rng.uniform(1.0, 8.0, s))


def shocks(one: Economy):
    whole = embargo(one, ["C0"], ["C1"])
    return [
        no_shock(one),
        whole,
        whole.then(embargo(one, ["C1"], ["C0"])),
        embargo(one, ["C2"], ["C3"], ["s1"]),
        trade_cost(one, ["C4"], ["C0", "C1"], 1.7),
        trade_cost(one, one.countries, one.countries, 1e6),
        embargo(one, ["C0"], one.countries[1:]).then(embargo(one, one.countries[1:], ["C0"])),
        tariffs(one, np.full_like(one.share, 0.3)),
    ]


@pytest.mark.parametrize("closure", [Closure.ZEROED, Closure.MULTIPLICATIVE])
@pytest.mark.parametrize("seed", range(3))
def test_many_shocks_give_what_each_gives_alone(seed, closure):
    one = economy(seed)
    listed = shocks(one) if closure is Closure.ZEROED else shocks(one)[:5]
    found = list(solve_many(one, listed, closure))
    assert {each.certificate.method for each in found} & {"chord"}
    for shock, answer in zip(listed, found, strict=True):
        assert answer.certificate.residual <= 1e-10
        alone = solve(one, shock, closure)
        np.testing.assert_allclose(answer.percent, alone.percent, rtol=0, atol=1e-7)


def test_isolated_groups_go_to_the_solver_that_handles_them():
    one = economy(0)
    alone = shocks(one)[6]
    (found,) = solve_many(one, [alone])
    assert len(set(found.component.tolist())) == 2
    assert found.certificate.method != "chord"


def test_a_shock_of_another_economy_is_refused():
    with pytest.raises(AxisMismatch):
        list(solve_many(economy(0), [no_shock(economy(0, n=4))]))
