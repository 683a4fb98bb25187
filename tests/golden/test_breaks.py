"""Breaks against published and peer results.

Nile, annual flow at Aswan 1871-1970 (Cobb 1978, *Biometrika* 65(2), 243-251): one break after
1898, 95 % interval 1895 to 1902 (Zeileis, Kleiber, Kramer and Hornik 2003, *Computational
Statistics and Data Analysis* 44, 109-123; printed by strucchange). Simulated series: ruptures
1.1.10, stored with the script that made them (`make_ruptures_breaks.py`). Sup-F: 5 % and 10 %
points of Bai and Perron (1998), trimming 0.15, one regressor, 8.58 and 7.04.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from steelyard.models.series.break_dates import break_intervals
from steelyard.models.series.break_tests import _largest_f, sequential_breaks
from steelyard.models.series.breaks import find_breaks, mean_design
from steelyard.models.series.partitions import best_partitions, segment_squares

YEARS = np.arange(1871, 1971)
# fmt: off
NILE = np.array([
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960,
    1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694,
    940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832,
    764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944,
    984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746,
    919, 718, 714, 740,
], dtype=float)
# fmt: on
RUPTURES = json.loads(Path(__file__).with_name("ruptures_breaks.json").read_text("utf-8"))


def simulated(seed: int) -> np.ndarray:
    """The series of `make_ruptures_breaks.py`."""
    random = np.random.default_rng(seed)
    lengths = random.integers(10, 40, size=4)
    level = np.repeat(random.normal(0, 2, size=4), lengths)
    return np.round(level + random.normal(size=level.size), 3)


def test_the_nile_breaks_once_after_1898():
    breaks = find_breaks(YEARS, NILE)
    assert breaks.dates == (1898,)
    assert breaks.number_by_bic == breaks.number_by_lwz == 1
    assert breaks.regimes[0].coefficients[0] == pytest.approx(1097.75)


def test_the_nile_interval_is_the_published_one():
    found = break_intervals(YEARS, NILE, find_breaks(YEARS, NILE), level=0.95)[0]
    assert (found.low, found.date, found.high) == (1895, 1898, 1902)
    assert found.low <= found.low_ratio <= found.high_ratio <= found.high
    assert not found.at_edge


def test_the_sequential_test_finds_one_break_in_the_nile():
    test = sequential_breaks(YEARS, NILE, replications=199)
    assert test.number == 1
    assert test.p_values[0] == 1 / 200


@pytest.mark.parametrize("case", RUPTURES["cases"], ids=lambda case: f"seed {case['seed']}")
def test_partitions_are_those_of_ruptures(case):
    values = simulated(case["seed"])
    squares = segment_squares(values, mean_design(values.size), RUPTURES["shortest"])
    partitions = best_partitions(squares, 4)
    found = {str(number): list(partitions[number][0]) for number in (1, 2, 3, 4)}
    assert found == case["positions"]


def test_simulated_critical_values_are_those_of_bai_and_perron():
    noise = np.random.default_rng(1).standard_normal((4000, 300))
    none = find_breaks(np.arange(300), noise[0], number=0)
    drawn = np.quantile(_largest_f(noise, mean_design(300), none), [0.90, 0.95])
    np.testing.assert_allclose(drawn, [7.04, 8.58], atol=0.35)  # 4,000 draws
