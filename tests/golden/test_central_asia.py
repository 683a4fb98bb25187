"""Central Asia's imports from Russia and from China against the shares computed by the compilers.

`data/README`: Russia 32.0, 19.0, 25.7, 28.0 % and China 9.0, 26.2, 29.7, 25.6 % of the imports of
the five states in 2000, 2010, 2019 and 2020, from the same reconciled flows (BACI). Tolerance:
the printed digit, and the rounding of the embedded flows to four digits.
"""

from datetime import date

import numpy as np
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.contest.goods import flows_of
from steelyard.dossier.contest.rows import rows
from steelyard.dossier.request import request
from steelyard.reference.dataset import load
from steelyard.vocabulary.regions import find_region

PUBLISHED = {2000: (32.0, 9.0), 2010: (19.0, 26.2), 2019: (25.7, 29.7), 2020: (28.0, 25.6)}


@pytest.fixture(scope="module")
def basis():
    asked = request("RUS", "CHN")
    return _basis(load(date(2026, 1, 1)), asked, lambda step, done: None)


@pytest.mark.parametrize("year", PUBLISHED)
def test_shares_of_imports_are_those_published(basis, year):
    states = find_region("CAS").states
    place = [known for _, known in basis.years()].index(year)
    whole = basis.trade.year(year)
    total = np.nansum(basis.trade.imports[whole, [basis.trade.state(each) for each in states]])
    flows = flows_of(basis, states)
    shares = [100 * flows[side, "imports"].value[place] / total for side in ("RUS", "CHN")]
    assert shares == pytest.approx(PUBLISHED[year], abs=0.06)


def test_the_tilt_of_the_region_is_that_of_the_published_shares(basis):
    row = rows(basis)[0]
    found = row.weights["imports"]
    for year, (russia, china) in PUBLISHED.items():
        at = found.years.tolist().index(year)
        expected = np.log(china / russia)
        assert np.log(found.b[at] / found.a[at]) == pytest.approx(expected, abs=0.01)
