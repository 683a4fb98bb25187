"""Published power indices of weighted voting games.

* Council of the EEC 1958-1972 (weights 4, 4, 4, 2, 2, 1, quota 12 of 17): Brams, S. J. and
  Affuso, P. J. (1976), *Theory and Decision* 7, 29-56. Shapley-Shubik 14/60 three times, 9/60
  twice, 0; Banzhaf 10/42, 6/42, 0. After the enlargement of 1973 (10 x 4, 5, 5, 3, 3, 2, quota
  41 of 58) Luxembourg, its weight now smaller, has power: .010 (the paradox of new members).
* UN Security Council (five vetoes, 9 of 15 votes): Shapley-Shubik .19627 of a permanent member,
  .00186 of another; Straffin, P. D. (1983), in *Political and Related Models*, ch. 11.
* Nassau County board 1958 (9, 9, 7, 3, 1, 1, quota 16) and 1964 (31, 31, 28, 21, 2, 2, quota
  58): Banzhaf, J. F. (1965), *Rutgers Law Review* 19: three members share all power.

Tolerance: half the last printed digit; exact where the source prints fractions. The figures of
1973 and of Nassau County are given from memory of these papers.
"""

import numpy as np
import pytest

from steelyard.measures.institutions import enlargement_dilution, voting_power

EEC_1958 = {"DEU": 4, "FRA": 4, "ITA": 4, "BEL": 2, "NLD": 2, "LUX": 1}
EEC_1973 = {
    "DEU": 10, "FRA": 10, "ITA": 10, "GBR": 10, "BEL": 5, "NLD": 5, "DNK": 3, "IRL": 3, "LUX": 2,
}  # fmt: skip


def test_the_council_of_1958_left_luxembourg_without_power():
    found = voting_power(EEC_1958, 12)
    np.testing.assert_allclose(found.shapley, np.array([14, 14, 14, 9, 9, 0]) / 60, rtol=1e-15)
    np.testing.assert_allclose(found.banzhaf, np.array([10, 10, 10, 6, 6, 0]) / 42, rtol=1e-15)


def test_the_enlargement_of_1973_gave_luxembourg_power_and_diluted_the_others():
    found = {each.member: each for each in enlargement_dilution(EEC_1958, 12, EEC_1973, 41)}
    assert found["LUX"].shapley_before == 0.0
    assert found["LUX"].shapley_after == pytest.approx(0.010, abs=0.0005)
    assert found["LUX"].shapley_change > 0
    assert all(found[old].shapley_change < 0 for old in ("DEU", "FRA", "ITA", "BEL", "NLD"))
    assert found["GBR"].shapley_change is None
    assert found["GBR"].shapley_after == found["DEU"].shapley_after


def test_a_veto_in_the_security_council_is_worth_a_hundred_seats():
    permanent = dict.fromkeys(("CHN", "FRA", "GBR", "RUS", "USA"), 7)
    elected = {f"elected {number}": 1 for number in range(1, 11)}
    found = voting_power(permanent | elected, 39)
    np.testing.assert_allclose(found.shapley[:5], 0.19627, atol=0.5e-5)
    np.testing.assert_allclose(found.shapley[5:], 0.00186, atol=0.5e-5)
    assert (found.swings[0], found.swings[5]) == (848, 84)


@pytest.mark.parametrize(
    ("weights", "quota"), [((9, 9, 7, 3, 1, 1), 16), ((31, 31, 28, 21, 2, 2), 58)]
)
def test_in_nassau_county_three_members_shared_all_power(weights, quota):
    found = voting_power(dict(zip("abcdef", weights, strict=True)), quota)
    np.testing.assert_allclose(found.banzhaf, [1 / 3, 1 / 3, 1 / 3, 0, 0, 0], rtol=1e-15)
