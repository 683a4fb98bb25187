"""Where trade went after a turning year, on the shipped data."""

import time

import numpy as np
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.explanation.diversion import diversion, diverted
from steelyard.dossier.explanation.register import turning_years
from steelyard.dossier.explanation.span import span_of
from steelyard.dossier.request import request
from steelyard.reference.dataset import load


def found_for(a, b, start=2010, end=2023):
    asked = request(a, b, (1992, 2025))
    basis = _basis(load(asked.as_of), asked, lambda step, done: None)
    span = span_of(basis, start, end)
    begin = time.process_time()
    found = diversion(basis, span, turning_years(basis, span, (), ()))
    return {one.id: one for one in found}, time.process_time() - begin


@pytest.fixture(scope="module")
def pair():
    return found_for("RUS", "CHN")[0]


def test_both_states_both_flows_and_the_other_partners_are_there(pair):
    for state, other in (("RUS", "CHN"), ("CHN", "RUS")):
        for way in ("export", "import"):
            assert f"diversion.{way}.{state}.{other}.2022" in pair
            assert f"diversion.{way}.{state}.measures.2022" in pair
            assert f"diversion.{way}.{state}.CAS.2022" in pair
    assert {"diversion.export.RUS.IND.2022", "diversion.import.RUS.TUR.2022"} <= set(pair)


def test_shares_are_those_of_the_trade_table(pair):
    """China's share of Russian exports 15.1 % and imports 22.9 % in 2020: the data sheet."""
    for way, share in (("export", 0.151), ("import", 0.229)):
        one = pair[f"diversion.{way}.RUS.CHN.2022"]
        assert one.observed[one.years.index(2020)] == pytest.approx(share, abs=6e-4)


def test_a_flow_that_nobody_reported_has_no_change(pair):
    belarus = pair["diversion.export.RUS.BLR.2022"]
    assert belarus.effect.point is None
    assert belarus.p_value is None
    assert "nobody reported most of this flow in 2023" in belarus.sentence


def test_imputed_flows_widen_the_interval(pair):
    china = pair["diversion.import.RUS.CHN.2022"].effect
    assert "flows that nobody reported" in china.basis
    assert china.low < china.point < china.high
    assert "nobody reported" not in pair["diversion.import.RUS.CHN.2014"].effect.basis


def test_only_changes_apart_from_zero_are_told(pair):
    told = diverted(tuple(pair.values()), 0.1)
    assert any("India in Russian exports" in text for text in told)
    for one in pair.values():
        if one.sentence in told:
            assert one.effect.low * one.effect.high > 0


def test_years_without_a_matrix_are_named(pair):
    assert "not known for 2021, 2022" in pair["diversion.export.RUS.CHN.2022"].limits
    assert "rests on 2023 alone" in pair["diversion.export.RUS.CHN.2022"].limits


def test_other_pairs_get_groups_of_their_own():
    found, _ = found_for("DEU", "RUS")
    assert "diversion.import.RUS.DEU.2022" in found
    assert "diversion.export.RUS.CHN.2022" in found
    assert all(np.isfinite(one.observed).all() for one in found.values())


def test_a_pair_without_a_turning_year_has_none():
    assert found_for("MNG", "CHN")[0] == {}
