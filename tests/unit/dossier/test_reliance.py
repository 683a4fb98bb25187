"""Reliance and power by sector in the dossier: both directions, intervals, other pairs."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.reliance import reliance_series
from steelyard.dossier.gaps import gaps
from steelyard.dossier.production import table_noise, tables
from steelyard.dossier.records import Balance
from steelyard.dossier.request import request
from steelyard.dossier.sector_ties import sector_ties
from steelyard.reference.dataset import Dataset, load

DAY = date(2026, 11, 22)


def basis_of(a: str, b: str, years=(1990, 2025), data: Dataset | None = None):
    asked = request(a, b, years, DAY, 0)
    return _basis(data or load(DAY), asked, lambda step, done: None)


@pytest.fixture(scope="module")
def pair():
    return basis_of("RUS", "CHN")


@pytest.fixture(scope="module")
def found(pair):
    return reliance_series(pair)


def value(found, measure, subject, part="", period="2011"):
    item = next(s for s in found if (s.measure, s.subject, s.part) == (measure, subject, part))
    return item.at(period).value


def test_both_directions_have_every_measure(found):
    for measure in ("trade.direct_reliance", "trade.input_reliance", "trade.supply_share"):
        parts = [{s.part for s in found if (s.measure, s.subject) == (measure, who)}
                 for who in ("RUS", "CHN")]  # fmt: skip
        assert parts[0] == parts[1]
    assert value(found, "trade.power", "RUS", "by sector alone").present
    assert value(found, "trade.power", "CHN", "by sector alone").present


def test_every_number_has_an_interval_that_says_its_source(found):
    for item in found:
        for entry in item.points:
            assert entry.value.low is not None
            assert entry.value.high is not None
            assert "input-output" in entry.value.basis or "elasticities" in entry.value.basis


def test_direct_reliance_is_the_share_in_the_table(found):
    flows = load(DAY).table("sector_flows").filter(year=2011, user="RUS")
    china = flows.filter(supplier="CHN")["intermediate"].sum()
    expected = china / flows["intermediate"].sum()
    assert value(found, "trade.direct_reliance", "RUS").point == pytest.approx(expected, rel=1e-6)


def test_more_stands_behind_inputs_than_was_bought_and_russia_relies_more(found):
    for who in ("RUS", "CHN"):
        direct = value(found, "trade.direct_reliance", who).point
        assert value(found, "trade.input_reliance", who).point > direct
    russia, china = (value(found, "trade.input_reliance", who) for who in ("RUS", "CHN"))
    assert russia.low > china.high


def test_a_coalition_with_the_partner_takes_more_than_the_partner_alone(found):
    for who in ("RUS", "CHN"):
        alone = value(found, "trade.power", who, "by sector alone").point
        assert value(found, "trade.power", who, "by sector with G7").point > alone


def test_a_state_is_not_cut_off_by_a_bloc_of_its_own():
    parts = {s.part for s in reliance_series(basis_of("DEU", "RUS")) if s.subject == "DEU"}
    assert "by sector alone" in parts
    assert not {"by sector with EU", "by sector with G7"} & parts


def test_textiles_and_electronics_are_the_heaviest_ties_of_russia_in_2011(pair):
    russia, china = pair.asked.a, pair.asked.b
    ties = sector_ties(pair, russia, china)
    assert [tie.code for tie in ties[:2]] == ["textiles", "electronics"]
    assert all(tie.loss.present and tie.power.point < tie.loss.point for tie in ties)
    assert sector_ties(pair, china, russia)[0].code == "mining"


@pytest.mark.parametrize("states", [("KAZ", "CHN"), ("KGZ", "RUS"), ("MNG", "CHN")])
def test_a_state_within_the_rest_of_the_world_has_a_gap_and_no_number(states):
    basis = basis_of(*states)
    assert reliance_series(basis) == ()
    assert sector_ties(basis, basis.asked.a, basis.asked.b) == []
    told = [gap for gap in gaps(basis, (), Balance(year=2023, arms=())) if "Reliance" in gap.what]
    assert len(told) == 1
    assert "rest of the world" in told[0].reason


def test_years_outside_the_tables_give_nothing():
    assert reliance_series(basis_of("RUS", "CHN", (2012, 2025))) == ()


def test_an_absent_flow_makes_shares_absent_and_never_zero():
    known = load(DAY)
    gone = (pl.col("supplier") == "CHN") & (pl.col("user") == "RUS") & (pl.col("year") == 2011)
    rows = known.table("sector_flows").with_columns(
        intermediate=pl.when(gone & (pl.col("sector") == "machinery"))
        .then(None)
        .otherwise(pl.col("intermediate"))
    )
    data = Dataset(known.as_of, {**known.frames, "sector_flows": rows}, known.origins)
    found = reliance_series(basis_of("RUS", "CHN", data=data))
    assert not value(found, "trade.direct_reliance", "RUS").present
    assert not value(found, "trade.supply_share", "RUS", "machinery").present
    assert value(found, "trade.supply_share", "RUS", "metals").present
    assert not value(found, "trade.power", "RUS", "by sector alone").present


def test_without_reconciled_trade_a_share_says_why_it_has_no_interval(pair):
    other_years = tuple(year + 1000 for year in pair.trade.years)
    basis = replace(pair, trade=replace(pair.trade, years=other_years), of_all_pairs={})
    shown = value(reliance_series(basis), "trade.direct_reliance", "RUS")
    assert shown.present
    assert shown.low is None
    assert "reconciled trade" in shown.basis


def test_errors_of_flows_fall_with_their_size(pair):
    model = table_noise(tables(load(DAY), ("RUS", "CHN"), (1990, 2025))[0], pair.trade, ("RUS",))
    assert model is not None
    assert model.slope < 0
    assert 0.1 < model.scale(50_000.0) < model.scale(500.0) < 1.0


def test_the_seed_decides_the_intervals(pair, found):
    again = reliance_series(basis_of("RUS", "CHN"))
    assert again == found
    assert np.isfinite([s.points[0].x for s in again]).all()
