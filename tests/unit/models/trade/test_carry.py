"""Carrying a table to a later year, its error, and draws of economies."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from steelyard.measures.noise import Discrepancy
from steelyard.models.trade.carry import between, carry
from steelyard.models.trade.carry_error import (
    GROWTH,
    MEASURED,
    CarryError,
    disturbed,
    growth_with_years,
    import_shares,
    measure_error,
)
from steelyard.models.trade.cleaning import Cleaned, clean
from steelyard.models.trade.draws import economy_draws
from steelyard.models.trade.elasticities import pooled_elasticities
from steelyard.reference.baseline import baseline
from steelyard.reference.dataset import load
from steelyard.reference.growth import growth_between
from steelyard.vocabulary.errors import InputError, NoData
from steelyard.vocabulary.industries import sectors

GOODS = np.array([True, True, False])


def made(regions: int = 5, seed: int = 0, at_home: float = 10.0) -> Cleaned:
    rng = np.random.default_rng(seed)
    cells = regions * 3
    names = tuple(f"R{place}" for place in range(regions))
    home = np.kron(np.eye(regions), np.ones((3, 3))) * at_home
    flows = rng.lognormal(0, 1, (cells, cells)) + home
    own = 4 * at_home * np.kron(np.eye(regions), np.ones((3, 1)))
    final = rng.lognormal(1, 1, (cells, regions)) + own
    stocks = np.zeros((cells, regions))
    return clean(SimpleNamespace(regions=names, sectors=("a", "b", "s"), flows=flows,
                                 final=final, stocks=stocks))  # fmt: skip


def test_no_growth_changes_nothing_and_equal_growth_scales_all():
    table = made()
    for factor in (1.0, 2.5):
        found = carry(table, np.full(5, factor), np.full((5, 5), factor), GOODS)
        np.testing.assert_allclose(found.table.flows, factor * table.flows, rtol=1e-8)
        np.testing.assert_allclose(found.table.final, factor * table.final, rtol=1e-8)
        assert found.known == 1.0


def test_flows_and_products_grow_as_told_and_the_table_stays_balanced():
    table, rng = made(), np.random.default_rng(1)
    product, trade = rng.uniform(0.8, 2, 5), rng.uniform(0.7, 1.6, (5, 5))
    found = carry(table, product, trade, GOODS)
    off = ~np.eye(5, dtype=bool)
    grown = between(found.table, GOODS).goods / between(table, GOODS).goods
    np.testing.assert_allclose(grown[off], trade[off], rtol=1e-7)
    new, old = (each.value_added.reshape(5, 3).sum(axis=1) for each in (found.table, table))
    np.testing.assert_allclose(new / old, product, rtol=1e-7)
    assert found.table.value_added.sum() == pytest.approx(found.table.final.sum())
    assert (found.table.value_added > 0).all()
    assert found.residual <= 1e-9


def test_a_flow_that_nobody_reported_is_left_free_and_counted():
    trade = np.full((5, 5), 1.5)
    trade[0, 1] = np.nan
    found = carry(made(), np.full(5, 1.5), trade, GOODS)
    assert 0.9 < found.known < 1.0
    np.testing.assert_allclose(
        between(found.table, GOODS).goods, 1.5 * between(made(), GOODS).goods
    )


@pytest.mark.parametrize(
    ("product", "trade", "named"),
    [
        (0.0, 1.0, "R0: 0"),
        (np.nan, 1.0, "R0: nan"),
        (1.0, -1.0, "R0 to R1: -1"),
        (1.0, 80.0, "R"),  # exports that no sector could make
    ],
)
def test_growth_that_cannot_be_is_refused(product, trade, named):
    products, flows = np.ones(5), np.ones((5, 5))
    products[0], flows[0, 1] = product, trade
    with pytest.raises(InputError, match=named):
        carry(made(), products, flows, GOODS)


LAW = CarryError(Discrepancy(0.0, -1.6, -0.05, 6.0, 0), Discrepancy(0.0, -1.2, -0.05, 6.0, 0), 10)


def test_disturbed_tables_keep_outputs_uses_and_zeros():
    table = made()
    for found in disturbed(table, LAW, 3):
        np.testing.assert_allclose(found.flows.sum(axis=0), table.flows.sum(axis=0), rtol=1e-8)
        np.testing.assert_allclose(found.final.sum(axis=0), table.final.sum(axis=0), rtol=1e-8)
        np.testing.assert_allclose(
            found.flows.sum(axis=1) + found.final.sum(axis=1), table.output, rtol=1e-8
        )
    again = list(disturbed(table, LAW, 3))[2]
    np.testing.assert_array_equal(again.flows, found.flows)


@pytest.mark.parametrize("at_home", [100.0, 10.0], ids=["0.87 sold at home", "0.44 sold at home"])
def test_intervals_from_the_measured_error_cover_nine_in_ten(at_home):
    """Truth drawn around a carried table, its error measured elsewhere, shares set against it."""
    inside, off = [], ~np.eye(12, dtype=bool)
    for seed in range(16):
        table = made(12, seed, at_home)
        elsewhere, truth = disturbed(table, LAW, 2, seed=100 + seed)
        law = measure_error(elsewhere, table, 10)
        shares = np.array([import_shares(each) for each in disturbed(table, law, 99, seed=seed)])
        low, high = np.quantile(shares, [0.05, 0.95], axis=0, method="weibull")  # exact for 99
        true = import_shares(truth)
        inside.append(((low <= true) & (true <= high))[off].mean())
    assert 0.87 <= np.mean(inside) <= 0.93


def test_error_grows_with_years_and_spans_give_back_the_power():
    assert MEASURED.at(MEASURED.years) == MEASURED
    four = MEASURED.at(4 * MEASURED.years)
    assert four.pair.scale(1e-3) == pytest.approx(4 ** GROWTH[0] * MEASURED.pair.scale(1e-3))
    assert four.sector.scale(1e-5) == pytest.approx(4 ** GROWTH[1] * MEASURED.sector.scale(1e-5))
    spans = [MEASURED.at(years) for years in (3, 5, 11)]
    assert growth_with_years(spans) == pytest.approx(GROWTH)


def test_spans_that_say_nothing_of_years_are_refused():
    with pytest.raises(InputError, match="0 years"):
        MEASURED.at(0)
    with pytest.raises(InputError, match="one length"):
        growth_with_years([MEASURED, MEASURED])


def test_the_shipped_table_reaches_newer_years_and_draws_hold_both_errors():
    data = load(date(2026, 11, 22))
    table = clean(baseline(data))
    goods = np.array([sector.goods for sector in sectors().values()])
    growth = growth_between(data, table.regions, 2011, 2020)
    assert growth.filled == ("TWN",)
    found = carry(table, growth.product, growth.trade, goods)
    russia, china = (table.regions.index(code) for code in ("RUS", "CHN"))
    shares = import_shares(found.table)
    assert shares[russia, china] > import_shares(table)[russia, china]
    assert shares[russia, china] > shares[china, russia]
    sets = np.full((2, len(goods)), 4.0) * np.array([[0.8], [1.25]])
    law = pooled_elasticities(table.sectors, sets, draws=40)
    drawn = economy_draws(found.table, law, error=MEASURED, tables=2)
    assert len(drawn) == 40
    assert [len(numbers) for _, numbers in drawn.batches()] == [20, 20]
    assert drawn.draw(3).imbalance.max() < 1e-9
    np.testing.assert_array_equal(drawn.draw(3).theta, law.theta[3])
    assert len(economy_draws(found.table, law).economies) == 1
    with pytest.raises(InputError, match="the same sectors"):
        economy_draws(made(), law)


def test_a_year_without_figures_is_refused():
    with pytest.raises(NoData, match="2031"):
        growth_between(load(date(2026, 11, 22)), ("RUS", "CHN"), 2011, 2031)
