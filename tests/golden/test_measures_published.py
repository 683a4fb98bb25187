"""Measures against published numbers; each tolerance is half the last printed digit."""

import numpy as np
import pytest

from fixtures.trade_matrices import matrix, matrix_2023, states_2023, states_to_2020
from steelyard.measures.agreement import cohen_kappa
from steelyard.measures.capability import capability_ratio
from steelyard.measures.concentration import equivalent_partners, herfindahl
from steelyard.measures.shares import export_share, import_share


def test_the_merger_guidelines_example_of_four_firms():
    """US DOJ and FTC, Horizontal Merger Guidelines (2010), 5.3 note 9: 30, 30, 20, 20 is 2600."""
    index = herfindahl(np.array([[30.0, 30.0, 20.0, 20.0]]))
    np.testing.assert_allclose(index * 10_000, 2600, rtol=1e-12)
    np.testing.assert_allclose(equivalent_partners(index), 3.846, atol=0.0005)


def test_capability_of_china_against_russia():
    """CINC 2022 as COW publishes it: CHN .2341, RUS .0382."""
    ratio = capability_ratio(np.array([0.2341]), np.array([0.0382]))
    np.testing.assert_allclose(ratio, 6.13, atol=0.005)


def test_full_and_chance_agreement_are_one_and_zero():
    """Cohen (1960): kappa is 1 for perfect agreement and 0 where the margins alone explain it."""
    assert cohen_kappa(np.diag([5.0, 3.0, 2.0])) == 1.0
    independent = np.outer([5.0, 3.0, 2.0], [4.0, 4.0, 2.0])
    for exponent in (0, 1, 2):
        np.testing.assert_allclose(cohen_kappa(independent, exponent=exponent), 0, atol=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("year", "exports", "imports"),
    [(2000, 5.0, 5.0), (2010, 5.5, 14.4), (2014, 8.8, 18.0), (2020, 15.1, 22.9)],
)
def test_china_in_russian_trade(shared, year, exports, imports):
    """BACI shares in per cent as printed with the data, one decimal."""
    states = states_to_2020(shared)
    russia, china = states.index("RUS"), states.index("CHN")
    flows = matrix(shared, year, states)
    assert 100 * export_share(flows)[russia, china] == pytest.approx(exports, abs=0.05)
    assert 100 * import_share(flows)[russia, china] == pytest.approx(imports, abs=0.05)


@pytest.mark.shared
def test_what_is_left_in_2023_overstates_china_in_russian_imports(shared):
    """54.4 % computed on the pairs that are left (BACI HS22 V202501), as printed with the data."""
    states = states_2023(shared)
    share = import_share(matrix_2023(shared))[states.index("RUS"), states.index("CHN")]
    assert 100 * share == pytest.approx(54.4, abs=0.05)
